"""Bring your own model: every head of weights from anywhere; one of them as a heatmap and as lines."""

import ipywidgets

from helpers.lessons.own import frames
from helpers.pictures.controls import choose_word
from helpers.pictures.explorer import Explorer
from helpers.pictures.heads import head_in
from helpers.pictures.states import Offers

__all__ = ["explore_weights"]

KEPT = 250_000  # weights that a page without Python holds
STATES = 3000  # and in how many states


def explore_weights(weights, tokens, tokens_asked=None, title=""):
    """Attention weights from anywhere: every head small; one head as a heatmap and as lines. -> Explorer

    weights: numpy, torch or another library's array, [q, k], [heads, q, k] or [layers, heads, q, k], or a
    list of one for each layer, such as a transformers model's `attentions`, [1, heads, q, k] each;
    tokens: str for each row, who asks; tokens_asked: str for each column, where other words are asked, as in
    cross-attention; title: what stands before the titles.
    Rows that do not sum to 1 are shown as they are, and the titles say what they sum to. Of more than 192
    heads the small heatmaps are those of some layers. Above 88 words (56 with more than 8 heads in a layer,
    40 with more than 12) each of their cells is the largest of a block of weights, by size. A large heatmap
    of up to 4000 cells has digits where they fit.
    Raises ValueError: what is no such array, more than 1024 words, counts that do not fit, nan or inf.
    """
    return GivenExplorer(frames.Given(weights, tokens, tokens_asked, title))


class GivenExplorer(Explorer):
    """Sliders for layer, head and the word that asks; small heatmaps, one that is opened, and its lines."""

    def __init__(self, given):
        self.given = given
        single = given.n_layers * given.n_heads == 1

        def draw(layer, head, asks):
            found = frames.given_head(given, layer, head, asks)
            return found[1:] if single else found

        tabs = (
            {"heatmap": (0,), "lines": (1,)}
            if single
            else {"all heads": (0,), "one head": (1,), "lines": (2,)}
        )
        controls = {
            "layer": _number("layer", given.n_layers),
            "head": _number("head", given.n_heads),
            "asks": choose_word(given.tokens, 0, "word that asks"),
        }
        super().__init__(draw, controls, linked=True, still=[0], tabs=tabs, offers=_offers(given))
        if not single:
            self.views[0].observe(self._open, "selected")
            self.opens = [0, 1]  # a page without Python is told

    def _open(self, change):
        """Open the head whose small heatmap was clicked."""
        if not change.new:
            return
        layer, head = head_in(self.frames[0].panels[change.new[0]])
        self.set(layer=layer, head=head)
        if 1 not in self.controls["show"].value:
            self.controls["show"].label = "all"  # the small heatmaps keep the focus
        change.owner.selected = []  # it is opened, no cell of it is chosen


def _number(label, most):
    """A slider from 1; where there is nothing to choose, it is not shown."""
    slider = ipywidgets.IntSlider(value=1, min=1, max=most, description=label)
    if most == 1:
        slider.layout.display = "none"
    return slider


def _offers(given):
    """What a page without Python holds: so many layers, heads and words that it stays small. -> Offers"""
    n_words = len(given.tokens)
    heads = max(1, min(KEPT // (n_words * len(given.asked)), STATES // min(n_words, 64)))
    n_heads = min(given.n_heads, heads)
    n_layers = min(given.n_layers, max(1, heads // n_heads))
    counts = {"layer": (1, given.n_layers, n_layers), "head": (1, given.n_heads, n_heads)}
    counts["asks"] = (0, n_words, min(n_words, 64))
    return Offers({name: _spread(*count) for name, count in counts.items() if count[1] > count[2]})


def _spread(first, count, most):
    """So many whole numbers, as evenly spread as can be, the first among them. -> list

    >>> _spread(1, 12, 3), _spread(0, 4, 1)
    ([1, 5, 9], [0])
    """
    return [first + place * count // most for place in range(most)]
