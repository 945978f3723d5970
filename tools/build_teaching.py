"""Build the teacher's material in teaching/ from its sources: guide, board drawings, slides, summary.

    python -m tools.build_teaching                  all of it
    python -m tools.build_teaching slides           one part
    python -m tools.build_teaching --check          compare what is committed with a fresh build

Each part is a module of tools/teaching whose `build(to)` writes its files into a folder, the same bytes every
time.
"""

import argparse
import base64
import html
import importlib
import json
import re
import sys
import tempfile
import time
from pathlib import Path

from pypdf import PdfReader

from tools.build_notebooks import BuildError, first_difference, picture_differences
from tools.pages import store

TEACHING = Path(__file__).resolve().parent.parent / "teaching"
PARTS = ("guide", "board", "slides", "summary")
# The numbers of these pages come from tools/bench/classroom.
BY_HAND = {"README.md", "server.md", "kubernetes.md", "Dockerfile", "Dockerfile.dockerignore", "values.yaml"}
TOLD = re.compile(r'<script\b[^>]*\bid="\w+-told"[^>]*>(.*?)</script>', re.S)
STORED = re.compile(r'<script\b[^>]*\bid="\w+-store"[^>]*>(.*?)</script>', re.S)
PICTURE = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=]+)")


def build(part, to):
    """Write one part into a folder. Raises BuildError: something that it needs is not in its sources."""
    importlib.import_module(f"tools.teaching.{part}").build(to)


def parts(names=()):
    """The parts that there are, of those that are named or of all. -> list of str"""
    here = Path(__file__).parent / "teaching"
    return [name for name in PARTS if (here / f"{name}.py").is_file() and (not names or name in names)]


def differences(old, new):
    """What differs between two files of one name, a line each: words exactly, pictures within limits."""
    readers = {".html": read_html, ".pdf": read_pdf, ".svg": read_svg, ".png": read_png}
    read = readers.get(new.suffix, lambda path: (path.read_text(encoding="utf8"), []))
    (words, pictures), (new_words, new_pictures) = read(old), read(new)
    if words != new_words:
        return [first_difference(words, new_words)]
    if len(pictures) != len(new_pictures):
        return [f"{len(pictures)} pictures are committed, a fresh build has {len(new_pictures)}"]
    return [
        line
        for one, other in zip(pictures, new_pictures, strict=True)
        if one != other
        for line in picture_differences(one, other)
    ]


def read_html(path):
    """The words of a page, one a line, and its pictures with their words. Markup may differ by version.

    -> str, list of PNGs in base 64
    """
    text = path.read_text(encoding="utf8")
    pictures, moving = PICTURE.findall(text), words_of_states(text)
    text = re.sub(r"<(script|style)\b.*?</\1>", "", PICTURE.sub("", text), flags=re.S)
    text = re.sub(r'<img\b[^>]*?alt="([^"]*)"[^>]*>', r" \1 ", text)
    text = re.sub(r"</?(?:span|em|strong|code|a|mi|mo|mn)\b[^>]*>", "", text)
    words = html.unescape(re.sub(r"<[^>]+>", "\n", text))
    lines = [" ".join(line.split()) for line in words.splitlines() if line.strip()]
    return "\n".join([*lines, *moving]), pictures


def words_of_states(text):
    """All that the explorers of a page say, in all their states: their numbers stand in it, rounded.

    -> list of str
    """

    def texts(value):
        if isinstance(value, str):
            return [value]
        parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return [one for part in parts for one in texts(part)]

    found = [json.loads(one) for one in TOLD.findall(text)]
    found += [store.opened(base64.b64decode(one))[0] for one in STORED.findall(text)]
    return [one for value in found for one in texts(value)]


def read_pdf(path):
    """The words of a PDF, page by page, and what it says of itself. -> str, []"""
    document = PdfReader(path)
    told = [f"{name}: {value}" for name, value in sorted(document.metadata.items())]
    return "\n".join([*told, *(f"page\n{page.extract_text()}" for page in document.pages)]), []


def read_svg(path):
    """The words of an SVG: its texts, and those that matplotlib leaves beside letters drawn as shapes.

    -> str, []
    """
    text = path.read_text(encoding="utf8")
    found = re.findall(r"<!-- (.*?) -->|<(?:text|dc:\w+|title|desc)\b[^>]*>([^<]+)<", text)
    return "\n".join(one or other for one, other in found), []


def read_png(path):
    return "", [base64.b64encode(path.read_bytes()).decode()]


def check(part):
    """What differs between what is committed of a part and a fresh build. -> list of str, set of names"""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder)
        build(part, fresh)
        names = sorted(path.relative_to(fresh) for path in fresh.rglob("*") if path.is_file())
        found = []
        for name in names:
            old = TEACHING / name
            lines = differences(old, fresh / name) if old.is_file() else ["it is not built"]
            found += [f"{name}: {line}" for line in lines]
    return found, set(names)


def main(arguments=None):
    ask = argparse.ArgumentParser(description="Build teaching/ from its sources.")
    ask.add_argument("parts", nargs="*", choices=[[], *PARTS], help="which ones (all by default)")
    ask.add_argument("--check", action="store_true", help="compare with a fresh build; write nothing")
    given = ask.parse_args(arguments)
    failed, built = 0, set()
    for part in parts(given.parts):
        begin, found, done = time.perf_counter(), [], "built"
        try:
            if given.check:
                found, names = check(part)
                built, done = built | names, "is up to date"
            else:
                TEACHING.mkdir(exist_ok=True)
                build(part, TEACHING)
        except BuildError as error:
            found = [str(error)]
        failed += bool(found)
        print(f"{part}: {'FAILED' if found else done} ({time.perf_counter() - begin:.1f} s)", flush=True)
        for line in found:
            print(f"  {line}", flush=True)
    if given.check and not given.parts:
        for path in sorted(TEACHING.rglob("*")):
            if path.is_file() and path.relative_to(TEACHING) not in built and path.name not in BY_HAND:
                print(f"{path.relative_to(TEACHING)}: FAILED\n  nothing in tools/teaching makes it")
                failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
