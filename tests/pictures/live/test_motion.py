"""Motion in a real browser, frame by frame: the test hands out the page's frames, so no clock decides."""

import numpy as np
import pytest

from helpers.attention import softmax
from helpers.frames import ChartFrame, LinesFrame, MatrixFrame, Panel, Plot, Series
from helpers.pictures.live import view_of
from tests.pictures.live.conftest import wire

WORDS = ("The", "animal", "it", "was", "tired")

# The page's frames come when a test calls frame(milliseconds), from a moment far from the last one on.
HOLD = """() => {
  if (window.real_ask) return;
  window.real_ask = requestAnimationFrame;
  window.held = new Map();
  window.base = performance.now() + 60_000;
  let count = 1_000_000;
  window.requestAnimationFrame = (callback) => { held.set(++count, callback); return count; };
  const real_cancel = window.cancelAnimationFrame;
  window.cancelAnimationFrame = (number) => held.delete(number) || real_cancel(number);
  window.frame = (time) => {
    const now = [...held.values()];
    held.clear();
    for (const one of now) one(base + time);
  };
}"""
# What stands on the picture, what is written on it, whether it moves, how many frames are asked for.
LOOK = """const svg = root.querySelector('.hv-picture svg');
  const drawn = canvas ? canvas.toDataURL() : svg.outerHTML;
  const painted = { ...root.painted, milliseconds: 0 };
  return { drawn, painted, moves: root.unpainted(), held: held.size };"""
WRITTEN = """window.written = [];
  const fill = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {
    written.push(text); fill.call(this, text, ...at); };"""


def matrix(seed=1, row=0, **rest):
    numbers = np.random.default_rng(seed).uniform(-1, 1, size=(2, 5, 3))
    panels = (
        Panel(numbers[0], "q", WORDS, kind="boxes", role="query", limit=1, marked=((row, 1),)),
        Panel(softmax(3 * numbers[1]), "weights", WORDS, ("a", "b", "c")),
    )
    return MatrixFrame(panels, badge="hand-set", selected=(0, row, -1), **rest)


def lines(seed=1, asks=2, words=WORDS):
    scores = np.random.default_rng(seed).normal(size=(2, 5, 5))
    return LinesFrame(words, softmax(3 * scores), ("head 1", "head 2"), selected=(asks,))


def chart(seed=1):
    numbers = np.random.default_rng(seed).uniform(0.1, 1, size=(4, 5))
    bars = Plot([Series(np.arange(5), numbers[0], "bars")], x_ticks=tuple(enumerate(WORDS)))
    plane = Plot(
        [
            Series(numbers[1], numbers[2], "arrows", "query", names=WORDS),
            Series(numbers[2], numbers[3], "points", "key"),
            Series(np.arange(5) / 4, 5 * numbers[3] * seed, "line"),
        ]
    )
    return ChartFrame([bars, plane], badge="hand-set")


PAIRS = {
    "matrix": (matrix(1, 0), matrix(2, 4)),
    "lines": (lines(1, 0), lines(2, 0)),
    "fan": (lines(1, 0), lines(1, 4)),
    "chart": (chart(1), chart(2)),
}
pairs = pytest.mark.parametrize("name", list(PAIRS))


class Held:
    """A view whose page stands still: send(frame) tells of a frame, at(milliseconds) is the page's next."""

    def __init__(self, shown):
        self.shown = shown
        shown.js(f"({HOLD})()")

    def send(self, frame):
        before = self.shown.sent
        self.shown.view.frame = frame
        now = self.shown.view.get_state()
        self.shown.js(
            "model.receive(argument)",
            wire({name: value for name, value in now.items() if value != before[name]}),
        )
        self.shown.sent = now

    def at(self, time):
        """Give the page a frame. -> what is seen then"""
        return self.shown.js(f"frame(argument); {LOOK}", time)

    def look(self):
        return self.shown.js(LOOK)


@pytest.fixture
def held(show):
    """held(frame) -> Held, a view of that frame, painted."""
    return lambda frame: Held(show(view_of(frame), width=760)[0])


@pytest.fixture
def jumped(show):
    """jumped(frame, other) -> what stands there after the first became the other one without a motion"""

    def jumped(frame, other):
        (shown,) = show(view_of(frame), width=760)
        shown.page.emulate_media(reduced_motion="reduce")
        calm = Held(shown)
        calm.send(other)
        return calm.at(0)

    return jumped


@pairs
def test_a_motion_begins_at_once_and_ends_in_what_a_jump_paints(held, jumped, name):
    before, after = PAIRS[name]
    picture, end = held(before), jumped(before, after)
    assert not end["moves"] and end["held"] == 0
    start = picture.look()["drawn"]
    picture.send(after)
    seen = [picture.at(time) for time in (0, 50, 100, 200, 300)]
    drawn = [start, *(one["drawn"] for one in seen)]
    assert (
        len({*drawn, end["drawn"]}) == len(drawn) + 1
    )  # each frame is another picture, under way from the first
    assert all(one["moves"] and one["held"] == 1 for one in seen)
    assert picture.at(400) == end


@pairs
def test_what_the_tests_are_told_is_where_everything_will_stand(held, jumped, name):
    before, after = PAIRS[name]
    picture, end = held(before), jumped(before, after)
    picture.send(after)
    assert picture.at(0)["painted"] == end["painted"] == picture.at(200)["painted"]


