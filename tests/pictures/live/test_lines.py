"""Lines in a real browser: what is painted, said, chosen and sent, against the arrays that Python holds."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from helpers import style
from helpers.attention import softmax
from helpers.frames import LinesFrame
from helpers.pictures.live import Lines
from helpers.pictures.words import describe

WORDS = ("The", "animal", "it", "was", "tired")
N_HEADS = 3
IT = 2


def lines_frame(words=WORDS, n_heads=N_HEADS, seed=1, sharpness=3.0, **rest):
    scores = np.random.default_rng(seed).normal(size=(n_heads, len(words), len(words)))
    names = tuple(f"head {number}" for number in range(1, n_heads + 1))
    return LinesFrame(words, softmax(sharpness * scores), names, **rest)


def one_row(weights, n_heads=1):
    """Every word of every head asks with the same weights."""
    rows = np.tile(np.asarray(weights, float), (n_heads, len(WORDS), 1))
    return LinesFrame(WORDS, rows, tuple(f"head {number}" for number in range(1, n_heads + 1)))


def place(painted, side, at):
    """Where a word stands, in CSS pixels from the top left of the canvas."""
    x = painted["left"] - 12 if side == "query" else painted["right"] + 12
    return x, painted["header"] + (at + 0.5) * painted["row"] - painted["top"]


def hover(shown, side, at):
    shown.hover(*place(shown.painted, side, at))


def click(shown, side, at):
    shown.click(*place(shown.painted, side, at))


def leave(shown):
    shown.page.mouse.move(1, 1)
    shown.settle()


def painted_lines(shown):
    return {(line["head"], line["query"], line["key"]) for line in shown.painted["lines"]}


def drawable(weights, heads, query=slice(None), key=slice(None)):
    """The (head, query, key) whose weight is at least 0.01."""
    chosen = np.zeros(weights.shape, bool)
    chosen[list(heads), query, key] = True
    return {tuple(map(int, place)) for place in np.argwhere(chosen & (weights >= 0.01))}


def ink(shown, x, y, height, head):
    """How many CSS pixels of a head's colour cover a column of the canvas around y."""
    ratio = shown.painted["ratio"]
    top, bottom = round((y - height / 2) * ratio), round((y + height / 2) * ratio)
    column = shown.pixels[top:bottom, round(x * ratio)].astype(float)
    colour = np.array(style.hex_to_rgb(style.HEADS[head]))
    near = np.abs(column[:, :3] - colour).max(axis=1) < 60
    return (column[:, 3] * near).sum() / 255 / ratio


def switches(shown):
    return shown.js(
        "return [...root.querySelectorAll('.hv-head-switch')]"
        ".map((one) => [one.textContent, one.getAttribute('aria-pressed')])"
    )


def press_button(shown, name, **options):
    root = shown.page.locator(".hv-root").nth(shown.place)
    root.get_by_role("button", name=name, exact=True).click(**options)
    shown.settle()


# What is painted


def test_all_words_show_every_weight_that_is_large_enough(show):
    frame = lines_frame()
    (shown,) = show(Lines(frame))
    assert painted_lines(shown) == drawable(frame.weights, range(N_HEADS))
    assert "Weights under 0.01 are not drawn" in shown.js("return root.textContent")


def test_a_word_on_the_left_shows_only_its_row(show):
    frame = lines_frame()
    (shown,) = show(Lines(frame))
    hover(shown, "query", IT)
    assert painted_lines(shown) == drawable(frame.weights, range(N_HEADS), query=IT)
    for line in shown.painted["lines"]:
        assert line["weight"] == pytest.approx(frame.weights[line["head"], IT, line["key"]], abs=1e-6)


