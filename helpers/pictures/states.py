"""All states that an explorer can be in, without anybody who moves its controls: for pages without Python.

Each control has some values: all of its options, the whole numbers of a slider, or what the explorer offers
(`Offers`) in place of what nobody can list, such as typed text.
"""

import itertools
import random
from dataclasses import dataclass, field

import ipywidgets
import numpy as np

from helpers.languages import translate as _

MOST = 64  # values of a slider over decimal numbers, where no offer says which
SAMPLES = 24  # states from which each control is moved alone, to see which pictures it changes


@dataclass(frozen=True)
class Group:
    """Controls that cannot all be moved freely, as there would be too many states: they share one axis.

    names: of the controls; ways: for each place of the axis a dict of name: value, of those controls that are
    not where they start (that all are there is the first place, without being named);
    says: which of their values are on a page, to stand after "On this page".
    """

    names: tuple
    ways: tuple
    says: str


@dataclass(frozen=True)
class Follows:
    """A control whose texts, and so its values, depend on those of others.

    names: of the others; texts: function of all values by name -> what its values are called there;
    lands: function of the same -> where it goes, from 0, when its texts change; None: to the first of the
    same word, or else it keeps its place, or the last one.
    """

    names: tuple
    texts: object
    lands: object = None


@dataclass(frozen=True)
class Offers:
    """What of an explorer is on a page without Python, where not all of it can be.

    values: dict of a control's name: list of values, or dict of text: value;
    groups: dict of an axis' name: Group; follows: dict of a control's name: Follows.
    """

    values: dict = field(default_factory=dict)
    groups: dict = field(default_factory=dict)
    follows: dict = field(default_factory=dict)


@dataclass(frozen=True)
class States:
    """A grid of states. Each axis is a control, of the same name, or some controls together (a group).

    values: dict of an axis' name: tuple of its values; one of a group is a tuple of its controls' values;
    start: dict of the same names: value; draw: function of the controls' values -> frames; a ValueError is a
    state without any.
    choices, texts: dict of a control's name: tuple of its values, and what they are called;
    groups: dict of an axis' name: Group; follows: dict of a control's name: Table;
    more: what a page leaves out, in one line, or "".
    """

    values: dict
    texts: dict
    start: dict
    draw: object
    choices: dict = field(default_factory=dict)
    groups: dict = field(default_factory=dict)
    follows: dict = field(default_factory=dict)
    more: str = ""

    @property
    def size(self):
        """How many states there are."""
        return int(np.prod([len(values) for values in self.values.values()], dtype=np.int64))

    def at(self, places):
        """What the controls' values are. places: dict of an axis' name: place, from 0 (the others: start)

        A place that is not there, as a follower has fewer texts, is its last one. -> dict of name: value
        """
        return _spread(self.start | self._chosen(places), self.groups)

    def _chosen(self, places):
        counts = {name: len(texts) for name, texts in self.texts_at(places).items()}
        places = {name: self.values[name].index(self.start[name]) for name in counts} | places
        return {
            name: self.values[name][min(place, counts.get(name, len(self.values[name])) - 1)]
            for name, place in places.items()
        }

    def texts_at(self, places):
        """What the values of each follower are called. places: dict of an axis' name: place (others: start)

        -> dict of a follower's name: tuple of str; only its first so many values are there
        """
        chosen = {name: self.values[name][place] for name, place in places.items()}
        values = _spread(self.start | chosen, self.groups)
        return {
            name: table.texts_at({one: self.choices[one].index(values[one]) for one in table.names})
            for name, table in self.follows.items()
        }

    def random(self, seed, how_many):
        """States drawn at random, all of which a page can reach. -> list of dict of an axis' name: place"""
        chance, found = random.Random(seed), []
        for _each in range(how_many):
            places = {name: chance.randrange(len(values)) for name, values in self.values.items()}
            places |= {name: places[name] % len(texts) for name, texts in self.texts_at(places).items()}
            found.append(places)
        return found

    def grid(self, names):
        """Every state of these axes, the last one fastest, the others at their start.

        -> iterator of dict of name: place
        """
        for places in itertools.product(*(range(len(self.values[name])) for name in names)):
            yield dict(zip(names, places, strict=True))

    def told(self):
        """What a page has to know, as plain values.

        controls: dict of name: {texts: list of str, start: place};
        groups: dict of an axis' name: {names: of its controls, cells: list of the list of their places, the
        place in which is the axis' place, says: what to say when the places asked for are in no cell};
        follows: dict of a control's name: as Table.told; more: str
        """
        controls = {
            name: {"texts": list(texts), "start": self.choices[name].index(value)}
            for (name, texts), value in zip(self.texts.items(), self._starts.values(), strict=True)
        }
        groups = {
            axis: {
                "names": list(group.names),
                "cells": [
                    [self.choices[name].index(value) for name, value in zip(group.names, cell, strict=True)]
                    for cell in self.values[axis]
                ],
                "says": _(
                    "On this page {what}. Put something back first; Reset puts back everything."
                ).format(what=group.says),
            }
            for axis, group in self.groups.items()
        }
        follows = {name: table.told() for name, table in self.follows.items()}
        return {"controls": controls, "groups": groups, "follows": follows, "more": self.more}

    @property
    def _starts(self):
        found = self.at({})
        return {name: found[name] for name in self.texts}


