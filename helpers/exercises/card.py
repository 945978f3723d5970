"""The box in which questions, exercises and verdicts stand.

Lines of text that wrap, and words for where no widget shows.
"""

import ipywidgets

from helpers.pictures import shown
from helpers.pictures.live.labels import PLAIN, dress, labels, live

CLASSES = ("hv-explorer", "hv-card")  # given when a widget is made, a name costs no message of its own


class Card(ipywidgets.VBox):
    """A box of lines and controls.

    plain: what stands in for it where no widget can be shown; markdown: the same, such as for GitHub.
    A card with words of the learner's has no Markdown, so that they are never read as markup.
    """

    def __init__(self, children, plain, markdown=None):
        super().__init__([labels(), *children], _dom_classes=CLASSES)
        self.plain, self.markdown = plain, markdown
        dress(self)

    def _repr_mimebundle_(self, **options):
        widget, still = super()._repr_mimebundle_, {"text/markdown": self.markdown} if self.markdown else {}
        data, metadata = shown.bundle(self.plain, lambda: live(self, widget(**options)), lambda: (still, {}))
        return data | still, metadata


def line(text, *classes):
    """A line of text that wraps. classes: names of its looks, such as "hv-strong". -> a widget"""
    return ipywidgets.Label(text, _dom_classes=("hv-line", PLAIN, *classes))


def button(text, tooltip, press):
    """A button as wide as its text. press: called without arguments. -> a widget"""
    layout = {"width": "auto", "align_self": "flex-start"}
    made = ipywidgets.Button(description=text, tooltip=tooltip, layout=layout, _dom_classes=("hv-controls",))
    made.on_click(lambda _: press())
    return made
