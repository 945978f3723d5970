"""A picture is readable wherever it stands: on its own ground, whatever page and system say; and sharp."""

import itertools

import numpy as np
import pytest

from helpers import style
from helpers.frames import ChartFrame, LinesFrame, MatrixFrame, Panel, Plot, Series
from helpers.pictures.live import view_of

WORDS = ("it", "was", "tired")
FRAMES = {
    "matrix": MatrixFrame((Panel(np.eye(3), "weights", WORDS, WORDS),), "A title"),
    "lines": LinesFrame(WORDS, np.full((1, 3, 3), 1 / 3), ("head 1",), title="A title"),
    "chart": ChartFrame((Plot((Series(range(3), [1, 2, 3], "bars"),), "bars"),), "A title"),
}
DRESS = """([ground, body]) => {
  delete document.body.dataset.jpThemeLight;
  document.body.className = body;
  document.documentElement.style.background = document.body.style.background = ground;
}"""
SEEN = """const title = root.querySelector(".hv-title"), faint = root.querySelector(".hv-badge");
  const colour = (part, name) => getComputedStyle(part)[name].match(/[\\d.]+/g).map(Number);
  const inks = [title, faint].map((part) => colour(part, "color"));
  return { ground: colour(root, "backgroundColor"), inks };"""
CASES = itertools.product(
    FRAMES, ("light", "dark"), ("#ffffff", "#1e1e1e"), ("", "vscode-light", "vscode-dark")
)


def hexed(colour):
    assert len(colour) == 3 or colour[3] == 1, "it lets the page shine through"
    return "#{:02x}{:02x}{:02x}".format(*map(int, colour[:3]))


@pytest.mark.parametrize("kind, scheme, ground, body", CASES)
def test_ink_stands_out_from_what_it_stands_on(show, kind, scheme, ground, body):
    (shown,) = show(view_of(FRAMES[kind]))
    shown.page.emulate_media(color_scheme=scheme)
    shown.page.evaluate(DRESS, [ground, body])
    shown.settle()
    shown.settle()
    seen = shown.js(SEEN)
    assert all(style.contrast(hexed(ink), hexed(seen["ground"])) >= 4.5 for ink in seen["inks"])
    picture = shown.screenshot()[..., :3]
    assert (picture[2, 2] == style.hex_to_rgb(hexed(seen["ground"]))).all()  # and that is what one sees
    light = style.luminance(picture[40:])
    assert (light.max() + 0.05) / (light.min() + 0.05) > 7  # the words of the picture itself


@pytest.mark.parametrize("kind", FRAMES)
def test_a_screen_of_another_pixel_ratio_gets_a_picture_of_its_own(show, kind):
    (shown,) = show(view_of(FRAMES[kind]))
    session = shown.page.context.new_cdp_session(shown.page)
    for ratio in (2, 1.5, 3, 1):  # it goes on listening after each
        screen = {
            "width": 950 + int(10 * ratio),
            "height": 900,
            "mobile": False,
        }  # the picture keeps its width
        session.send("Emulation.setDeviceMetricsOverride", {**screen, "deviceScaleFactor": ratio})
        shown.page.wait_for_function("ratio => devicePixelRatio === ratio", arg=ratio)
        if kind != "chart":  # of an SVG the browser itself takes care
            shown.page.wait_for_function(
                "ratio => window.stages[0].el.querySelector('.hv-root').painted.ratio === ratio",
                arg=ratio,
                timeout=10_000,
            )
            assert shown.js("return canvas.width / canvas.getBoundingClientRect().width") == pytest.approx(
                ratio, abs=0.02
            )
