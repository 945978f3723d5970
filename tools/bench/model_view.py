"""Every head of every layer, by the course and by bertviz' model_view: how large, how long until painted."""

from tools.bench.head_view import drawn, open_beside
from tools.bench.table import Row, amount, ratio

SUBJECT = "All heads at once, 12 layers × 12 heads, beside bertviz' model_view of the same weights"
SIZES, LAYERS, HEADS = (14, 64), 12, 12
MOST = 1  # times what bertviz takes and sends
SET_UP = f"""
import numpy as np
import torch
from bertviz import model_view
from helpers import explorers
from helpers.attention import attention_weights

words, weights = {{}}, {{}}
for n in {SIZES}:
    words[n] = [f"w{{at}}" for at in range(n)]
    scores = 3 * np.random.default_rng(n).normal(size=({LAYERS}, 1, {HEADS}, n, n))
    weights[n] = [torch.from_numpy(one) for one in attention_weights(scores).astype(np.float32)]
"""
OURS = "explorers.explore_weights(weights[{n}], words[{n}])"
THEIRS = "model_view(weights[{n}], words[{n}])"
LAST = f"svg #attn_background_{LAYERS - 1}_{HEADS - 1}"  # of all heads the last one that bertviz draws


def rows(lab, times=5):
    cells = [SET_UP, *(code.format(n=size) for size in SIZES for code in (OURS, THEIRS))]
    with open_beside(lab, cells) as notebook:
        for number, size in enumerate(SIZES):
            ours, bytes_ours = drawn(notebook, 1 + 2 * number, ".hv-root", times)
            small = notebook.js(
                "return cells[argument].node.querySelector('.hv-root').painted.panels.length", 1 + 2 * number
            )
            assert small == LAYERS * HEADS, f"{small} small heatmaps are painted"
            theirs, bytes_theirs = drawn(notebook, 2 + 2 * number, LAST, times)
            lines = notebook.js(
                "return cells[argument].node.querySelectorAll('svg line').length", 2 + 2 * number
            )
            assert lines == LAYERS * HEADS * size**2, f"bertviz drew {lines} lines"
            notebook.js("for (const { model } of cells) model.outputs?.clear()")
            slower, told = ratio(ours, theirs)
            beside = f"{told} bertviz ({amount(sorted(theirs)[len(theirs) // 2], 'ms')})"
            yield Row(
                f"{size} words: from running the cell until painted", ours, beside,
                f"at most {MOST} × bertviz", slower <= MOST,
            )  # fmt: skip
            larger, told = ratio([bytes_ours], [bytes_theirs])
            beside = f"{told} bertviz ({amount(bytes_theirs, 'bytes')})"
            yield Row(
                f"{size} words: sent to the page", [bytes_ours], beside,
                f"at most {MOST} × bertviz", larger <= MOST, unit="bytes",
            )  # fmt: skip
