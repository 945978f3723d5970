"""The controls that explorers share: choose a sentence, a layer, a head or a word; switch heads and parts."""

import functools

import ipywidgets

from helpers import languages, style
from helpers.languages import mark
from helpers.languages import translate as _


def choose_sentence(sentences, description="sentence", **layout):
    """A button for each sentence. sentences: dict of a short name: a sentence.

    Raises TypeError: not a dict.
    """
    if not isinstance(sentences, dict):
        raise TypeError(
            "sentences must be a dict of a short name: a sentence, such as "
            f"{{'mine': 'The animal was too tired.'}}: got {type(sentences).__name__}."
        )
    options = list(sentences.items())
    described = _("sentence") if description == "sentence" else description
    return ipywidgets.ToggleButtons(options=options, description=described, layout=layout)


def choose_layer(model, layer=None):
    """A button for each layer, counted from 1; the last one is chosen unless another is named."""
    numbers = range(1, model.n_layers + 1)
    chosen = layer or model.n_layers
    return ipywidgets.ToggleButtons(
        options=numbers, value=chosen, description=_("layer"), style={"button_width": "3em"}
    )


def choose_head(model, head=1):
    """A slider over the heads, counted from 1."""
    return ipywidgets.IntSlider(value=head, min=1, max=model.n_heads, description=_("head"))


def choose_word(words, place, description):
    """A slider over the words of a sentence. Its value is the place of a word, from 0."""
    return ipywidgets.SelectionSlider(options=places(words), value=place, description=description)


def places(words):
    """A label and a place, from 0, for each word; one that stands twice is told apart by its place, from 1.

    >>> places(["the", "dog", "the"])
    [('the (1)', 0), ('dog', 1), ('the (3)', 2)]
    """
    words = list(words)
    return [(word if words.count(word) == 1 else f"{word} ({at + 1})", at) for at, word in enumerate(words)]


def head_switches(model):
    """A chip for each head, in the head's colour; pressed, and hollow, while it is removed.

    -> dict of the head's name as an argument: control
    """
    return {name: _chip(layer, head) for name, (layer, head) in _heads(model).items()}


def head_rows(model):
    """The chips of head_switches in a row for each layer, as an Explorer's rows. -> list of list"""
    rows = {}
    for name, (layer, _head) in _heads(model).items():
        says = _("layer {layer}, remove heads").format(layer=layer)
        rows.setdefault(layer, [ipywidgets.Label(says)]).append(name)
    return list(rows.values())


def heads_off(model, state):
    """The heads whose switches are pressed.

    state: dict of argument: value -> tuple of (layer, head), from 1
    """
    return tuple(head for name, head in _heads(model).items() if state[name])


def part_switches(parts):
    """A switch for each of these parts of a model, pressed while it is off.

    -> dict of its name as an argument: control
    """
    layout = {"width": "auto", "margin": "2px", "padding": "0 10px"}
    signs = {
        False: ("square-o", _("on: press to switch it off")),
        True: ("check-square-o", _("off: press to switch it on")),  # of one width
    }
    said = _("no {part}")
    return {_argument(part): _switch(said.format(part=_(part)), signs, layout) for part in parts}


def parts_off(parts, state):
    """Those of the parts whose switches are pressed. state: dict of argument: value -> tuple of names"""
    return tuple(part for part in parts if state[_argument(part)])


PROJECTOR = {  # whether it is down: icon and tooltip
    False: ("square-o", mark("Draw everything larger, to be read from the back of a room; it is remembered")),
    True: ("check-square-o", mark("Draw everything in its usual size again; it is remembered")),
}


def projector_switch():
    """The one switch that makes every explorer and card larger.

    All explorers hold this same one, and it is remembered.
    """
    switch = _projector_switch(languages.current())
    if switch.comm is None:  # someone closed all widgets
        _projector_switch.cache_clear()
        switch = _projector_switch(languages.current())
    return switch


@functools.cache
def _projector_switch(language):
    signs = {down: (icon, _(says)) for down, (icon, says) in PROJECTOR.items()}
    switch = _switch(_("Projector"), signs, {"width": "auto"})
    style.follow_scale(switch, _follow)
    switch.observe(lambda change: change.new == _is_on() or style.projector(change.new), "value")
    return switch


def _follow(switch):
    switch.value = _is_on()


def _is_on():
    return style.scale() > 1


def _heads(model):
    each = [(layer, head) for layer in range(1, model.n_layers + 1) for head in range(1, model.n_heads + 1)]
    return {f"layer_{layer}_head_{head}": (layer, head) for layer, head in each}


def _argument(part):
    return part.replace(" ", "_").replace("-", "_")


def _chip(layer, head):
    """A switch that shows its number, and whose tooltip begins with the name that a screen reader says."""
    signs = {
        False: ("", _("L{layer} head {head}: in use, press to remove it").format(layer=layer, head=head)),
        True: ("", _("L{layer} head {head}: removed, press to put it back").format(layer=layer, head=head)),
    }
    chip = _switch(str(head), signs, {"width": "auto", "margin": "2px", "padding": "0"})
    chip.add_class("hv-chip")
    return chip.add_class(f"hv-head-{head}")


def _switch(description, signs, layout):
    """A button that stays down, and says so. signs: dict of whether it is down: icon and tooltip"""
    switch = ipywidgets.ToggleButton(description=description, layout=layout)

    def tell(change=None):
        switch.icon, switch.tooltip = signs[switch.value]

    switch.observe(tell, "value")
    tell()
    return switch
