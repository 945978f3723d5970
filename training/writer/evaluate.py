"""Measure a writer on stories that training never read, with the course's own numpy code.

python -m training.writer.evaluate                                  measures data/writer
python -m training.writer.evaluate --folder runs/writer/seed-1/data
python -m training.writer.evaluate --runs runs/writer               measures all, and writes the results
"""

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np

from helpers.attention import causal_mask, softmax
from helpers.encoder import encode, encode_next
from helpers.models.cores import one_core
from helpers.models.grammar import END, START
from helpers.models.writer import Writer
from training.evaluate import rounded
from training.writer import results
from training.writer.stories import DATA, GRAMMAR, N_HELD_OUT, held_out

TOGETHER = 50  # stories that are run at once
KINDS = {"copying": "copies", "hero's name": "hero", "title to name": "title_name"}


def run(model, stories, without=()):
    """Run stories of different lengths. -> for each story its weights, and the logarithms of all shares

    [n_layers, n_heads, n_tokens, n_tokens] and [n_tokens, n_words].
    without: (layer, head) pairs, from 1, that are left out.
    """
    for start in range(0, len(stories), TOGETHER):
        part = [story["tokens"] for story in stories[start : start + TOGETHER]]
        longest = max(map(len, part))
        rows = [
            [model.row[token] for token in [*tokens, *[END] * (longest - len(tokens))]] for tokens in part
        ]
        x = (
            model.embedding[rows] + model.positions[:longest]
        )  # what is filled up stands behind: nobody looks there
        layers = encode(x, model.layers, causal_mask(longest), without)
        known = np.log(np.maximum(softmax(model.scores(layers[-1].output)), 1e-30))
        weights = np.stack([layer.attention.heads.weights for layer in layers], axis=1)
        for tokens, of_story, shares in zip(part, weights, known):
            yield of_story[..., : len(tokens), : len(tokens)], shares[: len(tokens)]


def surprises(model, stories, without=()):
    """How surprised the model is at each place by the word that follows, in nats. -> list of arrays"""
    found = []
    for story, (_, shares) in zip(stories, run(model, stories, without)):
        rows = [model.row[token] for token in story["tokens"][1:]]
        found.append(-shares[np.arange(len(rows)), rows])
    return found


def true_surprises(stories):
    """The same, of somebody who knows the grammar: on average its entropy. -> list of arrays"""
    found = []
    for story in stories:
        known = GRAMMAR.all_next_words(story["tokens"])
        shares = [after[word] for after, word in zip(known, story["tokens"][1:])]
        found.append(-np.log(shares))
    return found


def sampled(model, n_stories, seed=0):
    """Let the model write stories at temperature 1. -> list of lists of tokens; what has no end is cut off"""
    rng = np.random.default_rng(seed)
    rows, kept = np.full((n_stories, 1), model.row[START]), ()
    while rows.shape[1] < model.max_tokens:
        place = rows.shape[1] - 1
        x = model.embedding[rows[:, -1:]] + model.positions[place]
        kept = encode_next(x, model.layers, kept)
        shares = softmax(model.scores(kept[-1].output[:, 0]).astype(float))
        drawn = (shares.cumsum(axis=-1) < rng.random((n_stories, 1))).sum(axis=-1)
        rows = np.concatenate([rows, drawn[:, np.newaxis].clip(max=len(model.words) - 1)], axis=1)
    stories = [[model.words[row] for row in story] for story in rows]
    return [story[: story.index(END) + 1 if END in story else None] for story in stories]


def looked_at(story, kind):
    """Where a head of this kind should look: at the word that comes next, wherever it stood before.

    -> list of (place, places that count)
    """
    tokens = story["tokens"]
    if kind == "previous word":
        return [(place, [place - 1]) for place in range(1, len(tokens) - 1)]
    if kind == "previous word, in tunes":  # asked at the words that will be copied
        return [(place, [place - 1]) for place in sorted({earlier for _, earlier in story["copies"]})]
    found = []
    for place, earlier in story[KINDS[kind]]:
        found.append((place, [at for at in range(place + 1) if tokens[at] == tokens[earlier]]))
    return found


def attention_of(model, stories):
    """How much each head looks where a kind should. -> dict of kind: places, chance, weight (of each head)"""
    kinds = ["previous word", "previous word, in tunes", *KINDS]
    found = {kind: [] for kind in kinds}
    chance = {kind: [] for kind in kinds}
    for story, (weights, _) in zip(stories, run(model, stories)):
        for kind in kinds:
            for place, counted in looked_at(story, kind):
                found[kind].append(weights[:, :, place, counted].sum(axis=-1))
                chance[kind].append(len(counted) / (place + 1))
    return {
        kind: {
            "places": len(found[kind]),
            "chance": np.mean(chance[kind]),
            "weight": np.mean(found[kind], axis=0),
        }
        for kind in kinds
    }


