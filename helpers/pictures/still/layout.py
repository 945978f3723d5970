"""Where everything of a MatrixFrame stands. The live view lays out in the same steps (matrix_layout.js and
matrix_blocks.js), by the same RULES; only how wide a text is, each measures for itself.
"""

import math
import re
from dataclasses import dataclass, field, replace

import numpy as np

from helpers.pictures.grids import RULES, begins_step, keeps, shown_labels, sign_type
from helpers.pictures.still.cells import bar_lengths, cell_text
from helpers.pictures.still.page import DETAIL, shorten, text_width, wrap
from helpers.pictures.words import digits_of


@dataclass(frozen=True)
class Room:
    """What a picture is laid out for.

    width: of the picture; strip: of its longest strip, longest: how many numbers that has;
    legend: the panel whose colours one bar under the picture shows, or None;
    beside: whether callouts stand on the right of their panel;
    least: cells that are not to become smaller, by panel; down: whether a chain runs down;
    alone: whether one map is all there is, whose cells may grow until they hold their digits.
    """

    scale: float
    width: float
    legend: object
    strip: float
    beside: bool
    ratio: float = DETAIL
    least: dict = field(default_factory=dict)
    down: bool = False
    alone: bool = False
    longest: int = 1

    def type(self, name):
        return RULES["type"][name] * self.scale


@dataclass(frozen=True)
class Study:
    """What of a panel does not depend on the size of its cells."""

    place: int
    panel: object
    keep: tuple
    title_room: float
    row_room: float
    column_room: float
    digits: tuple  # of (digits, widest)

    @property
    def boxes(self):
        return self.panel.kind == "boxes"

    @property
    def bare(self):
        return not (self.boxes or self.panel.rows or self.panel.columns)

    @property
    def names(self):
        return self.panel.values.shape, self.panel.rows, self.panel.row_axis


@dataclass(frozen=True)
class Block:
    """One panel with all that stands around its cells. Lengths in CSS pixels; x, y: of its first cell.

    rows, columns: the labels that are shown; notes: each (lines, x, y, the places that its line joins),
    from the first cell.
    """

    study: Study
    cell: tuple
    gap: float
    digits: int | None
    title: str
    rows: list
    columns: list
    upright: bool
    row_axis: str
    column_axis: str
    beside: bool  # the name of the rows fits beside them
    row_band: float
    column_band: float
    axis_band: float
    notes: list
    notes_band: float
    bar: bool  # has a colour bar of its own
    left: float
    right: float
    top: float
    bottom: float
    x: float = 0.0
    y: float = 0.0
    title_y: float = 0.0

    @property
    def panel(self):
        return self.study.panel

    @property
    def place(self):
        return self.study.place

    @property
    def size(self):
        rows, columns = self.panel.values.shape
        return columns * (self.cell[0] + self.gap) - self.gap, rows * (self.cell[1] + self.gap) - self.gap


@dataclass(frozen=True)
class Layout:
    """blocks in their places; signs: each (text, x, y); joints: from one step of a chain down to the next,
    each (text, x, where it begins, top, bottom, whether it is an arrow); legend: (panel, x, y) or None.
    """

    blocks: list
    signs: list
    joints: list
    legend: tuple | None
    width: float
    height: float


def arrange(frame, width, scale):
    """Lay out a MatrixFrame in so many CSS pixels. -> Layout, or None where there is nothing to show"""
    studied = [study(frame, place, keep, scale) for place, keep in enumerate(keeps(frame))]
    studied = [one for one in studied if one.panel.values.size]
    if not studied:
        return None
    room = room_for(frame, studied, width, scale)
    lines = lines_of(studied, frame, room)
    room = replace(room, down=any(joint is True for joint, _ in lines))
    if not fits(lines, -1, frame, room):
        room = replace(room, least={})
    built = build(lines, most_room(lines, frame, room), room)
    return placed(built, edge_of(built, frame, room), room)


