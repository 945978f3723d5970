"""Every notebook in JupyterLab: Run All, all controls by real keys, axe-core, what is painted against Python.

The arrays are computed afresh in the notebook's kernel for the state that the controls show. What only one
notebook has is tested in a file of its own beside this one.
"""

import itertools
import re

import pytest

from tests.browser.conftest import short
from tests.lab.access import Walk, judge
from tests.lab.notebook import LIVE
from tests.lab.painted import AFRESH, assert_painted, somewhere
from tools.notebooks import BUILT, CORE

NOTEBOOKS = BUILT
STATE = "lambda it: {name: str(one.value) for name, one in getattr(it, 'controls', {}).items()}"
LISTEN = """(cell) => {
  window.heard = [];
  const hear = (what, words) => window.heard.push({ what, words });
  const region = cell.querySelector(".hv-told");
  new MutationObserver(() => hear("said", region.textContent)).observe(region, { childList: true });
  for (const picture of cell.querySelectorAll("[role=img]"))
    new MutationObserver(([{ oldValue }]) => {
      if (oldValue !== picture.getAttribute("aria-label") && picture.checkVisibility()) hear("changed");
    }).observe(picture, { attributeFilter: ["aria-label"], attributeOldValue: true });
}"""
PAINTED = """await tools.show(argument[0]);
  const roots = () => [...cells[argument[0]].node.querySelectorAll(".hv-root")];
  while (!roots().length || !roots().every((root) => root.painted)) await frames(1);
  const picture = "[role=img], .hv-picture > [role=group]"; // a map is a group of links
  const named = (root) => root.querySelector(picture).getAttribute("aria-label");
  return roots().length === argument[1] && roots().every(named);"""
KINDS = """lambda it: [
    [name, type(one).__name__,
     one.tooltip.split(":")[0] if "hv-chip" in one._dom_classes else one.description]
    for name, one in getattr(it, "controls", {}).items()]"""  # a chip's name is in its tooltip


def moves(path):
    """Whether a notebook has an explorer."""
    return "explorers.explore_" in path.read_text(encoding="utf8")


def with_controls(notebook):
    return [explorer for explorer in notebook.explorers if explorer.kernel(KINDS)]


def test_every_cell_runs_and_every_picture_is_that_of_its_first_state(notebook):
    codes = [cell["source"] for cell in notebook.cells if cell["type"] == "code"]
    assert len(notebook.explorers) >= sum("explorers.explore_" in code for code in codes)
    for explorer in with_controls(notebook):
        assert_painted(explorer)


PICTURES = "{number: len(shown.frames) for number, shown in Out.items() if type(shown).__name__ == 'Picture'}"
STILLS = "sorted({'matplotlib', 'seaborn', 'PIL', 'scipy', 'pandas'} & __import__('sys').modules.keys())"


def test_every_other_picture_is_painted_live_and_nothing_that_draws_stills_was_loaded(notebook):
    pictures = notebook.python(PICTURES)
    places = [place for place, cell in enumerate(notebook.cells) if str(cell["count"]) in pictures]
    assert len(places) == len(pictures)
    for place in places:
        assert notebook.js(PAINTED, [place, pictures[str(notebook.cells[place]["count"])]]), place
    assert notebook.python(STILLS) == []


def test_hover_answers_while_the_kernel_is_busy(notebook):
    for explorer in with_controls(notebook)[:1]:  # all answer in one way; a notebook in more/ may have none
        picture = explorer.pictures[-1]
        frame = explorer.kernel(AFRESH)[-1]
        with notebook.busy():
            picture.hover(*somewhere(frame, picture.painted))
            said = picture.readout
            assert notebook.is_busy
        assert any(character.isdigit() for character in said), said


def test_each_explorer_is_used_with_real_keys_alone_and_says_what_it_shows(notebook):
    for explorer in notebook.explorers:
        begin, found = explorer.kernel(STATE), Keys(explorer)
        for part in found.walk:
            assert part["name"] and part["keeps_keys"] and part["in_sight"], part
            assert part["outline"] >= 2 and part["contrast"] >= 3, f"the focus is hard to see: {part}"
            getattr(found, part["kind"], lambda part: None)(part)
            if part["name"] == "Reset":
                assert explorer.kernel(STATE) == begin
        labels = [label for _, kind, label in explorer.kernel(KINDS) if kind != "ToggleButtons"]
        assert {"Copy numbers", *labels} <= set(found.names)
        assert "picture" in found.kinds
        if "Reset" in found.names:
            explorer.control("Reset").click()  # the tests that follow share this notebook


