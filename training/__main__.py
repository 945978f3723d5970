"""Make data/pronouns from nothing: train five seeds and one plain model, measure them, choose, export.

    python -m training                    about forty minutes on one free core
"""

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path

from training.export import DATA

RUNS = {f"seed-{seed}": ["--seed", seed] for seed in (1, 2, 3, 4, 5)}
RUNS |= {"plain": ["--seed", 1, "--without-aids"]}
COLUMNS = ["accuracy, all nouns", "accuracy, nouns of the sentence", "both of a pair", "best head right",
           "best head flips"]


def run(module, *arguments):
    subprocess.run([sys.executable, "-m", f"training.{module}", *map(str, arguments)], check=True)


def n_kinds(figures):
    """How many different kinds of head a model has."""
    return len({kind for kind, _ in figures["kinds"].values()})


def is_allowed(figures):
    """Say whether a seed may be chosen: both course sentences right, at least four kinds of head."""
    return figures["course right"] and n_kinds(figures) >= 4


def merit(figures):
    """The mean that decides between the allowed seeds."""
    return (figures["accuracy, all nouns"] + figures["best head right"] + figures["best head flips"]) / 3


def table(rows):
    """Write the figures of all runs as a Markdown table. rows: dict of run: figures -> text"""
    names = ["run", *COLUMNS, "course sentences", "kinds of head", "minutes"]
    lines = ["| " + " | ".join(names) + " |", "|---" * len(names) + "|"]
    for name, figures in rows.items():
        tired, wide = figures["course sentences"]
        cells = [name, *(f"{figures[column]:.1%}" for column in COLUMNS)]
        cells += [f"{'right' if figures['course right'] else 'wrong'} ({tired:.2f}, {wide:.2f})"]
        cells += [str(n_kinds(figures)), f"{figures['minutes']:.1f}"]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main():
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--runs", type=Path, default=Path("runs"), help="where runs are kept")
    runs = parser.parse_args().runs
    rows = {}
    for name, arguments in RUNS.items():
        folder = runs / name
        if not (folder / "figures.json").exists():
            run("train", "--folder", folder, *arguments)
            run("export", "--folder", folder, "--to", folder / "data")
            run("evaluate", "--folder", folder / "data", "--json", folder / "figures.json")
        rows[name] = {}
        for part in ("figures.json", "run.json"):
            rows[name] |= json.loads((folder / part).read_text())
    print(table(rows))
    allowed = [name for name in rows if name != "plain" and is_allowed(rows[name])]
    chosen = max(allowed, key=lambda name: merit(rows[name]))
    print(f"Chosen by the rule in data/pronouns/README.md: {chosen}")
    for path in (runs / chosen / "data").iterdir():
        shutil.copyfile(path, DATA / path.name)


if __name__ == "__main__":
    main()