def test_a_word_on_the_right_shows_only_its_column(show):
    frame = lines_frame()
    (shown,) = show(Lines(frame))
    hover(shown, "key", IT)
    assert painted_lines(shown) == drawable(frame.weights, range(N_HEADS), key=IT)
    column = frame.weights[0, :, IT]
    told = ", ".join(f"{WORDS[query]} {column[query]:.2f}" for query in np.argsort(-column)[:3])
    assert shown.readout.startswith(f"head 1: it ← {told}")


@pytest.mark.parametrize("ratio", [1, 2])
def test_the_line_of_twice_the_weight_is_twice_as_wide(show, ratio):
    (shown,) = show(Lines(one_row([0.6, 0.3, 0.1, 0.0, 0.0]), selected=[IT]), ratio=ratio)
    painted = shown.painted
    wide, half, thin, none = (
        ink(shown, painted["right"] - 2, place(painted, "key", at)[1], painted["row"] * 0.9, head=0)
        for at in (0, 1, 2, 3)
    )
    assert wide == pytest.approx(2 * half, rel=0.2)
    assert half > 2 * thin > 0
    assert none == 0


def test_the_limit_is_as_wide_as_a_weight_of_1_and_numbers_below_0_have_no_line(show):
    (one,) = show(Lines(one_row([1, 0.5, 0.1, 0.0, 0.0]), selected=[IT]))
    frame = replace(one_row([8, 4, 0.8, 0.0, -8]), limit=8.0)
    (eight,) = show(Lines(frame, selected=[IT]))
    widths = [[line["width"] for line in shown.painted["lines"]] for shown in (one, eight)]
    assert widths[1] == pytest.approx(widths[0]) and len(widths[1]) == 3
    lengths = [[bar["width"] for bar in shown.painted["bars"]] for shown in (one, eight)]
    assert lengths[1] == pytest.approx(lengths[0])
    assert [bar["digits"] for bar in eight.painted["bars"]] == ["8.00", "4.00", "0.80"]


def test_a_single_head_is_painted_in_its_own_colour(show):
    (shown,) = show(Lines(one_row([0, 1, 0, 0, 0], n_heads=3), shown=[2], selected=[IT]))
    painted = shown.painted
    x, y = round(painted["right"] - 3), round(place(painted, "key", 1)[1])
    assert shown.pixels[y, x, :3].astype(int) == pytest.approx(style.hex_to_rgb(style.HEADS[2]), abs=2)


def test_heads_with_equal_lines_do_not_hide_each_other(show):
    (shown,) = show(Lines(one_row([0, 1, 0, 0, 0], n_heads=4), selected=[IT]), ratio=2)
    painted = shown.painted
    middle = place(painted, "key", 1)[1]
    for head in range(4):
        assert ink(shown, painted["right"] - 3, middle, painted["row"], head) > 1


def test_bars_and_digits_beside_the_words_are_the_weights(show):
    frame = lines_frame()
    (shown,) = show(Lines(frame, selected=[IT], shown=[0, 2]))
    bars = shown.painted["bars"]
    assert {(bar["head"], IT, bar["key"]) for bar in bars} == drawable(frame.weights, [0, 2], query=IT)
    for bar in bars:
        assert bar["digits"] == f"{frame.weights[bar['head'], IT, bar['key']]:.2f}"
        middle = place(shown.painted, "key", bar["key"])[1]
        assert bar["y"] < middle < bar["y"] + bar["height"]
        assert bar["digits_at"] > bar["x"] + bar["width"]  # behind the bar, not on it
    lengths = [bar["width"] / frame.weights[bar["head"], IT, bar["key"]] for bar in bars]
    assert np.ptp(lengths) < 1e-3  # one length for one unit of weight


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_bars_are_tinted_in_the_colour_of_their_head(show, theme):
    (shown,) = show(Lines(one_row([0, 1, 0, 0, 0], n_heads=2), selected=[IT]), theme=theme)
    for bar in shown.painted["bars"]:
        x, y = round(bar["x"] + bar["width"] - 3), round(bar["y"] + 2)
        pixel = shown.pixels[y, x].astype(int)
        assert pixel[3] == pytest.approx(0.45 * 255, abs=2)  # over the page, light or dark
        expected = style.hex_to_rgb(style.head_colour(bar["head"] + 1, theme))
        assert pixel[:3] == pytest.approx(expected, abs=4)


