"""An explorer as a page makes it: its boxes, labels, controls and pictures, with the classes of each."""

import base64

import ipywidgets

from helpers.pictures.live import Chart, Lines, Map, Matrix
from helpers.pictures.live.base import View
from helpers.pictures.live.labels import Labels

VIEWS = {Chart: "chart", Lines: "lines", Map: "map", Matrix: "matrix"}
SHARED = ("colour_maps", "roles", "heads", "rules", "says")  # traits that all views of a page have alike
KEPT = ("selected", "shown", "scale")  # and those that each has for itself


def tree_of_picture(picture):
    """What a picture without controls is on a page, as tree_of tells it. -> dict of plain values"""
    box = picture.live
    views = [box] if isinstance(box, View) else box.children
    nodes = [{"is": "view", "view": place, "classes": ""} for place in range(len(views))]
    tree = {"is": "box", "classes": "", "children": nodes}
    return {"tree": tree, "controls": {}, "views": [view_told(view) for view in views]}


def tree_of(explorer, states):
    """What tools/pages/live/explorer.js makes. states: of the explorer -> dict of plain values"""
    names = {id(control): name for name, control in explorer.controls.items()}
    views = {id(view): place for place, view in enumerate(explorer.views)}

    def told(widget):
        classes = " ".join(widget._dom_classes)
        hidden = {"hidden": True} if widget.layout.display == "none" else {}
        if id(widget) in names:
            return {"is": "control", "name": names[id(widget)]} | hidden
        if id(widget) in views:
            return {"is": "view", "view": views[id(widget)], "classes": classes} | hidden
        if widget is explorer.message:
            return {"is": "message"}
        if widget is explorer.reset_button:
            return {"is": "reset"}
        if isinstance(widget, Labels):
            return {"is": "helper"}
        if isinstance(widget, ipywidgets.Box):
            children = [one for one in map(told, widget.children) if one]
            return {"is": "box", "classes": classes, "children": children} | hidden
        if isinstance(widget, ipywidgets.Label):
            return {"is": "label", "classes": classes, "text": widget.value} | hidden
        return None

    return {
        "tree": told(explorer),
        **states.told(),
        "controls": {name: _control(explorer.controls[name], name, states) for name in states.texts},
        "views": [view_told(view) for view in explorer.views],
    }


def view_told(view):
    """A picture's kind and the traits that it begins with. -> dict"""
    traits = {name: getattr(view, name) for name in KEPT if view.has_trait(name)}
    kind = next(name for one, name in VIEWS.items() if isinstance(view, one))  # anywidget makes subclasses
    return {"kind": kind, "traits": traits}


def _control(control, name, states):
    kinds = {
        ipywidgets.ToggleButtons: "buttons",
        ipywidgets.ToggleButton: "press",
        ipywidgets.Dropdown: "list",
        ipywidgets.Text: "list",
    }
    return {
        "kind": kinds.get(type(control), "slider"),
        "label": control.description,
        "classes": " ".join(control._dom_classes),
        **states.told()["controls"][name],
    }


def common():
    """The traits that all views of a page share. -> dict of plain values"""
    found = {}
    for kind in (View, *VIEWS):
        found |= {name: trait.default() for name, trait in kind.class_traits().items() if name in SHARED}
    return found | {"colour_maps": base64.b64encode(found["colour_maps"]).decode()}
