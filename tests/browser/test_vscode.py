"""VS Code's page for what cells give, imitated around its own widget manager, in each kind of its themes.

Its Jupyter extension comes from no registry of packages; its widget manager comes from npm. Its page names no
Jupyter theme, and gives widgets a white ground, or, in other versions, its own colours by JupyterLab's names.
"""

import os
import re
import shutil

import pytest

from helpers import style
from tests.lab import access
from tests.lab.vscode import HOSTS, THEMES, VSCode
from tools.notebooks import CORE

JUDGE = """() => axe.run(".output", { runOnly: ["color-contrast"] }).then(({ violations, passes }) => ({
  judged: passes.flatMap(({ nodes }) => nodes).length,
  faults: violations.flatMap(({ nodes }) => nodes.map((one) => `${one.html} ${one.failureSummary}`)),
}))"""
# How a picture stands on its page: [its ink, its ground, the colour that most of its canvas has]
STANDS = """() => client.roots().map((root) => {
  const { color, backgroundColor } = getComputedStyle(root);
  const one = root.querySelector(".hv-picture canvas");
  if (!one) return [color, backgroundColor, backgroundColor];
  const { data } = one.getContext("2d").getImageData(0, 0, one.width, one.height), count = {};
  for (let at = 0; at < data.length; at += 4) {
    const colour = data[at + 3] < 255 ? backgroundColor : `rgb(${data.slice(at, at + 3).join(", ")})`;
    count[colour] = (count[colour] ?? 0) + 1;
  }
  return [color, backgroundColor, Object.keys(count).sort((one, other) => count[other] - count[one])[0]];
})"""
FOCUS = "(at) => { const one = client.movable()[at]; client.handle(one).focus(); return client.looks(one); }"
LOOKS = "(at) => client.looks(client.movable()[at])"
PRESSED = """() => [...document.querySelectorAll('.hv-controls button[aria-pressed]')]
  .filter((one) => one.checkVisibility()).map((one) => one.ariaPressed)"""
SLIDERS = """() => [...document.querySelectorAll(".hv-controls .noUi-target")].flatMap((one) => {
  const handle = getComputedStyle(one.querySelector(".noUi-handle"));
  return one.checkVisibility() ? [[getComputedStyle(one).backgroundColor, handle.borderTopColor]] : [];
})"""
RING = "() => { const { outlineColor, outlineStyle } = getComputedStyle(document.activeElement);"
RING += " return [outlineStyle, outlineColor]; }"


@pytest.fixture(scope="module", params=[CORE[2], CORE[7]], ids=lambda path: path.stem[:2])
def page(request, lab):
    if shutil.which("npm") is None and "CI" not in os.environ:
        pytest.skip("VS Code's widget manager comes with npm: uv sync --group dev")
    with VSCode(lab) as page:
        page.run_all(request.param)
        yield page
        assert page.faults == [] and page.foreign == []


def on_white(colour):
    """How far a colour stands out from white. "rgb(…)" -> float"""
    parts = map(int, re.findall(r"\d+", colour)[:3])
    return style.contrast("#{:02x}{:02x}{:02x}".format(*parts), "#ffffff")


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("theme", THEMES)
def test_words_and_pictures_stand_out_in_each_theme_of_vs_code(page, theme, host):
    page.dress(theme, host)
    access.load(page.page)
    told = page.page.evaluate(JUDGE)
    assert told["faults"] == [] and told["judged"] > 50
    assert page.page.evaluate("client.blank()") == []
    stands = page.page.evaluate(STANDS)
    assert len(stands) >= 8
    sliders = page.page.evaluate(SLIDERS)
    assert sliders and all(on_white(part) >= 3 for slider in sliders for part in slider), sliders
    for ink, ground, canvas in stands:
        assert ground == canvas == "rgb(255, 255, 255)" and ink == "rgb(31, 35, 40)"


@pytest.mark.parametrize("theme", THEMES)
def test_controls_answer_to_keys_and_show_the_focus_in_each_theme_of_vs_code(page, theme):
    page.dress(theme, "bridged")
    for at in range(page.page.evaluate("client.movable().length")):
        for key in ("ArrowLeft", "ArrowRight"):
            before = page.page.evaluate(FOCUS, at)
            page.page.keyboard.press(key)
            page.settle()
            assert page.page.evaluate(LOOKS, at) != before
    options = page.page.locator(".hv-controls button[aria-pressed=false]:visible")
    options = options.filter(has_not_text="Projector")  # which is remembered, for other notebooks, too
    for key in ("Enter", " "):
        before = page.page.evaluate(PRESSED)
        options.last.focus()
        page.page.keyboard.press(key)
        page.settle()
        after = page.page.evaluate(PRESSED)
        assert after != before  # pressed once: twice would change nothing, VS Code presses buttons, too
    for part in (
        ".hv-controls .noUi-handle",
        ".hv-controls button",
        ".hv-root .hv-button",
        ".hv-picture [tabindex='0']",
    ):
        page.page.locator(f"{part}:visible").first.focus()
        page.page.keyboard.press("Shift")  # so that the focus is shown
        style, colour = page.page.evaluate(RING)
        assert style == "solid" and colour == "rgb(15, 102, 184)", part  # 5.9 : 1 on white