# What is said


def test_the_readout_names_the_three_largest_and_the_row_sum(show):
    weights = [[[0.25] * 4] * 3 + [[0.01, 0.97, 0.02, 0.0]]]
    frame = LinesFrame(("The", "animal", "street", "it"), weights, ("head 1",))
    (shown,) = show(Lines(frame))
    hover(shown, "query", 3)
    assert shown.readout == "head 1: it → animal 0.97, street 0.02, The 0.01; row sums to 1.00"


def test_the_row_sum_is_the_one_that_python_sent(show):
    frame = one_row([0.5, 0.5, 0, 0, 0])
    frame.row_sums[0, IT] = 0.77
    (shown,) = show(Lines(frame, selected=[IT]))
    assert shown.readout.endswith("row sums to 0.77")


def test_without_a_chosen_word_the_strongest_of_each_head_is_named(show):
    frame = lines_frame()
    (shown,) = show(Lines(frame, shown=[1]))
    query, key = np.unravel_index(frame.weights[1].argmax(), frame.weights[1].shape)
    assert shown.readout == f"head 2: strongest {WORDS[query]} → {WORDS[key]} {frame.weights[1].max():.2f}"


def test_a_word_that_stands_there_twice_is_told_apart(show):
    frame = LinesFrame(("a", "b", "a"), [np.eye(3)], ("head 1",))
    (shown,) = show(Lines(frame, selected=[2]))
    assert shown.readout.startswith("head 1: a (word 3) → a (word 3) 1.00")


def test_normalisation_title_badge_and_alt_text_are_stated(show):
    words = {"title": "Layer 2", "badge": "random", "alt": "it looks at animal"}
    frame = lines_frame(**words, normalisation="each row adds up to 1")
    (shown,) = show(Lines(frame))
    text = shown.js("return root.innerText")
    assert "Each row adds up to 1" in text and "Layer 2" in text and "random" in text
    told = shown.js("return canvas.getAttribute('aria-label')")
    assert told == describe(frame) and "it looks at animal" in told


def test_markup_in_a_word_stays_text(show):
    nasty = "<img src=x onerror=alert(1)>"
    frame = LinesFrame((nasty, "it"), [np.eye(2)], (nasty,), title=nasty, normalisation=nasty)
    (shown,) = show(Lines(frame, selected=[0]))
    assert nasty in shown.readout
    assert shown.js("return document.querySelectorAll('img').length") == 0


# What is chosen


def test_hover_tells_the_page_and_never_python(show):
    (shown,) = show(Lines(lines_frame()))
    hover(shown, "query", IT)
    assert shown.get("hover") == [IT]
    hover(shown, "key", IT)
    assert shown.get("hover") == []
    leave(shown)
    assert shown.get("hover") == [] and shown.saves == []


def test_hover_told_by_another_view_shows_that_word(show):
    (shown,) = show(Lines(lines_frame()))
    shown.js("model.set('hover', [3])")
    shown.settle()
    assert {query for _, query, _ in painted_lines(shown)} == {3}


def test_a_click_keeps_a_word_and_a_second_click_lets_it_go(show):
    frame = lines_frame()
    (shown,) = show(Lines(frame))
    click(shown, "query", IT)
    leave(shown)
    assert shown.saves[-1]["selected"] == [IT]
    assert painted_lines(shown) == drawable(frame.weights, range(N_HEADS), query=IT)
    click(shown, "query", IT)
    leave(shown)
    assert shown.saves[-1]["selected"] == []
    assert painted_lines(shown) == drawable(frame.weights, range(N_HEADS))


