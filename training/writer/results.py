"""What was measured of all runs: results.json, the rule that chooses, the tables of data/writer/README.md.

python -m training.writer.results          writes the tables again, from the results
"""

import json
import re
from pathlib import Path

import numpy as np

from training.results import as_text, table

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results.json"
README = HERE.parents[1] / "data" / "writer" / "README.md"
SHIPPED = "data/writer"
BARS = {"loss above entropy": (0, 0.008), "accepted": (0.9, 1), "forced name right": (0.995, 1)}
LOOKS, LOSES = (
    0.5,
    0.1,
)  # from where a kind of head counts as found: mean weight; nats lost where it is needed
NEEDED = {"previous word": "copying", "previous word, in tunes": "copying"}  # others: where they look
RULED = ("previous word", "copying", "hero's name", "title to name")  # the kinds that the rule counts


def write(found):
    """Keep what was measured, and write the README's tables. found: of evaluate.measure_all"""
    RESULTS.write_text(as_text(found), encoding="utf8")
    README.write_text(filled(README.read_text(encoding="utf8"), found), encoding="utf8")


def read():
    """-> dict: as training.writer.evaluate.measure_all gives it"""
    return json.loads(RESULTS.read_text(encoding="utf8"))


# ----- The rule of data/writer/README.md -----


def heads(figures):
    """The best head of each kind, by attention, and what leaving it out costs. -> dict of kind: dict"""
    found = {}
    for kind, seen in figures["looks"].items():
        weight, lost = np.array(seen["weight"]), figures["lost without"]
        layer, head = (int(at) for at in np.unravel_index(weight.argmax(), weight.shape))
        there = np.array(lost[NEEDED.get(kind, kind)])
        found[kind] = {
            "layer": layer + 1,
            "head": head + 1,
            "weight": float(weight[layer, head]),
            "chance": seen["chance"],
            "lost there": float(there[layer, head]),
            "others lose there": float(np.delete(there.ravel(), layer * there.shape[1] + head).mean()),
            "lost at all places": lost["all places"][layer][head],
        }
        found[kind]["found"] = found[kind]["weight"] >= LOOKS and found[kind]["lost there"] >= LOSES
    return found


def n_kinds(figures):
    """How many of the four kinds of head that the rule counts are found."""
    return sum(one["found"] for kind, one in heads(figures).items() if kind in RULED)


def is_allowed(figures):
    """Say whether a seed may be chosen: it meets all three bars."""
    return all(low <= figures[name] <= high for name, (low, high) in BARS.items())


def chosen(found):
    """Which run the rule takes. Raises ValueError: none is allowed."""
    allowed = {
        name: one for name, one in found["runs"].items() if name.startswith("seed-") and is_allowed(one)
    }
    if not allowed:
        raise ValueError("No seed is allowed: none meets all three bars.")
    return max(allowed, key=lambda name: (n_kinds(allowed[name]), -allowed[name]["loss above entropy"]))


# ----- Tables -----


def runs_table(found):
    """Every run in a line. -> Markdown"""
    columns = [
        "run",
        "loss",
        "loss − entropy",
        "accepted",
        "forced name right",
        "kinds of head found",
        "all bars",
    ]
    rows = [[*columns, "core minutes"], ["---"] * (len(columns) + 1)]
    for name, one in found["runs"].items():
        cells = [f"**{name}**" if name == SHIPPED else name, f"{one['loss']:.4f}"]
        cells += [
            f"{one['loss above entropy']:.4f}",
            f"{one['accepted']:.1%}",
            f"{one['forced name right']:.2%}",
        ]
        bars = "yes" if is_allowed(one) else "no"
        rows.append([*cells, n_kinds(one), bars, one.get("core minutes", "")])
    return table(rows)


def heads_table(found):
    """The best head of each kind in the shipped model. -> Markdown"""
    columns = ["kind", "best head", "its mean weight", "chance", "nats lost there without it"]
    columns += ["without another head, on average", "without it, at all places", "found"]
    rows = [columns, ["---"] * len(columns)]
    for kind, one in heads(found["runs"][SHIPPED]).items():
        numbers = [one[name] for name in ("lost there", "others lose there", "lost at all places")]
        weights = [f"{one['weight']:.2f}", f"{one['chance']:.2f}"]
        place = f"layer {one['layer']}, head {one['head']}"
        rows.append(
            [kind, place, *weights, *(f"{number:.3f}" for number in numbers), "yes" if one["found"] else "no"]
        )
    return table(rows)


def seeds_heads_table(found):
    """The best head of each kind in every run: weight, and what is lost without it. -> Markdown"""
    kinds = list(heads(found["runs"][SHIPPED]))
    rows = [["run", *kinds], ["---"] * (len(kinds) + 1)]
    for name, one in found["runs"].items():
        cells = heads(one).values()
        rows.append([name, *(f"{cell['weight']:.2f}, {cell['lost there']:.3f}" for cell in cells)])
    return table(rows)


def way_table(found):
    """In which words the hero's name is found where it is forced, in every run. -> Markdown"""
    rows = [["run", "head", "looks most at", "these words look at the name"], ["---"] * 4]
    for name, one in found["runs"].items():
        fetches, carries = one["hero's way"]["fetches"], one["hero's way"]["carries"]
        words = {word: weight for word, weight in fetches["words"].items() if weight >= 0.05}
        held = f"in layer {carries['layer']}, head {carries['head']}: {carries['weight']:.2f}"
        told = ", ".join(
            f"{word if word == 'the name' else f'*{word}*'} {weight:.2f}" for word, weight in words.items()
        )
        head = f"layer {fetches['layer']}, head {fetches['head']}"
        rows.append([name, head, told, held if set(words) - {"the name"} else ""])
    return table(rows)


PARTS = {"runs": runs_table, "heads": heads_table, "seeds": seeds_heads_table, "way": way_table}


def part(name, found):
    """One made part of the README, between its marks."""
    made = f"<!-- {name}: made by training/writer/results.py -->"
    return f"{made}\n\n{PARTS[name](found)}\n\n<!-- end of {name} -->"


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
