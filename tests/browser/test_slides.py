"""The slides in Chromium, without any network: every slide fits, formulas are drawn, speaker's notes open."""

import base64
import re
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.lab.access import faults
from tests.lab.notebook import PATIENCE
from tools import build_teaching
from tools.pages import store

DECKS = sorted((Path(__file__).resolve().parents[2] / "teaching" / "slides").glob("lesson_*.html"))
SMALLEST, SMALLEST_IN_PICTURES = 24, 18  # CSS pixels of type on a slide of 1280 × 720

LOOK = """() => {
  const slide = Reveal.getCurrentSlide(), box = slide.getBoundingClientRect(), scale = box.width / 1280;
  const seen = [...slide.querySelectorAll("*")]
    .filter((one) => !one.closest("aside") && one.getClientRects().length);
  const outside = seen.filter((one) => {
    const here = one.getBoundingClientRect();
    return here.left < box.left - 1 || here.right > box.right + 1
      || here.top < box.top - 1 || here.bottom > box.bottom + 1;
  });
  const words = (part) => part.nodeType === 3 && part.data.trim();
  const texts = seen.filter((one) => [...one.childNodes].some(words));
  const below = "msub, msup, mfrac, msqrt"; // below a letter, formulas are smaller
  const moves = (one) => one.closest(".alive");
  const letters = texts.filter((one) => !one.closest(below) && !moves(one));
  const size = (one) => parseFloat(getComputedStyle(one).fontSize);
  return {
    heading: slide.querySelector("h2").textContent,
    outside: outside.map((one) => one.tagName + " " + one.textContent.slice(0, 40)),
    over: [slide.scrollHeight - slide.clientHeight, slide.scrollWidth - slide.clientWidth],
    smallest: Math.min(...letters.map(size)),
    smallest_of_live: texts.filter(moves).map(size).reduce((one, other) => Math.min(one, other), 99) / scale,
    formulas: [...slide.querySelectorAll("math")].filter((one) => !one.closest("aside"))
      .map((one) => one.getBoundingClientRect().height / scale),
    pictures: [...slide.querySelectorAll(".sheet")].filter((one) => one.checkVisibility()).map((one) =>
      one.dataset.type * one.getBoundingClientRect().width / scale / one.dataset.width),
    broken: [...slide.querySelectorAll("img")].filter((one) => !one.complete || !one.naturalWidth).length,
    inside: [...slide.querySelectorAll(".picture")].every((one) => {
      const place = one.getBoundingClientRect(), sheet = one.firstElementChild.getBoundingClientRect();
      return sheet.height <= place.height + 1 && sheet.width <= place.width + 1;
    }),
    notes: slide.querySelector("aside.notes").textContent.trim().length,
    screen: [box.width / innerWidth, box.height / innerHeight],
    words: slide.innerText,
  };
}"""


# What is live on the slide is awake and painted.
AWAKE = """() => [...Reveal.getCurrentSlide().querySelectorAll('.live')].every((one) =>
  one.dataset.awake === "yes" && [...one.querySelectorAll(".hv-root")].every((root) => !root.unpainted()))"""


@contextmanager
def opened(browser, path, width=1280, height=720, query=""):
    """A deck in a window that can reach files only. -> page; no fault and no other request may have come."""
    context = browser.new_context(viewport={"width": width, "height": height})
    context.set_default_timeout(1000 * PATIENCE)
    wrong, asked = [], []

    def only_files(route):
        if route.request.url.startswith(("file:", "data:", "about:", "blob:")):
            return route.continue_()
        asked.append(route.request.url)
        return route.abort()

    context.route("**/*", only_files)
    context.on("page", lambda page: page.on("pageerror", lambda error: wrong.append(str(error))))
    context.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page = context.new_page()
    page.goto(path.as_uri() + query)
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    yield page
    context.close()
    assert wrong == [] and asked == []


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)], ids="{0[0]}x{0[1]}".format)
@pytest.mark.parametrize("path", DECKS, ids=lambda path: path.stem)
def test_every_slide_fits_and_reads_from_the_back(browser, path, size):
    with opened(browser, path, *size) as page:
        formulas = 0
        for number in range(page.evaluate("Reveal.getTotalSlides()")):
            page.evaluate(f"Reveal.slide({number})")
            page.wait_for_function(
                "[...Reveal.getCurrentSlide().querySelectorAll('img')].every((one) => one.complete)"
            )
            page.wait_for_function(AWAKE)
            seen = page.evaluate(LOOK)
            where = f"{path.stem}, slide {number + 1}, {seen['heading']!r}"
            assert seen["outside"] == [] and max(seen["over"]) <= 0, (where, seen["outside"], seen["over"])
            assert seen["smallest"] >= SMALLEST, (where, seen["smallest"])
            assert seen["smallest_of_live"] >= SMALLEST_IN_PICTURES - 0.01, (where, seen["smallest_of_live"])
            assert all(height > 10 for height in seen["formulas"]), (where, seen["formulas"])
            for size in seen["pictures"]:  # the smallest type of a picture, as it is shown
                assert size >= SMALLEST_IN_PICTURES, (where, size)
            assert seen["broken"] == 0 and seen["inside"], where
            assert seen["notes"] > 60, where
            assert all(0.99 < share < 1.01 for share in seen["screen"]), (where, seen["screen"])
            assert not re.search(r"\$[^$]+\$|\\[a-z]+\{", seen["words"]), where
            formulas += len(seen["formulas"])
        assert formulas or path.stem != "lesson_2"  # the others draw what a formula would say


