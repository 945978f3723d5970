"""What the writer's heads look at before a word comes that stood in the story already, over many stories.

measured = measure(writer)                # 100 stories that it never read, about a second
measured.share["the hero's name"]         # [n_layers, n_heads]: weight on the places where that word stands
measured.chance["the hero's name"]        # what a head has that gives all words so far the same
measured.lost["the hero's name"]          # [n_layers, n_heads]: nats lost when a head is removed

The kinds of heads, and what "found" means, are those of data/writer/README.md, which has them of all stories.
"""

import functools

import numpy as np

from helpers.attention import softmax
from helpers.models.patterns import LEAST

# what is asked of each head: which words come next at the places that count, as data/writer marks them
MARKS = {
    "a returning tune": "copies",
    "the hero's name": "hero",
    "a title's name": "title_name",
}
PREVIOUS, ANY, COPIES = "the previous word", "any word", "a returning tune"
PATTERNS = (PREVIOUS, *MARKS)
LEAST_LOST = 0.1  # nats that removing a head must cost where it is needed, or it is not found


@functools.lru_cache(maxsize=2)
def measure(writer, n_stories=100):
    """Measure the heads over the first so many held-out stories; done once. -> Measured"""
    return Measured(writer, writer.stories[:n_stories])


class Measured:
    """A writer run on many stories, and where its heads look when a word comes that stood there already.

    share: dict of a pattern: [n_layers, n_heads], the mean weight on the places that it is about: where the
    coming word stands already, or one word back; chance: dict of a pattern: what equal weights give these;
    cases: dict of a pattern: over how many words it is a mean;
    right: dict of a pattern: the mean probability of the word that comes there. Layers and heads from 1.
    """

    def __init__(self, writer, stories):
        self.writer, self.stories = writer, list(stories)
        self._places = {name: [_places(story, name) for story in self.stories] for name in PATTERNS}
        self.share, self.chance, self.cases = {}, {}, {}
        self._surprise, self._removed, weights = [], {}, []
        for story in self.stories:
            run = writer.run(story["tokens"])
            weights.append(run.attention)
            self._surprise.append(self._surprise_of(story, run))
        for name, places in self._places.items():
            cases = [
                (maps, place, asked)
                for maps, found in zip(weights, places, strict=True)
                for place, asked in found
            ]
            shares = [maps[:, :, place, asked].sum(axis=-1) for maps, place, asked in cases]
            self.share[name], self.cases[name] = np.mean(shares, axis=0), len(cases)
            self.chance[name] = float(np.mean([len(asked) / (place + 1) for _, place, asked in cases]))
        self.right = {name: float(np.exp(-self._at(name, self._surprise)).mean()) for name in MARKS}

    def _surprise_of(self, story, run):
        """−log of the probability of each word that came. -> [n_tokens − 1], nats"""
        shares = softmax(self.writer.scores(run.layers[-1].output[:-1]))
        rows = [self.writer.row[token] for token in story["tokens"][1:]]
        return -np.log(shares[np.arange(len(rows)), rows])

    def _at(self, name, surprise):
        """What a list of surprises, one array for each of the first stories, holds at a pattern's places."""
        if name == ANY:
            return np.concatenate(surprise)
        return np.array(
            [
                one[place]
                for one, found in zip(surprise, self._places[name], strict=False)
                for place, _ in found
            ]
        )

    def _without(self, layer, head):
        if (layer, head) not in self._removed:
            self._removed[layer, head] = [
                self._surprise_of(story, self.writer.run(story["tokens"], [(layer, head)]))
                for story in self.stories
            ]
        return self._removed[layer, head]

    def right_without(self, name, layer, head):
        """The mean probability of a pattern's words without a head. -> 0 to 1"""
        return float(np.exp(-self._at(name, self._without(layer, head))).mean())

    @functools.cached_property
    def lost(self):
        """How much the loss at a pattern's words rises when one head is removed.

        -> dict of ANY (all words) or a pattern: [n_layers, n_heads], nats. The previous word is needed in
        copying: it tells each word what it follows.
        """
        shape = self.writer.n_layers, self.writer.n_heads
        found = {name: np.zeros(shape) for name in (ANY, *MARKS)}
        for layer, head in np.ndindex(shape):
            surprise = self._without(layer + 1, head + 1)
            for name in found:
                before = self._at(name, self._surprise)
                found[name][layer, head] = (self._at(name, surprise) - before).mean()
        return found | {PREVIOUS: found[COPIES]}

    def best(self, name):
        """The head that has most of a pattern. -> (layer, head), from 1"""
        return _largest(self.share[name])

    def needed(self, name):
        """The head whose removal costs most at the words of a pattern. -> (layer, head), from 1"""
        return _largest(self.lost[name])

    def is_found(self, name):
        """Whether its best head gives a pattern half of its weight or more, and is needed there. -> bool"""
        best = tuple(place - 1 for place in self.best(name))
        return bool(self.share[name][best] >= LEAST and self.lost[name][best] >= LEAST_LOST)

    def looks(self):
        """For each pattern the head that looks there most, its weight there, and what equal weights give.

        -> dict of a pattern: list, as for show_table with LOOKS
        """
        return {
            name: [_name(self.best(name)), float(self.share[name].max()), self.chance[name]]
            for name in PATTERNS
        }

    def removed(self):
        """How probable the right word is without the head that looks there most, and without the one that
        is missed most.

        -> dict of a pattern: list, as for show_table with WITHOUT
        """
        rows = {}
        for name in MARKS:
            rows[name] = [self.right[name]]
            for place in (self.best(name), self.needed(name)):
                rows[name] += [_name(place), self.right_without(name, *place)]
        return rows

    def mistakes(self, name, most=5):
        """What is written in place of the right word, without the head that is missed most at a pattern.

        -> list of (words before it, the most probable word, the right word), from different stories
        """
        found, head = [], self.needed(name)
        for story, places in zip(self.stories, self._places[name], strict=True):
            tokens = story["tokens"]
            rows = self.writer.shares(tokens, [head]).argmax(axis=1)
            wrong = [place for place, _ in places if self.writer.words[rows[place]] != tokens[place + 1]]
            for place in wrong[:1]:
                before = " ".join(tokens[max(1, place - 3) : place + 1])
                found.append((before, self.writer.words[rows[place]], tokens[place + 1]))
            if len(found) == most:
                break
        return found


