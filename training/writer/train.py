"""Train the writer: after each word of a story, it must say which word comes next.

python -m training.writer.train --seed 1 --folder runs/writer/seed-1
"""

import argparse
import itertools
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch.nn import functional as F
from tqdm import tqdm

from training.writer.model import WriterModel
from training.writer.stories import GRAMMAR, held_out, nameless, stream

SIZES = {"d_model": 96, "n_heads": 4, "d_k": 24, "d_ff": 384, "n_layers": 2, "max_tokens": 96}
PEAK, WARM_UP, BATCH_SIZE, STEPS = 3e-3, 200, 32, 6000
ROW = {word: row for row, word in enumerate(GRAMMAR.words)}
NOTHING = -100  # what F.cross_entropy passes over: behind the end of a story


def pack(stories):
    """Put stories into one array, short ones filled up. -> ids, next words, both [n_stories, n_tokens]"""
    longest = max(map(len, stories))
    rows = torch.full((len(stories), longest), NOTHING)
    for row, story in zip(rows, stories):
        row[: len(story)] = torch.tensor([ROW[token] for token in story])
    return rows[:, :-1].clamp(min=0), rows[:, 1:]


def loss_of(model, stories):
    """How surprised the model is by the next word, on average, in nats. -> a number in torch"""
    ids, targets = pack(stories)
    return F.cross_entropy(model(ids).float().flatten(0, 1), targets.flatten(), ignore_index=NOTHING)


def learning_rate(step, n_steps):
    """Rise for WARM_UP steps, then fall like a half cosine to 0."""
    return min(1, (step + 1) / WARM_UP) * 0.5 * (1 + math.cos(math.pi * step / n_steps))


def train(seed, n_steps, sizes=SIZES, batch_size=BATCH_SIZE, peak=PEAK):
    """Train one model. -> model, history (arrays: steps, loss), nameless stories that it read (a set)"""
    torch.manual_seed(seed)
    model = WriterModel(len(GRAMMAR.words), **sizes)
    optimizer = torch.optim.AdamW(model.parameters(), peak, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    stories, read = stream(seed), set()
    measured = [story["tokens"] for story in held_out(100)]
    snapshots = {round(n_steps * (i / 24) ** 2) for i in range(25)}
    history = {"steps": [], "loss": []}
    bar = tqdm(range(n_steps + 1), mininterval=10, desc=f"seed {seed}")
    for step in bar:
        if step in snapshots:
            with torch.no_grad():
                history["steps"].append(step)
                history["loss"].append(loss_of(model, measured).item())
            bar.set_postfix(loss=f"{history['loss'][-1]:.4f}")
        if step == n_steps:
            break
        for group in optimizer.param_groups:
            group["lr"] = peak * learning_rate(step, n_steps)
        batch = list(itertools.islice(stories, batch_size))
        read.update(hash(nameless(story)) for story in batch)
        optimizer.zero_grad()
        loss_of(model, batch).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    return model, {name: np.array(values) for name, values in history.items()}, read


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--folder", type=Path, required=True, help="where the run is kept")
    parser.add_argument("--sizes", type=json.loads, default={}, help="for trials: sizes in JSON")
    parser.add_argument("--batch", type=int, default=BATCH_SIZE)
    parser.add_argument("--peak", type=float, default=PEAK)
    options = parser.parse_args()
    torch.set_num_threads(1)
    started, processor = time.time(), time.process_time()
    sizes = SIZES | options.sizes
    model, history, read = train(options.seed, options.steps, sizes, options.batch, options.peak)
    options.folder.mkdir(parents=True, exist_ok=True)
    save_file(
        {name: array.contiguous() for name, array in model.state_dict().items()},
        options.folder / "weights.safetensors",
    )
    save_file(
        {name: torch.from_numpy(values) for name, values in history.items()},
        options.folder / "history.safetensors",
    )
    held_back = {hash(nameless(story["tokens"])) for story in held_out()}
    about = sizes | {
        "seed": options.seed,
        "steps": options.steps,
        "batch": options.batch,
        "stories read": options.steps * options.batch,
        "nameless stories read": len(read),
        "held-out stories read": len(read & held_back),
        "minutes": round((time.time() - started) / 60, 1),
        "core minutes": round((time.process_time() - processor) / 60, 1),
        "torch": torch.__version__,
        "processor": torch.backends.cpu.get_cpu_capability(),
    }
    (options.folder / "run.json").write_text(json.dumps(about) + "\n")


if __name__ == "__main__":
    main()
