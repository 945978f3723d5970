"""The live pages in Chromium, Firefox and WebKit: by keyboard, by touch, in both themes, on a phone.

Three pages of the core are built for it, each when it is asked for; with $COURSE_PAGES, a folder of
tools.build_pages, those that stand there are looked at.
"""

import functools
import os
import re
from pathlib import Path

import pytest
from PIL import Image

from tests.browser.test_pages import opened
from tests.lab import access, browsers
from tools import build_pages
from tools.notebooks import CORE

PAGES = {"meet": CORE[0], "scale": CORE[3], "mix": CORE[4]}
LIVE = (Path(browsers.__file__).parent / "live.js").read_text("utf8")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SMALLEST = 24  # CSS pixels that a finger needs, by WCAG 2.2, 2.5.8
MOST_STOPS = 400  # of the Tab key on one page


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """built(name) -> where a page stands; built when it is asked for first"""
    given = os.environ.get("COURSE_PAGES")
    folder = Path(given or tmp_path_factory.mktemp("live"))

    @functools.cache
    def built(name):
        if not given:
            build_pages.build(folder, only=[PAGES[name]], others=False)
        return folder / "notebooks" / f"{PAGES[name].stem}.html"

    return built


@pytest.fixture(params=PAGES)
def place(request, built):
    """Where a page stands."""
    return built(request.param)


def begin(page, place):
    """Open a page, with what tests ask of it. -> how many explorers and pictures it has"""
    page.goto(place.as_uri())
    page.evaluate(LIVE)
    return page.evaluate("live.count()")


def seen(page, at, what="looks"):
    """What pictures tell, and how they look or where all stands in them, once they are painted."""
    told = "async ([at, what]) => { await live.rest(); return [live[what](at), live.words(at)]; }"
    return page.evaluate(told, [at, what])


# ---- the keyboard

KEY = {"range": "ArrowRight", "list": "ArrowDown", "button": "Enter"}


def test_every_explorer_is_used_by_keyboard_alone(browser, place):
    with opened(browser, place.parent, viewport={"width": 1280, "height": 900}) as page:
        begin(page, place)
        first, moved, back = {}, set(), set()
        for _ in range(MOST_STOPS):
            page.keyboard.press("Tab")
            stop = page.evaluate("live.stop()")
            if stop["ends"]:
                break
            at, kind = stop["at"], stop["kind"]
            if at < 0 or not stop["control"]:
                continue
            assert stop["outlined"], f"{stop['name']}: nothing shows that the keys go there"
            first.setdefault(at, seen(page, at, "stands"))
            if kind in KEY:
                before = seen(page, at)
                page.keyboard.press("ArrowLeft" if stop["last"] else KEY[kind])
                assert seen(page, at) != before, f"{stop['name']}: its key changes nothing"
                moved.add(at)
            elif kind == "reset":
                page.keyboard.press("Enter")
                assert seen(page, at, "stands") == first[at], "Reset brings back what was there"
                back.add(at)
        else:
            raise AssertionError("Tab never leaves the page")
        with_controls = {
            at
            for at in range(page.evaluate("live.count()"))
            if page.locator("[data-explorer]").nth(at).locator("input:visible, select:visible").count()
        }
        assert with_controls and moved >= with_controls and back >= with_controls


def test_a_key_changes_the_picture_at_once_where_less_motion_is_asked_for(browser, place):
    with opened(
        browser, place.parent, reduced_motion="reduce", viewport={"width": 1280, "height": 900}
    ) as page:
        count, ranges = begin(page, place), 0
        for at in range(count):
            page.evaluate("live.show", at)
            found = page.locator("[data-explorer]").nth(at).locator("input[type=range]:visible")
            if not found.count():
                continue
            ranges += 1
            before = seen(page, at)
            found.first.focus()
            page.keyboard.press(
                "ArrowRight" if found.first.evaluate("(one) => one.value < one.max") else "ArrowLeft"
            )
            now = "async (at) => { await live.frames(2); return [live.looks(at), live.words(at)]; }"
            then = page.evaluate(now, at)
            assert then != before and then == seen(page, at)
        assert ranges


# ---- touch, on a phone


def drag(page, box, share):
    """Put a finger on the handle of a range and move it to a share of its track."""
    fingers = page.context.new_cdp_session(page)

    def touch(kind, x):
        points = [] if x is None else [{"x": x, "y": box["y"] + box["height"] / 2}]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    start = box["x"] + box["start"] * box["width"]
    touch("touchStart", start)
    for step in (0.25, 0.5, 0.75, 1):
        touch("touchMove", start + step * (box["x"] + share * box["width"] - start))
    touch("touchEnd", None)


