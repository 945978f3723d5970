"""Measure a model of the course on sentences that training never saw, with the course's own numpy code.

    python -m training.evaluate                          measures data/pronouns
    python -m training.evaluate --folder runs/seed-1/data
"""

import argparse
import json
from pathlib import Path

import numpy as np

from helpers.models import PronounModel
from helpers.survey import Survey
from training.corpus import held_out_pairs, held_out_sentences

DATA = Path(__file__).resolve().parent.parent / "data" / "pronouns"
COURSE = {"animal": "The animal didn't cross the street because it was too tired.",
          "street": "The animal didn't cross the street because it was too wide."}


def pairs_right(model, pairs):
    """Pairs that differ in the adjective only. -> share with both right, flips [n_layers, n_heads]"""
    first, second = (Survey(model, [pair[side] for pair in pairs]) for side in ("first", "second"))
    return np.mean(first.right() & second.right()), np.mean(first.on_noun & second.on_noun, axis=0)


def measure(model):
    """Measure all that data/pronouns/README.md reports. -> dict"""
    survey = Survey(model, model.sentences)
    both, flips = pairs_right(model, model.pairs)
    right = survey.on_noun.mean(axis=0)
    best = right[-1].argmax()
    answers = {noun: model.antecedent(text) for noun, text in COURSE.items()}
    return {
        "accuracy, all nouns": survey.accuracy(),
        "accuracy, nouns of the sentence": survey.accuracy(ask="the sentence's nouns"),
        "both of a pair": both,
        "best head of the last layer": int(best) + 1,
        "best head right": right[-1, best],
        "best head flips": flips[-1, best],
        "course sentences": [answers[noun][noun] for noun in COURSE],
        "course right": all(next(iter(answers[noun])) == noun for noun in COURSE),
        "heads that flip": flips[-1].round(3).tolist(),
        "kinds": {f"layer {layer} head {head}": found for (layer, head), found in survey.names.items()},
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
