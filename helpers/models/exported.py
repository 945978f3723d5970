"""MiniLM as a checkpoint: a folder as people hand models on, under the names that a BERT has in it.

folder = export(load("minilm"), "my_model")     # config.json, model.safetensors, vocab.txt, …
"""

import json
from pathlib import Path

import numpy as np

from helpers.models.families import BERT
from helpers.models.minilm import MiniLM

KINDS = {"float32": "F32", "float16": "F16"}


def export(model, folder, kind="float32"):
    """Write a MiniLM as a BERT checkpoint, which `models.open` and the transformers library read. -> its Path

    model: helpers.models.MiniLM; folder: is made if it is missing; kind: of the numbers, "float32" or
    "float16" (half the bytes, about three digits).
    Raises TypeError: another model.  ValueError: another kind of numbers.
    FileExistsError: the folder holds such a file already, and nothing is written over.
    The names are those of helpers.models.families.BERT.
    """
    if not isinstance(model, MiniLM):
        raise TypeError(f'model must be a MiniLM, such as models.load("minilm"): got {type(model).__name__}.')
    if kind not in KINDS:
        raise ValueError(
            f"There are no numbers of kind {kind!r}: choose one of {', '.join(map(repr, KINDS))}."
        )
    files = {
        "config.json": as_json(_config(model, kind)),
        "model.safetensors": as_safetensors(_arrays(model), kind),
        "tokenizer_config.json": as_json({"tokenizer_class": "BertTokenizer", "do_lower_case": True}),
        "vocab.txt": "".join(f"{piece}\n" for piece in model.pieces).encode(),
    }
    folder = Path(folder)
    if there := [name for name in files if (folder / name).exists()]:
        raise FileExistsError(
            f"{folder} holds {there[0]} already: give a new folder, so that nothing is lost."
        )
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def as_json(value):
    """-> bytes"""
    return (json.dumps(value, indent=1) + "\n").encode()


def as_safetensors(arrays, kind="float32"):
    """The bytes of a safetensors file: a length, a JSON header, the raw numbers. dict of arrays -> bytes

    Source: https://github.com/huggingface/safetensors#format

    >>> as_safetensors({"b": np.array([1, 2])}, "float16")[-4:]
    b'\\x00<\\x00@'
    """
    header, parts, start = {"__metadata__": {"format": "pt"}}, [], 0  # so marked, transformers reads it
    for name, array in arrays.items():
        content = np.ascontiguousarray(array, np.dtype(kind).newbyteorder("<")).tobytes()
        stop = start + len(content)
        header[name] = {"dtype": KINDS[kind], "shape": list(np.shape(array)), "data_offsets": [start, stop]}
        parts.append(content)
        start = stop
    told = json.dumps(header).encode()
    told += b" " * (-len(told) % 8)  # the numbers begin at a multiple of 8
    return b"".join([len(told).to_bytes(8, "little"), told, *parts])


def _config(model, kind):
    sizes = {
        "n_pieces": len(model.pieces),
        "n_positions": model.max_tokens,
        "n_types": 1,
        "d_model": model.d_model,
        "n_layers": model.n_layers,
        "n_heads": model.n_heads,
        "d_ff": model.layers[0].W_hidden.shape[1],
    }
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "dtype": kind,
        **{theirs: sizes[ours] for ours, theirs in BERT.sizes.items()},
        BERT.activation: "gelu",
        BERT.epsilon: model.norm_embedding[2],
        "pad_token_id": model.row["[PAD]"],
    }


def _arrays(model):
    """All numbers under their names in the file, each W as [d_out, d_in]. -> dict of arrays"""
    embedding = {
        "words": model.embedding,
        "positions": model.positions,
        # the row of text number 1, which every piece gets, is in the positions already
        "types": np.zeros((1, model.d_model), np.float32),
    }
    arrays = {f"{BERT.embedding[ours]}.weight": array for ours, array in embedding.items()}
    arrays |= _pair(BERT.embedding["norm_embedding"], *model.norm_embedding[:2])
    for number, layer in enumerate(model.layers):
        for ours, theirs in BERT.layer.items():
            name = BERT.layers.format(number) + theirs
            if ours.startswith("norm"):
                arrays |= _pair(name, *getattr(layer, ours)[:2])
                continue
            W, b = getattr(layer, f"W_{ours}"), getattr(layer, f"b_{ours}")
            if W.ndim == 3:  # [n_heads, d_model, d_k]: there the heads stand side by side
                W = np.concatenate(list(W), axis=1)
            arrays |= _pair(name, W.T, b.reshape(-1))
    return arrays


def _pair(name, weight, bias):
    return {f"{name}.weight": weight, f"{name}.bias": bias}
