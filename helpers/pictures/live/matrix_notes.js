// Callouts of a panel: a few words beside or below it, and a thin line to what they are about, which runs
// between the cells and never over their numbers.

import { text_width, wrap } from "./text.js";

const widest = (lines, size) => Math.max(...lines.map((text) => text_width(text, size)));

// How far down those on the right reach below the cells -> [notes, right, reach]
function beside_cells(given, { cell_width, cell_height, gap, width, height }, { type, scale, rules }) {
  const [line, far] = [rules.note.line * type.label, rules.note.gap * scale];
  const notes = [];
  let [right, down] = [0, 0];
  for (const { at, text } of given.toSorted((one, other) => one.at[0] - other.at[0])) {
    const [row, column] = at;
    const lines = wrap(text, rules.note.wide * scale, type.label);
    const end_y = row * (cell_height + gap) + (column < 0 ? cell_height / 2 : cell_height + gap / 2);
    const end_x = column < 0 ? width + 2 * scale : column * (cell_width + gap) + cell_width;
    const y = Math.max(down, end_y - line / 2);
    const leader = [
      [width + far - 3 * scale, y + line / 2],
      [width + far / 2, end_y],
      [end_x, end_y],
    ];
    notes.push({ lines, x: width + far, y, leader });
    down = y + lines.length * line + 4 * scale;
    right = Math.max(right, far + widest(lines, type.label));
  }
  return [notes, right, down - height];
}

// Where the line of a callout below the cells stands, and where it leads. -> [x, places]
function lead({ at: [row, column] }, { cell_width, cell_height, gap, width, height }, scale) {
  const [across, down] = [cell_width + gap, cell_height + gap];
  if (column < 0) {
    const [x, middle] = [width + 5 * scale, row * down + cell_height / 2];
    return [
      x,
      [
        [x, middle],
        [width + 2 * scale, middle],
      ],
    ];
  }
  const x = column * across + (row < 0 ? cell_width / 2 : cell_width + gap / 2);
  return [x, [[x, row < 0 ? height + 2 * scale : row * down + cell_height]]];
}

// -> { notes: [{ lines, x, y, leader }] from the first cell, right: how far they reach beyond the cells, band:
// how much of the room below them they fill, reach: how far down those on the right end below the cells }
export function notes_of(panel, cells, env) {
  const { type, scale, rules, beside } = env;
  const line = rules.note.line * type.label;
  const { width, height } = cells;
  const by_side = (note) => beside && note.at[0] >= 0;
  const [notes, far_right, reach] = beside_cells(panel.notes.filter(by_side), cells, env);
  const last = panel.values.shape[1];
  const from_right = ({ at }) => (at[1] >= 0 ? at[1] : last);
  let [right, under] = [far_right, height + 6 * scale];
  const below = panel.notes.filter((note) => !by_side(note));
  for (const note of below.toSorted((one, other) => from_right(other) - from_right(one))) {
    const lines = wrap(note.text, rules.note.wide * scale, type.label);
    const [x, places] = lead(note, cells, scale);
    notes.push({ lines, x: x + 5 * scale, y: under, leader: [[x, under + line], ...places] });
    under += lines.length * line + 4 * scale;
    right = Math.max(right, x + 5 * scale + widest(lines, type.label) - width);
  }
  return Object.assign(notes, { right, band: below.length ? under - height - 6 * scale : 0, reach });
}
