"""The teacher's slides and the one-page summary: whole, offline, the same every time, true to the arrays."""

import base64
import html
import importlib
import inspect
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import ipywidgets
import nbformat
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from PIL import Image
from pypdf import PdfReader

from helpers import frames, style
from helpers.exercises.predictions import question
from helpers.pictures.explorer import Explorer
from helpers.pictures.words import fixed
from tools import build_notebooks, build_teaching, formulas
from tools.teaching import live, scenes, slides, stage, summary
from tools.teaching.summary_page import draw_summary

PROJECT = Path(__file__).resolve().parent.parent
DECKS = sorted((PROJECT / "teaching" / "slides").glob("lesson_*.html"))
LESSONS = [slides.read(path) for path in slides.LESSONS]
PICTURE = r'data:image/png;base64,[^"]+'


def notebooks_of(lesson):
    """The committed notebooks of a lesson."""
    folder = build_notebooks.NOTEBOOKS
    return {name: nbformat.read(next(folder.glob(f"{name}*.ipynb")), 4) for name in lesson["notebooks"]}


def sections(text):
    """The slides of a deck. -> list of (look, what is seen, notes)"""
    found = re.findall(r'<section(?: class="([^"]*)")?>(.*?)</section>', text, re.S)
    return [(look, *re.split(r'<aside class="notes">', body)) for look, body in found]


def words(markup):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", re.sub(PICTURE, "", markup))).split())


def plain(text):
    """A text without spaces and marks, to find it again in a page whatever the markup."""
    return re.sub(r"\W|_", "", text)


@pytest.fixture(params=DECKS, ids=lambda path: path.stem)
def deck(request):
    """A deck without its scripts."""
    return re.sub(r"<script\b.*?</script>", "", request.param.read_text(encoding="utf8"), flags=re.S)


def loads(text):
    """All that a page would fetch: in attributes, in styles and by scripts of ours. -> list of str"""
    found = re.findall(
        r'<[a-z][^<>]*?\b(?:src|href|srcset|poster|data|action)\s*=\s*["\']?([^"\'\s>]+)', text
    )
    for style_ in re.findall(r"<style.*?</style>", text, re.S):
        found += re.findall(r"(?:url\(|@import)\s*[\"']?([^\"');]+)", style_)
    return [address for address in found if not address.startswith(("data:", "#"))]


def test_there_is_a_deck_for_each_of_the_four_lessons_and_all_twelve_notebooks():
    assert [path.stem for path in DECKS] == [path.stem for path in slides.LESSONS]
    assert [name for lesson in LESSONS for name in lesson["notebooks"]] == [f"{n:02}" for n in range(1, 13)]


def test_it_loads_nothing(deck):
    """Scripts have been cut out; what they do is seen by the browser test."""
    assert loads(deck) == [] and "<script" not in deck


def test_it_is_small():
    assert max(path.stat().st_size for path in DECKS) < 4_000_000


IN_WORDS = ("title", "opens", "predict", "say")  # questions and tasks for the class


def test_every_idea_has_its_picture(deck):
    found = sections(deck)
    for look, seen, _ in found:
        assert ("<img" in seen) != (look.split()[0] in IN_WORDS) if look else "<img" in seen, words(seen)
    assert sum("<img" in seen for _, seen, _ in found) >= 9


def test_a_slide_says_that_it_is_a_task_or_names_its_picture_which_no_other_has():
    named = []
    for lesson in LESSONS:
        for slide in lesson["slide"]:
            in_words = "predict" in slide or slide.get("look") == "say"
            assert ("picture" in slide) + in_words + ("explorer" in slide) == 1, slide
            named += [(lesson["number"], slide["picture"])] if "picture" in slide else []
    assert len(set(named)) == len(named)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson["title"])
def test_every_scene_is_on_a_slide(lesson):
    module = importlib.import_module(f"tools.teaching.scenes.lesson_{lesson['number']}")
    drawn = {
        name
        for name, one in vars(module).items()
        if inspect.isfunction(one) and one.__module__ == module.__name__ and not name.startswith("_")
    }
    assert drawn == {slide["picture"] for slide in lesson["slide"] if "picture" in slide}


