"""Notebooks 3 and 8 by nbconvert: a page, slides, a PDF. Each holds all pictures, questions and words.

A PDF is what Chromium prints of the page: nbconvert's own way, `--to webpdf`, does the same, with a Chromium
that playwright must fetch.
"""

import io
import re
import subprocess
import sys
import unicodedata

import nbformat
import pypdf
import pytest

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
