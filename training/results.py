"""What was measured of all runs: results.json, the rule that chooses, the tables of data/pronouns/README.md.

python -m training.results          writes the tables again, from the results
"""

import json
import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results.json"
README = HERE.parent / "data" / "pronouns" / "README.md"
SHIPPED = "data/pronouns"
FIGURES = [
    "accuracy, all nouns",
    "accuracy, nouns of the sentence",
    "both of a pair",
    "best head right",
    "best head flips",
]
CHOOSING = ["accuracy, all nouns", "best head right", "best head flips"]


def as_text(found):
    """What was measured as JSON, each list in one line. -> str"""
    text = json.dumps(found, indent=1, ensure_ascii=False)
    return re.sub(r"\[[^\[\]{}]*\]", lambda one: " ".join(one[0].split()), text) + "\n"


def write(found):
    """Keep what was measured, and write the README's tables. found: of training.evaluate.measure_all"""
    RESULTS.write_text(as_text(found), encoding="utf8")
    README.write_text(filled(README.read_text(encoding="utf8"), found), encoding="utf8")


def read():
    """-> dict: as training.evaluate.measure_all gives it"""
    return json.loads(RESULTS.read_text(encoding="utf8"))


# ----- The rule of data/pronouns/README.md -----


def n_kinds(figures):
    """How many different kinds of head a model has."""
    return len({kind for kind, _ in figures["kinds"].values()})


def is_allowed(figures):
    """Say whether a seed may be chosen: both course sentences right, at least four kinds of head."""
    return figures["course right"] and n_kinds(figures) >= 4


def merit(figures):
    """The mean that decides between the allowed seeds."""
    return sum(figures[name] for name in CHOOSING) / len(CHOOSING)


def seeds(found):
    """The runs among which the rule chooses. -> dict of name: figures"""
    return {name: one for name, one in found["runs"].items() if name.startswith("seed-")}


def chosen(found):
    """Which run the rule takes. Raises ValueError: none is allowed."""
    allowed = {name: one for name, one in seeds(found).items() if is_allowed(one)}
    if not allowed:
        raise ValueError("No seed is allowed: none has both course sentences right and four kinds of head.")
    return max(allowed, key=lambda name: merit(allowed[name]))


# ----- Tables -----


def runs_table(found):
    """Every run in a line. -> Markdown"""
    columns = ["run", *FIGURES, "best head", "course sentences", "kinds of head", "minutes"]
    rows = [columns, ["---"] * len(columns)]
    for name, one in found["runs"].items():
        tired, wide = one["course sentences"]
        right = "right" if one["course right"] else "wrong"
        cells = [f"**{name}**" if name == SHIPPED else name, *(f"{one[column]:.1%}" for column in FIGURES)]
        cells += [one["best head"], f"{right} ({tired:.2f}, {wide:.2f})", n_kinds(one)]
        rows.append([*cells, one.get("minutes", "")])
    return table(rows)


def heads_table(found):
    """The kinds of the shipped model's heads. -> Markdown"""
    kinds = found["runs"][SHIPPED]["kinds"].items()
    return table(
        [
            ["layer", "head", "kind", "share"],
            ["---"] * 4,
            *([*place.split("."), kind, f"{share:.2f}"] for place, (kind, share) in kinds),
        ]
    )


def table(rows):
    """Rows of cells, the first two its head and the line below it. -> Markdown"""
    return "\n".join("| " + " | ".join(map(str, row)) + " |" for row in rows)


def course_lines(found):
    """What every head of the shipped model looks at most in the two course sentences. -> Markdown"""
    return "\n".join(f"    {line}" for line in found["course heads"])


PARTS = {"runs": runs_table, "heads": heads_table, "course": course_lines}


def part(name, found):
    """One made part of the README, between its marks."""
    return f"<!-- {name}: made by training/results.py -->\n\n{PARTS[name](found)}\n\n<!-- end of {name} -->"


def filled(text, found):
    """Put the tables into a README. Raises ValueError: a mark is not there."""
    for name in PARTS:
        pattern = f"<!-- {name}: made by .*?<!-- end of {name} -->"
        text, count = re.subn(pattern, lambda _, name=name: part(name, found), text, flags=re.DOTALL)
        if count != 1:
            raise ValueError(f"{README.name} has no place for the table of {name}.")
    return text


if __name__ == "__main__":
    README.write_text(filled(README.read_text(encoding="utf8"), read()), encoding="utf8")
