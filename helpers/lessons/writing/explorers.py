"""A model that writes: word after word, what each head looks at, and how likely every next word was."""

import functools

import ipywidgets

from helpers.lessons.writing import frames
from helpers.pictures.controls import places
from helpers.pictures.explorer import Explorer
from helpers.pictures.states import Follows, Group, Offers, stops

__all__ = ["explore_writer"]

OFFERED = ("This is the tale of", "In a teapot lived Dot, a greedy fox.")  # on a page, beside the first one
TOP = (("all words", 0), ("the best 5", 5), ("the best 3", 3), ("the best 2", 2), ("the best", 1))
WARM = (0.1, 3.0)  # temperatures, from the coldest to the warmest
SEEDS = 20


@functools.lru_cache(maxsize=64)
def written(writer, beginning, temperature=1.0, top_k=0, seed=0):
    """A story from a beginning; the same one is written once. top_k: 0 for all words

    -> tuple of tokens, the place of the beginning's last word, from 0.  Raises ValueError: as writer.write.
    """
    n_begun = len(writer.tokens(beginning))
    return tuple(writer.write(beginning, temperature, top_k or None, seed)), n_begun - 1


def explore_writer(writer, beginning="Once there was a", layer=1, head=1):
    """Type a beginning and let the writer go on, word after word; see what it might have written. -> Explorer

    layer, head: from 1, whose lines are shown at first.
    """

    def draw(beginning, temperature, top_k, seed, place, layer):
        tokens, begun = written(writer, beginning, temperature, top_k, seed)
        at = min(begun + place, len(tokens) - 1)
        drawn = tokens[at + 1] if at + 1 < len(tokens) else None
        heads, lines = frames.newest_word(writer, tokens, layer, at, head)
        return frames.next_words(writer, tokens, temperature, top_k or None, at, drawn), heads, lines

    controls = {
        "beginning": ipywidgets.Text(
            value=beginning, description="beginning", continuous_update=False, layout={"width": "100%"}
        ),
        "place": ipywidgets.SelectionSlider(
            options=_words(written(writer, beginning)), value=0, description="newest word"
        ),
        "temperature": ipywidgets.FloatSlider(
            value=1.0, min=WARM[0], max=WARM[1], step=0.1, description="temperature", readout_format=".1f"
        ),
        "top_k": ipywidgets.SelectionSlider(options=TOP, value=0, description="top-k"),
        "seed": ipywidgets.IntSlider(value=0, min=0, max=SEEDS - 1, description="seed"),
        "layer": ipywidgets.ToggleButtons(
            options=range(1, writer.n_layers + 1),
            value=layer,
            description="lines of layer",
            style={"button_width": "3em"},
        ),
    }
    return Writes(writer, draw, controls)


class Writes(Explorer):
    """An explorer of one story: the words that can be the newest follow what is written.

    `place` counts from the last word of the beginning, 0; another beginning, temperature, top-k or seed is
    another story, which is told from there.
    """

    STORY = ("beginning", "temperature", "top_k", "seed")

    def __init__(self, writer, draw, controls):
        self.writer = writer
        beginning = controls["beginning"].value
        offers = Offers(
            values={
                "beginning": list(dict.fromkeys([beginning, *OFFERED])),
                "temperature": stops(controls["temperature"].value, 0.5, 2.0),
                "top_k": [0, 3],
                "seed": [0, 1],
            },
            groups={"story": _ways(self.STORY)},
            follows={"place": Follows(self.STORY, self._texts, lambda **state: 0)},
        )
        super().__init__(
            draw,
            controls,
            linked=True,
            still=[0],
            rows=[
                ["beginning"],
                ["place"],
                ["temperature", "top_k", "seed"],
                ["layer", "show", "reset", "projector"],
            ],
            tabs={"next word": (0, 1), "lines": (2,)},
            play="place",
            offers=offers,
        )

    def _story(self, state):
        return written(self.writer, *(state[name] for name in self.STORY))

    def _texts(self, **state):
        return [text for text, _ in _words(self._story(state))]

    def _changed(self, change):
        if not self._quiet:
            self._offer()
            super()._changed(change)

    def set(self, **state):
        """Set several controls at once; `place` counts in the story that the others lead to."""
        self._quiet = True
        try:
            for name in state.keys() - {"place"}:
                self.controls[name].value = state[name]
        finally:
            self._quiet = False
        self._offer()
        super().set(**state)

    def _offer(self):
        """Offer the words of the story; a new one begins at the end of its beginning."""
        place = self.controls["place"]
        try:
            options = _words(self._story(self.state))
        except ValueError:
            return  # draw says what is wrong
        if list(place.options) == options:
            return
        self._quiet = True
        try:
            place.options = options
            place.value = 0
        finally:
            self._quiet = False


def _words(story):
    """The words that can be the newest: the last of the beginning, and all behind it. -> list of pairs"""
    tokens, begun = story
    named = places([frames.shown(token) for token in tokens])[begun:]
    return [(text, at) for at, (text, _) in enumerate(named)]


def _ways(names):
    """What moves together on a page without Python, as each way is a story of its own. -> Group"""
    ways = [{"beginning": other} for other in OFFERED]
    ways += [{"temperature": 0.5}, {"temperature": 2.0}, {"temperature": 2.0, "top_k": 3}, {"seed": 1}]
    says = "the beginning, the temperature or the seed moves, one at a time, and top-k at temperature 2"
    return Group(names, ways, says)