def test_pictures_build_and_the_answer_comes_last(deck):
    for look, seen, notes in sections(deck):
        steps = [int(number) for number in re.findall(r'data-fragment-index="(\d+)"', seen)]
        layers = [one for one in re.findall(r"<img[^>]*>", seen) if 'class="fragment"' in one]
        pictures = [int(re.search(r'data-fragment-index="(\d+)"', one)[1]) for one in layers]
        assert pictures == list(range(len(pictures)))
        if look.startswith("answer"):
            assert pictures and sorted(set(steps)) == list(range(len(pictures) + 1)), words(seen)
        if pictures:
            assert "Step by step." in words(notes)


def test_a_scene_is_told_if_its_type_is_small_its_states_differ_in_size_or_a_step_shows_nothing():
    def made(size, *states):
        steps = tuple(stage.Step("so", np.full((*shape, 3), shade, np.uint8)) for shape, shade in states)
        return stage.Scene("words", "trained", steps, 800, 400, size)

    first, second = ((60, 80), 255), ((60, 80), 0)
    assert stage.checked(made(20, first, second)).type == 20
    with pytest.raises(ValueError, match="pixels on a slide"):
        stage.checked(made(10, first, second))
    with pytest.raises(ValueError, match="one size"):
        stage.checked(made(20, first, ((60, 81), 0)))
    assert stage.markup(made(20, first, second)).count("<img") == 2
    with pytest.raises(ValueError, match="nothing new"):
        stage.markup(made(20, first, first))


def test_the_steps_of_a_picture_laid_over_each_other_are_its_last_state():
    shown = scenes.scene(1, "what_it_looks_at")
    (height, width), whole = shown.steps[0].pixels.shape[:2], None
    for picture in re.findall(r"<img[^>]*>", stage.markup(shown)):
        data = base64.b64decode(re.search(r"base64,([^\"]+)", picture)[1])
        layer = Image.open(io.BytesIO(data)).convert("RGBA")
        if whole is None:
            whole = layer
            continue
        left, top = (float(re.search(rf"{side}:([\d.]+)%", picture)[1]) / 100 for side in ("left", "top"))
        whole.alpha_composite(layer, (round(left * width), round(top * height)))
    assert np.array_equal(np.asarray(whole)[..., :3], shown.steps[-1].pixels)


@pytest.mark.parametrize("number", range(1, 5))
def test_each_deck_opens_with_the_map_and_lights_what_its_notebooks_light(number):
    assert LESSONS[number - 1]["slide"][0]["picture"] == "where_we_are"
    shown = scenes.scene(number, "where_we_are")
    assert len(shown.steps) == 4  # nothing lit, then each of three notebooks
    last = frames.the_way(3 * number)
    assert all(last.node(name).told in shown.alt for name in last.lit)


@pytest.mark.parametrize(
    "markup",
    [
        '<script src="https://example.org/x.js"></script>',
        '<link rel="stylesheet" href="theme.css">',
        '<img alt="x" src=//example.org/x.png>',
        "<style>@import 'https://example.org/x.css';</style>",
        "<style>p { background: url(fonts/x.woff) }</style>",
    ],
)
def test_what_would_be_fetched_is_noticed(markup):
    assert len(loads(markup)) == 1


def test_every_slide_has_a_heading_notes_and_something_to_ask(deck):
    found = sections(deck)
    assert 12 <= len(found) <= 29
    for look, seen, notes in found:
        heading = words(re.search(r"<h2.*?</h2>", seen, re.S)[0])
        assert heading and seen.count("<h2") == 1
        if look != "title":
            assert "Ask." in words(notes), heading
            assert re.search(r"(?:Say|Computed)\. \S", words(notes)), heading
        assert len(words(notes).split()) >= 12, heading


def test_no_slide_is_a_learners_own_practice_or_long(deck):
    for _, seen, _ in sections(deck):
        code = r'<div class="code">.*?</div>'
        shown = html.unescape(re.sub(r"<[^>]+>", "", "\n".join(re.findall(code, seen, re.S))))
        assert not slides.PRACTICE.search(shown)
        text = words(re.sub(code, "", seen, flags=re.S))
        assert len(text.split()) <= 110, text
        assert not re.search(r"[\ue000\ue001]|\$[^$]+\$|\\frac", text), text


