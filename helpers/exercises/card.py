"""The box in which questions, exercises and verdicts stand: lines of text that wrap, and words for where no widget shows."""

import ipywidgets

from helpers import shown
from helpers.views.labels import PLAIN, Labels, dress, live


class Card(ipywidgets.VBox):
    """A box of lines and controls.

    plain: what stands in for it where no widget can be shown; markdown: the same, such as for GitHub.
    A card with words of the learner's has no Markdown, so that they are never read as markup.
    """

    def __init__(self, children, plain, markdown=None):
        super().__init__([Labels(), *children])
        self.plain, self.markdown = plain, markdown
        dress(self)
        self.add_class("hv-card")

    def _repr_mimebundle_(self, **options):
        widget, still = super()._repr_mimebundle_, {"text/markdown": self.markdown} if self.markdown else {}
        data, metadata = shown.bundle(self.plain, lambda: live(self, widget(**options)), lambda: (still, {}))
        return data | still, metadata


def line(text, *classes):
    """A line of text that wraps. classes: names of its looks, such as "hv-strong". -> a widget"""
    made = ipywidgets.Label(text)
    for name in ("hv-line", PLAIN, *classes):
        made.add_class(name)
    return made


def button(text, tooltip, press):
    """A button as wide as its text. press: called without arguments. -> a widget"""
    made = ipywidgets.Button(
        description=text, tooltip=tooltip, layout={"width": "auto", "align_self": "flex-start"}
    )
    made.add_class("hv-controls")
    made.on_click(lambda _: press())
    return made