def room_for(frame, studied, width, scale):
    maps = [one.panel for one in studied if not one.boxes]
    alike = len({(panel.kind, panel.limit) for panel in maps}) == 1
    strip = strip_width(frame, width, scale)
    room = Room(
        scale,
        width,
        maps[0] if alike else None,
        strip,
        False,
        alone=len(maps) == 1 or aligned(frame),
        longest=longest_strip(frame),
    )
    noted = any(one.panel.notes for one in studied)
    if noted and (len(studied) == 1 or frame.across == 1):
        beside = replace(room, beside=True)
        room = beside if fits(chunks(studied, 1), 0, frame, beside) else room
    if scale == 1:
        return room
    small = arrange(frame, width, 1.0)
    return replace(room, least={block.place: block.cell for block in small.blocks})


# ---- lines of blocks: each (whether it goes on with a step of the chain above it, or "under": below the last
# panel of that chain, its panels)


def between(block, at, room, joint=False):
    """The room on the left of a block, for a sign or as a gap."""
    sign = block.panel.before
    if sign and not (joint and at == 0):
        return text_width(sign, room.type(sign_type(sign))) + RULES["sign"] * room.scale
    return RULES["apart"][not block.study.bare] * room.scale if at else 0.0


def build(lines, size, room):
    return [
        (joint, [block_of(one, line[at - 1] if at else None, size, room) for at, one in enumerate(line)])
        for joint, line in lines
    ]


def edge_of(built, frame, room):
    """In a single column, and down a chain, all cells begin at one line. -> its place, or 0"""
    column = frame.across == 1 and all(len(line) == 1 for _, line in built)
    if not column and not any(joint is True for joint, _ in built):
        return 0.0
    return max((between(line[0], 0, room, joint) + line[0].left for joint, line in built), default=0.0)


def width_of(line, start, room, joint):
    widths = [
        between(block, at, room, joint) + block.left + block.size[0] + block.right
        for at, block in enumerate(line)
    ]
    if start:
        widths[0] = start + line[0].size[0] + line[0].right
    return sum(widths)


def fits(lines, size, frame, room):
    """Whether lines of panels are no wider than the picture. size: how large their cells are: cell_size"""
    built = build(lines, size, room)
    start = edge_of(built, frame, room)
    most = room.width - RULES["edge"] * room.scale
    return all(joint == "under" or width_of(line, start, room, joint) <= most for joint, line in built)


def chunks(studied, length):
    return [(False, studied[start : start + length]) for start in range(0, len(studied), length)]


def lines_of(studied, frame, room):
    """Chains stay on one line while it is wide enough, else each step has its own; heads stand in lines of
    equal length.
    """
    count, across = len(studied), frame.across
    if any(one.panel.before for one in studied):
        return chain_lines(studied, frame, room)
    if across and fits(chunks(studied, across), -1, frame, room):
        return chunks(studied, across)
    bare = across and all(one.bare for one in studied)  # read when small: a line is cut into equals
    for length in range(min(across or count, count), 1, -1):
        even = length if across else math.ceil(count / math.ceil(count / length))
        if bare and across % length:
            continue
        if fits(chunks(studied, even), -1 if bare else 0, frame, room):
            return chunks(studied, even)
    return chunks(studied, 1)


def chain_lines(studied, frame, room):
    """Lines for panels with signs between them: a frame may hold several chains of equal length."""
    if studied[-1].panel.before.startswith("↓"):
        lines = chain_lines(studied[:-1], frame, room)
        return [*lines, (len(lines) > 1 or "under", studied[-1:])]
    across, count = frame.across, len(studied)
    several = across and not count % across and not any(one.panel.before for one in studied[::across])
    chains = chunks(studied, across if several else count)
    if (across != 1 or several) and fits(chains, RULES["chain"][0], frame, room):
        return chains
    steps = [step for _, chain in chains for step in steps_of(chain)]
    if across == 1:
        steps = [[one] for one in studied]
    lines = [line for step in side_by_side(steps, frame, room) for line in broken(step, frame, room)]
    return [(at > 0 and bool(line[0].panel.before), line) for at, line in enumerate(lines)]


