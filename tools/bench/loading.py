"""What a first cell costs: imports and models, each in a new Python."""

import statistics
import subprocess
import sys
import tempfile

from tests.lab import compiling_once
from tools.bench.table import Row, ratio

SUBJECT = "Imports and models, each in a new Python"
ALL = "helpers.explorers, helpers.pictures.still, helpers.frames, helpers.models, helpers.exercises"


def time_of(statement, before="pass", runs=5):
    """Time of a statement in a new Python, after others that are not counted. -> list of milliseconds"""
    code = (
        f"import time; {before}; begin = time.perf_counter(); {statement}; print(time.perf_counter() - begin)"
    )
    with tempfile.TemporaryDirectory() as folder:
        settings = {"capture_output": True, "text": True, "check": True, "env": compiling_once(folder)}
        laps = [subprocess.run([sys.executable, "-c", code], **settings).stdout for _ in range(runs + 1)]
    return [1000 * float(lap) for lap in laps[1:]]  # in the first, Python compiled what it imports


def rows():
    seaborn = time_of("import seaborn")
    yield Row("import seaborn", seaborn)
    ours = time_of("import helpers")
    times, words = ratio(ours, seaborn)
    yield Row("import helpers", ours, f"{words} seaborn", "at most 0.3 × seaborn", times <= 0.3)
    everything = time_of(f"import {ALL}")
    yield Row(
        "import all of helpers, as a notebook does", everything, f"{ratio(everything, seaborn)[1]} seaborn",
        short="Import all of the course",
    )  # fmt: skip
    for name, most in (("pronouns", 1), ("minilm", 1), ("translator", 1), ("writer", 0.3)):
        took = time_of(f"models.load({name!r})", "from helpers import models")
        yield Row(f"load {name}", took, "", f"at most {most} s", statistics.median(took) <= 1000 * most)
