"""MiniLM as a checkpoint: what is in the files is what transformers and torch would read there."""

import json

import numpy as np
import pytest

from helpers import models
from helpers.encoder import gelu, layer_norm
from tests.sentences import TIRED


@pytest.fixture(scope="module")
def folder(minilm, tmp_path_factory):
    return models.export(minilm, tmp_path_factory.mktemp("new") / "mine")


def arrays_in(folder):
    """The arrays of a checkpoint, read by the format's rules alone. -> dict of arrays, dict of offsets"""
    content = (folder / "model.safetensors").read_bytes()
    end = 8 + int.from_bytes(content[:8], "little")
    kinds, found, spans = {"F32": "<f4", "F16": "<f2"}, {}, []
    entries = json.loads(content[8:end])
    assert entries.pop("__metadata__") == {"format": "pt"}  # transformers 4.46 refuses a file without
    for name, entry in entries.items():
        start, stop = entry["data_offsets"]
        spans.append((start, stop))
        found[name] = np.frombuffer(content[end + start : end + stop], kinds[entry["dtype"]]).reshape(
            entry["shape"]
        )
    assert end % 8 == 0 and sorted(spans)[-1][1] == len(content) - end
    assert all(stop == start for (_, stop), (start, _) in zip(sorted(spans), sorted(spans)[1:]))
    return found


def layer_as_torch_does(x, arrays, number, n_heads):
    """A layer of BertModel from its checkpoint, written with the names and the [out, in] of torch."""
    start = f"encoder.layer.{number}."

    def linear(x, name):
        return x @ arrays[f"{start}{name}.weight"].T + arrays[f"{start}{name}.bias"]

    def norm(x, name):
        return layer_norm(x, arrays[f"{start}{name}.weight"], arrays[f"{start}{name}.bias"], 1e-12)

    n, d = x.shape
    query, key, value = (
        linear(x, f"attention.self.{part}").reshape(n, n_heads, d // n_heads).swapaxes(0, 1)
        for part in ("query", "key", "value")
    )
    scores = np.exp(query @ key.swapaxes(1, 2) / np.sqrt(d // n_heads))
    context = (scores / scores.sum(axis=-1, keepdims=True)) @ value
    middle = norm(
        x + linear(context.swapaxes(0, 1).reshape(n, d), "attention.output.dense"),
        "attention.output.LayerNorm",
    )
    return norm(
        middle + linear(gelu(linear(middle, "intermediate.dense")), "output.dense"), "output.LayerNorm"
    )


def test_the_files_compute_what_the_model_computes(minilm, folder):
    arrays, reading = arrays_in(folder), minilm.read(TIRED)
    pieces = (folder / "vocab.txt").read_text(encoding="utf8").split("\n")
    config = json.loads((folder / "config.json").read_bytes())
    assert pieces == [*minilm.pieces, ""] and len(pieces) == config["vocab_size"] + 1
    e = {name.removeprefix("embeddings."): array for name, array in arrays.items() if name.startswith("emb")}
    rows = [pieces.index(token) for token in reading.tokens]
    x = e["word_embeddings.weight"][rows] + e["position_embeddings.weight"][: len(rows)]
    x = layer_norm(
        x + e["token_type_embeddings.weight"][0], e["LayerNorm.weight"], e["LayerNorm.bias"], 1e-12
    )
    steps = minilm.run(TIRED)
    assert np.array_equal(x, steps.embedding)
    for number, layer in enumerate(steps.layers):
        x = layer_as_torch_does(x, arrays, number, config["num_attention_heads"])
        assert np.abs(x - layer.output).max() < 1e-5, number
    assert len(arrays) == 5 + 16 * config["num_hidden_layers"]


def test_float16_is_half_as_large_and_rounds_each_number(minilm, folder, tmp_path):
    half = arrays_in(models.export(minilm, tmp_path, "float16"))
    for name, array in arrays_in(folder).items():
        assert half[name].dtype == np.float16
        assert np.array_equal(half[name], array.astype(np.float16)), name


def test_what_is_there_is_not_written_over(minilm, tmp_path):
    (tmp_path / "vocab.txt").write_text("mine")
    with pytest.raises(FileExistsError, match=r"holds vocab.txt already: give a new folder"):
        models.export(minilm, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["vocab.txt"]


def test_another_model_and_another_kind_are_refused(model, minilm, tmp_path):
    with pytest.raises(
        TypeError, match=r'must be a MiniLM, such as models.load\("minilm"\): got PronounModel'
    ):
        models.export(model, tmp_path)
    with pytest.raises(ValueError, match="no numbers of kind 'int8': choose one of 'float32', 'float16'"):
        models.export(minilm, tmp_path, "int8")
    assert not list(tmp_path.iterdir())