def steps_of(chain):
    """A chain cut before each sign that begins a step."""
    steps = []
    for one in chain:
        if not steps or begins_step(one.panel.before):
            steps.append([])
        steps[-1].append(one)
    return steps


def side_by_side(steps, frame, room):
    """Steps of a chain beside each other, where a line then holds no more panels than the frame says, and
    they fit.
    """
    lines = []
    for step in steps:
        longer = [*lines[-1], *step] if lines else []
        few = longer and step[0].panel.before and len(longer) <= (frame.across or 1)
        if few and fits([(True, longer)], 0, frame, room):
            lines[-1] = longer
        else:
            lines.append(step)
    return lines


def broken(step, frame, room):
    """One step, broken where it is wider than the picture."""
    lines = [[]]
    for one in step:
        if lines[-1] and not fits([(True, [*lines[-1], one])], 0, frame, room):
            lines.append([])
        lines[-1].append(one)
    return lines


def most_room(lines, frame, room):
    """The largest cells with which all lines fit that can fit at all. -> from −1 to 1"""
    within = [line for line in lines if fits([line], -1, frame, room)]
    if fits(within, 1, frame, room):
        return 1.0
    low, high = -1.0, 1.0
    for _ in range(8):
        middle = (low + high) / 2
        low, high = (middle, high) if fits(within, middle, frame, room) else (low, middle)
    return low


# ---- places


def placed(built, start, room):
    """Put blocks in their places, line below line. -> Layout"""
    blocks, signs, joints, above = [], [], [], []
    bottom = right = 0.0
    for joint, line in built:
        above, begin = (above[-1:], above[-1].x) if joint == "under" else (above, start)
        if joint:
            joints.append(joint_of(line[0], above, begin, bottom, room))
            bottom += RULES["step"] * room.scale
            text, x, *_ = joints[-1]
            right = max(right, x + 12 * room.scale + text_width(text, room.type(sign_type(text))))
        above, its_signs, its_right, bottom = place_line(line, bottom, begin, room, joint)
        blocks += above
        signs += its_signs
        right = max(right, its_right)
    legend = None
    if room.legend is not None:
        legend = room.legend, blocks[0].x, bottom
        bottom += (2.2 if room.legend.kind == "signed" else 1.4) * room.type("label")
        right = max(right, blocks[0].x + sum(bar_lengths(room.legend, room.scale)))
    width = math.ceil(right + RULES["edge"] * room.scale)
    return Layout(blocks, signs, joints, legend, width, math.ceil(bottom))


def joint_of(block, above, start, bottom, room):
    """What leads from the line above down to a block: in the middle of the narrower of the two; from the
    result at the end of that line, if there is one.

    -> (text, x, where it begins, top, bottom, whether it is an arrow)
    """
    x = start + min(above[0].size[0], block.size[0]) / 2
    ends = any(begins_step(one.panel.before) for one in above[1:])
    over = above[-1].x + above[-1].size[0] / 2 if ends else x
    sign, gap = block.panel.before, 4 * room.scale
    text = "" if sign == "," else re.sub("^[→↓] ?", "", sign)
    return text, x, over, bottom - gap, bottom + RULES["step"] * room.scale - gap, begins_step(sign)


def place_line(line, top, start, room, joint):
    """One line of blocks below top. -> (its blocks, its signs, its right end, its bottom)"""
    centred = any(block.panel.before for block in line[bool(joint) :])
    above = max(block.top + (block.size[1] / 2 if centred else 0) for block in line)
    below = max(block.bottom + block.size[1] * (0.5 if centred else 1) for block in line)
    blocks, signs, x = [], [], 0.0
    for at, block in enumerate(line):
        gap = between(block, at, room, joint)
        before = start - block.left if start and at == 0 else gap
        y = snap(top + above - (block.size[1] / 2 if centred else 0))
        if block.panel.before and not (joint and at == 0):
            signs.append((block.panel.before, x + before - gap / 2, y + block.size[1] / 2))
        blocks.append(
            replace(block, x=snap(x + before + block.left), y=y, title_y=title_height(block, y, room))
        )
        x += before + block.left + block.size[0] + block.right
    return blocks, signs, x, top + above + below + RULES["under"] * room.scale