def lost_without(model, stories):
    """What leaving out each head costs, in nats a place. -> dict of kind of place: [n_layers, n_heads]"""
    whole = surprises(model, stories)
    lost = {kind: np.zeros((model.n_layers, model.n_heads)) for kind in ("all places", *KINDS)}
    for layer in range(model.n_layers):
        for head in range(model.n_heads):
            less = surprises(model, stories, [(layer + 1, head + 1)])
            more = [b - a for a, b in zip(whole, less)]
            lost["all places"][layer, head] = np.concatenate(more).mean()
            for kind, mark in KINDS.items():
                at = [cost[place] for story, cost in zip(stories, more) for place, _ in story[mark]]
                lost[kind][layer, head] = np.mean(at)
    return lost


def relay(model, stories, lost):
    """How the hero's name reaches the places where it is forced: which words hold it on the way.

    lost [n_layers, n_heads]: what each head's absence costs there. -> dict: `fetches`, the head of the last
    layer that is needed most, with the three words that it looks at most; `carries`, the head of layer 1
    that looks most, from these words, at the name.
    """
    head, seen = int(np.argmax(lost[-1])), Counter()
    ran = [weights for weights, _ in run(model, stories)]
    told = [(story["tokens"], weights, story["hero"]) for story, weights in zip(stories, ran)]
    places = [(tokens, weights, *mark) for tokens, weights, marks in told for mark in marks]
    for tokens, weights, place, earlier in places:
        for token, weight in zip(tokens, weights[-1, head, place]):
            seen["the name" if token == tokens[earlier] else token] += weight / len(places)
    words = dict(seen.most_common(3))
    carried = []
    for tokens, weights, _, earlier in places:
        named = [at for at, token in enumerate(tokens) if token == tokens[earlier]]
        for at in (at for at, token in enumerate(tokens) if token in words and at > named[0]):
            carried.append(weights[0][:, at, [name for name in named if name < at]].sum(axis=-1))
    carries = np.mean(carried, axis=0) if carried else np.zeros(model.n_heads)
    return {
        "fetches": {"layer": model.n_layers, "head": head + 1, "words": words},
        "carries": {"layer": 1, "head": int(carries.argmax()) + 1, "weight": carries.max()},
    }


def right_at(model, stories, mark):
    """At places that are marked so: how often the right word is the most probable, its mean probability."""
    right, shares = [], []
    for story, (_, known) in zip(stories, run(model, stories)):
        for place, earlier in story[mark]:
            row = model.row[story["tokens"][earlier]]
            right.append(known[place].argmax() == row)
            shares.append(np.exp(known[place, row]))
    return np.mean(right), np.mean(shares)


def measure(model, stories=None):
    """Measure all that data/writer/README.md reports. -> dict; of heads [n_layers][n_heads]"""
    stories = held_out() if stories is None else stories
    with one_core():
        loss, entropy = (
            np.concatenate(part).mean() for part in (surprises(model, stories), true_surprises(stories))
        )
        written = sampled(model, N_HELD_OUT)
        right = {kind: right_at(model, stories, mark) for kind, mark in KINDS.items()}
        looks, lost = attention_of(model, stories), lost_without(model, stories)
        way = relay(model, stories, lost["hero's name"])
    found = {
        "loss": loss,
        "entropy": entropy,
        "loss above entropy": loss - entropy,
        "accepted": np.mean([GRAMMAR.accepts(story) for story in written]),
        "different stories": len({" ".join(story) for story in written}),
        "forced name right": right["hero's name"][0],
        "forced name's probability": right["hero's name"][1],
        "name after title right": right["title to name"][0],
        "copied word right": right["copying"][0],
        "looks": looks,
        "lost without": lost,
        "hero's way": way,
    }
    return {name: rounded(value) for name, value in found.items()}


def measure_all(runs):
    """Measure data/writer and every run that train and export have made. -> dict"""
    shipped, fresh = Writer(DATA), held_out(seed=2_000_000)
    used = {" ".join(story["tokens"]) for story in held_out()}
    fresh = [story for story in fresh if " ".join(story["tokens"]) not in used]
    found = {"data/writer": measure(shipped)}
    for folder in sorted(path.parent for path in runs.glob("seed-*/run.json")):
        found[folder.name] = json.loads((folder / "run.json").read_text()) | measure(Writer(folder / "data"))
    return {"fresh": {"n": len(fresh)} | measure(shipped, fresh), "runs": found}


def main():
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--folder", type=Path, default=DATA)
    parser.add_argument("--runs", type=Path, help="measure all runs, and write the results and their tables")
    options = parser.parse_args()
    if options.runs:
        return results.write(measure_all(options.runs))
    for name, value in measure(Writer(options.folder)).items():
        print(f"{name}: {json.dumps(value)}")


if __name__ == "__main__":
    main()
