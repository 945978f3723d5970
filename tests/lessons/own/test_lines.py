"""The lines for the transformers library, which the notebook only shows, run here as they stand there."""

import re
from types import SimpleNamespace

import numpy as np
import pytest

from helpers import models
from tools import notebooks

pytest.importorskip("transformers", reason="needs the group models: uv run --group models --group dev pytest")
SOURCE = notebooks.NOTEBOOKS / "source" / "more" / "11_bring_your_own_model.md"


@pytest.fixture(scope="module")
def run(minilm, tmp_path_factory):
    """All lines that are shown, run with MiniLM's own folder. -> dict of what they leave, what was shown"""
    shown = []
    left = {
        "models": models,
        "explorers": SimpleNamespace(explore_weights=lambda *given: shown.append(given)),
        "name": models.export(minilm, tmp_path_factory.mktemp("named")),
    }
    folder = tmp_path_factory.mktemp("work")
    for block in re.findall(r"^```python\n(.+?)^```", SOURCE.read_text(encoding="utf8"), re.M | re.S):
        exec(block.replace('"my_model"', repr(str(folder / "my_model"))), left)
    return left, shown


def test_what_is_shown_are_the_models_weights_and_its_pieces(run, minilm):
    ((weights, tokens),) = run[1]
    text = "The animal didn't cross the street."
    assert tokens == minilm.tokens(text)
    assert [tuple(layer.shape) for layer in weights] == [(1, 12, len(tokens), len(tokens))] * 6
    found = np.concatenate([layer.detach().numpy() for layer in weights])
    assert np.abs(found - minilm.attention(text)).max() < 1e-5


def test_the_folder_that_the_library_writes_can_be_opened(run, minilm):
    text = "Two girls sang because they were happy."
    mine = run[0]["mine"]
    assert mine.tokens(text) == minilm.tokens(text)
    assert np.abs(mine.attention(text) - minilm.attention(text)).max() < 1e-5
