"""Write data/writer: round the weights once to float16, then let torch say what this model computes.

python -m training.writer.export --folder runs/writer/seed-1            writes data/writer
python -m training.writer.export --folder runs/writer/seed-1 --to runs/writer/seed-1/data
"""

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import torch
from safetensors.torch import load_file, save

from training.export import shown_name
from training.writer.model import WriterModel
from training.writer.stories import DATA, GRAMMAR, held_out
from training.writer.train import ROW, SIZES

BEGINNING = "<start> once there was a".split()


def model_from(weights, sizes):
    """Put weights (a dict of arrays) into a model that computes in float64. -> WriterModel"""
    model = WriterModel(len(GRAMMAR.words), **sizes).double()
    model.load_state_dict({name: array.double() for name, array in weights.items()})
    return model


@torch.no_grad()
def reference(model, tokens):
    """What torch computes for some tokens, in float64: what differs is the error of the code compared.

    -> dict of embedding, layers.L.weights, .attention, .output, shares (of next words), rounded to float32
    """
    steps = []
    scores = model(torch.tensor([[ROW[token] for token in tokens]]), steps)
    found = {"embedding": steps[0]["embedding"][0], "shares": scores[0].softmax(dim=-1)}
    for number, step in enumerate(steps[1:], start=1):
        found |= {f"layers.{number}.{part}": step[part][0] for part in ("weights", "attention", "output")}
    return {name: array.float() for name, array in found.items()}


def stories_text(stories):
    """Stories as JSON, one in a line. -> str"""
    return "[\n" + ",\n".join(json.dumps(story, ensure_ascii=False) for story in stories) + "\n]\n"


def export(folder, to=DATA):
    """Turn a run that training.writer.train has written into a folder that helpers.models can load."""
    to.mkdir(parents=True, exist_ok=True)

    def write_json(name, content):
        (to / name).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    def write_arrays(name, arrays, **about):
        arrays = {part: array.contiguous() for part, array in arrays.items()}
        (to / name).write_bytes(save(arrays, metadata=about))

    run = json.loads((folder / "run.json").read_text())
    sizes = {name: run[name] for name in SIZES}
    unrounded = load_file(folder / "weights.safetensors")
    rounded = {name: array.half() for name, array in unrounded.items()}
    write_arrays("model.safetensors", {shown_name(name): array for name, array in rounded.items()})
    more = {"activation": "relu", "epsilon": 1e-5, "seed": run["seed"], "steps": run["steps"]}
    write_json("config.json", sizes | more)
    write_json("words.json", {"words": GRAMMAR.words})
    stories = held_out()
    (to / "stories.json").write_text(stories_text(stories), encoding="utf-8")
    history = load_file(folder / "history.safetensors")
    write_arrays("training.safetensors", {"steps": history["steps"].int(), "loss": history["loss"].float()})
    arrays, texts = {}, {"story": stories[0]["tokens"], "beginning": BEGINNING}
    for name, tokens in texts.items():
        for start, weights in (("", rounded), ("unrounded.", unrounded)):
            found = reference(model_from(weights, sizes), tokens)
            arrays |= {f"{start}{name}.{part}": array for part, array in found.items()}
    write_arrays(
        "reference.safetensors", arrays, **{name: " ".join(tokens) for name, tokens in texts.items()}
    )
    if to != DATA:
        shutil.copyfile(DATA / "grammar.toml", to / "grammar.toml")
    files = (path for path in sorted(to.iterdir()) if path.suffix in (".json", ".safetensors", ".toml"))
    sums = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    sums.pop("checksums.json", None)
    write_json("checksums.json", sums)


def main():
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument(
        "--folder", type=Path, required=True, help="a run that training.writer.train has written"
    )
    parser.add_argument("--to", type=Path, default=DATA)
    options = parser.parse_args()
    export(options.folder, options.to)


if __name__ == "__main__":
    main()
