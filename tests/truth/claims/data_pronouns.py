"""The numbers of data/pronouns/README.md: from its files, the grammar and training/results.json."""

import functools
import math

import numpy as np

from helpers import models
from tests.truth.claims import training
from tests.truth.numerals import word
from training import corpus, results
from training.lexicon import FRAMES

DOCUMENTS = ["data/pronouns/README.md"]

FOLDER = models.data_folder() / "pronouns"
SHIPPED = training.FOUND["runs"][results.SHIPPED]


@functools.cache
def arrays(name):
    return models.read_arrays(FOLDER / f"{name}.safetensors")


def shapes(name, *parts):
    """The shapes of some arrays of a file; layers.1 stands for both layers, which are alike."""
    found = {part: list(array.shape) for part, array in arrays(name).items()}
    assert all(found[part] == found[part.replace("layers.1.", "layers.2.")] for part in parts)
    return tuple(found[part] for part in parts)


def model():
    return models.load("pronouns")


def sizes():
    ours, d_ff = model(), arrays("model")["layers.1.b_hidden"].size
    return ours.d_model, ours.n_heads, ours.d_k, {2: "two"}[ours.n_layers], d_ff, len(ours.words)


def up(number, digits):
    """Rounded up, so that it is a bound."""
    return f"{math.ceil(number * 10**digits) / 10**digits:.{digits}f}"


@functools.cache
def rounding():
    """The largest number of the reference, and how far rounding moved its numbers and its weights."""
    exact = {
        name.removeprefix("unrounded."): array
        for name, array in arrays("reference").items()
        if "unrounded." in name
    }
    rounded = {name: arrays("reference")[name] for name in exact}
    moved = {name: np.abs(rounded[name] - exact[name]).max() for name in exact}
    weights = max(array for name, array in moved.items() if name.endswith("weights"))
    largest = max(np.abs(array).max() for array in rounded.values())
    return f"{largest:.2f}", up(max(moved.values()), 4), up(weights, 4)


def early():
    """The best accuracy and the best look of head 1 before the last layer is used in the ordinary way."""
    seen = arrays("training")
    share = training.code(r"np\.interp\(progress, \[([\d.]+),")
    before = seen["steps"] <= float(share) * seen["steps"][-1]
    return (
        f"{seen['accuracy'][before].max():.2f}",
        round(100 * float(share)),
        f"{seen['head_right'][before].max():.2f}",
    )


def pairs_of_the_grammar():
    nouns = {
        tuple(sorted((subject, other)))
        for frame in FRAMES
        for subject in frame.subjects
        for other in frame.objects
        if subject != other
    }
    described = corpus.described()
    for pairs in (described, nouns):
        assert round(sum(corpus.is_held_out(*pair) for pair in pairs) / len(pairs), 1) == 0.1
    return len(described), len(nouns)


def measured_on():
    return len(model().nouns), len(model().sentences), len(model().pairs)


def fresh():
    """The shipped model on new sentences."""
    found = training.FOUND["fresh"]
    names = ("accuracy, all nouns", "both of a pair", "best head right", "best head flips")
    return found["n"], found["n"], *(training.percent(found[name]) for name in names)


def chosen_now():
    """Whether seed 1 is this folder's model again, which run the rule takes, and the means of the allowed."""
    seeds = {name: run for name, run in training.SEEDS.items() if results.is_allowed(run)}
    order = sorted(seeds, key=lambda name: -results.merit(seeds[name]))
    assert order[0] == results.chosen(training.FOUND)
    same = all(
        training.SEEDS["seed-1"][name] == SHIPPED[name] for name in ("flips", "kinds", *results.FIGURES)
    )
    means = ", ".join(f"{name} {training.percent(results.merit(seeds[name]))}" for name in order)
    return "is" if same else "is not", f"`{order[0]}`", means, training.percent(results.merit(SHIPPED))


def torch():
    (version,) = {run["torch"] for name, run in training.FOUND["runs"].items() if name != results.SHIPPED}
    return version.partition("+")[0]


def answers_better():
    accuracy = [run["accuracy, all nouns"] for run in training.SEEDS.values()]
    assert training.PLAIN["accuracy, all nouns"] > max(accuracy)
    return *training.beside("accuracy, all nouns"), *map(training.percent, (min(accuracy), max(accuracy)))


def plain_heads():
    """How often each head of layer 2 flips in the plain run; its best head beside the seeds' best ones."""
    (right, right_mean), (flips, flips_mean) = map(training.beside, ("best head right", "best head flips"))
    each = [f"{100 * share:.1f}" for share in training.PLAIN["flips"][1]]
    return (
        f"{', '.join(each[:-1])} and {each[-1]}",
        training.PLAIN["best head"],
        right,
        flips,
        right_mean,
        flips_mean,
    )


def head_1_is_best():
    first = [run["best head"] == 1 for run in training.SEEDS.values()]
    return f"all {word(len(first))}" if all(first) else f"{word(sum(first))} of the {word(len(first))}"