def test_a_click_on_the_right_keeps_who_looks_at_it(show):
    frame = lines_frame()
    (shown,) = show(Lines(frame, selected=[IT]))
    click(shown, "key", 1)
    leave(shown)
    assert shown.get("selected") == []
    assert painted_lines(shown) == drawable(frame.weights, range(N_HEADS), key=1)


def test_python_selects_and_hover_looks_elsewhere_for_a_moment(show):
    (shown,) = show(Lines(lines_frame()))
    shown.view.selected = [1]
    shown.sync()
    assert {query for _, query, _ in painted_lines(shown)} == {1}
    hover(shown, "query", 4)
    assert {query for _, query, _ in painted_lines(shown)} == {4}
    leave(shown)
    assert {query for _, query, _ in painted_lines(shown)} == {1}


def test_keys_move_select_and_clear(show):
    (shown,) = show(Lines(lines_frame()))
    shown.press("Home", "ArrowDown", "ArrowDown")
    assert shown.get("hover") == [2] and shown.saves == []
    shown.press("Enter")
    assert shown.saves[-1]["selected"] == [2]
    shown.press("End")
    assert shown.get("hover") == [4]
    shown.press("ArrowDown")
    assert shown.get("hover") == [4]
    shown.press("ArrowRight", "ArrowUp")
    assert shown.painted["chosen"] == {"side": "key", "at": 3}
    assert shown.readout.startswith("head 1: was ←")
    shown.press("Escape")
    assert shown.get("hover") == shown.get("selected") == []
    assert shown.painted["chosen"]["side"] is None


def test_keys_win_while_the_pointer_rests_on_the_picture(show):
    (shown,) = show(Lines(lines_frame(tuple(f"w{i}" for i in range(60)))))
    hover(shown, "query", 3)
    shown.press("End")
    shown.page.wait_for_function("() => document.querySelector('.hv-lines').scrollTop > 0")
    shown.settle()
    assert shown.get("hover") == [59]


# Heads


def test_switches_show_names_and_repaint_without_python(show):
    frame = lines_frame()
    (shown,) = show(Lines(frame, selected=[IT]))
    assert switches(shown) == [["head 1", "true"], ["head 2", "true"], ["head 3", "true"]]
    press_button(shown, "head 2")  # nobody answers save_changes here: the kernel might as well be dead
    leave(shown)
    assert switches(shown) == [["head 1", "true"], ["head 2", "false"], ["head 3", "true"]]
    assert painted_lines(shown) == drawable(frame.weights, [0, 2], query=IT)
    assert shown.saves[-1]["shown"] == [0, 2]


def test_all_none_and_only_one_head(show):
    frame = lines_frame()
    (shown,) = show(Lines(frame))
    press_button(shown, "none")
    assert shown.get("shown") == [] and painted_lines(shown) == set()
    assert shown.readout == "No head is switched on: choose one above the picture."
    press_button(shown, "all")
    assert shown.get("shown") == [0, 1, 2]
    press_button(shown, "head 3", click_count=2)
    assert shown.get("shown") == [2]
    press_button(shown, "head 1", modifiers=["Shift"])
    assert shown.get("shown") == [0] and painted_lines(shown) == drawable(frame.weights, [0])


def test_python_switches_heads(show):
    frame = lines_frame(shown=(1,))
    (shown,) = show(Lines(frame))
    assert painted_lines(shown) == drawable(frame.weights, [1])
    shown.view.shown = [2, 0]
    shown.sync()
    assert painted_lines(shown) == drawable(frame.weights, [0, 2])
    assert [pressed for _, pressed in switches(shown)] == ["true", "false", "true"]


