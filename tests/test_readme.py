"""The README's made parts: the picture shows what is computed, badges lead somewhere, nothing is typed."""

import html
import re
import xml.etree.ElementTree as ElementTree

import nbformat
import numpy as np
import pytest
from PIL import Image

from helpers import explorers, style
from tools import build_readme

PROJECT = build_readme.PROJECT
README = (PROJECT / "README.md").read_text(encoding="utf8")
YOURS = "https://github.com/you/course"


def test_its_made_parts_are_as_the_tool_makes_them():
    made = build_readme.written(README, build_readme.address(), build_readme.told_of("Documentation"))
    assert made == README, "run python -m tools.build_readme"
    for name, file in build_readme.PLACES.items():
        badge = (PROJECT / build_readme.FOLDER / f"{file}.svg").read_text(encoding="utf8")
        assert badge == build_readme.badge(name)
        ElementTree.fromstring(badge)


def test_the_words_of_its_picture_are_those_of_the_explorer_in_the_notebook(model):
    cells = nbformat.read(PROJECT / build_readme.NOTEBOOK, 4).cells
    (cell,) = [cell for cell in cells if "explore_meeting(" in cell.source]
    names = {"explorers": explorers, "model": model}
    for name in ("tired", "wide"):
        (names[name],) = {
            found[1] for cell in cells for found in re.finditer(rf'^{name} = "(.+)"$', cell.source, re.M)
        }
    explorer = eval(cell.source, names)
    shown = f"{build_readme.SAID} {explorer.views[0].words}"
    assert [build_readme.words(theme) for theme in build_readme.THEMES] == [shown, shown]
    (alt,) = re.findall(r'<img src="\.github/readme/explorer-light\.png"[^>]* alt="([^"]*)"', README)
    assert html.unescape(alt) == shown
    it, animal = (model.tokens(names["tired"]).index(word) for word in ("it", "animal"))
    assert f"head 1: animal {model.attention(names['tired'])[1][0, it, animal]:.2f}" in shown


@pytest.mark.parametrize("theme", build_readme.THEMES)
def test_its_picture_is_crisp_small_and_of_its_theme(theme):
    path = PROJECT / build_readme.FOLDER / f"explorer-{theme}.png"
    picture = Image.open(path)
    assert path.stat().st_size <= 250_000 and picture.width == build_readme.RATIO * 930
    pixels = np.asarray(picture.convert("RGB"))
    paper = np.array(list(bytes.fromhex(style.PAPER[theme][1:])))
    assert (abs(pixels - paper) <= 2).all(axis=2).mean() > 0.5  # most of it is paper, of this theme
    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 100  # and something is drawn on it


def test_without_an_address_the_badges_lead_to_what_to_do():
    assert set(build_readme.links(None).values()) == {"#elsewhere"} and "\n## Elsewhere\n" in README
    assert "git+ADDRESS" in build_readme.parts(None)["colab"]


def test_with_an_address_the_badges_lead_to_this_course():
    links = build_readme.links(YOURS)
    place = "notebooks/01_meet_attention.ipynb"
    assert links["Binder"] == f"https://mybinder.org/v2/gh/you/course/HEAD?urlpath=lab/tree/{place}"
    assert links["Colab"] == f"https://colab.research.google.com/github/you/course/blob/main/{place}"
    assert links["VS Code"] == f"https://vscode.dev/redirect?url=vscode://vscode.git/clone?url={YOURS}"
    made = build_readme.written(README, YOURS)
    assert f"%pip install --quiet git+{YOURS}\n" in made and "ADDRESS" not in made
    assert build_readme.written(made, None) == build_readme.written(README, None)


def test_its_picture_leads_to_the_live_page_once_there_is_a_site_and_else_to_the_notebook():
    lead = re.compile(r'<a href="([^"]+)"><picture>')
    assert lead.findall(README) == [build_readme.live_page(build_readme.told_of("Documentation"))]
    assert (PROJECT / build_readme.live_page()).is_file()
    site = "https://example.org/course"
    assert lead.findall(build_readme.written(README, YOURS, site)) == [
        f"{site}/notebooks/01_meet_attention.html"
    ]


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ("", None),
        ('[project.urls]\nRepository = "https://github.com/you/course.git"', YOURS),
        ('[project.urls]\nRepository = "https://example.org/course"', build_readme.NoAddress),
    ],
)
def test_the_address_is_that_of_pyproject(tmp_path, monkeypatch, told, known):
    (tmp_path / "pyproject.toml").write_text(f'[project]\nname = "course"\n{told}\n')
    monkeypatch.setattr(build_readme, "PROJECT", tmp_path)
    if known is build_readme.NoAddress:
        with pytest.raises(known, match="example.org"):
            build_readme.address()
    else:
        assert build_readme.address() == known


def test_a_readme_without_a_place_for_a_part_is_refused():
    with pytest.raises(ValueError, match="no place for the badges"):
        build_readme.written(README.replace("<!-- end of badges -->", ""), None)
