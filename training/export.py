"""Write data/pronouns: round the weights once to float16, then let torch say what this model computes.

python -m training.export --folder runs/seed-1            writes data/pronouns
python -m training.export --folder runs/seed-1 --to runs/seed-1/data
"""

import argparse
import hashlib
import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save

from training.corpus import ADJECTIVES, NOUNS, PRONOUNS, held_out_pairs, held_out_sentences, split
from training.model import PronounModel
from training.train import COURSE, WORDS, pack

DATA = Path(__file__).resolve().parent.parent / "data" / "pronouns"
SHORT = "The cat was so brave that it climbed the tree."
LISTED = (
    "text",
    "pronoun",
    "noun",
    "noun_index",
    "other",
    "other_index",
    "adjective",
    "adjective_index",
    "frame",
)


def model_from(weights):
    """Put weights (a dict of arrays) into a model that computes in float64. -> PronounModel"""
    model = PronounModel(len(WORDS)).double()
    model.load_state_dict({name: array.double() for name, array in weights.items()})
    return model


@torch.no_grad()
def reference(model, text):
    """What torch computes for a sentence, in float64: all that is left is the error of the code compared.

    -> dict of embedding, layers.L.weights, .attention, .output, each rounded to float32
    """
    ids, real = pack([[token.lower() for token in split(text)]])
    _, (embedded, *steps) = model(ids, real)
    found = {"embedding": embedded["embedding"][0]}
    for number, step in enumerate(steps, start=1):
        found |= {f"layers.{number}.{part}": step[part][0] for part in ("weights", "attention", "output")}
    return {name: array.float() for name, array in found.items()}


def shown_name(name):
    """layers.0.W_query -> layers.1.W_query: the files, like the course, count layers from 1."""
    parts = name.split(".")
    return ".".join(["layers", str(int(parts[1]) + 1), *parts[2:]]) if parts[0] == "layers" else name


def listed(sentence):
    """Keep what the course needs of a sentence of the corpus."""
    return {part: sentence[part] for part in LISTED}


def export(folder, to=DATA):
    """Turn a run that training.train has written into a folder that helpers.models can load."""
    to.mkdir(parents=True, exist_ok=True)

    def write_json(name, content):
        (to / name).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    def write_arrays(name, arrays, **about):
        arrays = {part: array.contiguous() for part, array in arrays.items()}
        (to / name).write_bytes(save(arrays, metadata=about))

    unrounded = load_file(folder / "weights.safetensors")
    rounded = {name: array.half() for name, array in unrounded.items()}
    write_arrays("model.safetensors", {shown_name(name): array for name, array in rounded.items()})

    run = json.loads((folder / "run.json").read_text())
    write_json(
        "config.json",
        {
            "d_model": 512,
            "n_heads": 8,
            "d_k": 64,
            "d_ff": 1024,
            "n_layers": 2,
            "readout_scale": run["readout_scale"],
            "epsilon": 1e-5,
            "max_tokens": 64,
            "seed": run["seed"],
            "steps": run["steps"],
        },
    )
    write_json("words.json", {"words": WORDS, "nouns": NOUNS, "adjectives": ADJECTIVES, "pronouns": PRONOUNS})
    write_json("sentences.json", [listed(sentence) for sentence in held_out_sentences()])
    write_json("pairs.json", [{"first": listed(a), "second": listed(b)} for a, b in held_out_pairs()])

    history = load_file(folder / "history.safetensors")
    write_arrays(
        "training.safetensors",
        {
            "steps": history["steps"].int(),
            "tired": history["tired"].half(),
            "wide": history["wide"].half(),
            **{name: history[name].float() for name in ("loss", "accuracy", "head_right")},
        },
    )

    arrays = {}
    for name, text in (("tired", COURSE["tired"]), ("short", SHORT)):
        for start, weights in (("", rounded), ("unrounded.", unrounded)):
            found = reference(model_from(weights), text)
            arrays |= {f"{start}{name}.{part}": array for part, array in found.items()}
    write_arrays("reference.safetensors", arrays, tired=COURSE["tired"], short=SHORT)

    files = sorted(path for path in to.iterdir() if path.suffix in (".json", ".safetensors"))
    write_json(
        "checksums.json",
        {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in files
            if path.name != "checksums.json"
        },
    )


def main():
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--folder", type=Path, required=True, help="a run that training.train has written")
    parser.add_argument("--to", type=Path, default=DATA)
    options = parser.parse_args()
    export(options.folder, options.to)


if __name__ == "__main__":
    main()