def heads_without_kind():
    """Heads of layer 1 that pass no threshold."""
    heads = [f"{head}" for head in range(1, model().n_heads + 1) if f"1.{head}" not in SHIPPED["kinds"]]
    return f"{', '.join(heads[:-1])} and {heads[-1]}"


def made(name):
    """A part that training/results.py makes; tests/test_training.py measures the shipped model again."""
    return lambda: results.PARTS[name](training.FOUND)


CLAIMS = {
    "As the base model of the 2017 paper it has {} numbers a word and {} heads of {}; it is smaller in all "
    "else: {} layers of the paper's six, {:,} hidden numbers in the feed-forward part of its 2,048, "
    "and {} words and signs": sizes,
    "`helpers/models/` runs them in float32, within {} of torch": lambda: (
        "1e-5"
    ),  # tests/test_models.py holds it
    "numbers (the largest {}) differed by at most {} before the rounding, and "
    "weights by at most {}.": rounding,
    "`words` {}; for L = 1, 2: `layers.L.W_query`, `.W_key`, `.W_value` {}, `.W_out` {}, "
    "`.norm_attention.gain`, `.bias` {}, `.W_hidden` {}, `.b_hidden` {}, `.W_output` {}, `.b_output` {}, "
    "`.norm_output.gain`, `.bias` {}": lambda: shapes(
        "model",
        "words",
        *(
            f"layers.1.{part}"
            for part in (
                "W_query",
                "W_out",
                "norm_attention.gain",
                "W_hidden",
                "b_hidden",
                "W_output",
                "b_output",
                "norm_output.bias",
            )
        ),
    ),
    "| {} held-out sentences with their answers": lambda: len(model().sentences),
    "| {} held-out pairs that differ only": lambda: len(model().pairs),
    "what was seen at {} steps of the training": lambda: len(arrays("training")["steps"]),
    "`steps` {} int32; `tired`, `wide` {} float16": lambda: shapes("training", "steps", "tired"),
    "float32 {}: `loss` (mean of the last {} batches), `accuracy` and `head_right` "
    "(on {} held-out sentences:": lambda: (
        *shapes("training", "loss"),
        training.code(r"deque\(maxlen=(\d+)\)"),
        training.code(r"held_out_sentences\(\)\[:(\d+)\]"),
    ),
    "`tired.embedding` {}, `tired.layers.L.weights` {}, `.attention`, `.output` {}": lambda: shapes(
        "reference", "tired.embedding", "tired.layers.1.weights", "tired.layers.1.output"
    ),
    "`accuracy` is at most {} for the first {} % of the training, "
    "although `head_right` reaches {} there": early,
    "in {} of those sentences head 1 has to do it alone": training.alone,
    "A tenth of the {:,} (noun, adjective) pairs that the grammar can say and "
    "a tenth of the {:,} (noun, noun) pairs": pairs_of_the_grammar,
    "{} models are trained, with seeds 1 to {}": lambda: (
        word(len(training.SEEDS)).capitalize(),
        len(training.SEEDS),
    ),
    "at least {} kinds of head": lambda: word(4),  # training/results.py: is_allowed
    "the most probable of all {}, or of those in the sentence, in {} held-out sentences. "
    "*Both of a pair*: in {} held-out pairs": measured_on,
    "on one machine and with torch {}": torch,
    "and {:,} steps make much of a little": lambda: training.config()["steps"],
    "So `seed-1` {} this folder's model. By the rule, {} of the new runs would be chosen: "
    "the means of the allowed seeds are {}; "
    "this folder's model has {}.": chosen_now,
    "On {:,} further held-out sentences and as many pairs, written with other seeds after all was settled "
    "(`python -m training.evaluate --fresh {}`), this folder's model reaches {} among all nouns, "
    "both of a pair {}, "
    "best head right {}, flips {}.": fresh,
    "{} against a mean of {} over the five seeds (from {} to {}).": answers_better,
    "{} % for heads 1 to 8 of layer 2. Its best one, head {}, is on the right noun in {} and flips in {}; "
    "the five seeds' best heads are so in {} and {} on average.": plain_heads,
    "with the aids it is head 1 in {} seeds.": head_1_is_best,
    "The plain run's heads are of {} kinds by the thresholds, "
    "those of the seeds of {} to {}.": training.kinds,
    "mean share of the weight over the {} sentences": lambda: len(model().sentences),
    "Heads {} of layer 1 pass no threshold.": heads_without_kind,
    "<!-- runs: made by training/results.py --> {} <!-- end of runs -->": made("runs"),
    "<!-- heads: made by training/results.py --> {} <!-- end of heads -->": made("heads"),
    "<!-- course: made by training/results.py --> {} <!-- end of course -->": made("course"),
    "It reads only its {} words and signs": lambda: len(model().words),
    "Training sentences have up to {} tokens. Up to {} can be run": lambda: (
        training.FOUND["longest training sentence"],
        training.config()["max_tokens"],
    ),
}