def test_every_picture_has_words(deck):
    found = re.findall(r"<img[^>]*>", deck)
    assert found
    for picture in found:  # what a step adds has none: the picture's own words tell its last state
        least = 0 if 'class="fragment"' in picture else 4
        assert len(re.search(r'alt="([^"]*)"', picture)[1].split()) >= least


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson["title"])
def test_each_question_stands_alone_before_its_answer_which_is_the_computed_one(lesson):
    found = sections(DECKS[lesson["number"] - 1].read_text(encoding="utf8"))
    books = [slides.Book(name, notebook) for name, notebook in notebooks_of(lesson).items()]
    asked = [slide["predict"] for slide in lesson["slide"] if "predict" in slide]
    assert asked == [slide["compare"] for slide in lesson["slide"] if "compare" in slide] and len(asked) >= 5
    for name in asked:
        stated = question(name)
        (place,) = [
            place
            for place, (look, seen, _) in enumerate(found)
            if look == "predict" and plain(stated.ask) in plain(words(seen))
        ]
        seen, notes = plain(words(found[place][1])), plain(words(found[place][2]))
        look, answer, told = found[place + 1]
        assert look.startswith("answer") and "Computed" not in words(found[place][1])
        computed = next(
            slides.computed_answer(cell, name)
            for book in books
            for cell in book.cells
            if cell.cell_type == "code" and f'compare("{name}"' in cell.source
        )
        assert words(re.search(r"<h2.*?</h2>", answer, re.S)[0]) == f"Computed: {computed}"
        for option, why in stated.options.items():
            assert plain(option) in seen and plain(why) in notes and plain(why) in plain(words(told))


@pytest.mark.parametrize("lesson", LESSONS[1:3], ids=lambda lesson: lesson["title"])
def test_a_deck_is_the_same_every_time(lesson):
    notebooks = notebooks_of(lesson)
    for name, notebook in notebooks.items():  # in a committed one stands the still alone
        for place in slides.explorers(slides.Book(name, notebook), lesson["slide"]):
            moving = nbformat.v4.new_output("display_data", {"text/html": '<div class="live"></div>'})
            notebook.cells[place].outputs = [moving]
    assert slides.deck(lesson, notebooks) == slides.deck(lesson, notebooks)


def test_every_lesson_has_explorers_and_says_what_to_ask_before_one_is_moved():
    for lesson, path in zip(LESSONS, DECKS, strict=True):
        named = [slide["explorer"] for slide in lesson["slide"] if "explorer" in slide]
        deck = path.read_text(encoding="utf8")
        assert named and re.findall(r'data-explorer="(\w+)"', deck) == named
        for slide, (_, _, notes) in zip(
            (slide for slide in lesson["slide"] if "explorer" in slide),
            (one for one in sections(deck) if one[0] == "move"),
            strict=True,
        ):
            assert plain(f"Before you move it: {slide['ask']}") in plain(words(notes))
            assert plain(slide["sees"]) in plain(words(notes))


def test_an_explorer_on_a_slide_has_the_pictures_and_controls_that_a_class_needs():
    def draw(word, size):
        return tuple(frames.the_way(number) for number in (1, size))

    controls = {name: ipywidgets.IntSlider(value=2, min=1, max=3) for name in ("word", "size")}
    made = Explorer(draw, controls, tabs={"one": (0,), "other": (1,)})
    markup = live.show(made, "moving", offers={"size": [2, 3]}, without=["word"], views=[1])._repr_html_()
    told = json.loads(re.search(r'id="moving-told">(.*?)</script>', markup)[1])
    assert [told["controls"][name]["texts"] for name in ("word", "size")] == [["2"], ["2", "3"]]
    assert "tabs" not in told and json.dumps(told["tree"]).count('"is": "view"') == 1
    assert markup.count("<img") == 1 and "Projector" not in markup


def test_a_cell_that_is_not_there_and_one_to_practise_stop_the_build():
    title = nbformat.v4.new_markdown_cell("# 1. Title\n\n**The question: why?**")
    practice = nbformat.v4.new_code_cell('exercise("weigh")\nweigh = ...')
    book = slides.Book("01", nbformat.v4.new_notebook(cells=[title, practice]))
    for piece in ("weigh = ", "frames.nothing"):
        with pytest.raises(build_notebooks.BuildError, match="no code cell of notebook 01 holds"):
            book.find(piece)