SHOWN = """() => [...Reveal.getCurrentSlide().querySelectorAll('.fragment')]
  .map((one) => Number(getComputedStyle(one).visibility === 'visible'))"""


def test_pictures_build_forward_and_backward_by_keyboard(browser):
    with opened(browser, DECKS[0], query="#/4") as page:
        fragments = len(page.evaluate(SHOWN))
        assert fragments >= 3 and page.evaluate(SHOWN) == [0] * fragments
        states = [page.evaluate(SHOWN)]
        while sum(states[-1]) < fragments:
            page.keyboard.press("ArrowRight")
            assert page.evaluate("Reveal.getIndices().h") == 4
            states.append(page.evaluate(SHOWN))
            assert sum(states[-1]) > sum(states[-2])
        for state in states[-2::-1]:
            page.keyboard.press("ArrowLeft")
            assert page.evaluate(SHOWN) == state and page.evaluate("Reveal.getIndices().h") == 4
        page.keyboard.press("ArrowLeft")
        assert page.evaluate("Reveal.getIndices().h") == 3


def test_printed_and_without_javascript_every_picture_is_whole(browser):
    everything = """() => [...document.querySelectorAll('.fragment')].map((one) => {
      const look = getComputedStyle(one);
      return look.visibility === 'visible' && look.opacity === '1' && one.getBoundingClientRect().height > 5;
    })"""
    with opened(browser, DECKS[0], query="?print-pdf") as page:
        page.wait_for_function("document.querySelector('.pdf-page')")
        shown = page.evaluate(everything)
        assert len(shown) > 20 and all(shown)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 720})
    plain = context.new_page()
    plain.goto(DECKS[0].as_uri())
    fragments = plain.locator(".fragment")
    assert fragments.count() == len(shown) and all(one.is_visible() for one in fragments.all())
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_slides(browser, theme):
    with opened(browser, DECKS[0], query=f"?theme={theme}") as page:
        for number in range(page.evaluate("Reveal.getTotalSlides()")):
            page.evaluate(f"Reveal.slide({number}, 0, 99)")
            assert faults(page) == [], number + 1


def test_slides_are_walked_with_the_keyboard_and_the_theme_changes(browser):
    background = "getComputedStyle(document.body).backgroundColor"
    with opened(browser, DECKS[0]) as page:
        for _ in range(2):  # title and question: nothing builds there
            page.keyboard.press("ArrowRight")
        assert page.evaluate("Reveal.getIndices().h") == 2
        assert page.evaluate(background) == "rgb(255, 255, 255)"
        page.keyboard.press("d")
        assert page.evaluate(background) == "rgb(17, 17, 17)"
    with opened(browser, DECKS[0], query="?theme=dark") as page:
        assert page.evaluate(background) == "rgb(17, 17, 17)"
        page.keyboard.press("Tab")
        page.locator("#theme").focus()
        page.keyboard.press("Enter")
        assert page.evaluate(background) == "rgb(255, 255, 255)"


