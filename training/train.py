"""Train the course model: at the pronoun it must name the noun; elsewhere it must guess masked words.

python -m training.train --seed 1 --folder runs/seed-1
"""

import argparse
import json
import math
import random
import time
from collections import deque
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch.nn import functional as F
from tqdm import tqdm

from training.corpus import (
    ADJECTIVES,
    BATCH_SIZE,
    MASK,
    NOUNS,
    batches,
    held_out_sentences,
    split,
    vocabulary,
)
from training.model import Lesson, PronounModel

COURSE = {
    "tired": "The animal didn't cross the street because it was too tired.",
    "wide": "The animal didn't cross the street because it was too wide.",
}
PEAK, WARM_UP = 6e-4, 200  # learning rate of the matrices; that of the words is three times as high
WORDS = vocabulary()
ROW = {word: row for row, word in enumerate(WORDS)}
NOUN_ROWS = torch.tensor([ROW[word] for word in NOUNS])
ADJECTIVE_ROWS = torch.tensor([ROW[word] for word in ADJECTIVES])


def pack(tokens):
    """Put sentences of different lengths into one array. -> ids, real [n_sentences, n_tokens]"""
    longest = max(map(len, tokens))
    ids = torch.zeros(len(tokens), longest, dtype=torch.long)
    for i, sentence in enumerate(tokens):
        ids[i, : len(sentence)] = torch.tensor([ROW[token] for token in sentence])
    real = torch.arange(longest) < torch.tensor([[len(sentence)] for sentence in tokens])
    return ids, real


def hide_words(batch, ids, real, rng):
    """Mask 15 % of the words, but none that the pronoun's answer depends on. -> ids with masks, where"""
    hidden = torch.from_numpy(rng.random(ids.shape) < 0.15) & real
    needed = ("pronoun", "noun_index", "other_index", "adjective_index")
    for i, sentence in enumerate(batch):
        if sentence["pronoun"] is not None:
            hidden[i, [sentence[part] for part in needed]] = False
    return ids.masked_fill(hidden, ROW[MASK]), hidden


def draw_aids(n_sentences, n_heads, fetch_share, rng):
    """Choose the sentences that fetch plain words and, in half of those, keep only head 1 or heads 1 and 2.

    -> fetches (bool) and n_kept, both [n_sentences]
    """
    fetches = rng.random(n_sentences) < fetch_share
    n_kept = np.where(fetches, rng.choice([1, 2, n_heads, n_heads], n_sentences), n_heads)
    return torch.from_numpy(fetches), torch.from_numpy(n_kept)


def fetch_share(progress):
    """All sentences fetch plain words for the first 40 % of the training, 40 % of them from 60 % on."""
    return float(np.interp(progress, [0.4, 0.6], [1.0, 0.4]))


def loss_of(model, batch, fetches, n_kept, rng):
    """Noun and (at half weight) adjective at the pronoun, and the masked words. -> loss (a number)"""
    n_heads = len(model.layers[-1].W_query)
    ids, real = pack([sentence["tokens"] for sentence in batch])
    masked, hidden = hide_words(batch, ids, real, rng)
    hidden &= (n_kept == n_heads)[:, None]
    at_pronoun = torch.zeros_like(hidden)
    with_pronoun = [i for i, sentence in enumerate(batch) if sentence["pronoun"] is not None]

    def column(values):
        return torch.tensor(list(values), dtype=torch.long)

    at_pronoun[column(with_pronoun), column(batch[i]["pronoun"] for i in with_pronoun)] = True
    asked = at_pronoun | hidden
    heads = (torch.arange(n_heads) < n_kept[:, None]).float()
    output, _ = model(masked, real, Lesson(fetches, heads, asked))
    is_pronoun = at_pronoun[asked]
    nouns = column(NOUNS.index(batch[i]["noun"]) for i in with_pronoun)
    adjectives = column(ADJECTIVES.index(batch[i]["adjective"]) for i in with_pronoun)
    more_than_one_head = n_kept[column(with_pronoun)] > 1  # with head 1 alone, only the noun is asked
    noun_loss = cross_entropy(model.read(output[is_pronoun], NOUN_ROWS), nouns)
    adjective_loss = cross_entropy(model.read(output[is_pronoun], ADJECTIVE_ROWS), adjectives)
    adjective_loss = adjective_loss * more_than_one_head
    masked_loss = cross_entropy(model.read(output[~is_pronoun]), ids[hidden])
    return (noun_loss.sum() + 0.5 * adjective_loss.sum() + 0.5 * masked_loss.sum()) / len(batch)