class Keys:
    """What each kind of part of an explorer must do when its keys are pressed; a method for each kind."""

    def __init__(self, explorer):
        self.explorer, self.walk, self.names, self.kinds, self.first = explorer, self, [], [], {}
        self.walk = self._noted(Walk(explorer.notebook, explorer.place))

    def _noted(self, walk):
        self.press = walk.press
        self.type = walk.keyboard.type
        for part in walk:
            self.names.append(part["name"])
            self.kinds.append(part["kind"])
            yield part

    def slider(self, part):
        before = self.explorer.kernel(STATE)
        moved = self.press("ArrowRight")
        if moved["readout"] == part["readout"]:
            moved = self.press("ArrowLeft")
        assert moved["valuetext"] == moved["readout"] != part["readout"], moved
        assert self.explorer.kernel(STATE) != before
        self.first[part["name"]] = part["readout"]
        assert_painted(self.explorer)

    def value(self, part):
        wanted = self.first[part["name"].removesuffix(", a value to type")]
        self.press("ControlOrMeta+a")
        self.type(wanted)
        assert self.press("Enter")["readout"] == wanted

    def option(self, part):
        assert self.press("Space")["pressed"] == "true"
        assert_painted(self.explorer)

    def switch(self, part):
        if re.fullmatch(r"L\d head \d", part["name"]) and part["name"] != "L2 head 2":
            return  # all of them work in one way
        if (
            part["name"] == "Projector"
            and self.explorer.place != with_controls(self.explorer.notebook)[0].place
        ):
            return  # it is one and the same switch
        assert self.press("Space")["pressed"] != part["pressed"]
        assert_painted(self.explorer)
        assert self.press("Enter")["pressed"] == part["pressed"]

    def fold(self, part):
        if part["expanded"] == "true":  # as another explorer of this notebook left it
            part = self.press("Enter")
        assert part["expanded"] == "false" and part["pressed"] is None
        assert self.press("Space")["expanded"] == "true"  # its controls come next

    def menu(self, part):
        before = self.explorer.kernel(STATE)
        if self.press("ArrowDown")["text"] == part["text"]:
            self.press("ArrowUp")
        assert self.explorer.kernel(STATE) != before
        assert_painted(self.explorer)

    def field(self, part):
        before = self.explorer.kernel(STATE)
        self.press("ControlOrMeta+a")
        self.type("Xyzzy")
        self.press("Enter")
        assert self.explorer.kernel(STATE) != before
        if self.explorer.message:
            assert self.explorer.element.query_selector(".hv-message").get_attribute("role") == "alert"
        assert_painted(self.explorer)
        self.press("ControlOrMeta+a", "Backspace")
        self.type(part["text"])
        self.press("Enter")
        assert not self.explorer.message

    def button(self, part):
        if part["name"] == "Reset":
            self.press("Enter")
        if part["name"] == "Copy numbers" and self.kinds.count("picture") == 1:
            assert self.press("Enter")["said"] == "copied"

    def head(self, part):
        if self.kinds.count("head") > 1:
            return  # all of them work in one way
        following = self.press("ArrowRight")
        if following["name"] == "all":  # a picture of one head: back to it
            assert self.press("ArrowLeft")["name"] == part["name"]
            assert self.press("Space")["pressed"] != part["pressed"]
            assert self.press("Space")["pressed"] == part["pressed"]
            return
        assert following["kind"] == "head" and following["name"] != part["name"]
        assert self.press("Space")["pressed"] != following["pressed"]
        assert self.press("Space")["pressed"] == following["pressed"]
        assert self.press("ArrowLeft")["name"] == part["name"]

    def picture(self, part):
        there = self.press("ArrowDown", "ArrowRight")
        assert any(letter.isdigit() for letter in there["told"]) and not there["hint"], there
        self.press("Enter")
        self.press("Escape")
        chosen = self.explorer.kernel(
            "lambda it: [list(view.selected) for view in getattr(it, 'views', [])"
            " if view.layout.display != 'none']"
        )
        assert not chosen or not chosen[self.kinds.count("picture") - 1], "Escape does not let go"


