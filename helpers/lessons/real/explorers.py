"""Notebook 11: any text in a real model; every head, one layer, two sentences, a translation step by step."""

import ipywidgets

from helpers import models
from helpers.lessons.real import frames
from helpers.lessons.real.frames import SPECIAL
from helpers.pictures.controls import choose_word, places
from helpers.pictures.explorer import Explorer
from helpers.pictures.heads import head_in, place_of, run
from helpers.pictures.states import Follows, Group, Offers

__all__ = ["explore_every_head", "explore_pair", "explore_real", "explore_translation", "open_model"]

MONKEYS = tuple(f"The monkey ate the banana because it was {word}." for word in ("hungry", "ripe"))
TYPED = (MONKEYS[0], "Untypable words")  # what a page without Python offers, beside the first sentence
ENGLISH = ("The girl closed the old window.", "The robot did not open the door because it was tired.")


def open_model(name):
    """Load a model and say what is read, for it takes a moment. -> as models.load"""
    folder = models.data_folder() / name
    size = sum(path.stat().st_size for path in folder.iterdir()) / 1e6 if folder.is_dir() else 0
    print(f"Reading data/{name}, {size:.0f} MB …", end=" ", flush=True)
    model = models.load(name)
    print("done.")
    return model


class Typed(Explorer):
    """An explorer of typed text: the words that can ask and the heads that there are follow what is typed.

    seen: a function of the controls' values that returns the frames.Seen and the texts;
    `asks` counts in the first.
    The control `head` (0: all) and the heads switched on in the pictures are the same thing.
    What is not read of a long text is said in the line under the controls.
    """

    def __init__(self, draw, controls, seen, tabs=None, play=None, typed=None, groups=None):
        self.seen = seen
        self._drawing = False
        super().__init__(
            draw,
            controls,
            linked=True,
            still=next(iter(tabs.values())) if tabs else [0],  # all would make a notebook too heavy
            tabs=tabs,
            play=play,
            folded={"pieces of words": [["words", "special"]]} if "special" in controls else None,
            offers=self._offers(controls, typed or {}, groups or {}),
        )
        self._head = None
        self._follow()
        for view in self.views:
            if view.has_trait("shown"):
                view.observe(self._switched, "shown")

    def _offers(self, controls, typed, groups):
        """What a page without Python has.

        typed: dict of a control's name: sentences, besides the first; groups: as Offers has them -> Offers
        """
        texts = {name: dict.fromkeys([controls[name].value, *more]) for name, more in typed.items()}
        follows = {}
        if "asks" in controls:
            counted = [name for name in ("model", "text", "first", "words", "special") if name in controls]
            follows["asks"] = Follows(counted, lambda **state: [word for word, _ in self._words(state)])
        if len(getattr(controls.get("model"), "options", ())) > 1:
            numbers = controls["head"]
            follows["head"] = Follows(
                ["model"], lambda model, **others: map(str, range(numbers.min, model.n_heads + 1))
            )
        return Offers({name: list(one) for name, one in texts.items()}, groups, follows)

    def _words(self, state):
        """The words for `asks` in a state. -> list of (text, place)"""
        return places(self._read(state)[0].tokens)

    def _changed(self, change):
        if self._quiet:
            return
        self._drawing = True  # what a new frame switches on is not the learner's choice
        try:
            self._offer()
            super()._changed(change)
            if not self.message.value:
                self._follow()
        finally:
            self._drawing = False

    def set(self, **state):
        """Set several controls at once; `asks` counts in the words that the others lead to."""
        self._quiet = True
        try:
            for name in state.keys() - {"asks"}:
                self.controls[name].value = state[name]
        finally:
            self._quiet = False
        self._offer()
        super().set(**state)

    def reset(self):
        super().reset()
        self._head = None
        self._follow()

    def _read(self, state=None):
        """What was read of each text; `asks` counts in the first. state: None: that of the controls"""
        seen, *texts = self.seen(**(state or self.state))
        return [run(seen, text) for text in texts]

    def _offer(self):
        """Offer the words of the text for `asks`; the word that asks keeps asking where it can."""
        asks = self.controls.get("asks")
        try:
            tokens = self._read()[0].tokens
        except ValueError:
            return  # draw says what is wrong
        options = places(tokens)
        if asks is None or list(asks.options) == options:
            return
        word = asks.label.split(" ")[0]  # without its place, which may have changed
        place = min(asks.value, len(tokens) - 1)
        if word in tokens and tokens[place] != word:
            place = tokens.index(word)
        self._quiet = True
        try:
            asks.options = options
            asks.value = place
        finally:
            self._quiet = False

    def _follow(self):
        self._say(" ".join(steps.note for steps in self._read() if steps.note))
        head = self.state.get("head", 0)
        if head == 0 and self._head == 0:
            return  # the learner's own choice of heads stays
        self._head = head
        for view in self.views:
            there = all_heads(view)
            if len(there) > 1:
                view.shown = [head - 1] if head else there

    def _switched(self, change):
        head = self.controls.get("head")
        if self._drawing or head is None or len(all_heads(change.owner)) < 2:
            return
        if len(change.new) == 1:
            head.value = change.new[0] + 1
        elif list(change.new) == all_heads(change.owner):
            head.value = head.min


def all_heads(view):
    """The heads that a view can switch on, from 0. -> list of int"""
    if not view.has_trait("shown"):
        return []
    return list(range(len(view.frame.heads)))


