"""A few rows of words and numbers as a table: HTML for a page, aligned text for where none is shown.

    show_table({"tired": [0.99, 0.01]}, columns=["animal", "street"], marked=("tired", "animal"))

Text is escaped, so a learner's words are never markup. Numbers stand on the right. What is marked has strong
letters, which any page keeps, and an outline in the colour of its text, which fits every theme.
"""

import html
import re

import numpy as np

NUMBER = re.compile(r"[+−-]?[\d,]*\.?\d+( ?%| ?MB| ?bytes)?")
OUTLINE = "; outline: 2px solid; outline-offset: -2px"


class Table:
    """A table that a notebook shows.

    rows: dict of a row's name: its cells, or a list of rows of cells; a cell is a word or a number.
    columns: names of the columns, that of the rows' names first where these need one; none: no header.
    digits: how many a number that is not whole gets after the point.
    marked: a row's name (or place, from 0), or (row, column), for what the text beside it names.
    blank_zeros: leave out numbers that would read 0.00, where there are many; a marked cell keeps its own.
    Raises ValueError: rows of different lengths, columns that do not fit, or a mark that is not there.

    >>> print(Table({"tired": [0.99, 0.0], "wide": [0.015, 1]}, ["animal", "street"], marked="tired"))
           animal  street
    tired    0.99    0.00  ←
    wide     0.01       1
    """

    def __init__(self, rows, columns=(), digits=2, marked=None, blank_zeros=False):
        named = isinstance(rows, dict)
        self.names = [str(name) for name in rows] if named else None
        cells = [list(row) for row in (rows.values() if named else rows)]
        width = len(cells[0]) if cells else 0
        self.columns = [str(column) for column in columns]
        if named and len(self.columns) == width:
            self.columns = ["", *self.columns]
        if {len(row) for row in cells} - {width} or self.columns and len(self.columns) != width + named:
            raise ValueError(
                f"Every row needs as many cells as there are columns, {len(self.columns) - named}: "
                f"got {', '.join(str(len(row)) for row in cells)}."
            )
        self.marked = _place(marked, self.names, self.columns[named:], len(cells), width)
        told = [
            [
                _told(cell, digits, blank_zeros and self.marked != (at, column))
                for column, cell in enumerate(row)
            ]
            for at, row in enumerate(cells)
        ]
        self.cells = [[name, *row] for name, row in zip(self.names, told, strict=True)] if named else told
        self.right = [
            all(NUMBER.fullmatch(row[at]) or not row[at] for row in self.cells) for at in range(width + named)
        ]

    def _is_marked(self, row, column):
        """Whether a cell is marked; column counts the rows' names, if there are any."""
        if self.marked is None or self.marked[0] != row:
            return False
        return self.marked[1] is None or self.marked[1] == column - (self.names is not None)

    def __repr__(self):
        lines = [self.columns, *self.cells] if self.columns else self.cells
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        told = []
        for at, line in enumerate(lines, start=-1 if self.columns else 0):
            sides = zip(line, widths, self.right, strict=True)
            text = "  ".join(cell.rjust(wide) if right else cell.ljust(wide) for cell, wide, right in sides)
            is_marked = self.marked is not None and at == self.marked[0]
            told.append((text + "  ←" if is_marked else text).rstrip())
        return "\n".join(told)

    def _repr_html_(self):
        head = "".join(self._cell("th", ' scope="col"', text, at) for at, text in enumerate(self.columns))
        body = "\n".join(f"<tr>{self._row(at, row)}</tr>" for at, row in enumerate(self.cells))
        head = f"<thead><tr>{head}</tr></thead>\n" if self.columns else ""
        return f"<table>\n{head}<tbody>\n{body}\n</tbody>\n</table>"

    def _row(self, at, row):
        return "".join(
            self._cell("th", ' scope="row"', text, column, self._is_marked(at, column))
            if column == 0 and self.names is not None
            else self._cell("td", "", text, column, self._is_marked(at, column))
            for column, text in enumerate(row)
        )

    def _cell(self, tag, scope, text, column, is_marked=False):
        """One cell. GitHub keeps `align` and no style, JupyterLab's own look is stronger than `align`."""
        side, text = "right" if self.right[column] else "left", html.escape(text)
        text = f"<strong>{text}</strong>" if is_marked and tag == "td" else text
        style = f"text-align: {side}{OUTLINE if is_marked else ''}"
        return f'<{tag}{scope} align="{side}" style="{style}">{text}</{tag}>'


def show_table(rows, columns=(), **how):
    """Show a Table where the cell's output stands. rows, columns, how: as for Table"""
    from IPython.display import display

    display(Table(rows, columns, **how))


def _told(cell, digits, blank_zeros):
    """A cell as text. A minus sign is as wide as a plus sign.

    >>> _told(-0.0004, 2, False), _told(-0.0004, 2, True), _told(np.float32(-1.5), 2, True), _told(3, 2, True)
    ('0.00', '', '−1.50', '3')
    """
    if isinstance(cell, float | np.floating):
        text = f"{cell:,.{digits}f}"
        if not text.strip("-0."):
            return "" if blank_zeros else text.lstrip("-")
        return text.replace("-", "−")
    return f"{cell:,}".replace("-", "−") if isinstance(cell, int | np.integer) else str(cell)


def _place(marked, names, columns, n_rows, width):
    """Where a mark stands. -> (row, column or None for the whole row), from 0, or None"""
    if marked is None:
        return None
    row, column = marked if isinstance(marked, tuple) else (marked, None)
    row = names.index(row) if names and row in names else row
    column = list(columns).index(column) if column in columns else column
    fits = isinstance(row, int | np.integer) and 0 <= row < n_rows
    if not fits or not (column is None or isinstance(column, int | np.integer) and 0 <= column < width):
        raise ValueError(f"marked holds a row, or (row, column), that is there: got {marked!r}.")
    return row, column
