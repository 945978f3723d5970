"""One version, said alike by pyproject.toml, CITATION.cff, the newest heading of CHANGELOG.md and the tag.

    python -m tools.release.versions                     a dry run: the last release, whatever came since
    python -m tools.release.versions --tag v0.3.0        what the workflow asks before it builds anything
    python -m tools.release.versions --next 0.3.0        writes a new version into the three files

It says the version, or what differs.
"""

import argparse
import datetime
import re
import sys
import tomllib
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PLACES = {  # where a version stands, and the date of its release
    "pyproject.toml": re.compile(r'^version = "(?P<version>[^"]*)"$', re.M),
    "CITATION.cff": re.compile(r"^version: (?P<version>\S+)\ndate-released: (?P<date>\S+)$", re.M),
    "CHANGELOG.md": re.compile(r"^## (?P<version>\d\S*) · (?P<date>\d{4}-\d\d-\d\d)$", re.M),
}
NEWER = "## Not yet released"  # what CHANGELOG.md calls what the next release brings
AGAIN = "To write one into all files: python -m tools.release.versions --next VERSION"
NUMBER = re.compile(r"(\d+)\.(\d+)\.(\d+)")


class Disagreement(Exception):
    """Versions that are not one; the message says what stands where, and what to do."""


def read(name, project=PROJECT):
    return (project / name).read_text(encoding="utf8")


def written(project=PROJECT):
    """What each file says of the newest release. -> dict of file name: dict of "version" and "date"

    Raises Disagreement: a file does not say it.
    """
    said = {}
    for name, pattern in PLACES.items():
        found = pattern.search(read(name, project))
        if not found:
            raise Disagreement(f"{name} names no version in its usual form, which is {pattern.pattern}")
        said[name] = found.groupdict()
    said["pyproject.toml"]["version"] = tomllib.loads(read("pyproject.toml", project))["project"]["version"]
    return said


def agreed(tag="", project=PROJECT):
    """The version that all say. tag: such as "v0.3.0"; without one it is a dry run. -> str

    Raises Disagreement.
    """
    said = written(project)
    told = {name: each["version"] for name, each in said.items()}
    if tag:
        if not NUMBER.fullmatch(tag.removeprefix("v")) or not tag.startswith("v"):
            raise Disagreement(f"The tag is {tag!r}, and must be like v0.3.0")
        told["the tag"] = tag.removeprefix("v")
    if len({*told.values()}) > 1:
        each = ", ".join(f"{name} says {version}" for name, version in told.items())
        raise Disagreement(f"The versions differ: {each}. {AGAIN}")
    dates = {name: each["date"] for name, each in said.items() if "date" in each}
    if len({*dates.values()}) > 1:
        raise Disagreement(f"The dates of the release differ: {dates}")
    if tag and NEWER in read("CHANGELOG.md", project):
        what = NEWER.removeprefix("## ")
        raise Disagreement(f"CHANGELOG.md still has “{what}”, which would be in no release's notes. {AGAIN}")
    return told["pyproject.toml"]


def turn(version, date, project=PROJECT):
    """Write a new version into the files that name it. version: such as "0.3.0"; date: such as "2026-12-24"

    Raises Disagreement, and then nothing is written: it is not newer, or there is nothing new to say of it.
    """
    old = agreed(project=project)
    new = NUMBER.fullmatch(version)
    if not new or tuple(map(int, new.groups())) <= tuple(map(int, NUMBER.fullmatch(old).groups())):
        raise Disagreement(f"{version!r} is no version after {old}: three numbers with points, such as 0.3.0")
    changes = read("CHANGELOG.md", project)
    if not re.search(rf"^{NEWER}\n\n- ", changes, re.M):
        raise Disagreement(f"CHANGELOG.md: say first what a learner notices, under “{NEWER}”")
    texts = {"CHANGELOG.md": changes.replace(NEWER, f"## {version} · {date}", 1)}
    texts["pyproject.toml"] = read("pyproject.toml", project).replace(
        f'\nversion = "{old}"\n', f'\nversion = "{version}"\n', 1
    )
    texts["CITATION.cff"] = PLACES["CITATION.cff"].sub(
        f"version: {version}\ndate-released: {date}", read("CITATION.cff", project)
    )
    for name, text in texts.items():
        (project / name).write_text(text, encoding="utf8", newline="\n")


def main(arguments=None):
    ask = argparse.ArgumentParser(prog="python -m tools.release.versions", description=__doc__.split("\n")[0])
    ask.add_argument("--tag", default="", help="the tag that is to be released; empty for a dry run")
    ask.add_argument("--next", metavar="VERSION", help="write this version into the files that name it")
    given = ask.parse_args(arguments)
    try:
        if given.next:
            turn(given.next, datetime.date.today().isoformat())
        print(agreed(given.tag))
    except Disagreement as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
