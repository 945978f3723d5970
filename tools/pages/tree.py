"""An explorer as a page makes it: its boxes, labels, controls and pictures, with the classes of each."""

import base64
import itertools

import ipywidgets

from helpers import languages, style
from helpers.languages import translate as _
from helpers.lessons.real.explorers import Typed
from helpers.pictures import charts
from helpers.pictures.controls import PROJECTOR
from helpers.pictures.live import Chart, Lines, Map, Matrix
from helpers.pictures.live.base import View
from helpers.pictures.live.labels import Labels

VIEWS = {Chart: "chart", Lines: "lines", Map: "map", Matrix: "matrix"}
KINDS = {  # of controls; all others are sliders
    ipywidgets.ToggleButtons: "buttons",
    ipywidgets.ToggleButton: "press",
    ipywidgets.Dropdown: "list",
    ipywidgets.Text: "list",
}
SHARED = ("colour_maps", "roles", "heads", "rules", "says")  # traits that all views of a page have alike
KEPT = ("selected", "shown")  # and those that each begins with
BUTTONS = {"reset", "projector", "fold"}  # of these, neighbours go to a new line together


def tree_of_picture(picture):
    """What a picture without controls is on a page, as tree_of tells it. -> dict of plain values"""
    box = picture.live
    views = [box] if isinstance(box, View) else box.children
    nodes = [{"is": "view", "view": place, "classes": ""} for place in range(len(views))]
    tree = {"is": "box", "classes": "", "children": nodes}
    return {"tree": tree, "controls": {}, "views": [view_told(view) for view in views]}


def tree_of(explorer, states):
    """What tools/pages/live/explorer.js makes. states: of the explorer -> dict of plain values"""
    told = {
        "tree": _told(explorer, _parts(explorer), _rows(explorer)),
        **states.told(),
        "controls": {name: _control(explorer, name, states) for name in states.texts},
        "views": [view_told(view) for view in explorer.views],
        "typed": isinstance(explorer, Typed),
    }
    if "show" in explorer.controls:
        told["tabs"] = _tabs(explorer.controls["show"])
    if explorer.player:
        told["play"] = _play(explorer)
    if opens := getattr(explorer, "opens", None):
        told["opens"] = opens
    return told


def _parts(explorer):
    """What each part of an explorer is on a page. -> dict of id: dict"""
    names = {id(control): name for name, control in explorer.controls.items()}
    projector = [(icon, _(says)) for icon, says in PROJECTOR.values()]
    parts = {
        explorer.message: {"is": "message"},
        explorer.reset_button: {"is": "reset", "title": explorer.reset_button.tooltip},
        explorer.projector_switch: {"is": "projector"} | _said(projector, _("Projector")),
    }
    parts |= {
        control: {"is": "control", "name": name, "hidden": control.layout.display == "none"}
        for name, control in explorer.controls.items()
    }
    parts |= {
        fold: {"is": "fold", "heading": heading, "names": [names[id(one)] for one in fold.controls]}
        for heading, fold in explorer.folds.items()
    }
    parts |= {
        view: {"is": "view", "view": place, "classes": " ".join(view._dom_classes)}
        for place, view in enumerate(explorer.views)
    }
    if explorer.player:
        parts |= dict(zip(explorer.player.buttons, ({"is": "play"}, {"is": "next"}), strict=True))
    return {id(widget): part for widget, part in parts.items()}


def _rows(explorer):
    """The heading of the fold that each folded row belongs to. -> dict of id: str"""
    return {id(row): heading for heading, fold in explorer.folds.items() for row in fold.rows}


def _told(widget, parts, rows):
    """A widget and all in it. -> dict, or None: a page needs no such part"""
    if id(widget) in parts:
        return parts[id(widget)]
    if isinstance(widget, Labels):
        return {"is": "helper"}
    classes = " ".join(name for name in widget._dom_classes if name != "hv-projector")
    if isinstance(widget, ipywidgets.Box):
        children = _buttons_together([told for one in widget.children if (told := _told(one, parts, rows))])
        folded = {"fold": rows[id(widget)]} if id(widget) in rows else {}
        return {"is": "box", "classes": classes, "children": children} | folded
    if isinstance(widget, ipywidgets.Label):
        return {"is": "label", "classes": classes, "text": widget.value}
    return None


def _buttons_together(children):
    """The buttons that stand side by side in a row get a box of their own. children: of _told -> list"""
    found = []
    for apart, run in itertools.groupby(children, lambda one: one["is"] not in BUTTONS):
        some = list(run)
        if not apart and len(some) > 1:
            some = [{"is": "box", "classes": "hv-side", "children": some}]
        found += some
    return found


def view_told(view):
    """A picture's kind and the traits that it begins with. -> dict"""
    traits = {name: getattr(view, name) for name in KEPT if view.has_trait(name)}
    kind = next(name for one, name in VIEWS.items() if isinstance(view, one))  # anywidget makes subclasses
    return {"kind": kind, "traits": traits}


def _control(explorer, name, states):
    control, values = explorer.controls[name], states.choices[name]
    told = {
        "kind": KINDS.get(type(control), "slider"),
        "label": control.description,
        "classes": " ".join(control._dom_classes),
    } | states.told()["controls"][name]
    if all(type(value) is int for value in values):
        told["values"] = list(values)  # what rules count with: of words, layers and heads
    return told | (_signs(explorer, control) if told["kind"] == "press" else {})


def _signs(explorer, switch):
    """What a switch says up and down: its icon, and its tooltip. -> dict"""
    explorer._quiet, was, signs = True, switch.value, []
    try:
        for switch.value in (False, True):
            signs.append((switch.icon, switch.tooltip))
        switch.value = was
    finally:
        explorer._quiet = False
    return _said(signs, switch.description)


def _said(signs, label):
    icons, tooltips = zip(*signs, strict=True)
    return {"icons": list(icons), "tooltips": list(tooltips), "label": label}


def _tabs(show):
    """The control that chooses what is seen, as explorer.js makes it. -> dict"""
    texts, places = zip(*show.options, strict=True)
    return {
        "kind": "buttons",
        "label": show.description,
        "texts": list(texts),
        "places": [list(some) for some in places],
        "start": show.index,
    }


def _play(explorer):
    player = explorer.player
    names = {id(control): name for name, control in explorer.controls.items()}
    behind = {} if player.behind is None else {"behind": names[id(player.behind)]}
    return {"name": names[id(player.control)], "interval": player.clock.interval} | behind


def common():
    """The traits that all views of a page share, and how large a projector draws. -> dict of plain values"""
    found = {}
    for kind in (View, *VIEWS):
        found |= {name: trait.default() for name, trait in kind.class_traits().items() if name in SHARED}
    maps = base64.b64encode(found["colour_maps"]).decode()
    found |= {"colour_maps": maps, "projector": style.PROJECTOR}
    return found | {"says": charts.sentences(), "texts": languages.of_pages()}
