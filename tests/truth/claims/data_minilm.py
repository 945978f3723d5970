"""The numbers of data/minilm/README.md: shapes from its files, distances from the fixtures."""

import functools
import math

import numpy as np

from helpers import models
from tools import make_minilm

DOCUMENTS = ["data/minilm/README.md"]

FOLDER = models.data_folder() / "minilm"
FIXTURES = models.data_folder().parent / "tests" / "fixtures"
SENTENCES = (FIXTURES / "sentences.txt").read_text(encoding="utf8").splitlines()
SHIPPED = (0, 42, 43)  # sentences of which the fixtures hold every hidden state


@functools.cache
def shapes():
    return {
        name: list(array.shape) for name, array in models.read_arrays(FOLDER / "model.safetensors").items()
    }


def of(*names):
    """The shapes of some arrays; layers.1 stands for all layers, which are alike."""
    found = shapes()
    for name in names:
        alike = [
            found[name.replace("layers.1.", f"layers.{layer}.")]
            for layer in range(1, make_minilm.N_LAYERS + 1)
        ]
        assert all(array == found[name] for array in alike), name
    return tuple(found[name] for name in names)


@functools.cache
def theirs():
    return models.read_arrays(FIXTURES / "minilm.safetensors")


@functools.cache
def packing():
    """How far packing moved weights. -> sentences, the most (rounded up), share of queries alike"""
    model, most, same = models.load("minilm"), 0, []
    for place, text in enumerate(SENTENCES):
        published, mine = theirs()[f"{place}.attention"].astype(np.float32), model.attention(text)
        most = max(most, np.abs(mine - published).max())
        same.append((mine.argmax(-1) == published.argmax(-1)).ravel())
    return (
        len(SENTENCES),
        math.ceil(most * 1000) / 1000,
        f"{np.concatenate(same).mean():.1%}".replace("%", " %"),
    )


def from_torch():
    """How far hidden states are from torch's with the shipped weights, as the next power of ten."""
    model, most = models.load("minilm"), 0
    for place in SHIPPED:
        steps = model.run(SENTENCES[place])
        mine = np.stack([steps.embedding, *(layer.output for layer in steps.layers)])
        most = max(most, np.abs(mine - theirs()[f"{place}.shipped"]).max())
    return f"1e{math.ceil(math.log10(most))}"


def sizes():
    return make_minilm.N_LAYERS, make_minilm.N_HEADS


CLAIMS = {
    "It has {} layers of {} heads over pieces of words": sizes,
    "instead of one matrix {}": lambda: [make_minilm.D_MODEL] * 2,
    "`W_query` {} instead": lambda: of("layers.1.W_query"),
    "30,522 pieces {:,} are left": lambda: shapes()["words"][0],
    "Positions: {} of": lambda: shapes()["positions"][0],
    "share a float16 scale, {} at a time": lambda: make_minilm.GROUP,
    "In {} sentences no attention weight differs by more than {} from the published model's; "
    "{} of the queries": packing,
    "With the shipped weights its hidden states are within {} of Hugging Face's BertModel": from_torch,
    "`words` {}; for L = 1 to 6 `layers.L.W_query`, `.W_key`, `.W_value` {}, `.W_out` {}, "
    "`.W_hidden` {}, `.W_output` {}.": lambda: of(
        "words", *(f"layers.1.W_{part}" for part in ("query", "out", "hidden", "output"))
    ),
    "float16: `positions` {}.": lambda: of("positions"),
    "float32: `norm_embedding.gain`, `.bias` {}; `layers.L.b_query`, `.b_key`, `.b_value` {}, `.b_out` {}, "
    "`.b_hidden` {}, "
    "`.b_output` {}, `.norm_attention.gain`, `.bias`, `.norm_output.gain`, `.bias` {}": lambda: of(
        "norm_embedding.bias",
        *(f"layers.1.{part}" for part in ("b_query", "b_out", "b_hidden", "b_output", "norm_output.bias")),
    ),
}