def test_formulas_become_mathml_in_the_colours_of_their_roles_and_code_stays():
    found = []
    text = formulas.hide("`$a$` and $q_1 \\cdot k$, then\n\n$$\\frac{x}{2}$$", found)
    assert text == "`$a$` and \ue0000\ue001, then\n\n\ue0001\ue001"
    assert '<mi class="query">q</mi>' in found[0] and '<mi class="key">k</mi>' in found[0]
    assert "<mfrac>" in found[1] and 'display="block"' in found[1]
    assert "<mi>h</mi>" in formulas.mathml("h")


def test_the_colours_of_a_deck_are_those_of_the_roles():
    css = (slides.HERE / "deck" / "deck.css").read_text(encoding="utf8")
    light, dark = re.findall(r":root(?:\.dark)? \{(.*?)\}", css, re.S)
    for name in ("query", "key", "value", "embedding", "context"):
        assert f"--{name}: {style.ROLES[name].on_light}" in light
        assert f"--{name}: {style.ROLES[name].on_dark}" in dark
    for part, theme in ((light, "light"), (dark, "dark")):
        colours = dict(re.findall(r"--(\w+): (#\w+)", part))
        assert colours["paper"] == style.PAPER[theme] and colours["ink"] == style.INK[theme]
        for name in ("ink", "faint", "word", "text", "number"):
            for ground in ("paper", "soft"):
                assert style.contrast(colours[name], colours[ground]) >= 4.5, (theme, name)


# ---- the summary


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """A fresh summary. -> the folder"""
    folder = tmp_path_factory.mktemp("summary")
    summary.build(folder)
    return folder


@pytest.fixture(scope="module")
def page(printed):
    return PdfReader(printed / "summary.pdf")


def test_the_summary_is_one_a4_page_with_a_title_and_words(page, printed):
    assert len(page.pages) == 1
    assert np.allclose([float(side) for side in page.pages[0].mediabox[2:]], [595.28, 841.89], atol=1)
    assert page.metadata.title == "Self-attention on one page" and "59.73" in page.metadata.subject
    svg = (printed / "summary.svg").read_text(encoding="utf8")
    assert "<dc:title>Self-attention on one page</dc:title>" in svg and "59.73" in svg


def test_its_numbers_are_those_of_the_trained_model(page, model):
    text = page.pages[0].extract_text()
    steps, layer = model.run(summary.SENTENCE), model.layers[1]
    x, tokens = steps.layers[0].output.astype(float), steps.tokens
    it, animal = tokens.index("it"), tokens.index("animal")
    exponentials, weights = [], []
    for head in range(8):
        scores = (x @ layer.W_key[head]) @ (x[it] @ layer.W_query[head])
        exponentials.append(np.exp(scores / 8 - (scores / 8).max()))
        weights.append(exponentials[-1] / exponentials[-1].sum())
        if head == 0:
            first = scores
    lines = text.splitlines()
    for row, digits in ((first, 1), (first / 8, 2)):
        told = " ".join(fixed(value, digits) for value in row)
        assert told in lines, told
    written = [
        [fixed(value, 2) for value in row] for row in weights
    ]  # a weight of 0.00 leaves its cell empty
    told = [" ".join(number for number in row if number != "0.00") for row in written]
    assert told[0] in lines and "\n".join(told) in text, told
    for number in (
        fixed(first[animal], 2),
        fixed(first[animal] / 8, 2),
        fixed(weights[0][animal], 3),
        f"{fixed(weights[0][animal], 3)} × v of “animal”",
        f"animal {fixed(model.antecedent(summary.SENTENCE)['animal'], 3)}",
    ):
        assert number in text, number


