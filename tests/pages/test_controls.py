"""Controls of a page's explorers: keys, clicks and fingers, what they say, and what they switch for all."""

from pathlib import Path

import ipywidgets
import pytest

from helpers.frames import MatrixFrame, Panel
from helpers.pictures.explorer import Explorer
from helpers.pictures.states import Group, Offers
from tests.lab import access
from tests.lab.notebook import PATIENCE
from tests.pages.explorers import few
from tests.pages.walk import CALM, page_of
from tests.pictures.live.test_modules import node

WAKE = """async () => {
  const figures = [...document.querySelectorAll("[data-explorer]")];
  for (const figure of figures) {
    figure.scrollIntoView();
    while (!figure.live) await new Promise(requestAnimationFrame);
  }
  scrollTo(0, 0);
}"""
LIVE = "document.querySelectorAll('[data-explorer]')"


def test_node_finds_no_fault():
    ran = node("--test", Path(__file__).with_name("host.test.js"))
    assert ran.returncode == 0, ran.stdout


def small():
    """Two numbers; one is folded away, and two of them are refused in two ways. -> Explorer"""

    def draw(one, two):
        if one == 3:
            raise ValueError("Three is too many.")
        return MatrixFrame([Panel([[one, two]])], title="two numbers")

    sliders = {name: ipywidgets.IntSlider(value=0, min=0, max=3, description=name) for name in ("one", "two")}
    ways = [{"one": value} for value in range(4)] + [{"two": value} for value in range(1, 4)]
    group = Group(("one", "two"), tuple(ways), "only one of the two is moved")
    return Explorer(draw, sliders, folded={"more": [["two"]]}, offers=Offers(groups={"both": group}))


@pytest.fixture(scope="module")
def html():
    return page_of(*map(few, ("tags", "reading", "switches", "paths")), small())


@pytest.fixture
def page(open_page, html):
    page = open_page(html)
    page.evaluate(WAKE)
    yield page
    page.close()


def slider(page, name):
    return page.get_by_role("slider", name=name, exact=True)


def painted(page, place):
    """What an explorer shows once it has come to rest. -> str"""
    figure = page.query_selector_all("[data-explorer]")[place]
    page.evaluate(CALM, [figure])
    return page.evaluate("(it) => it.live.models.map((one) => one.get('words')).join()", figure)


def test_keys_move_a_slider_as_everywhere(page):
    asks = slider(page, "word that asks")
    asks.focus()
    told = []
    for key in ("End", "ArrowLeft", "Home", "ArrowRight", "PageUp"):
        page.keyboard.press(key)
        told.append(asks.get_attribute("aria-valuetext"))
    assert told[:4] == [".", "tired", "The", "animal"] and told[4] != "animal"
    readout = asks.evaluate("(one) => one.parentElement.querySelector('output').textContent")
    assert readout == told[4] and f"“{told[4]}”" in painted(page, 1)


def test_a_slider_moved_twice_within_a_frame_is_drawn_at_once_and_once_more(page):
    drawn = page.evaluate(f"""async () => {{
      const it = {LIVE}[1].live;
      const input = it.controls.asks.element.querySelector("input");
      let drawn = 0;
      it.models[0].on("change:words", () => {{ drawn += 1; }});
      await new Promise(requestAnimationFrame);
      for (const value of [1, 2, 3, 4, 5]) {{
        input.value = value;
        input.dispatchEvent(new Event("input"));
      }}
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      return [drawn, it.models[0].get("selected")];
    }}""")
    assert drawn == [2, [0, 5, -1]]


def test_buttons_say_which_is_pressed(page):
    forgotten = page.get_by_role("button", name="forgotten")
    forgotten.click()
    assert forgotten.get_attribute("aria-pressed") == "true"
    assert page.get_by_role("button", name="done").get_attribute("aria-pressed") == "false"
    attention = page.get_by_role("button", name="no attention")
    assert attention.get_attribute("title") == "on: press to switch it off"
    attention.press("Space")
    assert attention.get_attribute("aria-pressed") == "true"
    assert attention.get_attribute("title") == "off: press to switch it on"


def test_what_is_hidden_by_a_tab_is_there_when_it_is_chosen(page):
    seen = f"{LIVE}[1].live.boxes.map((box) => box.checkVisibility())"
    assert page.evaluate(seen) == [False, False, True]
    page.get_by_role("button", name="digits").click()
    assert page.evaluate(seen) == [False, True, False]
    painted(page, 1)
    page.get_by_role("button", name="all", exact=True).first.click()
    page.evaluate(f"{LIVE}[1].live.reset()")
    assert page.evaluate(seen) == [False, False, True]