@pytest.mark.parametrize(
    "notebook", CORE[2:3], ids=["03"], indirect=True, scope="session"
)  # all explorers speak in one way
def test_many_quick_keys_are_said_once_when_the_picture_rests(notebook):
    explorer = next(
        (one for one in with_controls(notebook) if one.element.query_selector(".noUi-handle")), None
    )
    if explorer is None:
        pytest.skip("no explorer of this notebook has a slider")
    page, cell = notebook.page, explorer.element
    cell.evaluate(LISTEN)
    for part in Walk(notebook, explorer.place):
        if part["kind"] == "slider":
            for key in ["ArrowRight", "ArrowLeft"] * 4 + ["ArrowRight"] * 2 + ["ArrowLeft"]:
                page.keyboard.press(key)
            notebook.settle()
            if page.evaluate("window.heard.length"):
                break  # another slider may belong to a picture that is not shown
    page.wait_for_function("() => window.heard.length && window.heard.at(-1).what === 'said'")
    heard = page.evaluate("window.heard")
    for before, said in itertools.pairwise(heard):
        if said["what"] == "said":
            assert before["what"] == "changed"  # how long it rests first: tests/pictures/live/test_labels.py
            assert (
                said["words"] in [frame["words"] for frame in explorer.kernel(AFRESH)]
                or said is not heard[-1]
            )
    assert cell.query_selector(".hv-told").get_attribute("role") == "status"
    explorer.control("Reset").click()


@pytest.mark.parametrize(
    "notebook", CORE[2:3], ids=["03"], indirect=True, scope="session"
)  # all cards are made in one way
def test_predictions_and_exercises_are_done_with_keys_alone(notebook):
    done = set()
    for place, cell in enumerate(notebook.cells):
        card = re.match(
            r"(predict|compare|exercise)\(", cell["source"].splitlines()[-1] if cell["source"] else ""
        )
        if cell["type"] != "code" or not card or card[1] in done:
            continue
        if not notebook.show(place).query_selector(".hv-card :is(button, input):visible"):
            continue  # its guess was made above
        done.add(card[1])
        walk, said = Walk(notebook, place), notebook.show(place).inner_text
        for part in walk:
            assert part["name"] and part["keeps_keys"] and part["outline"] >= 2 and part["contrast"] >= 3, (
                part
            )
            before = said()
            if part["kind"] == "radio":
                assert walk.press("Space")["checked"] and "is recorded" in said()
                assert (other := walk.press("ArrowUp"))["name"] != part["name"] and other["checked"]
            elif part["kind"] == "button" and part["name"] not in ("Copy numbers", "Save PNG"):
                walk.keyboard.press("Enter")
                notebook.settle()
                assert said() != before, part
                break  # a button may go once it was pressed
    assert {"predict", "compare"} <= done


# Cards and pictures of notebooks in more/ are of kinds that the core has, too; explorers differ.
JUDGED = [path for path in NOTEBOOKS if path in CORE or moves(path)]


@pytest.mark.parametrize("notebook", JUDGED, ids=short, indirect=True, scope="session")
def test_axe_finds_no_serious_fault_in_either_theme_with_words_kept_heads_off_and_a_message(notebook):
    """Every explorer, and one of each kind of card and picture: those of a kind are made alike."""
    explorers, first = [one.place for one in with_controls(notebook)], {}
    for place, cell in enumerate(notebook.cells):
        if any({LIVE, "image/png", "text/html"} & set(one.get("data", ())) for one in cell["outputs"]):
            call = re.match(r"\w+", cell["source"].splitlines()[-1])
            first.setdefault(call and call[0], place)
    shown = sorted({*explorers, *first.values()})
    judged = [judge(notebook, shown)]
    try:
        for explorer in with_controls(notebook):
            explorer.pictures[0].press("ArrowDown", "Enter")
            if head := explorer.element.query_selector(".hv-head-switch"):
                head.press("Enter")
            notebook.settle()
            explorer.kernel("lambda it: it._say('This word is not known here: try another.')")
        judged.append(judge(notebook, explorers))
        notebook.theme("dark")  # another theme has other colours, and nothing else
        judged.append(judge(notebook, shown, only=["color-contrast"]))
    finally:
        notebook.theme("light")
        for explorer in with_controls(notebook):
            explorer.control("Reset").click()
    judged = [(place, found) for each in judged for place, found in each.items()]
    assert [(place, fault) for place, found in judged for fault in found["faults"]] == []
    assert all(found["judged"] >= 3 for place, found in judged if place in explorers), "axe saw no text"
