"""Measure a model of the course on sentences that training never saw, with the course's own numpy code.

    python -m training.evaluate                          measures data/pronouns
    python -m training.evaluate --folder runs/seed-1/data
"""

import argparse
import json
from pathlib import Path

import numpy as np

from helpers.models import PronounModel
from training.corpus import held_out_pairs, held_out_sentences

DATA = Path(__file__).resolve().parent.parent / "data" / "pronouns"
COURSE = {"animal": "The animal didn't cross the street because it was too tired.",
          "street": "The animal didn't cross the street because it was too wide."}
# A head is of a kind if, on average over the held-out sentences, it gives this share of its weight to such
# places. The first group is asked at the pronoun only, the second at every word; "spread" is the entropy of
# a row, as a share of the entropy of equal weights.
AT_PRONOUN = {"the right noun": 0.5, "the adjective": 0.5, "the pronoun itself": 0.5}
AT_EVERY_WORD = {"previous word": 0.5, "next word": 0.5, "the word itself": 0.5, "because": 0.5,
                 "was or is": 0.5, "signs": 0.5, "the pronoun": 0.5, "spread": 0.7}
KINDS = AT_PRONOUN | AT_EVERY_WORD
PLACES = {"because": ["because", "since"], "was or is": ["was", "is"], "signs": [".", ",", "'"],
          "the pronoun": ["it", "he", "she"]}


def look(model, sentence):
    """Run a sentence. -> answer (noun: probability), weights [n_layers, n_heads, n_tokens, n_tokens]"""
    return model.antecedent(sentence["text"]), model.attention(sentence["text"])


def best_of(answer, candidates=None):
    """The most probable noun, of all or of some candidates."""
    return max(candidates or answer, key=answer.get)


def accuracy(model, sentences, looks):
    """-> share right among all nouns of the vocabulary, share right among the nouns of the sentence"""
    strict, among = [], []
    for sentence, (answer, _) in zip(sentences, looks):
        candidates = {token.lower() for token in model.tokens(sentence["text"])} & set(model.nouns)
        strict.append(best_of(answer) == sentence["noun"])
        among.append(best_of(answer, candidates) == sentence["noun"])
    return np.mean(strict), np.mean(among)


def on_noun(sentence, weights):
    """Which heads have their largest weight at the pronoun on the right noun. -> bool [n_layers, n_heads]"""
    return weights[:, :, sentence["pronoun"]].argmax(-1) == sentence["noun_index"]


def heads_right(sentences, looks):
    """How often each head looks most at the right noun. -> [n_layers, n_heads]"""
    return np.mean([on_noun(sentence, weights) for sentence, (_, weights) in zip(sentences, looks)], axis=0)


def pairs_right(model, pairs):
    """Pairs that differ in the adjective only. -> share with both right, flips [n_layers, n_heads]"""
    both, flips = [], []
    for pair in pairs:
        sides = [(side, *look(model, side)) for side in (pair["first"], pair["second"])]
        both.append(all(best_of(answer) == side["noun"] for side, answer, _ in sides))
        flips.append(np.all([on_noun(side, weights) for side, _, weights in sides], axis=0))
    return np.mean(both), np.mean(flips, axis=0)


def head_kinds(model, sentences, looks):
    """How much of its weight each head gives to each kind of place. -> dict of kind: [n_layers, n_heads]"""
    found = {kind: [] for kind in KINDS}
    for sentence, (_, weights) in zip(sentences, looks):
        tokens = [token.lower() for token in model.tokens(sentence["text"])]
        asked = weights[:, :, sentence["pronoun"]]
        found["the right noun"].append(asked[..., sentence["noun_index"]])
        found["the adjective"].append(asked[..., sentence["adjective_index"]])
        found["the pronoun itself"].append(asked[..., sentence["pronoun"]])
        for kind, offset in (("previous word", -1), ("the word itself", 0), ("next word", 1)):
            found[kind].append(np.diagonal(weights, offset, -2, -1).mean(-1))
        for kind, words in PLACES.items():
            places = np.isin(tokens, words)
            if places.any():
                found[kind].append(weights[..., places].sum(-1).mean(-1))
        entropy = -(weights * np.log(np.maximum(weights, 1e-30))).sum(-1)
        found["spread"].append(entropy.mean(-1) / np.log(len(tokens)))
    return {kind: np.mean(values, axis=0) for kind, values in found.items()}