@dataclass(frozen=True)
class Table:
    """The texts of a follower, for each state of the controls that it follows.

    names: of those; sizes: how many values each has; texts: list of tuple of str, each once;
    which: the number of one of them for each state, the last control fastest;
    lands: for each state where the follower goes when its texts change, or None (see Follows).
    """

    names: tuple
    sizes: tuple
    texts: list
    which: list
    lands: list

    def texts_at(self, places):
        """places: dict of name: place -> tuple of str"""
        cell = np.ravel_multi_index([places[name] for name in self.names], self.sizes)
        return self.texts[self.which[cell]]

    def told(self):
        """As plain values."""
        return {
            "names": list(self.names),
            "sizes": list(self.sizes),
            "texts": [list(texts) for texts in self.texts],
            "which": self.which,
            "lands": self.lands,
        }


def states_of(explorer):
    """The states of an explorer. -> States

    Raises ValueError: an offer for a control that is not there, or that leaves out where it starts.
    """
    offers = explorer.offers
    controls = {name: control for name, control in explorer.controls.items() if name != "show"}
    named = [offers.values, offers.follows, *(group.names for group in offers.groups.values())]
    if strange := set().union(*named) - controls.keys():
        raise ValueError(f"offers name {', '.join(sorted(strange))}: there is no such control.")
    choices, texts, starts = {}, {}, {name: control.value for name, control in controls.items()}
    for name, control in controls.items():
        choices[name], texts[name] = offered(control, offers.values.get(name))
    groups, follows = dict(offers.groups), {}
    for name, one in offers.follows.items():
        follows[name] = _table(one, choices, starts)
        choices[name] = _as_many(controls[name], max(map(len, follows[name].texts)))
    for name, value in starts.items():
        if value not in choices[name]:
            raise ValueError(f"{name} starts with {value!r}, which is not offered.")
    values, start = _axes(choices, starts, groups)
    more = _more(controls, choices, groups)
    return States(values, texts, start, explorer.frames_at, choices, groups, follows, more)


def switched_on(names, most):
    """Ways of a Group: at most so many of these switches are on. -> list of dict

    >>> switched_on(("a", "b"), 1)
    [{}, {'a': True}, {'b': True}]
    """
    return [
        dict.fromkeys(on, True) for count in range(most + 1) for on in itertools.combinations(names, count)
    ]


def stops(start, *others):
    """Values of a slider in place of all: where it starts, and some others. -> list, in order

    >>> stops(5, 0, 10)
    [0, 5, 10]
    """
    return sorted({start, *others})


def _axes(choices, starts, groups):
    """The values of each axis, and where it starts: a group stands where its first control did."""
    values, start = {}, {}
    axes = {name: axis for axis, group in groups.items() for name in group.names}
    for name in choices:
        axis = axes.get(name, name)
        if axis == name:
            values[name], start[name] = choices[name], starts[name]
        elif axis not in values:
            names = groups[axis].names
            start[axis] = tuple(starts[one] for one in names)
            cells = [tuple((starts | way)[one] for one in names) for way in groups[axis].ways]
            values[axis] = tuple(dict.fromkeys([start[axis], *cells]))
    return values, start


def _spread(values, groups):
    """The values of controls. values: dict of an axis' name: value -> dict of a control's name: value"""
    found = {}
    for name, value in values.items():
        found |= zip(groups[name].names, value, strict=True) if name in groups else {name: value}
    return found


def _table(follows, choices, starts):
    texts, which, lands = {}, [], []
    for chosen in itertools.product(*(choices[name] for name in follows.names)):
        state = starts | dict(zip(follows.names, chosen, strict=True))
        which.append(texts.setdefault(tuple(follows.texts(**state)), len(texts)))
        lands.append(follows.lands and follows.lands(**state))
    sizes = tuple(len(choices[name]) for name in follows.names)
    return Table(tuple(follows.names), sizes, list(texts), which, lands)


def _as_many(control, count):
    """So many values of a follower: places of words from 0, or the whole numbers of a slider."""
    first = getattr(control, "min", 0)
    return tuple(range(first, first + count))


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


def _more(controls, choices, groups):
    """What of an explorer a page leaves out, in one line, or "". choices, groups: as of States -> str"""
    here, there = [], []
    left = [name for name, control in controls.items() if _leaves_out(control, choices[name])]
    typed = [name for name in left if isinstance(controls[name], ipywidgets.Text)]
    if typed:
        said = _("“{control}” offers {count} choices")
        here += [said.format(control=controls[name].description, count=len(choices[name])) for name in typed]
        there.append(_("you type your own"))
    if left != typed:
        here.append(_("sliders move in larger steps"))
        there.append(_("sliders stop everywhere"))
    if groups:
        here += [group.says for group in groups.values()]
        there.append(_("everything moves freely"))
    if not here:
        return ""
    said = _("On this page {here}. In JupyterLab {there}.")
    return said.format(here="; ".join(here), there=_listed(there))


def _leaves_out(control, values):
    """Whether a control can have other values than these."""
    if isinstance(control, ipywidgets.Text):
        return True
    if hasattr(control, "step"):
        return len(values) < round((control.max - control.min) / control.step) + 1
    return hasattr(control, "_options_labels") and len(values) < len(control._options_labels)


def _listed(parts):
    """
    >>> _listed(["one", "two", "three"])
    'one, two and three'
    """
    if len(parts) < 2:
        return "".join(parts)
    return _("{several} and {last}").format(several=", ".join(parts[:-1]), last=parts[-1])
