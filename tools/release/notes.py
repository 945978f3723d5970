"""The notes of a release: its section of CHANGELOG.md, as the page of a release shows Markdown.

    python -m tools.release.notes --repository https://github.com/you/course

A line break in the file is none there, and a link into the folder becomes one to the file as it was released.
"""

import argparse
import re
import sys

from tools.release import versions


def section(changes, version):
    """What CHANGELOG.md says of a version, without its heading. -> str.  Raises Disagreement: nothing.

    >>> section("## 2.0.0 · 2026-01-02\\n\\n- New.\\n\\n## 1.0.0 · 2026-01-01\\n\\n- Old.\\n", "2.0.0")
    '- New.'
    """
    found = re.search(rf"^## {re.escape(version)} · \S+\n(.*?)(?=^## |\Z)", changes, re.M | re.S)
    if not found or not found[1].strip():
        raise versions.Disagreement(f"CHANGELOG.md says nothing of {version}")
    return found[1].strip()


def notes(text, files=""):
    """One line for each paragraph or entry; links within the folder begin with files. -> str

    >>> text = "- A long\\n  [entry](more/a.ipynb).\\n- [Another](https://example.org)."
    >>> notes(text, "https://example.com/x/")
    '- A long [entry](https://example.com/x/more/a.ipynb).\\n- [Another](https://example.org).\\n'
    """
    joined = re.sub(r"(?<=\S)\n[ \t]+(?![-*] )(?=\S)", " ", text)
    linked = re.sub(r"\]\((?![a-z]+:|#)([^)\s]+)\)", lambda link: f"]({files}{link[1]})", joined)
    return linked + "\n"


def main(arguments=None):
    ask = argparse.ArgumentParser(prog="python -m tools.release.notes", description=__doc__.split("\n")[0])
    ask.add_argument("--repository", default="", help="its address; without it links stay as they are")
    given = ask.parse_args(arguments)
    try:
        version = versions.agreed()
        text = section(versions.read("CHANGELOG.md"), version)
    except versions.Disagreement as fault:
        print(fault, file=sys.stderr)
        return 1
    files = f"{given.repository.rstrip('/')}/blob/v{version}/" if given.repository else ""
    sys.stdout.reconfigure(encoding="utf8")
    print(notes(text, files), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