def name_kinds(kinds):
    """Name the kind whose threshold each head passes by most. -> dict of (layer, head): kind, share"""
    n_layers, n_heads = kinds["spread"].shape
    names = {}
    for layer in range(n_layers):
        for head in range(n_heads):
            reached = [kind for kind, least in KINDS.items() if kinds[kind][layer, head] >= least]
            if reached:
                kind = max(reached, key=lambda kind: kinds[kind][layer, head] - KINDS[kind])
                names[layer + 1, head + 1] = (kind, kinds[kind][layer, head])
    return names


def measure(model):
    """Measure all that data/pronouns/README.md reports. -> dict"""
    looks = [look(model, sentence) for sentence in model.sentences]
    strict, among = accuracy(model, model.sentences, looks)
    both, flips = pairs_right(model, model.pairs)
    right = heads_right(model.sentences, looks)
    best = right[-1].argmax()
    kinds = head_kinds(model, model.sentences, looks)
    return {
        "accuracy, all nouns": strict,
        "accuracy, nouns of the sentence": among,
        "both of a pair": both,
        "best head of the last layer": int(best) + 1,
        "best head right": right[-1, best],
        "best head flips": flips[-1, best],
        "course sentences": [model.antecedent(text)[noun] for noun, text in COURSE.items()],
        "course right": all(best_of(model.antecedent(text)) == noun for noun, text in COURSE.items()),
        "heads that flip": flips[-1].round(3).tolist(),
        "kinds": {f"layer {layer} head {head}": found for (layer, head), found in name_kinds(kinds).items()},
    }


def fresh_sentences(n_sentences, seed=1000):
    """Write held-out sentences and pairs other than those in data/pronouns. -> sentences, pairs"""
    used = {sentence["text"] for sentence in held_out_sentences()}
    sentences = held_out_sentences(2 * n_sentences, seed)
    pairs = [{"first": first, "second": second} for first, second in held_out_pairs(n_sentences, seed + 1)]
    return [sentence for sentence in sentences if sentence["text"] not in used][:n_sentences], pairs


def course_heads(model):
    """What every head looks at most, at "it", in the two course sentences. -> list of lines"""
    lines = []
    for text in COURSE.values():
        weights, tokens = model.attention(text), model.tokens(text)
        for layer in range(model.n_layers):
            row = weights[layer, :, tokens.index("it")]
            seen = " · ".join(f"{tokens[head.argmax()]} {head.max():.2f}" for head in row)
            lines.append(f"{tokens[-2]}, layer {layer + 1}: {seen}")
    return lines


def main():
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--folder", type=Path, default=DATA)
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    parser.add_argument("--fresh", type=int, help="write so many new held-out sentences and pairs")
    options = parser.parse_args()
    model = PronounModel(options.folder)
    if options.fresh:
        model.sentences, model.pairs = fresh_sentences(options.fresh)
    found = measure(model)
    for name, value in found.items():
        if isinstance(value, dict):
            print(name, *(f"  {part}: {kind} {share:.2f}" for part, (kind, share) in value.items()), sep="\n")
        else:
            print(f"{name}: {value:.1%}" if isinstance(value, float) else f"{name}: {value}")
    print(*course_heads(model), sep="\n")
    if options.json:
        options.json.write_text(json.dumps(found, default=float, indent=1) + "\n")


if __name__ == "__main__":
    main()
