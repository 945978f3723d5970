"""a MatrixFrame: numbers as boxes or heatmap cells, one matrix or one for each head."""

from helpers.views.base import View, assets


class Matrix(View):
    """The live picture of a MatrixFrame: numbers as boxes or heatmap cells, one matrix or one for each head."""

    _esm, _css = assets("matrix")
