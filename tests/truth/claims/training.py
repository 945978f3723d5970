"""The numbers of training/README.md: from its code, and from training/results.json."""

import json
import re

import numpy as np

from tests.truth.numerals import PROJECT, word
from training import corpus, results
from training.writer import results as writer_results

DOCUMENTS = ["training/README.md"]

FOUND = results.read()
SEEDS, PLAIN = results.seeds(FOUND), FOUND["runs"]["plain"]


def code(pattern, file="train.py"):
    """What the training's code says: it is read, for it needs torch. pattern: with one group -> str"""
    (found,) = set(re.findall(pattern, (PROJECT / "training" / file).read_text(encoding="utf8")))
    return found


def config():
    """What the shipped model was made with."""
    return json.loads((PROJECT / "data/pronouns/config.json").read_text(encoding="utf8"))


def percent(share):
    """As the tables write it."""
    return f"{100 * share:.1f} %"


def beside(name):
    """A figure of the plain run, and its mean over the seeds."""
    return percent(PLAIN[name]), percent(np.mean([run[name] for run in SEEDS.values()]))


def kinds():
    """How many kinds of head the plain run has; and the seeds, from and to."""
    found = [results.n_kinds(run) for run in SEEDS.values()]
    return tuple(map(word, (results.n_kinds(PLAIN), min(found), max(found))))


def compared():
    return *beside("accuracy, all nouns"), *beside("best head right"), *beside("best head flips"), *kinds()


def steps():
    assert int(code(r'"--steps", type=int, default=(\d+)')) == config()["steps"]
    return config()["steps"], corpus.BATCH_SIZE


def rate():
    peak, rising = code(r"PEAK, WARM_UP = (\S+, \d+)").split(", ")
    share = word(int(code(r'"share": ([2-9])')))
    return rising, peak, share


def fetching():
    """How long all sentences fetch plain words; what share does at last, and after how much more."""
    (begins, ends), (everything, rest) = (
        json.loads(numbers)
        for numbers in re.findall(r"\[[\d., ]+\]", code(r"np\.interp\(progress, (.+)\)\)"))
    )
    assert everything == 1
    return tuple(round(100 * part) for part in (begins, rest, ends - begins))


def kept():
    """How many heads are kept in a sentence that fetches plain words, each as often as the others."""
    return code(r"rng\.choice\(\[(.+?)\], n_sentences").split(", ")


def alone():
    """In which share of such sentences head 1 works alone."""
    return {0.25: "a quarter"}[kept().count("1") / len(kept())]


def few():
    return {0.5: "half"}[sum(head in ("1", "2") for head in kept()) / len(kept())]


def minutes():
    """Of the runs that had a core nearly to themselves, and of the others, in whole minutes."""
    found = sorted(spent["minutes"] for spent in FOUND["runs"].values() if "minutes" in spent)
    free, shared = ([spent for spent in found if (spent < 10) == is_free] for is_free in (True, False))
    return " to ".join(
        dict.fromkeys(f"{spent:.0f}" for spent in (free[0], free[-1]))
    ), f"{shared[0]:.0f} to {shared[-1]:.0f}"


def length_of_a_word():
    spread, wide = float(code(r"([\d.]+) \* torch\.randn\(n_words", "model.py")), config()["d_model"]
    return round(spread * wide**0.5)


def writer_steps():
    """Steps, stories a step, steps in which the learning rate rises, its peak: of the writer."""
    pattern = r"PEAK, WARM_UP, BATCH_SIZE, STEPS = (.+)"
    peak, rising, batch, n_steps = code(pattern, "writer/train.py").replace("_", "").split(", ")
    runs = [run for run in writer_results.read()["runs"].values() if "steps" in run]
    assert {(run["steps"], run["batch"]) for run in runs} == {(int(n_steps), int(batch))}
    return int(n_steps), batch, rising, peak


def writer_minutes():
    """How long the writer's runs took, in whole minutes, from and to."""
    spent = [run["minutes"] for run in writer_results.read()["runs"].values() if "minutes" in run]
    return " to ".join(dict.fromkeys(f"{minutes:.0f}" for minutes in (min(spent), max(spent))))


CLAIMS = {
    "Each of {:,} steps shows {} new stories. The optimiser is AdamW; its learning rate rises for {} steps "
    "to {}": writer_steps,
    "A run took {} minutes, two runs at a time": writer_minutes,
    "with the {} numbers a word and {} heads of the 2017 paper": lambda: (
        config()["d_model"],
        config()["n_heads"],
    ),
    "Elsewhere, {} % of the words are masked": lambda: round(
        100 * float(code(r"rng\.random\(ids\.shape\) < ([\d.]+)"))
    ),
    "Each of {:,} steps shows {} new sentences": steps,
    "rises for {} steps to {} ({} times that for the word vectors)": rate,
    "all of them for the first {} % of training, falling to {} % over the next {} %": fetching,
    "In {} of those sentences only head 1, or only heads 1 and 2, is kept": few,
    "better answers ({} against a mean of {}). Its best head is on the right noun in {} of the sentences "
    "({} on average with the aids) and flips in {} of the pairs ({}); "
    "its heads are of {} kinds ({} to {}).": compared,
    "words of length about {}": length_of_a_word,
    "took {} minutes on one core that was nearly free, and {} minutes on a core that was shared": minutes,
}
