"""Measure a model of the course on sentences that training never saw, with the course's own numpy code.

python -m training.evaluate                          measures data/pronouns
python -m training.evaluate --folder runs/seed-1/data
python -m training.evaluate --runs runs              measures all, and writes training/results.json
"""

import argparse
import itertools
import json
import random
from pathlib import Path

import numpy as np

from helpers.models import PronounModel
from helpers.models.survey import Survey
from training import results
from training.corpus import batches, held_out_pairs, held_out_sentences

DATA = Path(__file__).resolve().parent.parent / "data" / "pronouns"
COURSE = {
    "animal": "The animal didn't cross the street because it was too tired.",
    "street": "The animal didn't cross the street because it was too wide.",
}
FRESH = 1000  # new sentences, and as many pairs


def pairs_right(model, pairs):
    """Pairs that differ in the adjective only. -> share with both right, flips [n_layers, n_heads]"""
    first, second = (Survey(model, [pair[side] for pair in pairs]) for side in ("first", "second"))
    return np.mean(first.right() & second.right()), np.mean(first.on_noun & second.on_noun, axis=0)


def measure(model):
    """Measure all that data/pronouns/README.md reports. -> dict; of heads [n_layers][n_heads]"""
    survey = Survey(model, model.sentences)
    both, flips = pairs_right(model, model.pairs)
    looks = survey.on_noun.mean(axis=0)
    best = looks[-1].argmax()
    answers = {noun: model.antecedent(text) for noun, text in COURSE.items()}
    found = {
        "accuracy, all nouns": survey.accuracy(),
        "accuracy, nouns of the sentence": survey.accuracy(ask="the sentence's nouns"),
        "both of a pair": both,
        "best head": int(best) + 1,
        "best head right": looks[-1, best],
        "best head flips": flips[-1, best],
        "course sentences": [answers[noun][noun] for noun in COURSE],
        "course right": all(next(iter(answers[noun])) == noun for noun in COURSE),
        "looks at the right noun": looks,
        "flips": flips,
        "weight on the right noun": survey.kinds["the right noun"],
        "weight on the adjective": survey.kinds["the adjective"],
        "kinds": {f"{layer}.{head}": found for (layer, head), found in survey.names.items()},
    }
    return {name: rounded(value) for name, value in found.items()}


def rounded(value):
    """Numbers as the results keep them: four digits behind the point, and lists in the place of arrays."""
    if isinstance(value, dict):
        return {name: rounded(part) for name, part in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [rounded(part) for part in value]
    return round(float(value), 4) if isinstance(value, (float, np.floating)) else value


def history(model):
    """What was seen while a model was trained. -> dict of lists, one number for each snapshot"""
    return {name: rounded(model.training[name]) for name in ("loss", "accuracy", "head_right")} | {
        "steps": model.training["steps"].tolist()
    }


def longest_sentence(seed, n_steps):
    """How many tokens the longest sentence has that a training reads."""
    read = itertools.islice(batches(random.Random(seed)), n_steps)
    return max(len(sentence["tokens"]) for batch in read for sentence in batch)


def fresh_sentences(n_sentences, seed=1000):
    """Write held-out sentences and pairs other than those in data/pronouns. -> sentences, pairs"""
    used = {sentence["text"] for sentence in held_out_sentences()}
    sentences = held_out_sentences(2 * n_sentences, seed)
    pairs = [{"first": first, "second": second} for first, second in held_out_pairs(n_sentences, seed + 1)]
    return [sentence for sentence in sentences if sentence["text"] not in used][:n_sentences], pairs


def measure_all(runs):
    """Measure data/pronouns and every run that training.train and training.export have made. -> dict"""
    shipped = PronounModel(DATA)
    config = json.loads((DATA / "config.json").read_text())
    found = {"data/pronouns": measure(shipped) | {"history": history(shipped)}}
    folders = [path.parent for path in runs.glob("*/run.json")]
    for folder in sorted(folders, key=lambda one: (one.name == "plain", one.name)):
        model = PronounModel(folder / "data")
        found[folder.name] = json.loads((folder / "run.json").read_text()) | measure(model)
        found[folder.name]["history"] = history(model)
    lines = course_heads(shipped)
    shipped.sentences, shipped.pairs = fresh_sentences(FRESH)
    return {
        "longest training sentence": longest_sentence(config["seed"], config["steps"]),
        "fresh": {"n": FRESH} | measure(shipped),
        "course heads": lines,
        "runs": found,
    }


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
    parser.add_argument("--fresh", type=int, help="write so many new held-out sentences and pairs")
    parser.add_argument("--runs", type=Path, help="measure all runs, and write the results and their tables")
    options = parser.parse_args()
    if options.runs:
        return results.write(measure_all(options.runs))
    model = PronounModel(options.folder)
    if options.fresh:
        model.sentences, model.pairs = fresh_sentences(options.fresh)
    for name, value in measure(model).items():
        print(f"{name}: {value:.1%}" if isinstance(value, float) else f"{name}: {value}")
    print(*course_heads(model), sep="\n")


if __name__ == "__main__":
    main()
