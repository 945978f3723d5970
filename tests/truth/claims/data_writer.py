"""The numbers of data/writer/README.md: from its files and training/writer/results.json."""

import functools

from helpers import models
from tests.truth.claims import training
from tests.truth.numerals import word
from training.writer import evaluate, results, stories

DOCUMENTS = ["data/writer/README.md"]

FOUND = results.read()
SHIPPED = FOUND["runs"][results.SHIPPED]
SEEDS = {name: run for name, run in FOUND["runs"].items() if name != results.SHIPPED}


@functools.cache
def arrays(name):
    return models.read_arrays(models.data_folder() / "writer" / f"{name}.safetensors")


def shapes(name, *parts):
    """The shapes of some arrays of a file; layers.1 stands for all layers, which are alike."""
    found = {part: list(array.shape) for part, array in arrays(name).items()}
    assert all(found[part] == found[part.replace("layers.1.", "layers.2.")] for part in parts)
    return tuple(found[part] for part in parts)


def of_layer_1(*parts):
    return [f"layers.1.{part}" for part in parts]


def sizes():
    writer = models.load("writer")
    d_ff = arrays("model")["layers.1.b_hidden"].size
    layers = {2: "two", 3: "three"}[writer.n_layers]
    return layers, writer.d_model, writer.n_heads, writer.d_k, d_ff, len(writer.words)


def measured(file):
    """On how many of the held-out stories the loss was seen during the training."""
    return training.code(r"held_out\((\d+)\)", file)


def longest():
    return max(len(story["tokens"]) for story in models.load("writer").stories)


def bars():
    """The bounds of the three bars, in the order of the rule."""
    (_, above), (accepted, _), (right, _) = results.BARS.values()
    return above, accepted, right


def read():
    """How many stories each run read, and how many are held out; how many of these it read."""
    counted = {(run["stories read"], run["held-out stories read"]) for run in SEEDS.values()}
    ((n_read, n_held_out),) = counted
    return n_read, len(models.load("writer").stories), {0: "none"}[n_held_out]


def fresh():
    """The shipped model on held-out stories that the rule did not see."""
    found = FOUND["fresh"]
    return found["n"], found["loss above entropy"], 100 * found["forced name right"]


def one_head():
    """The head of layer 2 that copies, and finds the name after a title; and that of the hero's name."""
    found = results.heads(SHIPPED)
    copies, titles, hero = (found[kind] for kind in ("copying", "title to name", "hero's name"))
    assert copies["found"] and titles["found"] and hero["found"]
    assert copies["layer"] == titles["layer"] == hero["layer"] == 2 and copies["head"] == titles["head"]
    assert all(one["lost there"] > 5 * one["lost at all places"] for one in (copies, titles, hero))
    return copies["head"], hero["head"]


def blurred():
    """The most that a head looks at the previous word: at all words, in tunes; what is lost without it."""
    found = results.heads(SHIPPED)
    everywhere, tunes = found["previous word"], found["previous word, in tunes"]
    assert not everywhere["found"] and not tunes["found"]
    head = tunes["head"], tunes["layer"]
    return f"{everywhere['weight']:.2f}", *head, f"{tunes['weight']:.2f}", f"{tunes['lost there']:.2f}"


def held_by_day():
    """In how many runs the hero's name is held by "day", "monday" and "morning"."""
    words = [set(run["hero's way"]["fetches"]["words"]) for run in SEEDS.values()]
    return word(words.count({"day", "monday", "morning"}))


def made(name):
    """A part that training/writer/results.py makes; tests/test_training_writer.py measures it again."""
    return lambda: results.PARTS[name](FOUND)


CLAIMS = {
    "It has {} layers, {} numbers a word, {} heads of {}, {} hidden numbers in the feed-forward part, "
    "and {} words and signs": sizes,
    "`words` {}; `positions` {}; for each layer L: `layers.L.W_query`, `.W_key`, `.W_value` {}, `.W_out` {}, "
    "`.norm_attention.gain`, `.bias` {}, `.W_hidden` {}, `.b_hidden` {}, `.W_output` {}, `.b_output` {}, "
    "`.norm_output.gain`, `.bias` {}; `norm_final.gain`, `.bias` {}": lambda: shapes(
        "model",
        "words",
        "positions",
        *of_layer_1("W_query", "W_out", "norm_attention.gain", "W_hidden", "b_hidden"),
        *of_layer_1("W_output", "b_output", "norm_output.bias"),
        "norm_final.bias",
    ),
    "| {} held-out stories, each with its tokens": lambda: len(models.load("writer").stories),
    "the mean loss in nats a token on {} of these stories, at {} steps of the training": lambda: (
        measured("writer/train.py"),
        len(arrays("training")["steps"]),
    ),
    "`story.embedding` {}, `story.layers.L.weights` {}, `.attention`, `.output` {}, "
    "`story.shares` {}": lambda: shapes(
        "reference",
        "story.embedding",
        *(f"story.{part}" for part in of_layer_1("weights", "output")),
        "story.shares",
    ),
    "{} models are trained, with seeds 1 to {}": lambda: (word(len(SEEDS)).capitalize(), len(SEEDS)),
    "its loss is at most {} nats a token above": lambda: bars()[0],
    "the grammar accepts at least {:.0f} % of {} stories": lambda: (100 * bars()[1], evaluate.N_HELD_OUT),
    "that name is the most probable in at least {:.1f} %": lambda: 100 * bars()[2],
    "a mean weight of at least {}, and if leaving that head out costs at least {} nats": lambda: (
        results.LOOKS,
        results.LOSES,
    ),
    "most of the {} kinds of head": lambda: word(1 + len(evaluate.KINDS)),
    "<!-- runs: made by training/writer/results.py --> {} <!-- end of runs -->": made("runs"),
    "<!-- heads: made by training/writer/results.py --> {} <!-- end of heads -->": made("heads"),
    "<!-- way: made by training/writer/results.py --> {} <!-- end of way -->": made("way"),
    "<!-- seeds: made by training/writer/results.py --> {} <!-- end of seeds -->": made("seeds"),
    "Each run read {:,} stories, and counted which of the {} held-out ones, names aside, were among them: "
    "{} in any run": read,
    "title to name are *one* head, head {}: at a word that stood before, it looks at what followed it then, "
    "be it a tune or a name. Head {} looks": one_head,
    "No head gives it more than {} on average of all words. Where a tune is sung that will come back, "
    "head {} of layer {} gives it {}, and without this head {} nats a place are lost in copying": blurred,
    "In {} of them the hero's name is held": held_by_day,
    "on {} further held-out stories its loss is {:.4f} above the entropy, and {:.2f} % of the forced names "
    "are right": fresh,
    "the longest of the held-out stories has {} tokens": longest,
    "{} of all stories, chosen by a checksum": lambda: {10: "A tenth"}[stories.SHARE_HELD_OUT],
}
