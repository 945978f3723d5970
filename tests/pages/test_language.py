"""What a page says by itself in a made-up language: pictures, controls and cards of notebook 1, in Chromium.

Each is used: pointed at, walked by keys, copied, saved, played, reset, answered. Whatever is then written, in
the page, for a screen reader, on a canvas or into the clipboard, is of the language.
"""

import re

import pytest

from helpers import models
from tests.languages import notebook_1, pseudo
from tools.notebooks import BUILT
from tools.pages import lives

HEARS = """
window.written = [];
const write = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {
  written.push(text);
  return write.call(this, text, ...at);
};
Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => written.push(text) } });
"""
WAKE = """async () => {
  for (const still of document.querySelectorAll("[data-explorer], [data-card]")) {
    still.scrollIntoView();
    while (!still.classList.contains("awake")) {
      const trouble = still.querySelector(".hv-message[role=alert]:not(:empty)");
      if (trouble && trouble.parentNode === still) throw new Error(trouble.textContent);
      await new Promise(requestAnimationFrame);
    }
  }
}"""
CALM = """async () => {
  const moves = () => [...document.querySelectorAll(".hv-root")].some((root) => root.unpainted?.());
  do await new Promise(requestAnimationFrame);
  while (moves());
}"""
READ = """() => {
  const texts = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode())
    if (!walk.currentNode.parentNode.closest("script, style")) texts.push(walk.currentNode.data);
  const found = [texts.join(" "), written.splice(0).join(" ")];
  for (const one of document.querySelectorAll("body *"))
    for (const name of ["aria-label", "aria-valuetext", "title", "placeholder", "alt"])
      if (one.hasAttribute(name)) found.push(one.getAttribute(name));
  return [...new Set(found)];
}"""


def page_of(shown):
    """A page of outputs alone. -> HTML"""
    made = [lives.live_of(one, f"live-{place}", BUILT[0]) for place, one in enumerate(shown)]
    kinds = ["explorer" if one.stored else "card" for one in made]
    places = "".join(
        f'<figure data-{kind}="{one.name}"><p></p></figure>' for kind, one in zip(kinds, made, strict=True)
    )
    head = f'<meta charset="utf-8"><link rel="icon" href="data:,"><style>{lives.css()}</style>'
    return (
        f'<!DOCTYPE html><html lang="en"><head>{head}<script>{HEARS}</script></head>'
        f"<body>{places}{lives.at_end(made)}</body></html>"
    )


@pytest.fixture(scope="module")
def said(open_page, tmp_path_factory):
    """All that is said while everything is used. -> list of str"""
    notebook_1.forget()
    with pseudo.spoken(tmp_path_factory.mktemp("languages")):
        html = page_of(notebook_1.run())
    notebook_1.forget()
    page, found = open_page(html, viewport={"width": 1700, "height": 1000}), []

    def read():
        page.evaluate(CALM)
        found.extend(page.evaluate(READ))

    page.evaluate(WAKE)
    read()
    use(page, read)
    return list(dict.fromkeys(found))


def use(page, read):
    """Do what a learner can do on it; read() after each."""
    for picture in page.query_selector_all(".hv-picture :is(canvas, svg[tabindex], a)")[:20]:
        picture.focus()
        for key in ("ArrowRight", "ArrowDown", "ArrowDown"):
            page.keyboard.press(key)
        read()
    for button in page.query_selector_all(".hv-heads button, .hv-tools button, .hv-controls button"):
        button.click()
        read()
    for slider in page.query_selector_all(".hv-controls input[type=range]"):
        slider.focus()
        for key in ("Home", "End"):
            page.keyboard.press(key)
            read()
    for choice in page.query_selector_all(".hv-controls select"):
        choice.select_option(index=2)
        read()
    page.query_selector(".hv-card > button").click()  # the answer, without a guess
    read()
    for option in page.query_selector_all("input[type=radio]"):
        option.check()
        read()


def test_nothing_on_the_page_is_english(said):
    known = {*models.load("pronouns").words, *re.findall(r"\w+", " ".join(notebook_1.TYPED).lower())}
    found = {text: words for text in said if (words := pseudo.escaped(text, known))}
    assert not found, "\n".join(f"{words}: {text[:2000]}" for text, words in found.items())


def test_all_of_it_was_used(said):
    """What only a click, a key or a guess brings."""
    whole = "\n".join(said)
    for text in ("copied", "saved", "No head is switched on: choose one above the picture.", "Pause"):
        assert f"⟦{text}⟧" in whole, text
    assert "⟦Computed: ⟧" in whole and "⟦You guessed: ⟧" in whole