def test_the_speakers_notes_open_offline_and_follow(browser):
    with opened(browser, DECKS[0]) as page:
        with page.context.expect_page() as expected:
            page.keyboard.press("s")
        notes = expected.value
        shown = "document.querySelector('.speaker-controls-notes .value')?.textContent.includes({!r})"
        notes.wait_for_function(shown.format("Before you begin"))
        while not page.evaluate("Reveal.getCurrentSlide().matches('.predict')"):  # a step of a picture
            before = page.evaluate("JSON.stringify(Reveal.getState())")
            page.keyboard.press("ArrowRight")
            page.wait_for_function("(before) => JSON.stringify(Reveal.getState()) !== before", arg=before)
        place = page.evaluate("Reveal.getIndices().h")
        notes.wait_for_function(shown.format("What they answer, and why"))
        told = notes.evaluate("document.querySelector('.speaker-controls-notes .value').textContent")
        expected = page.evaluate("Reveal.getCurrentSlide().querySelector('aside').textContent")
        assert told.split() == expected.split()
        current = next(frame for frame in notes.frames if "postMessageEvents" in frame.url)
        current.wait_for_function(f"window.Reveal?.isReady() && Reveal.getIndices().h === {place}")


# ---- explorers

LIVE = """() => Reveal.getSlides().map((slide, place) => [place, slide.querySelector(".live")?.dataset.awake])
  .filter(([place]) => Reveal.getSlides()[place].querySelector(".live"))"""
MOVED = """() => {
  const { live } = Reveal.getCurrentSlide().querySelector(".live");
  return { axes: live.states.axes(live.places).axes, words: live.models.map((one) => one.get("words")),
    labels: [...live.root.querySelectorAll("[role=img]")].filter((one) => one.checkVisibility())
      .map((one) => one.getAttribute("aria-label")) };
}"""


def stored(path):
    """The states that a deck holds. -> list of (head, ids, arrays), in the order of its slides"""
    return [
        store.opened(base64.b64decode(one))
        for one in build_teaching.STORED.findall(path.read_text(encoding="utf8"))
    ]


@pytest.mark.parametrize("path", DECKS, ids=lambda path: path.stem)
def test_an_explorer_wakes_on_its_slide_and_a_key_shows_what_python_drew(browser, path):
    with opened(browser, path) as page:
        places = [place for place, _ in page.evaluate(LIVE)]
        for place, (head, ids, _) in zip(places, stored(path), strict=True):
            assert dict(page.evaluate(LIVE))[place] is None  # nothing wakes before its slide is shown
            page.evaluate(f"Reveal.slide({place})")
            page.wait_for_function(AWAKE)
            before = page.evaluate(MOVED)
            first = page.locator(".present .alive :is(input, button):visible").first
            if first.evaluate("(one) => one.type") == "range":
                first.focus()
                at_end = first.evaluate("(one) => one.value === one.max")
                page.keyboard.press("ArrowLeft" if at_end else "ArrowRight")
            else:
                page.locator(".present .alive button[aria-pressed=false]:visible").first.click()
            page.wait_for_function(AWAKE)
            now = page.evaluate(MOVED)
            assert now["axes"] != before["axes"] and now["words"] != before["words"]
            assert page.evaluate("Reveal.getIndices().h") == place
            drawn = [store.read(head, ids, view, now["axes"]) for view in range(1, len(head["views"]))]
            assert now["words"] == [one["words"] for one in drawn]
            assert now["labels"] and set(now["labels"]) <= set(now["words"])


def test_the_keys_that_a_slider_does_not_need_are_the_decks(browser):
    with opened(browser, DECKS[0]) as page:
        place = page.evaluate(LIVE)[1][0]  # one with sliders
        slider = page.locator(".present .alive input[type=range]").first

        def at(number):
            page.wait_for_function(f"Reveal.getIndices().h === {number}")
            page.wait_for_function(AWAKE)

        for key in ("PageDown", " "):  # of a remote control, and of the deck
            page.evaluate(f"Reveal.slide({place})")
            at(place)
            slider.focus()
            page.keyboard.press(key)
            at(place + 1)
        page.keyboard.press("ArrowLeft")  # what was left has the focus no more
        at(place)
        slider.focus()
        page.keyboard.press("ArrowRight")
        at(place)
        page.keyboard.press("Escape")
        page.keyboard.press("ArrowRight")
        at(place + 1)


def test_printed_explorers_are_stills(browser):
    with opened(browser, DECKS[0], query="?print-pdf") as page:
        page.wait_for_function("document.querySelector('.pdf-page')")
        stills = page.locator(".live .still img")
        assert stills.count() == len(stored(DECKS[0])) and page.locator(".alive").count() == 0
        assert all(one.bounding_box()["height"] > 100 for one in stills.all())
