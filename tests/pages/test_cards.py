"""The cards on a page say what the widgets say: each question with each guess, each exercise with each hint.

One notebook's page is opened in Chromium, and used with the keyboard alone.
"""

import base64
import json
import re
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from helpers import style
from helpers.exercises import check, predictions, progress, show_progress
from helpers.exercises.cards import Exercise
from helpers.exercises.predictions import Comparison, Prediction
from helpers.exercises.task import all_tasks
from helpers.pictures.kinds import MatrixFrame
from tests.browser.test_pages import opened
from tests.lab import access
from tests.pictures.live.test_modules import node
from tools import build_pages
from tools.notebooks import BUILT, CORE
from tools.pages import cards, lives, run, store

LAB = "../../lab/index.html?path=notebooks/here.ipynb"


@pytest.fixture(autouse=True)
def nothing_guessed(monkeypatch):
    monkeypatch.setattr(predictions, "_listeners", {})
    predictions.forget()
    yield
    predictions.forget()
    progress.forget()  # a guess is remembered as made, and other tests begin with nothing done


def test_node_finds_no_fault():
    ran = node("--test", Path(__file__).with_name("cards.test.js"))
    assert ran.returncode == 0, ran.stdout


# ---- what is told


def test_every_question_asks_what_its_widget_asks():
    for asked in predictions.questions().values():
        card = Prediction(asked)
        told = cards.told_of(card)
        assert told["ask"] == card.children[1].value
        assert told["options"] == list(card.choice.options) and told["question"] == asked.name
        assert card.status.value == "", "nothing is recorded before a guess"
        card.choice.index = 0
        assert told["recorded"] == card.status.value != ""


def test_every_guess_is_compared_as_its_widget_compares_it():
    for asked in predictions.questions().values():
        for right in (*asked.options, "what nobody foresaw"):
            predictions.forget()
            card = Comparison(asked, right)
            told = cards.told_of(card)
            assert told["waits"] == card.text.value and card.why.value == ""
            card.show_button.click()
            assert told["alone"] == [card.text.value, card.why.value], asked.name
            for place, guess in enumerate(asked.options):
                predictions.record(asked.name, guess)
                assert told["after"][place] == [card.text.value, card.why.value], (asked.name, guess)
                assert ("That is what the numbers say." in card.text.value) == (guess == right)


def texts(part):
    """All lines of a tree, in their order. -> list of str"""
    own = [part["text"]] if "text" in part else []
    return own + [text for child in part.get("children", ()) for text in texts(child)]


def labels(widget):
    """All lines of a widget that say something, in their order. -> list of str"""
    if hasattr(widget, "children"):
        return [text for child in widget.children for text in labels(child)]
    return [widget.value] if "hv-line" in widget._dom_classes and widget.value else []


def test_every_exercise_says_and_draws_what_its_widget_does():
    drawn = 0
    for task in all_tasks().values():
        card = Exercise(task)
        told, frames = cards.told_of(card), [view.frame for view in cards.views_of(card)]
        assert texts(told["tree"]) == labels(card) and task.goal in labels(card), task.name
        for hint in [*told["hints"], told["hints"][-1]]:
            card.hint_button.click()
            assert card.hint_line.value == hint, task.name
        card.solution_button.click()
        assert told["solution"] == card.solution_line.value
        assert all(type(frame) is MatrixFrame for frame in frames) and len(told["views"]) == len(frames)
        drawn += len(frames)
    assert drawn >= len(all_tasks()), "most are drawn, their inputs and their target"


def test_hints_and_solutions_are_not_among_what_is_shown_at_first():
    for task in all_tasks().values():
        told = cards.told_of(Exercise(task))
        shown = texts(told["tree"])
        assert task.source not in shown and not set(told["hints"]) & set(shown)
        assert not any(hint in text for hint in task.hints for text in shown), task.name