def message(page):
    return page.evaluate(
        f"(({LIVE})[4].live.message).checkVisibility() ? {LIVE}[4].live.message.textContent : ''"
    )


def test_what_cannot_be_drawn_is_said_and_the_last_good_picture_stays(page):
    one, before = slider(page, "one"), painted(page, 4)
    one.press("End")
    assert message(page) == "Three is too many." and painted(page, 4) == before
    one.press("ArrowLeft")
    assert message(page) == "" and painted(page, 4) != before


def test_what_the_page_does_not_have_is_said_and_the_control_goes_back(page):
    slider(page, "one").press("ArrowRight")
    page.get_by_role("button", name="more").click()
    shown = painted(page, 4)
    slider(page, "two").press("ArrowRight")
    assert message(page) == (
        "On this page only one of the two is moved. Put something back first; Reset puts back everything."
    )
    assert slider(page, "two").input_value() == "0" and painted(page, 4) == shown
    page.get_by_role("button", name="Reset").last.click()
    assert message(page) == "" and slider(page, "one").input_value() == "0"


def test_a_fold_opens_and_counts_what_is_not_as_it_began(page):
    fold = page.get_by_role("button", name="more")
    assert fold.get_attribute("aria-expanded") == "false" and slider(page, "two").count() == 0
    fold.press("Enter")
    assert fold.get_attribute("aria-expanded") == "true"
    slider(page, "two").press("End")
    assert fold.text_content() == "more (1 changed)"
    page.get_by_role("button", name="Reset").last.click()
    assert fold.text_content() == "more" and slider(page, "two").input_value() == "0"


def test_it_plays_to_the_end_and_stops_there(page):
    play = page.get_by_role("button", name="Play").first
    play.click()
    assert slider(page, "step").get_attribute("aria-valuetext") == "2 of 3"
    assert page.get_by_role("button", name="Pause").count() == 1
    page.evaluate(f"{LIVE}[0].live.player.tick()")
    assert slider(page, "step").get_attribute("aria-valuetext") == "3 of 3"
    assert page.get_by_role("button", name="Pause").count() == 0
    play.click()
    assert slider(page, "step").get_attribute("aria-valuetext") == "1 of 3"
    slider(page, "step").press("End")
    assert page.get_by_role("button", name="Pause").count() == 0


def test_the_projector_enlarges_all_and_is_remembered(page):
    switch = page.get_by_role("button", name="Projector")
    switch.nth(1).click()
    states = [switch.nth(n).get_attribute("aria-pressed") for n in range(switch.count())]
    assert states == 5 * ["true"]
    scales = f"[...{LIVE}].map((one) => one.live.models[0].get('scale'))"
    assert page.evaluate(scales) == 5 * [1.6]
    assert page.evaluate("document.querySelectorAll('.hv-live.hv-projector').length") == 5
    page.reload()
    page.evaluate(WAKE)
    assert page.evaluate(scales) == 5 * [1.6]
    page.get_by_role("button", name="Projector").first.click()
    assert page.evaluate(scales) == 5 * [1]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_accessible_in_both_themes(open_page, html, theme):
    page = open_page(html.replace("<body>", "<body><main><h1>one</h1>"), color_scheme=theme)
    page.evaluate(WAKE)
    for place in range(5):
        painted(page, place)
    assert access.faults(page) == []


def test_a_phone_has_room_for_a_finger_and_nothing_is_wider(open_page, html):
    page = open_page(html, viewport={"width": 390, "height": 800}, has_touch=True)
    page.evaluate(WAKE)
    for place in range(5):
        painted(page, place)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    small = page.evaluate("""[...document.querySelectorAll(".hv-top :is(button, input, select)")]
      .filter((one) => one.checkVisibility())
      .map((one) => [one.textContent || one.ariaLabel, one.offsetWidth, one.offsetHeight])
      .filter(([, width, height]) => Math.min(width, height) < 40)""")
    assert small == []


def test_controls_stay_in_sight_while_pictures_are_scrolled(page):
    page.set_viewport_size({"width": 1000, "height": 500})
    top = f"{LIVE}[1].live.root.querySelector('.hv-top')"
    page.evaluate(f"{LIVE}[1].live.boxes[2].scrollIntoView()")
    page.wait_for_function(f"() => {top}.classList.contains('hv-stays')", timeout=1000 * PATIENCE)
    page.evaluate("scrollBy(0, 60)")
    assert page.evaluate(f"{top}.getBoundingClientRect().top") == 0
