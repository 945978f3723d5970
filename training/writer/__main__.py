"""Make data/writer from nothing: train five seeds, choose by the rule, export, measure all.

python -m training.writer             two runs at a time
"""

import argparse
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from training.writer import evaluate, results

SEEDS = (1, 2, 3, 4, 5)


def run(module, *arguments):
    subprocess.run([sys.executable, "-m", f"training.writer.{module}", *map(str, arguments)], check=True)


def make(folder, seed):
    """Train one seed and export it, if that was not done before."""
    if not (folder / "run.json").exists():
        run("train", "--folder", folder, "--seed", seed)
    run("export", "--folder", folder, "--to", folder / "data")


def main():
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--runs", type=Path, default=Path("runs/writer"), help="where runs are kept")
    runs = parser.parse_args().runs
    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda seed: make(runs / f"seed-{seed}", seed), SEEDS))
    name = results.chosen(evaluate.measure_all(runs))
    print(f"Chosen by the rule in data/writer/README.md: {name}")
    for path in (runs / name / "data").iterdir():
        shutil.copyfile(path, evaluate.DATA / path.name)
    results.write(evaluate.measure_all(runs))
    print(results.runs_table(results.read()))


if __name__ == "__main__":
    main()
