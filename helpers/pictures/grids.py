"""What a MatrixFrame shows, decided once: still figures paint it with matplotlib, live views in the page.

How large things are, which labels stay when there is no room for all, where a chain of signs may break, which
cells stay blank. How wide a text is, only the painter knows; both lay out by RULES.
"""

import re

import numpy as np

from helpers.pictures.words import digits_of, lit

# How painters lay out. Lengths are CSS pixels at scale 1, and grow with it.
RULES = {
    # type sizes; "line": the room of a line of labels
    # and of signs, where they are words too
    "type": {"title": 13, "label": 11, "number": 11, "box": 12.5, "line": 13, "sign": 19, "word": 13},
    "edge": 2,  # kept free on the right, for the border of a cell that lights up
    "pad": 7,  # between labels and cells
    "sign": 16,  # around a sign between two panels
    "apart": (8, 18),  # between panels without a sign: without and with names
    "under": 12,  # below a line of panels
    "step": 32,  # from one step of a chain down to the next: the length of the arrow, and 4 on both sides
    "longest": 110,  # of a label
    "title": 0.8,  # of the picture's width: so long is a title at most, or as long as its panel
    "skipped": 4,  # of so many labels one may be shown alone; with smaller cells only the kept ones are
    # boxes: smallest, usual and largest width and height, gap, room around digits; columns' names widen them
    "box": {"wide": (32, 36, 46), "high": (28, 30, 34), "gap": 5, "around": 12, "name": 90, "named": 6},
    # cells of maps: (all of a row together, one at most), as small as can be, without names, usual and
    # largest; strips are so thick; up to so many in a row may grow until they hold their digits
    "cell": {
        **{"small": (100, 14), "bare": (40, 14), "usual": (150, 26), "large": (420, 40)},
        **{"thin": (26, 34), "written": 24},
    },
    "flat": 3,  # as many rows are a strip
    # a strip with at most this share of the longest one's numbers is at most this share as long: x beside q
    "strip": (0.25, 0.5),
    "digits": (6, 1.4),  # a cell must be so much wider than its digits, and so many times as high
    # a colour bar: largest and least width, height, gap to the numbers at its ends
    "legend": {"wide": 120, "least": 40, "high": 8, "gap": 6},
    # cells so small keep a chain on one line: −1 is the smallest, 0 the usual size; so large they grow in a
    # chain that runs down, for all of it shall be seen at once
    "chain": (-0.7, 0.3),
    "note": {"wide": 150, "gap": 16, "line": 1.3},  # a callout: its text, how far from the cells, its lines
    # signs that join what stands on both sides; every other sign begins a step, which may begin a line
    "joins": ("×", "∗", "+", "−", ",", "times each row of"),
    "strong": 0.5,  # of the limit: the labels of such a cell stay longer than others
}
MOST_BLANK = 1 / 5  # so many weights that would be written 0.00 are blank
FEW = 6  # so few are written
LARGE = 100  # a table of signed numbers with so many cells leaves them blank, too
MANY = 32  # of more labels than that, those of strong cells say no more than any others


def keeps(frame):
    """How much each label of each panel must stay when there is no room for all.

    0: as every other; up to 1: as strong as its largest cell is; 2: what belongs to it is marked, or has a
    callout; 3: it is highlighted at first. Panels with the same rows share what their rows need, for only the
    first of a line names them.
    MatrixFrame -> list of (rows [n_rows], columns [n_columns])

    >>> from helpers.pictures.kinds import MatrixFrame, Panel
    >>> panel = Panel([[0.9, 0.1], [0.4, 0.2]], rows=("it", "was"), marked=((1, -1),))
    >>> [one.tolist() for one in keeps(MatrixFrame((panel,)))[0]]
    [[0.9, 2.0], [0.9, 0.0]]
    """
    chosen = lit(frame)
    found = [_keep(panel, chosen.get(place, (-1, -1))) for place, panel in enumerate(frame.panels)]
    shared = {}
    for panel, (rows, _) in zip(frame.panels, found, strict=True):
        name = panel.rows, panel.row_axis, len(panel.values)
        shared[name] = np.maximum(shared.get(name, 0.0), rows)
    return [
        (shared[panel.rows, panel.row_axis, len(panel.values)], columns)
        for panel, (_, columns) in zip(frame.panels, found, strict=True)
    ]


