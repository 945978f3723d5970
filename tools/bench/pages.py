"""Live pages: how soon they can be used, how fast a key is answered without a kernel, and how large they are.

The same slider of the same explorer is moved on the page, opened from a file, and in JupyterLab, in turns.
"""

import gzip
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from tests.lab import Explorer
from tools.bench.clock import STOPWATCH, in_turns, within
from tools.bench.course import mover
from tools.bench.keys import first_that_paints, move
from tools.bench.pointing import bare_frames
from tools.bench.table import Row, amount, ratio
from tools.notebooks import CORE, NOTEBOOKS

SUBJECT = "Live pages, opened from a file"
OPENED, ABOVE_FRAME, SHARE = 500, 12, 0.6  # ms until it can be used; ms; of what the kernel takes
PAGE, ALL, PACKED, BUILD = 4e6, 25e6, 15e6, 300  # bytes of a page, of the core, gzipped; seconds
TIMES = 3  # that a page is opened, after once to warm up

# Goes to the first explorer, `first`, as soon as the page is read. `opened`: the milliseconds from the
# navigation to the end of the frame in which its pictures are painted and its controls can be used.
WATCH = """
document.addEventListener("readystatechange", () => {
  const told = (one) => document.getElementById(`${one.dataset.explorer}-told`)?.textContent;
  window.first = [...document.querySelectorAll("[data-explorer]")].find(
    (one) => told(one) && !told(one).includes('"controls":{}'));
  first.scrollIntoView({ block: "center" });
  const there = () => {
    const roots = [...first.querySelectorAll(".hv-root")].filter((one) => one.checkVisibility());
    return first.querySelector("input:enabled, select:enabled, button[aria-pressed]:enabled")
      && roots.length && roots.every((one) => one.painted && !one.unpainted());
  };
  window.opened = new Promise((done) => {
    const drawn = new MessageChannel();
    drawn.port1.onmessage = () => there() ? done(performance.now()) : look();
    const look = () => requestAnimationFrame(() => drawn.port2.postMessage(null));
    look();
  });
}, { once: true });
"""
REST = "() => [...document.querySelectorAll('.hv-root')].every((one) => !one.unpainted())"


class Page:
    """A live page, as clock.timed and keys.move need it."""

    def __init__(self, context, path):
        self.page = context.new_page()
        self.page.goto(path.as_uri())
        self.opened = self.page.evaluate("opened")
        self.page.evaluate(STOPWATCH)

    def settle(self):
        self.page.wait_for_function(REST)

    def control(self, label):
        """A control of the first explorer by the words beside it. -> element"""
        return self.page.evaluate_handle(
            """(label) => first.querySelector(`[aria-label=${JSON.stringify(label)}]`)
              ?? [...first.querySelectorAll("button")].find((one) => one.textContent === label)""",
            label,
        ).as_element()


def rows(lab, events, names=()):
    """names: how the notebooks begin; none means all"""
    paths = [path for path in CORE if not names or path.name.startswith(tuple(names))]
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        yield built(folder, names)
        places = {path: folder / path.relative_to(NOTEBOOKS.parent).with_suffix(".html") for path in paths}
        yield from sizes([place.read_bytes() for place in places.values()], [path.stem for path in paths])
        context = lab.browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_init_script(WATCH)
        for path, place in places.items():
            yield from measured(lab, context, path, place, events)
        context.close()


def built(folder, names):
    """The pages are built, all of them or the named ones. -> Row"""
    begin = time.monotonic()
    only = ["--only", *names] if names else []
    build = [sys.executable, "-m", "tools.build_pages", "--to", str(folder), *only]
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL, cwd=NOTEBOOKS.parent)
    took = time.monotonic() - begin
    what = f"build {', '.join(names)}" if names else "build all pages, those of more/ too"
    return Row(what, [took], "", f"at most {BUILD} s", took <= BUILD, unit="s")


def sizes(contents, names):
    """contents: list of bytes, of the pages in the order of their names -> Row of the largest, Row of all"""
    largest = max(range(len(contents)), key=lambda at: len(contents[at]))
    one, whole = len(contents[largest]), sum(map(len, contents))
    packed = sum(len(gzip.compress(content)) for content in contents)
    bar = f"at most {amount(PAGE, 'bytes')}"
    yield Row(f"the largest page: {names[largest]}", [one], "", bar, one <= PAGE, unit="bytes")
    yield Row(
        f"the pages of the core, {len(contents)} together", [whole], f"{amount(packed, 'bytes')} gzipped",
        f"at most {amount(ALL, 'bytes')}, {amount(PACKED, 'bytes')} gzipped",
        whole <= ALL and packed <= PACKED, unit="bytes", short="The live pages of the core, as files",
    )  # fmt: skip


def measured(lab, context, path, place, events):
    """One page beside the same notebook in JupyterLab. -> Row of opening it, Row of a key press"""
    opened = []
    for _ in range(TIMES):
        other = Page(context, place)
        opened.append(other.opened)
        other.page.close()
    page = Page(context, place)
    yield Row(
        f"{path.stem[:2]} opened → first explorer painted, its slider usable", [*opened[1:], page.opened], "",
        f"at most {OPENED / 1000} s", np.median([*opened[1:], page.opened]) <= OPENED,
    )  # fmt: skip
    with lab.open(path) as notebook:
        notebook.run_all()
        notebook.page.evaluate(STOPWATCH)
        number = int(page.page.evaluate("first.dataset.explorer").split("-")[1])
        explorer = Explorer(notebook, number)
        label, pictures = first_that_paints(explorer)
        changed = within("first", pictures)
        works = [
            mover(explorer, label, pictures),
            lambda times: move(page, lambda: page.control(label), changed, times),
            lambda times: bare_frames(page, times),
        ]
        kernel, moved, bare = in_turns(works, events)
    page.page.close()
    times, words = ratio(moved, kernel)
    above = np.percentile(moved, 95) - np.percentile(bare, 95)
    yield Row(
        f"{path.stem[:2]} {label}: key press → painted", moved,
        f"{words} the kernel; 95 %: a bare frame’s and {above:.0f} ms",
        f"at most {SHARE} × the kernel and {ABOVE_FRAME} ms above a bare frame",
        bool(times <= SHARE and above <= ABOVE_FRAME),
    )  # fmt: skip