def test_switches_are_one_stop_with_arrow_keys_between_them(show):
    (shown,) = show(Lines(lines_frame()))
    stops = (
        "return [...root.querySelectorAll('.hv-heads button')]"
        ".filter((one) => one.tabIndex === 0).map((one) => one.textContent)"
    )
    assert shown.js(stops) == ["head 1"]
    shown.js("root.querySelector('.hv-heads button').focus()")
    for key in ("ArrowRight", "ArrowRight", "Space"):
        shown.page.keyboard.press(key)
    assert shown.js(stops) == ["head 3"] and shown.get("shown") == [0, 1]


# Other frames


def test_a_new_frame_keeps_the_word_and_the_switches(show):
    view = Lines(lines_frame(), selected=[IT], shown=[1])
    (shown,) = show(view)
    view.frame = other = lines_frame(("We", "saw", "her", "there"), seed=7)
    shown.sync()
    assert view.selected == [IT] and view.shown == [1]
    assert painted_lines(shown) == drawable(other.weights, [1], query=IT)
    assert shown.readout.startswith("head 2: her →")


def test_a_shorter_frame_lets_go_of_a_word_that_is_gone(show):
    view = Lines(lines_frame(), selected=[4])
    (shown,) = show(view)
    view.frame = other = lines_frame(("We", "saw"), seed=7)
    shown.sync()
    assert view.selected == shown.get("selected") == []
    assert painted_lines(shown) == drawable(other.weights, range(N_HEADS))


def test_other_heads_start_with_what_their_frame_shows(show):
    view = Lines(lines_frame(), shown=[2])
    (shown,) = show(view)
    view.frame = lines_frame(n_heads=2, shown=(0,))
    shown.sync()
    assert view.shown == [0] and switches(shown) == [["head 1", "true"], ["head 2", "false"]]


@pytest.mark.parametrize(
    ("trait", "value", "says"),
    [
        ("selected", [5], r"one word, \[position\] from 0, or none, \[\]: there is no \[5\] here"),
        ("selected", ["it"], r"there is no \['it'\] here"),
        ("selected", [1, 2], "selected holds one word"),
        ("shown", [0, 3], "no head at position 3"),
        ("shown", [-1], "no head at position -1"),
    ],
)
def test_a_word_or_head_that_is_not_there_is_refused(trait, value, says):
    view = Lines(lines_frame())
    before = getattr(view, trait)
    with pytest.raises(ValueError, match=says):
        setattr(view, trait, value)
    assert getattr(view, trait) == before


def test_no_words_give_a_quiet_line(show):
    view = Lines(LinesFrame((), np.zeros((2, 0, 0)), ("head 1", "head 2")))
    (shown,) = show(view)
    assert "No words to show." in shown.js("return root.innerText")
    assert shown.readout == "" and not shown.js("return canvas.checkVisibility()")
    view.frame = lines_frame(n_heads=2)
    shown.sync()
    assert "No words to show." not in shown.js("return root.innerText") and painted_lines(shown)


def test_one_word_looks_at_itself(show):
    (shown,) = show(Lines(LinesFrame(("it",), [[[1.0]]], ("head 1",)), selected=[0]))
    assert shown.readout == "head 1: it → it 1.00; row sums to 1.00"
    assert painted_lines(shown) == {(0, 0, 0)}


@pytest.mark.parametrize("width", [360, 900, 1400])
@pytest.mark.parametrize("scale", [1.0, 1.6])
@pytest.mark.parametrize("n_heads", [1, 8, 16])
def test_everything_fits_in_the_column(show, width, scale, n_heads):
    (shown,) = show(Lines(lines_frame(n_heads=n_heads), selected=[IT], scale=scale), width=width)
    painted = shown.painted
    room = shown.js("return root.querySelector('.hv-picture').clientWidth")
    assert painted["width"] <= room
    assert shown.js("return root.scrollWidth <= root.clientWidth")
    assert painted["column"] < painted["left"] + 1 and painted["right"] - painted["left"] >= 80 * scale
    for bar in painted["bars"]:
        assert painted["bars_at"] <= bar["x"] and bar["x"] + bar["width"] <= painted["width"] + 1
    assert painted["row"] >= 14 * scale * 1.2  # a row is higher than its letters