def snap(length):
    return math.floor(length * DETAIL + 0.5) / DETAIL


# ---- one block


def study(frame, place, keep, scale):
    panel = frame.panels[place]
    size = {name: value * scale for name, value in RULES["type"].items()}
    longest = RULES["longest"] * scale
    boxes = panel.kind == "boxes"
    tries = digits_of(panel)
    if not tries or not panel.values.size:
        numbers = []
    elif panel.pages is None:
        numbers = panel.values.ravel()
    else:
        finite = panel.pages[np.isfinite(panel.pages)]
        numbers = [finite.min(), finite.max()] if finite.size else []
    type_of_numbers = size["box" if boxes else "number"]
    return Study(
        place,
        panel,
        keep,
        1.02 * widest([panel.title, *panel.page_titles], size["title"], True),  # bold type runs wide
        min(widest(panel.rows, size["label"]), longest),
        min(widest(panel.columns, size["label"]), longest),
        tuple(
            (digits, widest({cell_text(one, digits) for one in numbers}, type_of_numbers)) for digits in tries
        ),
    )


def widest(texts, size, bold=False):
    return max((text_width(text, size, bold) for text in texts), default=0.0)


def is_flat(shape):
    return shape[0] <= RULES["flat"] and shape[1] > 2 * shape[0]


def aligned(frame):
    """Whether strips stand below matrices with the same columns: one word's cells stand below each other."""
    flat = {is_flat(panel.values.shape) for panel in frame.panels}
    alike = len({panel.values.shape[1] for panel in frame.panels}) == 1
    return frame.across == 1 and alike and len(flat) == 2


def strip_width(frame, width, scale):
    """No strip is longer than the one with the most numbers, whose cells are whole pixels."""
    if aligned(frame):
        return RULES["cell"]["large"][0] * scale
    longest = longest_strip(frame)
    if longest * DETAIL <= width / 8:
        return width
    return longest * max(1 / DETAIL, math.floor(width * DETAIL / longest) / DETAIL)


def longest_strip(frame):
    """How many numbers the strip with the most of them has."""
    shapes = [panel.values.shape for panel in frame.panels]
    return max([1, *(columns for rows, columns in shapes if is_flat((rows, columns)))])


def strip_room(count, room):
    """How long a strip with so many numbers may be."""
    few, share = RULES["strip"]
    return share * room.strip if count <= few * room.longest else room.strip


def clamp(value, low, high):
    return min(max(value, low), high)


def amid(sizes, size):
    """A length between the smallest, the usual and the largest. size: −1, 0, 1"""
    small, usual, large = sizes
    return usual * (small / usual) ** -size if size < 0 else usual * (large / usual) ** size


def cell_size(studied, size, room):
    """Width, height and gap of the cells. size: −1 as small as can be, 0 comfortable, 1 generous."""
    scale, (rows, columns) = room.scale, studied.panel.values.shape
    if studied.boxes:
        box = RULES["box"]
        named = min(studied.column_room + 12 * scale, box["name"] * scale) if columns <= box["named"] else 0
        wide = max(scale * amid(box["wide"], size), studied.digits[0][1] + box["around"] * scale, named)
        return wide, scale * amid(box["high"], size), box["gap"] * scale
    rule, thin = RULES["cell"], [side * scale for side in RULES["cell"]["thin"]]
    flat, label = is_flat((rows, columns)), room.type("label")
    if room.down and not flat:
        size = min(size, RULES["chain"][1])
    digits = max((wide + (RULES["digits"][0] + 1) * scale for _, wide in studied.digits), default=0)

    def side(count, most):
        whole, one = rule["bare" if studied.bare else "small"]
        small = math.ceil(clamp(whole * scale / count, 1, one * scale))
        usual = math.ceil(clamp(rule["usual"][0] * scale / count, 1, rule["usual"][1] * scale))
        largest = max(most / count, digits if room.alone and count <= rule["written"] else 0)
        return amid((small, usual, clamp(largest, 1, rule["large"][1] * scale)), size)

    large = rule["large"][0] * scale
    across, down = side(columns, strip_room(columns, room) if flat else large), side(rows, large)
    if flat:
        down = clamp(across, *thin)
    elif columns <= RULES["flat"] and rows > 2 * columns:
        across = clamp(down, *thin)
    elif max(rows, columns) <= 2 * min(rows, columns):
        across = down = min(across, down)
    else:  # rows stay high enough for some of their names
        least = math.ceil(label / RULES["skipped"])
        across, down = min(across, 3 * down), min(down, max(least, 3 * across))
    return across, down, 0.0


