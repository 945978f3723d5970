"""What a control has changed is said once, when the picture rests; on a clock that only the test moves."""

from helpers.pictures.live.labels import Labels

CLOCK = """
  window.due = new Map();
  window.setTimeout = (call, wait) => { const key = {}; due.set(key, { call, wait }); return key; };
  window.clearTimeout = (key) => due.delete(key);
"""
EXPLORER = """
  const explorer = Object.assign(document.createElement("div"), { className: "hv-explorer" });
  const picture = Object.assign(document.createElement("div"), { textContent: "a picture" });
  picture.role = "img";
  picture.ariaLabel = "at first";
  document.body.append(explorer);
  explorer.append(el, picture);
  window.paint = async (words) => { picture.ariaLabel = words; await new Promise(requestAnimationFrame); };
"""
WAITING = "return [...due.values()].map((one) => one.wait)"
LATER = "for (const [key, { call }] of [...due]) { due.delete(key); call(); }"
SAID = "return el.querySelector('[role=status]').textContent"


def test_many_quick_changes_are_said_once_when_the_picture_has_rested(show):
    (shown,) = show(Labels())
    shown.js(CLOCK + EXPLORER)
    shown.settle()  # it looks for its explorer in each frame
    assert shown.js(WAITING) == [] and shown.js(SAID) == ""
    for words in ("one", "two", "three"):
        shown.js("await paint(argument)", words)
        (wait,) = shown.js(WAITING)
        assert 400 <= wait <= 800 and shown.js(SAID) == ""  # milliseconds, from the last change on
    shown.js(LATER)
    assert shown.js(SAID) == "three" and shown.js(WAITING) == []
    shown.js("await paint(argument)", "three")  # nothing has changed
    assert shown.js(WAITING) == []
    shown.js("await paint(argument)", "four")
    shown.js(LATER)
    assert shown.js(SAID) == "four"