def test_a_long_text_scrolls_and_draws_no_more_than_the_eye_can_take(show):
    words = tuple(f"word{number}" for number in range(128))
    frame = lines_frame(words, 16)
    (shown,) = show(Lines(frame, selected=[127]))
    painted = shown.painted
    assert painted["visible"] < 700 < painted["height"]
    bottom = painted["height"] - painted["visible"]
    assert painted["top"] == pytest.approx(bottom, abs=1)  # scrolled to the chosen word
    assert painted_lines(shown) == drawable(frame.weights, range(16), query=127)
    shown.view.selected = []
    shown.sync()
    lines = shown.painted["lines"]
    least = min(line["weight"] for line in lines)
    stated = float(shown.js("return root.textContent.match(/all words at once under ([\\d.]+\\d)/)[1]"))
    assert 1000 < len(lines) <= 2500 and stated <= least + 1e-6
    assert len(lines) == (frame.weights.astype(np.float32) >= stated).sum()


def test_hover_draws_the_lines_of_one_word_only(show):
    (shown,) = show(Lines(lines_frame(tuple(f"word{number}" for number in range(128)), 16)))
    hover(shown, "query", 1)
    assert shown.commands(lambda: hover(shown, "query", 8)) < 3000  # of 2,048 lines, not of 262,144


# Copy, save, close


def test_copied_tables_are_the_shown_heads(show):
    frame = lines_frame()
    (shown,) = show(Lines(frame, shown=[0, 2]))
    press_button(shown, "Copy numbers")
    text = shown.js("return navigator.clipboard.readText()")
    tables = [[line.split("\t") for line in table.splitlines()] for table in text.strip().split("\n\n")]
    for head, table in zip([0, 2], tables, strict=True):
        assert table[0] == [f"head {head + 1}", *WORDS]
        assert [row[0] for row in table[1:]] == list(WORDS)
        assert np.array([row[1:] for row in table[1:]], float) == pytest.approx(frame.weights[head], rel=1e-6)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_saved_picture_is_opaque_and_holds_the_lines(show, theme):
    (shown,) = show(Lines(one_row([0, 1, 0, 0, 0], n_heads=2), selected=[IT], shown=[1]), theme=theme)
    with shown.page.expect_download() as download:
        press_button(shown, "Save PNG")
    assert download.value.suggested_filename == "lines.png"
    image = np.asarray(Image.open(download.value.path()).convert("RGBA"))
    painted = shown.painted
    assert image.shape[0] > 2 * painted["visible"]  # at twice the pixels, with words above and below
    assert image.shape[1] > 2 * painted["width"]
    assert (image[..., 3] == 255).all()
    assert image[0, 0, :3].tolist() == list(style.hex_to_rgb(style.PAPER[theme]))
    paper, head = (np.array(style.hex_to_rgb(colour)) for colour in (style.PAPER[theme], style.HEADS[1]))
    solid = np.abs(image[..., :3] - (0.9 * head + 0.1 * paper)).max(axis=2) < 3
    assert solid.sum() > 4 * painted["gap"]  # the line, at least a pixel high from word to word


def test_several_views_on_a_page_keep_to_themselves(show):
    first, other = show(Lines(lines_frame()), Lines(lines_frame(seed=5)))
    press_button(first, "head 1")
    click(first, "query", IT)
    leave(first)
    assert other.get("shown") == [0, 1, 2] and other.get("selected") == []
    assert painted_lines(other) == drawable(other.view.frame.weights, range(N_HEADS))


def test_closing_leaves_nothing_behind(show):
    (shown,) = show(Lines(lines_frame()))
    assert shown.js("return model.listeners.length") > 0
    shown.js("close()")
    assert shown.js("return model.listeners.length") == 0
    assert shown.js("return el.children.length") == 0