def block_of(studied, neighbour, size, room):
    """A panel with its cells and all around them. What its neighbour on the left says is not repeated."""
    panel, scale = studied.panel, room.scale
    across, down, gap = cell_size(studied, size, room)
    least = room.least.get(studied.place, (0, 0))
    cell = tuple(
        max(1.0, math.floor(max(side, small) * DETAIL + 1e-6) / DETAIL)
        for side, small in zip((across, down), least, strict=True)
    )
    gap = snap(gap)
    rows, columns = panel.values.shape
    width, height = columns * (cell[0] + gap) - gap, rows * (cell[1] + gap) - gap
    names = names_of(studied, cell, gap, height, neighbour, room)
    title = shorten_title(panel, width, room)
    bar = not studied.boxes and room.legend is None
    wider, higher = RULES["digits"]
    high_enough = higher * room.type("number") <= cell[1]
    fitting = [
        digits
        for digits, wide in studied.digits
        if studied.boxes or (high_enough and wide <= cell[0] - wider * scale)
    ]
    notes, notes_right, notes_band, notes_below = notes_of(panel, cell, gap, width, height, room)
    edges = edges_of(studied, width, height, names, title, bar, room)
    edges["right"] = max(edges["right"], notes_right)
    edges["bottom"] = max(edges["bottom"] + notes_band, notes_below)
    del names["turned_width"]
    return Block(
        study=studied,
        cell=cell,
        gap=gap,
        digits=fitting[0] if fitting else None,
        title=title,
        bar=bar,
        notes=notes,
        notes_band=notes_band,
        **names,
        **edges,
    )


def shorten_title(panel, width, room):
    return shorten(panel.title, max(RULES["title"] * room.width, width), room.type("title"), True)


def names_of(studied, cell, gap, height, neighbour, room):
    """The labels of rows and columns, the names of their axes, and the bands that they fill."""
    panel, scale, pad = studied.panel, room.scale, RULES["pad"] * room.scale
    label, line = room.type("label"), room.type("line")
    beside = None if panel.before else neighbour  # a sign between them parts them
    shared = beside is not None and beside.names == studied.names
    (n_rows, n_columns), (wide, high) = panel.values.shape, (cell[0] + gap, cell[1] + gap)
    rows = shown_labels(n_rows, high, label, studied.keep[0]) if panel.rows and not shared else []
    upright = studied.column_room > wide - 4 * scale
    columns = []
    if panel.columns:
        columns = shown_labels(n_columns, wide, label, studied.keep[1]) if upright else [*range(n_columns)]
    row_axis = "" if shared else panel.row_axis
    axis_width = text_width(row_axis, label) if row_axis else 0.0
    repeated = beside is not None and beside.panel.column_axis == panel.column_axis
    return {
        "rows": rows,
        "columns": columns,
        "upright": upright,
        "row_axis": row_axis,
        "turned_width": axis_width,
        "column_axis": "" if repeated else panel.column_axis,
        "beside": axis_width <= height + 2 * scale,
        "column_band": ((studied.column_room if upright else line) + pad) if columns else 0.0,
        "row_band": studied.row_room + pad + 3 * scale if rows else 0.0,
        "axis_band": line + 2 * scale if panel.column_axis else 0.0,
    }