@pytest.mark.parametrize("name", ["matrix", "lines", "fan"])
def test_texts_are_those_of_the_new_state_from_the_first_frame_on(held, name):
    before, after = PAIRS[name]
    picture = held(before)
    picture.shown.js(WRITTEN)
    picture.send(after)

    def written():
        return picture.shown.js("return written.splice(0).filter(Boolean).sort()")

    picture.at(0)
    first = written()
    picture.at(400)
    assert first == written() and any("." in text for text in first)


def test_the_texts_of_a_chart_are_true_while_it_moves(held, jumped):
    picture, said = (
        held(chart(1)),
        "return [...root.querySelectorAll('svg text')].map((one) => one.textContent)",
    )
    picture.send(chart(2))
    picture.at(0)
    moving = picture.shown.js(said)
    picture.at(400)
    resting = picture.shown.js(said)
    assert set(moving) <= set(resting)  # a tick that is not on the axis yet waits
    assert [text for text in moving if "." in text and len(text) == 4]


@pairs
def test_a_moving_hand_sees_the_newest_state_at_once(held, jumped, name):
    before, after = PAIRS[name]
    picture = held(before)
    picture.send(after)
    assert picture.at(0)["moves"]
    for time in (60, 120, 180):  # one state after another, the last of them the first one again
        picture.send(before if time != 120 else after)
        seen = picture.at(time)
        assert not seen["moves"] and seen["held"] == 0
    assert seen["drawn"] == jumped(after, before)["drawn"]
    picture.send(after)
    assert picture.at(700)["moves"]  # the hand has rested


def test_several_states_in_one_frame_are_one_motion_to_the_newest(held, jumped):
    picture = held(matrix(1))
    for seed in (2, 3, 4):
        picture.send(matrix(seed))
    assert picture.at(0)["moves"]
    assert picture.at(400) == jumped(matrix(1), matrix(4))


@pairs
def test_pointing_ends_a_motion(held, jumped, name):
    before, after = PAIRS[name]
    picture = held(before)
    picture.send(after)
    picture.at(0)
    picture.shown.js("model.set('hover', argument)", {"lines": [3], "fan": [3]}.get(name, [0, 0, 1]))
    seen = picture.at(30)
    assert not seen["moves"] and seen["held"] == 0
    picture.shown.js("model.set('hover', [])")
    assert picture.at(60)["drawn"] == jumped(before, after)["drawn"]


@pytest.mark.parametrize("name", ["matrix", "chart"])
def test_what_is_saved_stands_still(held, jumped, name):
    before, after = PAIRS[name]
    picture, end = held(before), jumped(before, after)
    picture.send(after)
    picture.at(0)
    picture.shown.js(
        "[...root.querySelectorAll('button')].find((one) => one.innerText === 'Save PNG').click()"
    )
    assert picture.look() == end


def test_what_is_not_the_same_thing_jumps(held):
    pairs = (
        (matrix(1), MatrixFrame([Panel(np.ones((5, 4)), "q", WORDS, kind="boxes")], badge="hand-set")),
        (lines(1), lines(2, words=("A", "dog", "he", "is", "tired"))),
        (chart(1), ChartFrame([Plot([Series([0, 1], [0, 1])])], badge="hand-set")),
        (
            MatrixFrame([Panel(np.zeros((200, 200)))], badge="hand-set"),
            MatrixFrame([Panel(np.eye(200))], badge="hand-set"),
        ),
    )
    for before, after in pairs:
        picture = held(before)
        picture.send(after)
        assert not picture.at(0)["moves"]


def test_who_asks_for_less_motion_while_it_moves_gets_the_new_state_at_once(held, jumped):
    picture, end = held(matrix(1)), jumped(matrix(1), matrix(2))
    picture.send(matrix(2))
    picture.at(0)
    picture.shown.page.emulate_media(reduced_motion="reduce")
    picture.shown.page.wait_for_function("!document.querySelector('.hv-root').unpainted()", polling=10)
    assert picture.look() == end


def test_a_picture_out_of_sight_does_not_move(show):
    (shown,) = show(view_of(matrix(1)))
    shown.js("el.style.marginTop = '5000px'")
    shown.settle()
    picture = Held(shown)
    picture.send(matrix(2))
    assert not picture.at(0)["moves"]


def test_a_change_of_size_jumps(held):
    picture = held(matrix(1))
    picture.send(matrix(2))
    picture.shown.js("model.receive({ scale: 1.5 })")
    assert not picture.at(0)["moves"]


def test_tagged_cells_fly_to_their_places_and_arrive(held, jumped):
    tags = np.array([[11, 12], [21, 22], [31, 32]])

    def boxes(values, title):
        return Panel(values, title, kind="boxes", tags=values)

    before = MatrixFrame([boxes(tags, "first")], badge="hand-set")
    after = MatrixFrame([boxes(tags, "first"), boxes(tags.T, "turned")], badge="hand-set")
    picture, end = held(before), jumped(before, after)
    picture.send(after)
    seen = [picture.at(time) for time in (0, 100, 200)]
    assert len({one["drawn"] for one in (*seen, end)}) == 4
    assert picture.at(400) == end
