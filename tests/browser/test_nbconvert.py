"""Notebooks 3 and 8 by nbconvert: a page, slides, a PDF. Each holds all pictures, questions and words.

A PDF is what Chromium prints of the page: nbconvert's own way, `--to webpdf`, does the same, with a Chromium
that playwright must fetch.
"""

import functools
import io
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
from pathlib import Path

import nbformat
import pypdf
import pytest

from tests.lab.notebook import PATIENCE
from tools.notebooks import CORE
from tools.role_words import plain

LOOK = """() => ({
  pictures: [...document.querySelectorAll(".jp-OutputArea-output img")].map(
    ({ naturalWidth, alt }) => [naturalWidth, alt]),
  words: document.body.innerText,
  wide: document.documentElement.scrollWidth - innerWidth,
  faint: [...document.querySelectorAll(".jp-OutputArea-output")].filter((one) => one.innerText.trim()
    && getComputedStyle(one).color === getComputedStyle(document.body).backgroundColor).length,
})"""


def converted(path, folder, *options, to="html"):
    command = [sys.executable, "-m", "nbconvert", "--to", to, *options, "--output-dir", folder, path]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.html"))


def told(notebook):
    """What an export must hold of a notebook. -> how many pictures, and the words of questions and titles"""
    pictures, words = 0, []
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            pictures += "image/png" in output.get("data", {})
        if cell.cell_type == "markdown":
            words += re.findall(r"^#+ (.+)$", plain(cell.source), re.M)
        if cell.source.startswith(("predict(", "exercise(")):
            (shown,) = [output.data["text/plain"] for output in cell.outputs if "data" in output]
            words += shown.splitlines()[: 2 if "Exercise" in shown else None]  # the rest is told by a list
    return pictures, [re.sub(r"[`*]", "", line).strip() for line in words if line.strip()]


def only(text):
    """Letters and digits: an export breaks lines, and writes formulas, in its own way."""
    return "".join(re.findall(r"\w", unicodedata.normalize("NFKC", text)))  # in print, fi is one letter


def opened(browser, page, **options):
    context = browser.new_context(**options)
    context.route(re.compile("^https?:"), lambda route: route.abort())
    one = context.new_page()
    one.goto(page.as_uri())
    return one


@pytest.mark.parametrize("ran", ["saved", "executed"])
@pytest.mark.parametrize("path", [CORE[2], CORE[7]], ids=["c03", "c08"])
def test_an_exported_page_and_its_print_hold_every_picture_and_every_question(browser, path, ran, tmp_path):
    page = converted(path, tmp_path, *(["--execute"] if ran == "executed" else []))
    pictures, words = told(nbformat.read(path, 4))
    for scheme in ("light", "dark"):  # what the system prefers changes nothing: the page is white
        shown = opened(browser, page, color_scheme=scheme)
        looked = shown.evaluate(LOOK)
        assert len(looked["pictures"]) == pictures
        assert all(wide > 100 and len(alt) > 40 for wide, alt in looked["pictures"])
        assert looked["wide"] <= 0 and looked["faint"] == 0
        assert [line for line in words if only(line) not in only(looked["words"])] == []
    printed = pypdf.PdfReader(io.BytesIO(shown.pdf(format="A4", print_background=True)))
    shown.context.close()
    text = "".join(part.extract_text() for part in printed.pages)
    assert [line for line in words if only(line) not in only(text)] == []
    assert only(words[-1]) in only("".join(part.extract_text() for part in printed.pages[-2:]))
    assert sum(len(part.images) for part in printed.pages) >= pictures
    assert all(part.extract_text().strip() or len(part.images) for part in printed.pages)


SCRIPTS = {  # what nbconvert's slides ask the network for, and the package of npm that holds it
    r".+//unpkg\.com/(reveal\.js@[\d.]+)/(.+)": None,
    r".+//cdnjs\.cloudflare\.com/ajax/libs/require\.js/[\d.]+/(require)\.min\.js": "requirejs@2",
}
LAST = """() => {
  const parts = [...document.querySelectorAll(".reveal .slides section > *")];
  parts.at(-1).scrollIntoView();
  const { top, bottom } = parts.at(-1).getBoundingClientRect();
  return [top, bottom, innerHeight];
}"""


@functools.cache
def packed(package):
    """A package of npm. -> dict of str: bytes, by the paths in it"""
    with tempfile.TemporaryDirectory() as folder:
        npm = [shutil.which("npm") or "npm", "pack", "--silent", package]
        subprocess.run(npm, cwd=folder, check=True, capture_output=True)
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
            files = [one for one in archive.getmembers() if one.isfile()]
            return {
                one.name.removeprefix("package/"): archive.extractfile(one).read()
                for one in files
                if one.name.endswith((".js", ".css"))
            }


def served(route):
    """Answer what slides ask the network for, from npm; nothing else is answered."""
    for pattern, package in SCRIPTS.items():
        if found := re.fullmatch(pattern, route.request.url):
            name = "require.js" if package else found[2]
            kind = "text/css" if name.endswith(".css") else "text/javascript"
            return route.fulfill(body=packed(package or found[1])[name], content_type=kind)
    return route.abort()


@pytest.mark.parametrize("path", [CORE[2], CORE[7]], ids=["c03", "c08"])
def test_slides_that_scroll_hold_all_down_to_the_last_cell(browser, path, tmp_path):
    page = converted(path, tmp_path, "--SlidesExporter.reveal_scroll=True", to="slides")
    pictures, words = told(nbformat.read(path, 4))
    shown = browser.new_page()
    shown.set_default_timeout(1000 * PATIENCE)
    shown.route(re.compile("^https?:"), served)
    shown.goto(page.as_uri())
    shown.wait_for_function("() => document.querySelector('.reveal.ready')")
    looked = shown.evaluate(LOOK)
    assert len(looked["pictures"]) == pictures
    assert [line for line in words if only(line) not in only(looked["words"])] == []
    top, bottom, height = shown.evaluate(LAST)
    assert 0 <= top < bottom <= height + 1
    shown.close()
