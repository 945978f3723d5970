"""Folders as tests/fixtures/opened has them, and what stands in their files."""

import json
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
OPENED = PROJECT / "tests" / "fixtures" / "opened"
FAMILIES = ("bert", "distilbert", "roberta", "xlm-roberta", "gpt2")
TEXT = "The animal didn't cross the street because it was too tired."
WEIGHTS, INDEX = "model.safetensors", "model.safetensors.index.json"
SHORT = {"config": "config.json", "weights": WEIGHTS, "index": INDEX, "tokenizer": "tokenizer.json"}


def config_of(family, **more):
    return json.loads((OPENED / family / "config.json").read_text("utf8")) | more


def tokenizer_of(family, **more):
    return json.loads((OPENED / family / "tokenizer.json").read_text("utf8")) | more


def arrays_of(folder):
    """The arrays of a safetensors file, as (kind, shape, bytes), read another way than the course does."""
    content = (folder / WEIGHTS).read_bytes()
    end = 8 + int.from_bytes(content[:8], "little")
    entries = json.loads(content[8:end])
    entries.pop("__metadata__", None)
    return {
        name: (
            one["dtype"],
            one["shape"],
            content[end + one["data_offsets"][0] : end + one["data_offsets"][1]],
        )
        for name, one in entries.items()
    }


def safetensors(arrays, spoil=None):
    """The bytes of a safetensors file.

    arrays: dict of name: (kind, shape, bytes); spoil: a function that changes the header's dict
    """
    header, at = {}, 0
    for name, (kind, shape, content) in arrays.items():
        header[name] = {"dtype": kind, "shape": list(shape), "data_offsets": [at, at + len(content)]}
        at += len(content)
    header = header if spoil is None else spoil(header)
    header = header if isinstance(header, bytes) else json.dumps(header).encode()
    return len(header).to_bytes(8, "little") + header + b"".join(content for *_, content in arrays.values())