def _keep(panel, chosen):
    if panel.says:  # without names
        return tuple(map(np.zeros, panel.values.shape))
    values = panel.values if panel.pages is None else np.abs(panel.pages).max(axis=0)
    size = np.where(np.isfinite(values), np.abs(values), 0.0) / panel.limit
    kept = []
    for side in (0, 1):
        strongest = size.max(axis=1 - side, initial=0.0)
        strong = (strongest >= RULES["strong"]) & (len(strongest) <= MANY)
        keep = np.where(strong, np.minimum(strongest, 1.0), 0.0)
        for place in (*explicit(panel), *(note.at for note in panel.notes)):
            if place[side] >= 0:
                keep[place[side]] = 2.0
        if chosen[side] >= 0:
            keep[chosen[side]] = 3.0
        kept.append(keep)
    return tuple(kept)


def explicit(panel):
    """The marked places that are outlined: all but those that a mask forbids. -> tuple of (row, column)"""
    return () if is_masked(panel) else panel.marked


def is_masked(panel):
    """Whether the marked cells of a panel are weights that a mask forbids: each exactly 0, and more than one.

    >>> from helpers.pictures.kinds import Panel
    >>> is_masked(Panel([[1, 0, 0], [0.4, 0.6, 0]], marked=((0, 1), (0, 2), (1, 2))))
    True
    """
    if panel.kind != "weights" or len(panel.marked) < 2 or min(map(min, panel.marked)) < 0:
        return False
    return not any(panel.values[tuple(place)] for place in panel.marked)


def is_blank(panel):
    """Whether numbers that would be written 0.00 are left blank: where there are many of them.

    Of signed numbers only in a large table: in a small one a 0 is worth reading.

    >>> from helpers.pictures.kinds import Panel
    >>> is_blank(Panel(np.eye(4))), is_blank(Panel(np.eye(2)))
    (True, False)
    """
    values = panel.values if panel.pages is None else panel.pages
    if panel.kind == "boxes" or not digits_of(panel):
        return False
    if panel.kind == "signed" and panel.values.size < LARGE:
        return False
    nothing = np.count_nonzero(np.abs(values) < 0.005)
    pages = 1 if panel.pages is None else len(values)
    return bool(nothing >= max(FEW * pages, MOST_BLANK * values.size))


def shown_labels(count, pitch, size, keep):
    """Which of the labels in a row are shown, so that none touches another.

    The kept ones first, the most important of them before others; then every second, third or fourth.
    pitch: from one to the next, size: what one needs, in the same unit; keep [count]: see `keeps`.
    -> sorted list of places

    >>> shown_labels(6, 6, 11, [0, 0, 0, 0.9, 0, 0]), shown_labels(6, 1, 11, [0, 2, 0, 0, 0, 0])
    ([1, 3, 5], [1])
    """
    apart = int(np.ceil(size / pitch - 1e-6))
    kept = sorted((place for place in range(count) if keep[place] > 0), key=lambda place: -keep[place])
    others = range(count) if apart <= RULES["skipped"] else ()
    if kept and apart > 1:  # in step with the most important one
        others = [place for place in others if (place - kept[0]) % apart == 0]
    elif apart > 1:
        others = others[::apart]
    shown = []
    for place in (*kept, *others):
        if all(abs(place - other) >= apart for other in shown):
            shown.append(place)
    return sorted(shown)


def sign_type(sign):
    """Which type a sign is written in, a name in RULES["type"]: "word" where it holds words, else "sign"."""
    return "word" if re.search(r"[^\W\d_]{2}", sign) else "sign"


def begins_step(sign):
    """Whether a sign begins a step of a chain: what it stands before is a result.

    >>> begins_step("="), begins_step("÷ 8 ="), begins_step("×"), begins_step("")
    (True, True, False, False)
    """
    return bool(sign) and sign not in RULES["joins"]
