"""Where it is written: measured.json, the pages of teaching/, values.yaml, and a line of results.md."""

import json
import re
from pathlib import Path

from tools.bench.classroom import sizing
from tools.bench.classroom.report import line, report

PROJECT = Path(__file__).resolve().parents[3]
MEASURED = Path(__file__).with_name("measured.json")
SERVER, KUBERNETES = PROJECT / "teaching" / "server.md", PROJECT / "teaching" / "kubernetes.md"
VALUES = PROJECT / "teaching" / "kubernetes" / "values.yaml"
RESULTS = PROJECT / "tools" / "bench" / "results.md"
START, END = "<!-- measured -->", "<!-- end of what was measured -->"


def measured():
    """The figures of the last class that was written. -> dict"""
    return json.loads(MEASURED.read_text(encoding="utf8"))


def between_marks(text, inner):
    """A page with other text between its two marks. Raises ValueError: the marks are not there, once."""
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end) or START in after or END in after:
        raise ValueError(f"the page needs {START} and, below it, {END}, once each")
    return f"{before}{START}\n\n{inner}\n\n{END}{after}"


def with_needs(text, need):
    """values.yaml with a student's guarantees and limits. Raises ValueError: its two lines are not there."""
    for entry in (
        f"cpu: {{ guarantee: {need.cpu:g}, limit: {need.cpu_limit:g} }}",
        f"memory: {{ guarantee: {need.guarantee}, limit: {need.limit} }}",
    ):
        name = entry.partition(":")[0]
        text, count = re.subn(rf"(?m)^(  ){name}: \{{.*\}}", rf"\g<1>{entry}", text)
        if count != 1:
            raise ValueError(
                f"values.yaml needs one line {name}: {{ guarantee: …, limit: … }} below singleuser"
            )
    return text


def with_limit(text, need):
    """server.md with the limit in The Littlest JupyterHub's line. Raises ValueError: it is not there."""
    text, count = re.subn(r"(?m)^(sudo tljh-config set limits\.memory ).+$", rf"\g<1>{need.limit}", text)
    if count != 1:
        raise ValueError("server.md needs one line: sudo tljh-config set limits.memory …")
    return text


def with_class(text, figures):
    """results.md with the line of the class, in its place or at the end."""
    kept = [part for part in text.splitlines() if not part.startswith("A class on one machine")]
    return "\n".join(kept).rstrip() + f"\n\n{line(figures)}\n"


def written(figures):
    """What each file holds for these figures. -> dict of path: text"""
    need = sizing.needs(figures)
    files = (SERVER, KUBERNETES, VALUES, RESULTS)
    server, kubernetes, values, results = (path.read_text(encoding="utf8") for path in files)
    return {
        MEASURED: json.dumps(figures, indent=1) + "\n",
        SERVER: with_limit(between_marks(server, report(figures)), need),
        KUBERNETES: between_marks(kubernetes, sizing.table(figures)),
        VALUES: with_needs(values, need),
        RESULTS: with_class(results, figures),
    }


def write(figures):
    """Put figures into measured.json, and what follows from them into the pages and values.yaml."""
    for path, text in written(figures).items():
        path.write_text(text, encoding="utf8")