def test_every_picture_of_an_exercise_is_in_its_store():
    for task in all_tasks().values():
        card = Exercise(task)
        html = cards.card_of(card, "live-3")
        told, packed = re.fullmatch(
            r'<script type="application/json" id="live-3-told">(.*)</script>\n'
            r'<script type="text/plain" id="live-3-store">(.*)</script>',
            html,
        ).groups()
        assert json.loads(told) == cards.told_of(card)
        head, ids, _ = store.opened(base64.b64decode(packed))
        words = [store.read(head, ids, place, {})["words"] for place in range(1, len(head["views"]))]
        assert words == [view.words for view in cards.views_of(card)], task.name


def test_a_check_that_nobody_can_pass_here_says_where_to_do_it():
    for task in all_tasks().values():
        untouched = check(task.name, lambda *given: ...)
        before = cards.told_of(untouched)["where"]["before"]
        assert re.fullmatch(r"Exercise \d+\.\d+: write it and have it checked", before)
        assert untouched.plain.startswith(before.partition(":")[0])
    assert cards.told_of(check("score-one-pair", lambda q, k: 0.0)) is None


@pytest.mark.parametrize("notebook", [1, 3, "04_back_from_weights_to_scores", "08_the_famous_picture"])
def test_the_panel_counts_the_predictions_of_its_notebook(notebook):
    panel = show_progress(notebook)
    told = cards.told_of(panel)
    assert told["questions"] == list(panel.asked)
    assert len(told["said"]) == (len(panel.asked) + 1 if panel.asked else 0)
    for made, said in enumerate(told["said"]):
        assert said.startswith(f"{panel.name}: {made} of {len(panel.asked)} prediction")
    assert bool(told["where"]) == bool(panel.tasks)


def test_no_text_ends_the_script_that_tells_it(monkeypatch):
    options = {"</script><b>one</b>": "<!-- why", "two": ""}
    asked = predictions.Question("bold", 1, "Which <i>one</i>?", options, predictions.said)
    for card in (Prediction(asked), Comparison(asked, "two")):
        html = cards.card_of(card, "live-1")
        assert html.count("<") == 2, "only those of the script itself"
        told = re.search(r">(.*)</script>", html)[1]
        assert "Which <i>one</i>?" in json.dumps(json.loads(told))


def test_what_is_no_card_gets_none():
    assert cards.card_of(3, "live-1") is None and cards.card_of(None, "live-1") is None


# ---- on a page

HERE = CORE[2]  # it has questions and exercises
PAINTED = """async () => {
  const roots = [...document.querySelectorAll(".hv-card .hv-root")];
  while (roots.some((root) => root.unpainted())) await new Promise(requestAnimationFrame);
}"""


def lives_and_told(path):
    """The cards of a notebook alone. -> what lives.lives_of gives of them, and dict of name: what is told"""
    found, told = {}, {}
    for place, outputs in run.shown_by(path).items():
        for number, shown in enumerate(outputs):
            name = f"live-{place}-{number}"
            if card := cards.card_of(shown, name):
                found[place, number] = lives.Live(name, card)
                told[name] = cards.told_of(shown)
    return found, told


@pytest.fixture(scope="module")
def made():
    """-> what lives_and_told gives of the notebook, run in a process of its own"""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(lives_and_told, HERE).result()


@pytest.fixture(scope="module")
def folder(made, tmp_path_factory):
    """A folder with the notebook's page, with a link to where it can be run, and as a copy without."""
    folder = tmp_path_factory.mktemp("cards")
    places = {path: folder / "notebooks" / f"{path.stem}.html" for path in BUILT}
    (folder / "notebooks").mkdir()
    for name, lab in (("linked", LAB), ("alone", None)):
        way = {"previous": None, "next": None, "live": lab}
        html = build_pages.page(HERE, nbformat.read(HERE, 4), places, folder / "index.html", way, made[0])
        (folder / f"{name}.html").write_text(html, encoding="utf8")
    return folder


