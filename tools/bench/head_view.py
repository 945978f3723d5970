"""Lines between words, by the course and by bertviz' head_view: how large, and how long until painted."""

import contextlib
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from tools.bench.clock import open_cells
from tools.bench.table import Row, amount, ratio

SUBJECT = "Lines between words, 12 heads, beside bertviz' head_view of the same weights"
SIZES, HEADS = (14, 64, 128), 12
SLOWEST, LARGEST = 1, 0.7  # times what bertviz takes and sends
# bertviz loads three scripts from the network. Here its page gets them from npm's packages, without a
# network; jquery 2.0.0 is not there, so the nearest that is. The first drawing, which waits for them, is not
# counted.
SCRIPTS = {
    "require.js": ("requirejs@2.3.6", "require.js"),
    "d3": ("d3@5.7.0", "dist/d3.min.js"),
    "jquery": ("jquery@2.2.4", "dist/jquery.min.js"),
}
SET_UP = f"""
import numpy as np
import torch
from bertviz import head_view
from helpers.attention import attention_weights
from helpers.explorers import Explorer
from helpers.frames import LinesFrame

names = tuple(f"head {{number}}" for number in range(1, {HEADS + 1}))
words, weights = {{}}, {{}}
for n in {SIZES}:
    words[n] = tuple(f"w{{at}}" for at in range(n))
    scores = 3 * np.random.default_rng(n).normal(size=({HEADS}, n, n))
    weights[n] = attention_weights(scores).astype(np.float32)
"""
OURS = 'Explorer(lambda: LinesFrame(words[{n}], weights[{n}], names, badge="random"), {{}})'
THEIRS = "head_view([torch.from_numpy(weights[{n}])[None]], list(words[{n}]))"
# Runs a cell. -> [milliseconds until what `find` finds is a new one and the frame that shows it is done,
# bytes that came]
DRAW = """const [place, find] = argument, cell = cells[place];
  const size = (text) => new TextEncoder().encode(text).length;
  let bytes = 0;
  const count = (_, { direction, msg }) => {
    if (direction === "recv" && msg.channel === "iopub")
      for (const one of [JSON.stringify(msg.content), ...(msg.buffers ?? [])])
        bytes += one.byteLength ?? size(one);
  };
  panel.content.activeCellIndex = place;
  panel.content.deselectAll();
  const before = cell.node.querySelector(find), drawn = new MessageChannel(), begin = performance.now();
  kernel.anyMessage.connect(count);
  jupyterapp.commands.execute("notebook:run-cell");
  const took = await new Promise((done) => {
    drawn.port1.onmessage = () => {
      const found = cell.node.querySelector(find);
      const there = found && found !== before && (found.painted || found.matches("svg *"));
      there ? done(performance.now() - begin) : look();
    };
    const look = () => requestAnimationFrame(() => drawn.port2.postMessage(null));
    look();
  });
  kernel.anyMessage.disconnect(count);
  return [took, bytes];"""


def fetch(folder):
    """The scripts that bertviz loads, from npm. -> dict of a part of their address: JavaScript"""
    found = {}
    for name, (package, place) in SCRIPTS.items():
        told = subprocess.run(
            ["npm", "pack", package, "--silent"], cwd=folder, capture_output=True, text=True, check=True
        )
        with tarfile.open(Path(folder) / told.stdout.strip()) as packed:
            found[name] = packed.extractfile(f"package/{place}").read().decode("utf8")
    return found


def rows(lab, times=5):
    cells = [SET_UP, *(code.format(n=size) for size in SIZES for code in (OURS, THEIRS))]
    with open_beside(lab, cells) as notebook:
        for number, size in enumerate(SIZES):
            ours, bytes_ours = drawn(notebook, 1 + 2 * number, ".hv-root", times)
            theirs, bytes_theirs = drawn(notebook, 2 + 2 * number, "svg #attention", times)
            lines = notebook.js(
                "return cells[argument].node.querySelectorAll('#attention line').length", 2 + 2 * number
            )
            assert lines == HEADS * size**2, f"bertviz drew {lines} lines"
            notebook.js("for (const { model } of cells) model.outputs?.clear()")
            slower, words = ratio(ours, theirs)
            beside = f"{words} bertviz ({amount(sorted(theirs)[len(theirs) // 2], 'ms')})"
            in_short = f"Draw the lines between {size} words, 12 heads" if size == 64 else ""
            yield Row(
                f"{size} words: from running the cell until painted", ours, beside,
                f"at most {SLOWEST} × bertviz", slower <= SLOWEST, short=in_short,
            )  # fmt: skip
            larger, words = ratio([bytes_ours], [bytes_theirs])
            beside = f"{words} bertviz ({amount(bytes_theirs, 'bytes')})"
            in_short = "… and what is sent to the page for it" if size == 64 else ""
            yield Row(
                f"{size} words: sent to the page", [bytes_ours], beside,
                f"at most {LARGEST} × bertviz", larger <= LARGEST, unit="bytes", short=in_short,
            )  # fmt: skip


@contextlib.contextmanager
def open_beside(lab, cells):
    """Open a notebook in which bertviz draws, run its first cell and load bertviz' scripts. -> Notebook"""
    if not shutil.which("npm"):
        raise ModuleNotFoundError("npm, which brings the scripts that bertviz loads", name="npm")
    with tempfile.TemporaryDirectory() as folder:
        scripts = fetch(folder)
    with open_cells(lab, cells, height=1400) as notebook:

        def answer(route):
            script = next(one for name, one in scripts.items() if f"/{name}/" in route.request.url)
            route.fulfill(body=script, content_type="text/javascript")

        notebook.page.route("**/ajax/libs/**", answer)
        notebook.js(
            "panel.content.activeCellIndex = 0; await jupyterapp.commands.execute('notebook:run-cell')"
        )
        notebook.settle()
        _load_scripts(notebook)
        yield notebook


def _load_scripts(notebook):
    """Load what bertviz loads once; its own cell would fail at first, because it does not wait for it."""
    notebook.js(
        """const script = Object.assign(document.createElement("script"), { src: argument });
        await new Promise((done, fail) => {
          script.onload = done;
          script.onerror = fail;
          document.head.append(script);
        });
        """,
        "/ajax/libs/require.js/require.min.js",
    )


def drawn(notebook, place, find, times, seconds=20):
    """Run a cell until it is painted, once to warm up.

    -> (list of milliseconds, bytes that the page got each time)
    """
    notebook.show(place)
    laps = []
    for _ in range(times + 1):
        took, size = notebook.js(DRAW, [place, find], seconds=300)
        laps.append(took)
        notebook.settle()
        if sum(laps) > 1000 * seconds and len(laps) > 1:
            break
    return laps[1:], size
