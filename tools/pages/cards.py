"""The cards of exercises and questions on a page: all that they can say is told, and the page chooses.

A guess is compared, hints come one by one and a solution is shown on request, with the texts of
helpers/exercises. Nothing is checked on a page, since no Python runs there: a card says where it can be.
"""

import ipywidgets

from helpers.exercises import predictions
from helpers.exercises.cards import Exercise, Verdict, hints_of
from helpers.exercises.panel import Progress, many
from helpers.exercises.predictions import Comparison, Prediction
from helpers.languages import translate as _
from helpers.pictures.live.base import View
from helpers.pictures.states import States
from tools.pages import parts, tree


def card_of(shown, name):
    """What makes a card live, beside its still. name: of its parts on the page -> str, HTML, or None"""
    if (told := told_of(shown)) is None:
        return None
    if not isinstance(shown, Exercise):
        return parts.told(name, told)
    frames = [view.frame for view in views_of(shown)]
    return parts.told(name, told) + parts.stored(name, States({}, {}, {}, lambda nothing: frames))


def told_of(shown):
    """What tools/pages/live/cards.js makes a card from. -> dict of plain values, or None: it is no card"""
    return TELLS[type(shown)](shown) if type(shown) in TELLS else None


def prediction_told(card):
    asked = card.question
    return {
        "card": "prediction",
        "question": asked.name,
        "ask": asked.asks,
        "options": [asked.called(option) for option in asked.options],
        "recorded": _(predictions.RECORDED),
    }


def comparison_told(card):
    """What is said before a guess, without one, and after each guess; each two lines."""
    asked = card.question
    said = {guess: predictions.compared(asked, card.right, guess) for guess in (None, *asked.options)}
    return {
        "card": "comparison",
        "question": asked.name,
        "waits": predictions.waits_for(asked),
        "show": _button(card.show_button),
        "alone": list(said.pop(None)),
        "after": [list(lines) for lines in said.values()],
    }


def exercise_told(card):
    """Its goal, shapes and pictures as an explorer without controls; hints, and the solution."""
    views = views_of(card)
    places = {id(view): place for place, view in enumerate(views)}
    children = [_tree(child, places) for child in card.children]
    return {
        "card": "exercise",
        "tree": {"is": "box", "classes": "", "children": [child for child in children if child]},
        "controls": {},
        "views": [tree.view_told(view) for view in views],
        "hint": _button(card.hint_button),
        "hints": hints_of(card.task),
        "solve": _button(card.solution_button),
        "solution": card.task.source,
        "where": _where(_("Write it and have it checked")),
    }


def verdict_told(card):
    """The check of what nobody has written yet, which cannot be run here; None: somebody has."""
    said = _("{exercise}: write it and have it checked").format(exercise=card.plain.partition(":")[0])
    where = _where(said)
    return {"card": "verdict", "where": where} if card.right is None else None


def progress_told(card):
    """How many predictions were made on this page, in words for each number of them, from none to all."""
    total, exercises = len(card.asked), many(len(card.tasks), "exercise")
    do_them = _("{notebook} has {exercises}: do them").format(notebook=card.name, exercises=exercises)
    forgets = _("{notebook}: {made} of {all} made on this page, which forgets them when it is closed.")
    told = {"notebook": card.name, "all": many(total, "prediction")}
    said = [forgets.format(made=made, **told) for made in range(total + 1)]
    return {
        "card": "progress",
        "title": _("Your progress"),
        "questions": list(card.asked),
        "said": said if total else [],
        "where": _where(do_them) if card.tasks else None,
    }


def _where(before):
    """Where what a page cannot do can be done: behind a link, if the page has one, or in words."""
    return {
        "before": before,
        "link": _("in this notebook, inside your browser"),
        "words": _("in JupyterLab"),
    }


TELLS = {
    Prediction: prediction_told,
    Comparison: comparison_told,
    Exercise: exercise_told,
    Verdict: verdict_told,
    Progress: progress_told,
}


def views_of(widget):
    """The live pictures in a box, in their order. -> list of View"""
    if isinstance(widget, View):
        return [widget]
    return [view for child in getattr(widget, "children", ()) for view in views_of(child)]


def _tree(widget, places):
    """Boxes, lines and pictures as tools/pages/tree.py tells them; None: what the page makes by itself."""
    classes = " ".join(widget._dom_classes)
    if id(widget) in places:
        return {"is": "view", "view": places[id(widget)], "classes": classes}
    if isinstance(widget, ipywidgets.Label):
        return {"is": "label", "classes": classes, "text": widget.value} if widget.value else None
    if not isinstance(widget, ipywidgets.Box):
        return None
    children = [made for child in widget.children if (made := _tree(child, places))]
    return {"is": "box", "classes": f"widget-box {classes}", "children": children} if children else None


def _button(button):
    return {"text": button.description, "title": button.tooltip}
