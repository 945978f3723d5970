"""The still pages: all that the notebooks hold is in them, links lead somewhere, and nothing else is loaded.

Every page is read here; two are opened in Chromium.
"""

import re
from contextlib import contextmanager
from html.parser import HTMLParser
from urllib.parse import unquote

import nbformat
import pytest

from tests.lab import access
from tests.lab.notebook import PATIENCE
from tools import build_pages
from tools.notebooks import BUILT, CORE, NOTEBOOKS, is_more

LOADS = {"script", "link", "iframe", "object", "embed", "img", "source", "video", "audio", "input", "form"}


class Read(HTMLParser):
    """What a page holds: tags (name, attributes), words outside of code, code, and text as a whole."""

    def __init__(self, html):
        super().__init__()
        self.html, self.tags, self.words, self.code, self.inside = html, [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag in ("pre", "code", "style", "math"):
            self.inside.append(tag)
            if tag == "pre":
                self.code.append("")

    def handle_endtag(self, tag):
        if self.inside and tag == self.inside[-1]:
            self.inside.pop()

    def handle_data(self, data):
        if "pre" in self.inside:
            self.code[-1] += data
        elif not self.inside:
            self.words.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    assert build_pages.main(["--to", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def pages(folder):
    """Every page, read. -> dict of its place in the folder: Read"""
    found = sorted(folder.rglob("*"))
    assert {path.suffix for path in found if path.is_file()} == {".html"}
    return {
        path.relative_to(folder).as_posix(): Read(path.read_text("utf8")) for path in found if path.is_file()
    }


def place_of(path):
    """Where a notebook's page stands in the folder."""
    return f"notebooks/{path.relative_to(NOTEBOOKS).with_suffix('.html').as_posix()}"


@pytest.fixture(scope="module")
def notebooks(pages):
    """-> list of (the notebook as it is stored, its page)"""
    return [(nbformat.read(path, 4), pages[place_of(path)]) for path in BUILT]


def test_every_page_is_whole_and_can_be_walked_by_ear(pages):
    for place, page in pages.items():
        assert page.html.startswith("<!DOCTYPE html>") and page.all("html")[0]["lang"] == "en", place
        assert len(page.all("title")) == len(page.all("main")) == 1, place
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1 and levels.count(1) == 1, (place, levels)
        assert all(below <= above + 1 for above, below in zip(levels, levels[1:], strict=False)), place
        skip = next(one for tag, one in page.tags if tag == "a")
        assert skip["href"] == "#main" and page.all("main")[0]["id"] == "main", place
        assert place == "index.html" or page.all("nav"), place


def test_no_page_loads_anything(pages):
    for place, page in pages.items():
        for tag, attributes in page.tags:
            if tag in LOADS:
                assert tag in ("img", "link"), (place, tag)
                assert attributes.get("src", attributes.get("href")).startswith("data:"), (place, attributes)
        assert not re.search(r"url\(|@import", "".join(re.findall("<style>.*?</style>", page.html, re.S)))


def test_every_link_leads_somewhere(pages, folder):
    written = {link for path in BUILT for link in re.findall(r"\]\((https:[^)]+)\)", path.read_text("utf8"))}
    for place, page in pages.items():
        ids = {one["id"] for _, one in page.tags if "id" in one}
        for link in (one["href"] for one in page.all("a")):
            address, _, part = link.partition("#")
            if address.startswith("https:"):
                assert link in written or place.startswith("data/"), (place, link)
            elif address:
                target = (folder / place).parent / unquote(address)
                assert target.resolve().relative_to(folder.resolve()).as_posix() in pages, (place, link)
            else:
                assert part in ids, (place, link)
    listed = [one["href"] for one in pages["index.html"].all("a")][1:]
    assert listed == [place_of(path) for path in BUILT]
    for path in filter(is_more, BUILT):
        links = [one["href"] for one in pages[place_of(path)].all("a")]
        assert any(link.startswith(f"../{path.name[:2]}_") for link in links), "it leads back to the core"
    assert "notebooks/11_examine_a_real_transformer.html" in pages
    links = [one["href"] for one in pages["notebooks/11_examine_a_real_transformer.html"].all("a")]
    assert "../data/minilm/README.html" in links


def test_previous_and_next_walk_through_the_core(pages):
    stems = [path.stem for path in CORE]
    for before, stem, after in zip([None, *stems], stems, [*stems[1:], None], strict=False):
        ways = [(one["rel"], one["href"]) for one in pages[f"notebooks/{stem}.html"].all("a") if "rel" in one]
        there = [("prev", before), ("next", after)]
        assert ways == 2 * [(way, f"{other}.html") for way, other in there if other], stem


def test_all_that_a_notebook_holds_is_on_its_page(notebooks):
    for notebook, page in notebooks:
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        outputs = [output for cell in cells for output in cell.outputs]
        code = [text.strip() for text in page.code]
        for text in [cell.source for cell in cells] + [one.text for one in outputs if "text" in one]:
            assert text.strip() in code, text
        pictures = [one for one in outputs if "image/png" in one.get("data", {})]
        assert [one["alt"] for one in page.all("img")] == [
            one.metadata["image/png"]["alt"] for one in pictures
        ]
        assert all(len(one["alt"]) >= 20 for one in page.all("img"))
        moving = [cell for cell in cells if "explore_" in cell.source and "image/png" in str(cell.outputs)]
        assert page.html.count("<figcaption>") == len(moving)
        prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
        told = [one.data["text/markdown"] for one in outputs if "text/markdown" in one.get("data", {})]
        assert page.html.count('<div class="told">') == len(told)
        assert len(page.all("details")) == "".join([*told, *prose]).count("<details>")


def test_formulas_are_mathml_and_no_tex_is_left(notebooks, pages):
    for notebook, page in notebooks:
        told = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
        prose = re.sub(r"```.*?```|`[^`\n]*`", "", "\n\n".join(told), flags=re.S)
        signs = prose.count("$") - prose.count("$$")  # "$$" is one sign
        assert len(page.all("math")) >= signs // 2 > 0 or not signs
    for place, page in pages.items():
        words = "".join(page.words)
        assert not re.search(r"\$|\\[a-z]+\{|[\ue000\ue001]", words), place
        assert not re.search(
            r"[\ue000\ue001]|<merror|\\[a-z]+", "".join(re.findall("<math.*?</math>", page.html))
        )


def test_a_link_to_what_has_no_page_keeps_its_words_only(tmp_path):
    here = tmp_path / "notebooks"
    here.mkdir()
    for path in (here / "a.ipynb", tmp_path / "LICENSE"):
        path.touch()
    places = {here / "a.ipynb": tmp_path / "out" / "notebooks" / "a.html"}
    text = '<a href="../LICENSE">the <b>licence</b></a>, <a href="a.ipynb#two">two</a>, '
    text += '<a href="https://example.org">far</a>'
    assert build_pages.linked(text, here, tmp_path / "out", places) == (
        'the <b>licence</b>, <a href="notebooks/a.html#two">two</a>, <a href="https://example.org">far</a>'
    )


def test_beside_the_live_course_each_page_leads_to_its_live_twin(tmp_path):
    path = BUILT[3]
    places = {path: tmp_path / "read" / "notebooks" / f"{path.stem}.html"}
    way = {"previous": None, "next": None, "live": "../../lab/index.html?path=notebooks/x.ipynb"}
    notebook = nbformat.read(path, 4)
    notebook.cells = notebook.cells[:1]
    page = Read(build_pages.page(path, notebook, places, tmp_path / "read" / "index.html", way))
    assert way["live"] in [one["href"] for one in page.all("a")]
    openings = {one: build_pages.opening(nbformat.read(one, 4).cells[0].source) for one in BUILT}
    all_places = {one: tmp_path / "read" / "notebooks" / f"{one.stem}.html" for one in BUILT}
    first, lab = tmp_path / "read" / "index.html", "../lab/index.html?path=notebooks/"
    assert build_pages.steps(path, openings, all_places, first, lab) == way | {
        "previous": (openings[BUILT[2]][0], f"{BUILT[2].stem}.html"),
        "next": (openings[BUILT[4]][0], f"{BUILT[4].stem}.html"),
        "live": f"../../lab/index.html?path=notebooks/{path.name}",
    }
    more = NOTEBOOKS / "more" / "03_two_lengths.ipynb"
    all_places[more] = tmp_path / "read" / "notebooks" / "more" / "03_two_lengths.html"
    assert build_pages.steps(more, openings, all_places, first, lab) == way | {
        "live": "../../../lab/index.html?path=notebooks/more/03_two_lengths.ipynb"
    }


# ---- in Chromium


@contextmanager
def opened(browser, folder, **options):
    """A window that reaches the files of a folder only. -> page; no fault and no other request may come."""
    context = browser.new_context(**options)
    context.set_default_timeout(1000 * PATIENCE)
    faults, asked = [], []

    def only_ours(route):
        if route.request.url.startswith((folder.as_uri(), "data:")):
            return route.continue_()
        asked.append(route.request.url)
        return route.abort()

    context.route("**/*", only_ours)
    context.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == [] and asked == []


@pytest.mark.parametrize(
    ("number", "theme", "width"),
    [(9, "dark", 1920), (3, "light", 1280)],
)
def test_a_page_reads_in_light_and_dark_and_without_a_mouse(browser, folder, number, theme, width):
    with opened(browser, folder, color_scheme=theme, viewport={"width": width, "height": 1000}) as page:
        page.goto((folder / "index.html").as_uri())
        assert access.faults(page) == []
        page.get_by_role("link", name=re.compile(rf"^{number}\. ")).click()
        page.wait_for_load_state()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
        assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == (
            "rgb(17, 17, 17)" if theme == "dark" else "rgb(255, 255, 255)"
        )
        assert page.evaluate("[...document.images].every((one) => one.complete && one.naturalWidth > 100)")
        cards = "[...document.images].map((one) => getComputedStyle(one).backgroundColor)"
        assert set(page.evaluate(cards)) == {"rgb(255, 255, 255)"}
        heights = page.evaluate(
            "[...document.querySelectorAll('math')].map((one) => one.getBoundingClientRect().height)"
        )
        assert heights and min(heights) > 5
        assert access.faults(page) == []
        for narrow in (width, 400):
            page.set_viewport_size({"width": narrow, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), narrow
        page.get_by_role("link", name=re.compile(rf"^{number + 1}\. ")).first.click()
        assert page.title().startswith(f"{number + 1}. ")