def cross_entropy(scores, rows):
    """How surprised the model is by the right words. scores [n, n_words], rows [n] -> [n]"""
    return F.cross_entropy(scores.float(), rows, reduction="none")


@torch.no_grad()
def shares_right(model, asked):
    """Ask a model in ordinary use (no aids, no masks) about some sentences.

    -> two shares: where its answer is the right noun; where head 1 of the last layer looks at it most
    """
    answers, looks = 0, 0
    for sentence in asked:
        output, steps = model(*pack([sentence["tokens"]]))
        answers += NOUNS[model.read(output[0, sentence["pronoun"]], NOUN_ROWS).argmax()] == sentence["noun"]
        looks += int(steps[-1]["weights"][0, 0, sentence["pronoun"]].argmax()) == sentence["noun_index"]
    return answers / len(asked), looks / len(asked)


@torch.no_grad()
def attention_maps(model, text):
    """Every weight for one sentence. -> [n_layers, n_heads, n_tokens, n_tokens]"""
    ids, real = pack([[token.lower() for token in split(text)]])
    return np.stack([step["weights"][0].numpy() for step in model(ids, real)[1][1:]])


def learning_rate(step, n_steps):
    """Rise for WARM_UP steps, then fall like a half cosine to 0."""
    return PEAK * min(1, (step + 1) / WARM_UP) * 0.5 * (1 + math.cos(math.pi * step / n_steps))


def train(seed, n_steps, aids=True):
    """Train one model. -> model, history (a dict of arrays: see data/pronouns/README.md)"""
    torch.manual_seed(seed)
    rng, stream = np.random.default_rng(seed), batches(random.Random(seed))
    model = PronounModel(len(WORDS))
    n_heads = len(model.layers[-1].W_query)
    matrices = [array for name, array in model.named_parameters() if name != "words"]
    optimizer = torch.optim.AdamW(
        [{"params": [model.words], "share": 3}, {"params": matrices, "share": 1}],
        weight_decay=0.01,
        betas=(0.9, 0.98),
        fused=True,
    )
    measured = held_out_sentences()[:100]
    snapshots = sorted({round(n_steps * (i / 24) ** 1.5) for i in range(25)})
    history = {"steps": [], "tired": [], "wide": [], "loss": [], "accuracy": [], "head_right": []}
    recent = deque(maxlen=50)
    bar = tqdm(range(n_steps + 1), mininterval=5, desc=f"seed {seed}")
    for step in bar:
        fetches, n_kept = draw_aids(BATCH_SIZE, n_heads, fetch_share(step / n_steps) if aids else 0.0, rng)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = loss_of(model, next(stream), fetches, n_kept, rng)
        recent.append(loss.item())
        if step in snapshots:
            history["steps"].append(step)
            history["loss"].append(np.mean(recent))
            for name, share in zip(("accuracy", "head_right"), shares_right(model, measured)):
                history[name].append(share)
            for name, text in COURSE.items():
                history[name].append(attention_maps(model, text))
            bar.set_postfix(loss=f"{history['loss'][-1]:.2f}", right=f"{history['accuracy'][-1]:.0%}")
        if step == n_steps:
            break
        for group in optimizer.param_groups:
            group["lr"] = group["share"] * learning_rate(step, n_steps)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    return model, {name: np.array(values) for name, values in history.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=4500)
    parser.add_argument("--without-aids", action="store_true", help="plain training, for comparison")
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args()
    started = time.time()
    model, history = train(options.seed, options.steps, aids=not options.without_aids)
    options.folder.mkdir(parents=True, exist_ok=True)
    weights = {name: array.detach().contiguous() for name, array in model.state_dict().items()}
    save_file(weights, options.folder / "weights.safetensors")
    history = {name: torch.from_numpy(values) for name, values in history.items()}
    save_file(history, options.folder / "history.safetensors")
    about = {
        "seed": options.seed,
        "steps": options.steps,
        "aids": not options.without_aids,
        "minutes": round((time.time() - started) / 60, 1),
        "readout_scale": model.readout_scale,
        "torch": torch.__version__,
        "processor": torch.backends.cpu.get_cpu_capability(),
        "threads": torch.get_num_threads(),
    }
    (options.folder / "run.json").write_text(json.dumps(about) + "\n")


if __name__ == "__main__":
    main()