@pytest.fixture
def page(browser, folder):
    with opened(browser, folder) as page:
        page.goto((folder / "linked.html").as_uri())
        yield page


def woken(page, name):
    """A card, once it is live. name: of its parts -> locator"""
    still = page.locator(f'[data-card="{name}"]')
    still.scroll_into_view_if_needed()
    card = still.locator(".hv-card")
    card.wait_for()
    return card


def named(told, kind, question=None):
    """The names of all cards of a kind, or of that of one question, in their order. -> list of str"""
    return [
        name for name, one in told.items() if one["card"] == kind and question in (None, one.get("question"))
    ]


def lines_of(card):
    return [text for text in card.locator(".hv-line").all_inner_texts() if text]


def test_each_card_of_a_notebook_is_on_its_page(made, page):
    _, told = made
    source = "\n".join(cell.source for cell in nbformat.read(HERE, 4).cells if cell.cell_type == "code")
    for kind, call in (
        ("prediction", "predict"),
        ("comparison", "compare"),
        ("exercise", "exercise"),
        ("verdict", "check"),
        ("progress", "show_progress"),
    ):
        assert len(named(told, kind)) == len(re.findall(rf"\b{call}\(", source)) > 0, kind
    assert page.locator("[data-card]").count() == len(told)


def test_code_that_only_shows_a_card_goes_when_the_card_is_live(made, page):
    _, told = made
    asked, compared = (woken(page, named(told, kind)[0]) for kind in ("prediction", "comparison"))
    code = "xpath=ancestor::*[@data-card]/preceding-sibling::*[contains(@class, 'code')][1]"
    assert asked.locator(code).text_content().strip().startswith("predict(")
    assert not asked.locator(code).is_visible() and compared.locator(code).is_visible()


def test_a_question_is_answered_with_keys_and_compared_further_down(made, page):
    _, told = made
    first = named(told, "prediction")[0]
    asked = told[first]
    card = woken(page, first)
    group = card.get_by_role("radiogroup", name=asked["ask"])
    radios = group.get_by_role("radio")
    assert radios.count() == len(asked["options"]) and group.get_by_role("radio", checked=True).count() == 0
    assert lines_of(card) == [asked["ask"]]
    radios.first.focus()
    page.keyboard.press("Space")
    assert lines_of(card) == [asked["ask"], asked["recorded"]]
    (compared,) = named(told, "comparison", asked["question"])
    below = woken(page, compared)
    assert lines_of(below) == told[compared]["after"][0] and below.get_by_role("button").count() == 0
    radios.first.focus()
    page.keyboard.press("ArrowDown")
    assert radios.nth(1).is_checked() and lines_of(below) == told[compared]["after"][1]
    panel = woken(page, named(told, "progress")[0])
    assert ": 1 of 5 predictions" in panel.inner_text()


def test_an_answer_can_be_shown_without_a_guess_and_the_focus_stays_there(made, page):
    _, told = made
    name = named(told, "comparison")[1]
    card = woken(page, name)
    assert lines_of(card) == [told[name]["waits"]]
    card.get_by_role("button", name="Show the answer").focus()
    page.keyboard.press("Enter")
    assert lines_of(card) == told[name]["alone"] and card.get_by_role("button").count() == 0
    assert page.evaluate("document.activeElement.innerText").split() == " ".join(told[name]["alone"]).split()


def test_hints_come_one_by_one_and_the_solution_on_request(made, page):
    _, told = made
    name = named(told, "exercise")[0]
    card, exercise = woken(page, name), told[name]
    card.get_by_role("button", name="Hint").focus()
    for hint in [*exercise["hints"], exercise["hints"][-1]]:
        page.keyboard.press("Enter")
        assert hint in lines_of(card) and len(set(exercise["hints"]) & set(lines_of(card))) == 1
    assert exercise["solution"] not in card.inner_text()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert exercise["solution"] in card.inner_text()
    assert card.get_by_role("link").get_attribute("href") == LAB