def _name(place):
    """A head as tables name it. (2, 1) -> "2.1" """
    return "{}.{}".format(*place)


def _places(story, name):
    """The places of a story that a pattern is about. -> list of (the newest word's place, places asked)"""
    tokens = story["tokens"]
    if name == PREVIOUS:
        return [(place, [place - 1]) for place in range(1, len(tokens) - 1)]
    return [
        (place, [at for at in range(place + 1) if tokens[at] == tokens[place + 1]])
        for place, _ in story[MARKS[name]]
    ]


def _largest(table):
    layer, head = np.unravel_index(table.argmax(), table.shape)
    return int(layer) + 1, int(head) + 1


LOOKS = ["looks at", "most in head", "its weight there", "if equal"]
WITHOUT = ["right word", "all heads", "looks most", "without it", "missed most", "without it"]


def losses(writer, n_stories=100):
    """The mean loss of the writer, and that of the grammar, over held-out stories. -> two numbers, nats

    No model can have a lower loss than the grammar, on average: it knows all that can be known.
    """
    ours, true = [], []
    for story in writer.stories[:n_stories]:
        tokens = story["tokens"]
        rows = [writer.row[token] for token in tokens[1:]]
        ours += list(-np.log(writer.shares(tokens)[np.arange(len(rows)), rows]))
        known = writer.grammar.all_next_words(tokens)
        true += [-np.log(after[token]) for after, token in zip(known, tokens[1:], strict=False)]
    return float(np.mean(ours)), float(np.mean(true))


def accepted(writer, temperature=1.0, top_k=None, n_stories=20):
    """Of so many stories, with the seeds 0, 1, 2 …, how many does the grammar accept? -> int"""
    stories = (writer.write(temperature=temperature, top_k=top_k, seed=seed) for seed in range(n_stories))
    return sum(writer.grammar.accepts(tokens) for tokens in stories)
