"""All states that an explorer can be in, without anybody who moves its controls: for pages without Python.

Each control has some values: all of its options, the whole numbers of a slider, or what the explorer offers
(`offers`) in place of what nobody can list, such as typed text.
"""

import itertools
import random
from dataclasses import dataclass

import ipywidgets
import numpy as np

MOST = 64  # values of a slider over decimal numbers, where no offer says which
SAMPLES = 24  # states from which each control is moved alone, to see which pictures it changes


@dataclass(frozen=True)
class States:
    """values: dict of a control's name: tuple of its values; texts: of the same names: what they are called.

    start: dict of name: value; draw: function of the values -> frames; a ValueError is a state without any.
    """

    values: dict
    texts: dict
    start: dict
    draw: object

    @property
    def size(self):
        """How many states there are."""
        return int(np.prod([len(values) for values in self.values.values()], dtype=np.int64))

    def at(self, places):
        """The values at some places. places: dict of name: place, from 0 (the others: start) -> dict"""
        return self.start | {name: self.values[name][place] for name, place in places.items()}

    def random(self, seed, how_many):
        """States drawn at random. -> list of dict of name: place"""
        chance = random.Random(seed)
        return [
            {name: chance.randrange(len(values)) for name, values in self.values.items()}
            for _ in range(how_many)
        ]

    def grid(self, names):
        """Every state of these controls, the last one fastest, the others at their start.

        -> iterator of dict of name: place
        """
        for places in itertools.product(*(range(len(self.values[name])) for name in names)):
            yield dict(zip(names, places, strict=True))


def states_of(explorer):
    """The states of an explorer. -> States

    Raises ValueError: an offer for a control that is not there, or that leaves out where it starts.
    """
    offers = dict(explorer.offers)
    if strange := offers.keys() - explorer.controls.keys():
        raise ValueError(f"offers name {', '.join(sorted(strange))}: there is no such control.")
    values, texts = {}, {}
    for name, control in explorer.controls.items():
        if name == "show":
            continue
        values[name], texts[name] = offered(control, offers.get(name))
        if control.value not in values[name]:
            raise ValueError(f"{name} starts with {control.value!r}, which is not offered.")
    start = {name: explorer.controls[name].value for name in values}
    return States(values, texts, start, explorer.frames_at)


def offered(control, offer=None):
    """The values of a control and what they are called. offer: list of values, or dict of text: value

    -> (tuple of values, tuple of str)

    >>> offered(ipywidgets.IntSlider(value=2, min=1, max=3))
    ((1, 2, 3), ('1', '2', '3'))
    """
    if isinstance(offer, dict):
        return tuple(offer.values()), tuple(offer)
    if hasattr(control, "_options_labels"):
        pairs = dict(zip(control._options_values, control._options_labels, strict=True))
        chosen = tuple(pairs) if offer is None else tuple(offer)
        return chosen, tuple(pairs[value] for value in chosen)
    if offer is None:
        offer = _all_of(control)
    form = getattr(control, "readout_format", "")
    return tuple(offer), tuple(_named(value, form) for value in offer)


def _all_of(control):
    if isinstance(control, ipywidgets.ToggleButton):
        return (False, True)
    if isinstance(control, ipywidgets.IntSlider):
        return tuple(range(control.min, control.max + 1, control.step))
    if isinstance(control, ipywidgets.FloatSlider):
        count = round((control.max - control.min) / control.step) + 1
        if count <= MOST:
            return tuple(control.min + control.step * place for place in range(count))
    return (control.value,)


def _named(value, form):
    if isinstance(value, str | bool):
        return str(value)
    return format(value, form).replace("-", "−")
