"""a LinesFrame: words on two columns, joined by lines as wide as the weights."""

from helpers.views.base import View, assets


class Lines(View):
    """The live picture of a LinesFrame: words on two columns, joined by lines as wide as the weights."""

    _esm, _css = assets("lines")
