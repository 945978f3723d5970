"""Measure a model of the course on sentences that training never saw, with the course's own numpy code.

    python -m training.evaluate                          measures data/pronouns
    python -m training.evaluate --folder runs/seed-1/data
"""

import argparse
import json
from pathlib import Path

import numpy as np

from helpers.models import PronounModel

DATA = Path(__file__).resolve().parent.parent / "data" / "pronouns"
COURSE = {"animal": "The animal didn't cross the street because it was too tired.",
          "street": "The animal didn't cross the street because it was too wide."}
# A head is of a kind if, on average over the held-out sentences, it gives this share of its weight to that kind of
# place. The first group is asked at the pronoun only, the second at every word; "spread" is the entropy of a row, as a
# share of the entropy of equal weights.
AT_PRONOUN = {"the right noun": 0.5, "the adjective": 0.5, "the pronoun itself": 0.5}
AT_EVERY_WORD = {"previous word": 0.5, "next word": 0.5, "the word itself": 0.5, "because": 0.5, "was or is": 0.5,
                 "signs": 0.5, "the pronoun": 0.5, "spread": 0.7}
KINDS = AT_PRONOUN | AT_EVERY_WORD
PLACES = {"because": ["because", "since"], "was or is": ["was", "is"], "signs": [".", ",", "'"], "the pronoun": ["it", "he", "she"]}


def look(model, sentence):
    """Run a sentence. -> its steps, the answer (dict of noun: probability), the weights at the pronoun
    [n_layers, n_heads, n_tokens]"""
    steps = model.run(sentence["text"])
    weights = np.stack([layer.attention.heads.weights for layer in steps.layers])
    return steps, model.antecedent(sentence["text"]), weights[:, :, sentence["pronoun"]]


def best_of(answer, candidates=None):
    """The most probable noun, of all or of some candidates."""
    return max(candidates or answer, key=answer.get)


def accuracy(model, sentences):
    """-> share right among all nouns of the vocabulary, share right among the nouns of the sentence"""
    strict, among = [], []
    for sentence in sentences:
        steps, answer, _ = look(model, sentence)
        candidates = {token.lower() for token in steps.tokens} & set(model.nouns)
        strict.append(best_of(answer) == sentence["noun"])
        among.append(best_of(answer, candidates) == sentence["noun"])
    return np.mean(strict), np.mean(among)


def heads_right(model, sentences):
    """How often a head's largest weight at the pronoun is on the right noun. -> [n_layers, n_heads]"""
    return np.mean([look(model, one)[2].argmax(-1) == one["noun_index"] for one in sentences], axis=0)


def pairs_right(model, pairs):
    """Pairs that differ in the adjective only. -> share with both nouns right, share of flips [n_layers, n_heads]"""
    both, flips = [], []
    for pair in pairs:
        sides = [(side, *look(model, side)) for side in (pair["first"], pair["second"])]
        both.append(all(best_of(answer) == side["noun"] for side, _, answer, _ in sides))
        flips.append(np.all([weights.argmax(-1) == side["noun_index"] for side, _, _, weights in sides], axis=0))
    return np.mean(both), np.mean(flips, axis=0)


def head_kinds(model, sentences):
    """How much of its weight each head gives to each kind of place. -> dict of kind: [n_layers, n_heads]"""
    found = {kind: [] for kind in KINDS}
    for sentence in sentences:
        weights = model.attention(sentence["text"])
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
    strict, among = accuracy(model, model.sentences)
    both, flips = pairs_right(model, model.pairs)
    right = heads_right(model, model.sentences)
    best = right[-1].argmax()
    kinds = head_kinds(model, model.sentences)
    return {
        "accuracy, all nouns": strict, "accuracy, nouns of the sentence": among, "both of a pair": both,
        "best head of the last layer": int(best) + 1, "best head right": right[-1, best], "best head flips": flips[-1, best],
        "course sentences": [model.antecedent(text)[noun] for noun, text in COURSE.items()],
        "course right": all(best_of(model.antecedent(text)) == noun for noun, text in COURSE.items()),
        "heads that flip": flips[-1].round(3).tolist(),
        "kinds": {f"layer {layer} head {head}": (kind, share) for (layer, head), (kind, share) in name_kinds(kinds).items()},
    }


def course_heads(model):
    """What every head looks at most, at "it", in the two course sentences. -> list of lines"""
    lines = []
    for text in COURSE.values():
        weights, tokens = model.attention(text), model.tokens(text)
        for layer in range(model.n_layers):
            row = weights[layer, :, tokens.index("it")]
            lines.append(f"{tokens[-2]}, layer {layer + 1}: " + " · ".join(f"{tokens[head.argmax()]} {head.max():.2f}" for head in row))
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=DATA)
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    model = PronounModel(options.folder)
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