def explore_real(named, text, asks="it", layer=1, head=0):
    """Type a sentence; choose model, layer and head: heatmaps, digits and lines, linked. -> Explorer

    named: dict of a short name: a model; asks: the word that asks at first;
    layer, head: from 1 (head 0: all).
    """
    model, heads = _choose_model(named, "head (0: all)", head, least=0)
    tokens = run(frames.Seen(model.value), text).tokens

    def draw(layer, head, asks, **typed):
        return frames.real_layer(*_one_text(**typed), layer, asks, head)

    controls = {
        "model": model,
        "text": _text("sentence", text),
        "layer": _number("layer", model.value.n_layers, layer),
        "head": heads,
        "asks": _asks(tokens, asks),
        **_how(),
    }
    tabs = {"digits": (1,), "heatmaps": (0,), "lines": (2,)}
    return Typed(draw, controls, _one_text, tabs, typed={"text": TYPED}, groups=_one_way(SPECIAL))


def explore_every_head(named, text, layer=1, head=1):
    """Every head of every layer, small; a click opens one below them.

    Choose a model, type another sentence. -> Explorer
    """
    model, heads = _choose_model(named, "head", head)

    def draw(layer, head, **typed):
        seen, text = _one_text(**typed)
        return frames.thumbnails(seen, text, layer, head), frames.one_head(seen, (text,), layer, head)

    explorer = Typed(
        draw,
        {
            "model": model,
            "text": _text("sentence", text),
            "layer": _number("layer", model.value.n_layers, layer),
            "head": heads,
            **_how(),
        },
        _one_text,
        {"all heads": (0,), "one head": (1,)},
        typed={"text": TYPED},
        groups=_one_way(SPECIAL),
    )

    def open_it(change):
        if change.new:
            number, place = head_in(explorer.frames[0].panels[change.new[0]])
            explorer.set(layer=number, head=place)
            if 1 not in explorer.controls["show"].value:
                explorer.controls["show"].label = "all"  # the thumbnails keep the focus
            change.owner.selected = []  # a thumbnail is opened, no cell of it is chosen

    explorer.views[0].observe(open_it, "selected")
    explorer.opens = [0, 1]  # a page without Python is told: a click in one picture, to be seen in the other
    return explorer


def explore_pair(named, first, second, asks="it", layer=1, head=1):
    """Type two sentences and see one head in both, side by side. -> Explorer"""
    model, heads = _choose_model(named, "head", head)

    def seen(model, first, second, words, special, **others):
        return frames.Seen(model, words == "words", special), first, second

    def draw(layer, head, asks, **typed):
        looked, *texts = seen(**typed)
        return frames.one_head(looked, texts, layer, head, asks)

    controls = {
        "model": model,
        "first": _text("sentence 1", first),
        "second": _text("sentence 2", second),
        "layer": _number("layer", model.value.n_layers, layer),
        "head": heads,
        "asks": _asks(run(frames.Seen(model.value), first).tokens, asks),
        **_how(),
    }
    typed = {"first": MONKEYS[:1], "second": MONKEYS[1:]}
    return Typed(draw, controls, seen, typed=typed, groups=_one_way(SPECIAL[:2]))


def explore_translation(model, text, layer=2, head=1):
    """Type an English sentence and follow its translation, piece by piece. -> Explorer"""
    translated = frames.translated(model, text)

    def draw(text, layer, head, asks, words):
        found = frames.translated(model, text)
        step, whole = min(asks, len(found.tokens) - 1), words == "words"
        return frames.alignment(found, layer, head, step, whole), *frames.written(found, step, whole)

    controls = {
        "text": _text("English sentence", text),
        "layer": _number("decoder layer", model.n_decoder_layers, layer),
        "head": _number("head", model.n_heads, head),
        "asks": choose_word(translated.tokens, 0, "piece that is written"),
        "words": ipywidgets.ToggleButtons(options=("pieces", "words"), description="English as"),
    }

    def seen(text, **others):
        return model, text

    return Translating(draw, controls, seen, play="asks", typed={"text": ENGLISH})


class Translating(Typed):
    """As Typed; what asks is a piece of the translation."""

    def _read(self, state=None):
        return [frames.translated(*self.seen(**(state or self.state)))]


def _one_text(model, text, words, special, **others):
    return frames.Seen(model, words == "words", special), text


def _text(label, value):
    return ipywidgets.Text(value=value, description=label, continuous_update=False, layout={"width": "100%"})


def _choose_model(named, label, head, least=1):
    """A button for each model, and a slider over the heads of the one that is chosen. -> two controls

    A single model is no choice: its button is not shown.
    """
    model = ipywidgets.ToggleButtons(options=list(named.items()), description="model")
    if len(named) == 1:
        model.layout.display = "none"
    heads = _number(label, model.value.n_heads, head, least)
    model.observe(lambda change: setattr(heads, "max", change.new.n_heads), "value")
    return model, heads


def _number(label, most, value, least=1):
    return ipywidgets.IntSlider(value=value, min=least, max=most, description=label)


def _asks(tokens, word):
    """A choice of the word that asks; a piece that begins a word may be written with its mark."""
    word = next((piece for piece in (word, f"Ġ{word}", f"▁{word}") if piece in tokens), word)
    return choose_word(tokens, place_of(word, tokens), "word that asks")


def _one_way(special):
    """What moves together on a page without Python. special: the choices for special pieces

    -> dict of an axis' name: Group
    """
    ways = ({"words": "words"}, *({"special": one} for one in special))
    says = "pieces of words are put together, or special pieces are hidden"
    return {"how": Group(("words", "special"), ways, says)}


def _how():
    return {
        "words": ipywidgets.ToggleButtons(options=("pieces", "words"), description="show"),
        "special": ipywidgets.ToggleButtons(
            options=SPECIAL, description="special pieces", style={"button_width": "auto"}
        ),
    }