def test_a_finger_moves_every_explorer_of_a_phone(browser, place):
    with opened(browser, place.parent, **PHONE) as page:
        count, touched = begin(page, place), 0
        for at in range(count):
            page.evaluate("live.show", at)
            figure = page.locator("[data-explorer]").nth(at)
            for one in figure.locator("input[type=range]:visible").all():
                before, handle = seen(page, at), one.evaluate("live.handle")
                drag(page, handle, 0.9 if handle["start"] < 0.5 else 0.1)
                assert seen(page, at) != before, (
                    f"{one.get_attribute('aria-label')}: a finger changes nothing"
                )
                touched += 1
            for group in figure.locator(".widget-toggle-buttons:visible").all():
                before = seen(page, at)
                group.locator("[aria-pressed=false]").first.tap()
                assert seen(page, at) != before, f"{group.inner_text()}: a finger changes nothing"
                touched += 1
        assert touched


def test_a_phone_shows_all_of_a_page_and_its_controls_are_as_large_as_fingers(browser, place):
    with opened(browser, place.parent, **PHONE) as page:
        begin(page, place)
        page.evaluate("live.show_all()")
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        assert page.evaluate("live.wide()") == []
        assert page.evaluate("live.small", SMALLEST) == []


# ---- what it looks like, and what can be taken along


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_fault_where_everything_is_awake(browser, place, theme):
    with opened(browser, place.parent, color_scheme=theme, viewport={"width": 1280, "height": 900}) as page:
        count = begin(page, place)
        page.evaluate("live.show_all()")
        assert page.locator("[data-explorer].awake").count() == count > 3
        assert page.locator(".hv-message:visible").count() == 0
        assert access.faults(page) == []


@pytest.fixture
def louder(browser, built):
    """The explorer of notebook 5 whose numbers change with "times". -> (page, its place, its figure)"""
    place = built("mix")
    with opened(browser, place.parent, device_scale_factor=2, accept_downloads=True) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        count = begin(page, place)
        for at in range(count):
            page.evaluate("live.show", at)
            figure = page.locator("[data-explorer]").nth(at)
            if figure.get_by_role("slider", name="times").count():
                break
        yield page, at, figure


@pytest.mark.parametrize("refused", [False, True])
def test_numbers_are_copied_as_they_are_now(louder, refused):
    page, at, figure = louder
    if refused:  # as in a browser that gives pages from files no clipboard: the old way is taken
        page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    copied = []
    for key in ("Home", "End"):
        figure.get_by_role("slider", name="times").press(key)
        seen(page, at)
        figure.get_by_role("button", name="Copy numbers").first.click()
        copied.append(page.evaluate("navigator.clipboard.readText()"))
    for text in copied:
        numbers = re.findall(r"(?<=\t)-?\d+(?:\.\d+)?", text)
        assert len(numbers) > 64, text[:200]
    assert copied[0] != copied[1]


def test_the_saved_picture_is_as_large_as_what_is_painted(louder):
    page, at, figure = louder
    with page.expect_download() as waiting:
        figure.get_by_role("button", name="Save PNG").first.click()
    with Image.open(waiting.value.path()) as saved:
        canvas = figure.locator(".hv-picture canvas").first
        width, height, shown = canvas.evaluate("(one) => [one.width, one.height, one.clientWidth]")
        assert saved.format == "PNG" and width == pytest.approx(2 * shown, abs=2)
        assert (
            saved.width == width + 2 * 12 * 2 and saved.height > height
        )  # a margin, and title and badge above


# ---- Firefox and WebKit


@pytest.fixture(scope="module", params=[browsers.Firefox, browsers.WebKit], ids=["Firefox", "WebKit"])
def window(request):
    try:
        with request.param() as window:
            yield window
    except browsers.BrowserMissing as missing:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(str(missing))


def test_other_browsers_paint_and_move_it_too(window, place):
    window.open(place)
    window.js(LIVE)
    blank = window.js("return live.all_blank()")
    assert len(blank) > 3 and set(blank) == {0}
    at, last = window.js("return live.first_slider()")
    words = "await live.rest(); return live.words(argument);"
    first = window.js(words, at)
    assert first and all(first)
    window.press("ArrowLeft" if last else "ArrowRight")
    assert window.js(words, at) != first
    window.js("live.reset(argument).focus()", at)
    window.press("Enter")
    assert window.js(words, at) == first
    assert window.faults == [] and window.asked == []
