"""What several claims need of the models and of how ours was trained, from data/ and training/."""

import json
import re
from functools import cache
from pathlib import Path

import numpy as np

from helpers import models
from helpers.models.patterns import patterns_of
from helpers.models.survey import survey_of
from tools.notebooks import CORE_SOURCES

PROJECT = Path(__file__).resolve().parents[3]
TIRED = "The animal didn't cross the street because it was too tired."
WIDE = TIRED.replace("tired", "wide")


def model():
    return models.load("pronouns")


def survey():
    return survey_of(model())


@cache
def minilm():
    return models.load("minilm")


def patterns():
    return patterns_of(minilm())


@cache
def largest():
    """Where each head of layer 2 looks most, from the pronoun. -> place, int [n_sentences, n_heads]"""
    found = zip(survey().sentences, survey().weights, strict=True)
    return np.array([weights[1, :, sentence["pronoun"]].argmax(axis=1) for sentence, weights in found])


def place_of(part):
    """Where a part of each sentence stands: "noun", "other", "adjective" or "pronoun".

    -> int [n_sentences]
    """
    name = part if part == "pronoun" else f"{part}_index"
    return np.array([sentence[name] for sentence in survey().sentences])


def nouns_in(tokens):
    """The places of the nouns that the model knows. -> list of int"""
    return [place for place, token in enumerate(tokens) if token.lower() in model().nouns]


def named(kind, layer):
    """The heads of a layer that are named so, from 1. -> list of int"""
    return [head for (at, head), (name, _) in survey().names.items() if at == layer and name == kind]


@cache
def training(name):
    """A file of training/ as text; it needs torch, so it is read here and not run. -> str"""
    return (PROJECT / "training" / f"{name}.py").read_text(encoding="utf8")


def aids():
    """How the training deals out its aids.

    -> start, end and last share of fetching, dict of heads kept: share
    """
    start, end, _, last = re.search(
        r"np\.interp\(progress, \[([\d.]+), ([\d.]+)\], \[([\d.]+), ([\d.]+)\]\)", training("train")
    ).groups()
    kept = re.search(r"rng\.choice\(\[([^\]]+)\], n_sentences\)", training("train"))[1].split(", ")
    return (
        float(start),
        float(end),
        float(last),
        {heads: kept.count(heads) / len(kept) for heads in set(kept)},
    )


@cache
def runs():
    """The trainings: five seeds and a plain one. -> dict of run: (accuracy, looks, flips, best head)"""
    names = ["accuracy, all nouns", "best head right", "best head flips", "best head"]
    found = json.loads((PROJECT / "training" / "results.json").read_text(encoding="utf8"))["runs"]
    return {
        run: tuple(figures[name] for name in names)
        for run, figures in found.items()
        if run != "data/pronouns"
    }


def notebook_with(code):
    """The number of the one core notebook in whose source some code stands. -> int"""
    (found,) = (path for path in CORE_SOURCES if code in path.read_text(encoding="utf8"))
    return int(found.name[:2])


def held(*facts):
    """Nothing to fill in: every fact must be true. -> ()"""
    assert all(facts), facts
    return ()