def test_the_pictures_of_an_exercise_are_live(made, page):
    _, told = made
    name = named(told, "exercise")[0]
    card = woken(page, name)
    page.evaluate(PAINTED)
    pictures = card.get_by_role("img")
    assert pictures.count() == len(told[name]["views"]) == 2
    pictures.first.focus()
    page.keyboard.press("ArrowRight")
    expect(card.locator(".hv-readout").first).to_have_text(re.compile(r"\b[qk]\b"))  # a frame later


def test_a_card_with_a_damaged_table_says_so_and_keeps_its_still(made, browser, folder):
    _, told = made
    name = named(told, "exercise")[0]
    html = (folder / "alone.html").read_text("utf8")
    cut = re.sub(rf'(id="{name}-store"[^>]*>).{{40}}', r"\1", html)
    assert len(cut) == len(html) - 40
    (folder / "cut.html").write_text(cut, encoding="utf8")
    with opened(browser, folder) as page:
        page.goto((folder / "cut.html").as_uri())
        still = page.locator(f'[data-card="{name}"]')
        still.scroll_into_view_if_needed()
        still.get_by_role("alert").wait_for()
        assert still.get_by_role("alert").inner_text().startswith("This card cannot be used here: ")
        assert still.get_by_text("Exercise 3.1").is_visible() and still.locator(".hv-card").count() == 0


def test_a_larger_page_has_larger_cards(made, page):
    _, told = made
    card = woken(page, named(told, "exercise")[0])
    goal = card.locator(".hv-line").nth(1)
    before = goal.evaluate("(part) => parseFloat(getComputedStyle(part).fontSize)")
    page.evaluate("localStorage.setItem('attention-course-projector', 'on')")
    page.reload()
    card = woken(page, named(told, "exercise")[0])
    after = card.locator(".hv-line").nth(1).evaluate("(part) => parseFloat(getComputedStyle(part).fontSize)")
    assert after == pytest.approx(style.PROJECTOR * before)
    button = card.get_by_role("button", name="Show the solution")
    assert button.evaluate("(part) => part.getBoundingClientRect().height") > 28 * 1.5


def test_without_a_page_to_run_it_an_exercise_names_jupyterlab(made, browser, folder):
    _, told = made
    with opened(browser, folder) as page:
        page.goto((folder / "alone.html").as_uri())
        for kind in ("exercise", "verdict"):
            card = woken(page, named(told, kind)[0])
            assert "checked in JupyterLab." in card.inner_text() and card.get_by_role("link").count() == 0


def test_on_paper_and_without_scripts_answers_stay_folded(made, page, browser, folder):
    _, told = made
    name = named(told, "comparison")[0]
    card = woken(page, name)
    card.get_by_role("button").click()
    page.emulate_media(media="print")
    still = page.locator(f'[data-card="{name}"]')
    assert not card.is_visible() and still.locator("summary").is_visible()
    assert not still.locator("details[open]").count()
    with opened(browser, folder, java_script_enabled=False) as plain:
        plain.goto((folder / "linked.html").as_uri())
        assert plain.locator(".hv-card").count() == 0
        assert plain.locator("details:not([open]) > summary").count() == len(named(told, "comparison"))
        assert plain.get_by_text(
            told[named(told, "prediction")[0]]["ask"].removeprefix("Predict: ")
        ).is_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_cards_are_read_by_ear_and_fit_a_phone(made, browser, folder, theme):
    _, told = made
    with opened(browser, folder, color_scheme=theme, viewport={"width": 390, "height": 800}) as page:
        page.goto((folder / "linked.html").as_uri())
        for name in told:
            woken(page, name)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_role("radio").first.check()
        page.get_by_role("button", name="Hint").first.click()
        page.get_by_role("button", name="Show the solution").first.click()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert access.faults(page) == []