def test_its_strips_hold_the_arrays(model):
    steps = model.run(summary.SENTENCE)
    it, animal = (steps.tokens.index(word) for word in ("it", "animal"))
    layer, x = steps.layers[1], steps.layers[0].output
    heads = layer.attention.heads
    panels = [panel for step in summary.frame().steps for panel in step.panels]
    found = {panel.title: panel.values for panel in panels}
    for title, values in {
        "x of “it”": x[it],
        "q of “it” = x W_query": x[it] @ model.layers[1].W_query[0],
        "k of “animal” = x W_key": x[animal] @ model.layers[1].W_key[0],
        "v of “animal” = x W_value": x[animal] @ model.layers[1].W_value[0],
        "weights: they add up to 1": heads.weights[0, it],
        "weights of “it” in each head, for the key of …": heads.weights[:, it],
        "z of “it”": heads.weights[0, it] @ heads.value[0],
        "the z of all heads, side by side": heads.context[:, it].ravel(),
        "layer norm: leaves": layer.output[it],
    }.items():
        assert np.allclose(found[title], values, atol=1e-3), title
    mixed = [panel.values for panel in panels if "× v of" in panel.title]
    assert len(mixed) == 3 and np.allclose(mixed[0][0], heads.weights[0, it, animal] * heads.value[0, animal])


def test_its_type_is_large_enough_and_nothing_covers_anything():
    figure = draw_summary(summary.frame()).figure
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    texts = [text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible()]
    assert min(text.get_fontsize() for text in texts) >= 7
    boxes = [text.get_window_extent(canvas.get_renderer()) for text in texts]
    width, height = canvas.get_width_height()
    for place, box in enumerate(boxes):
        assert 0.03 * width < box.x0 and box.x1 < 0.97 * width and 0 < box.y0 and box.y1 < height, texts[
            place
        ]
        for other in range(place):
            mine, theirs = box.shrunk(0.98, 0.6), boxes[other].shrunk(0.98, 0.6)
            assert not mine.overlaps(theirs), (texts[place].get_text(), texts[other].get_text())


def test_it_is_printed_in_the_colours_of_the_roles():
    colours = {str(text.get_color()) for text in draw_summary(summary.frame()).figure.findobj(Text)}
    assert {
        style.ROLES[role].on_light for role in ("query", "key", "value", "embedding", "context")
    } <= colours


def test_the_summary_has_the_same_bytes_in_every_process(printed, tmp_path):
    code = (
        f"import pathlib; from tools.teaching import summary; summary.build(pathlib.Path({str(tmp_path)!r}))"
    )
    environment = os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": str(PROJECT)}
    subprocess.run([sys.executable, "-c", code], cwd=PROJECT, env=environment, check=True)
    for name in ("summary.pdf", "summary.svg"):
        assert (printed / name).read_bytes() == (tmp_path / name).read_bytes()


# ---- the comparison of builds


def test_the_committed_summary_is_a_fresh_one(printed):
    for name in ("summary.pdf", "summary.svg"):
        assert build_teaching.differences(PROJECT / "teaching" / name, printed / name) == []


def test_changed_words_and_pictures_are_noticed_and_changed_markup_is_not(tmp_path):
    deck = DECKS[0].read_text(encoding="utf8")
    picture, *_, other = build_teaching.PICTURE.findall(deck)
    changed = {
        "markup": (deck.replace("<p>", '<p class="new">').replace("</style>", "p { color: red }</style>"), 0),
        "words": (deck.replace("Who is “it”?", "Who is “he”?"), 1),
        "alt": (deck.replace('alt="', 'alt="Now: ', 1), 1),
        "picture": (deck.replace(picture, other), 1),
        "missing": (re.sub(r'<div class="picture">.*?</div>', "", deck, count=1, flags=re.S), 1),
    }
    for name, (text, count) in changed.items():
        assert (text != deck) and (tmp_path / f"{name}.html").write_text(text, encoding="utf8")
        found = build_teaching.differences(DECKS[0], tmp_path / f"{name}.html")
        assert len(found) == count, (name, found)


def test_a_part_that_changed_or_that_nothing_makes_fails_the_check(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(build_teaching, "TEACHING", tmp_path)
    monkeypatch.setattr(build_teaching, "PARTS", ("summary",))
    assert build_teaching.main(["--check"]) == 1
    assert "summary.pdf: it is not built" in capsys.readouterr().out
    assert build_teaching.main([]) == 0 and build_teaching.main(["--check"]) == 0
    shutil.copy(tmp_path / "summary.svg", tmp_path / "old.svg")
    assert build_teaching.main(["--check"]) == 1
    assert "old.svg: FAILED" in capsys.readouterr().out