def edges_of(studied, width, height, names, title, bar, room):
    """How far what stands around the cells reaches to each side."""
    panel, scale, pad = studied.panel, room.scale, RULES["pad"] * room.scale
    label, line = room.type("label"), room.type("line")
    around = [min(studied.title_room, 1.02 * max(RULES["title"] * room.width, width))]
    around += [text_width(text, label) for text in (names["column_axis"], panel.sizes)]
    if bar:
        around.append(sum(bar_lengths(panel, scale, width)))
    overhang = max(2 * scale, (max(around) - width) / 2)
    turned = names["beside"]
    row_names = names["row_band"] + (line + pad if turned and names["row_axis"] else 0)
    corner = line + 2 * scale if names["row_axis"] and not turned else 0
    heading = names["axis_band"] + (1.5 * room.type("title") if title else 0) + 3 * scale
    return {
        "left": max(overhang, row_names, 0 if turned else names["turned_width"] + pad),
        "right": overhang,
        "top": max(names["column_band"], corner) + heading,
        "bottom": (1.6 * label if panel.sizes else 0) + (2 * label + pad if bar else 0) + 3 * scale,
    }


def title_height(block, y, room):
    """The middle of a panel's title, above the names of its columns."""
    corner = room.type("line") + 2 * room.scale if block.row_axis and not block.beside else 0
    return y - 3 * room.scale - max(block.column_band, corner) - block.axis_band - 0.75 * room.type("title")


# ---- callouts


def notes_of(panel, cell, gap, width, height, room):
    """Callouts: on the right of the panel where there is room, a whole column's and the others below it.

    -> (list of (lines, x, y, places that the leader joins), from the first cell, how far they reach to the
    right, how far below, how far down those on the right reach below the cells)
    """
    label, scale = room.type("label"), room.scale
    line, far, wide = (
        RULES["note"]["line"] * label,
        RULES["note"]["gap"] * scale,
        RULES["note"]["wide"] * scale,
    )
    beside = [note for note in panel.notes if room.beside and note.at[0] >= 0]
    below = [note for note in panel.notes if note not in beside]
    made, right, down = [], 0.0, 0.0
    for note in sorted(beside, key=lambda note: note.at[0]):
        lines = wrap(note.text, wide, label)
        row, column = note.at
        end_y = row * (cell[1] + gap) + (cell[1] / 2 if column < 0 else cell[1] + gap / 2)
        end_x = width + 2 * scale if column < 0 else column * (cell[0] + gap) + cell[0]
        y = max(down, end_y - line / 2)
        leader = [(width + far - 3 * scale, y + line / 2), (width + far / 2, end_y), (end_x, end_y)]
        made.append((lines, width + far, y, leader))
        down = y + len(lines) * line + 4 * scale
        right = max(right, far + widest(lines, label))
    under, reach = height + 6 * scale, down - height
    for note in sorted(below, key=lambda note: -(note.at[1] if note.at[1] >= 0 else panel.values.shape[1])):
        lines = wrap(note.text, wide, label)
        row, column = note.at
        if column < 0:
            middle = row * (cell[1] + gap) + cell[1] / 2
            x, leader = width + 5 * scale, [(width + 5 * scale, middle), (width + 2 * scale, middle)]
        elif row < 0:
            x = column * (cell[0] + gap) + cell[0] / 2
            leader = [(x, height + 2 * scale)]
        else:
            x = column * (cell[0] + gap) + cell[0] + gap / 2
            leader = [(x, row * (cell[1] + gap) + cell[1])]
        made.append((lines, x + 5 * scale, under, [(x, under + line), *leader]))
        under += len(lines) * line + 4 * scale
        right = max(right, x + 5 * scale + widest(lines, label) - width)
    return made, right, under - height - 6 * scale if below else 0.0, reach
