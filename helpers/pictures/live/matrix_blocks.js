// One panel of a MatrixFrame with all that stands around it: its cells, names, axes, title and legend.
// Lengths are CSS pixels; cells are whole device pixels, so edges are sharp.

import { cell_text, exact } from "./matrix_words.js";
import { shorten, text_width } from "./text.js";

const MOST_SKIPPED = 4; // of this many labels one may be shown alone; with smaller cells none is

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
export const is_heatmap = (panel) => panel.kind !== "boxes";

// The least and the largest, of all pages: no page moves what stands around it.
function ends_of(numbers) {
  const ends = [Infinity, -Infinity];
  for (const one of numbers)
    if (Number.isFinite(one)) {
      ends[0] = Math.min(ends[0], one);
      ends[1] = Math.max(ends[1], one);
    }
  return ends;
}

export const title_of = ({ panel, width }, env) =>
  shorten(panel.title, Math.max(env.width, width), env.type.title, 600);

// What of a panel does not depend on the size of its cells.
export function study(panel, place, { type, scale }) {
  const [rows, columns] = panel.values.shape;
  const widest = (texts, size, weight) =>
    texts.reduce((most, text) => Math.max(most, text_width(text, size, weight)), 0);
  const boxes = !is_heatmap(panel);
  const numbers = !panel.digits.length
    ? []
    : panel.pages
      ? ends_of(panel.pages.data)
      : Array.from(panel.values.data);
  return {
    panel,
    place,
    rows,
    columns,
    boxes,
    bare: !boxes && !panel.rows.length && !panel.columns.length, // without names it can be read when small
    twins: JSON.stringify([rows, columns, panel.rows, panel.columns]),
    names: JSON.stringify([rows, columns, panel.rows, panel.row_axis]),
    column_axis: panel.column_axis,
    title_room: widest([panel.title, ...panel.page_titles], type.title, 600),
    row_room: Math.min(widest(panel.rows, type.label), 110 * scale),
    column_room: Math.min(widest(panel.columns, type.label), 110 * scale),
    digits: panel.digits.map((digits) => [
      digits,
      widest(
        numbers.map((one) => cell_text(one, digits)),
        boxes ? type.box : type.number,
      ),
    ]),
  };
}

const is_flat = (rows, columns) => rows <= 3 && columns > 2 * rows;

// No strip is longer than the one with the most numbers, whose cells are whole pixels: 64 numbers look fewer
// than 512.
export function strip_width(frame, width, ratio) {
  const longest = Math.max(
    1,
    ...frame.panels
      .map(({ values }) => values.shape)
      .filter(([rows, columns]) => is_flat(rows, columns))
      .map(([, columns]) => columns),
  );
  return longest * ratio <= width / 8
    ? width
    : longest * Math.max(1 / ratio, Math.floor((width * ratio) / longest) / ratio);
}

// room: −1 as small as can be, 0 comfortable, 1 generous.
function cell_size({ boxes, bare, rows, columns, digits }, room, { scale, strip, type }) {
  const between = (small, usual, large) =>
    room < 0 ? usual * (small / usual) ** -room : usual * (large / usual) ** room;
  if (boxes)
    return [
      Math.max(scale * between(32, 36, 46), digits[0][1] + 14 * scale),
      scale * between(28, 30, 34),
      5 * scale,
    ];
  const flat = is_flat(rows, columns);
  const thin = columns <= 3 && rows > 2 * columns;
  const side = (count, most) =>
    between(
      Math.ceil(clamp((bare ? 40 : 100) / count, 1, 14)),
      Math.ceil(clamp((150 * scale) / count, 1, 26 * scale)),
      clamp(most / count, 1, 40 * scale),
    );
  let [across, down] = [side(columns, flat ? strip : 420 * scale), side(rows, 420 * scale)];
  if (flat) down = clamp(across, 26 * scale, 34 * scale);
  else if (thin) across = clamp(down, 26 * scale, 34 * scale);
  else if (Math.max(rows, columns) <= 2 * Math.min(rows, columns)) across = down = Math.min(across, down);
  else {
    // rows stay high enough for some of their names
    const least = Math.ceil(type.label / MOST_SKIPPED);
    [across, down] = [Math.min(across, 3 * down), Math.min(down, Math.max(least, 3 * across))];
  }
  return [across, down, 0];
}

function cells_of(studied, room, env) {
  const { rows, columns } = studied;
  const { ratio } = env;
  const snap = (length) => Math.max(1, Math.floor(length * ratio + 1e-6) / ratio);
  const [across, down, between] = cell_size(studied, room, env);
  const [cell_width, cell_height, gap] = [snap(across), snap(down), Math.round(between * ratio) / ratio];
  const width = columns * (cell_width + gap) - gap;
  const height = rows * (cell_height + gap) - gap;
  return { cell_width, cell_height, gap, width, height };
}

// The names of rows and columns and of their axes, and the bands that they fill. A step of 0: no name is
// shown.
function names_of(studied, { cell_width, cell_height, gap, height }, neighbour, { scale, type }) {
  const { panel } = studied;
  const step_for = (pitch) => {
    const step = Math.ceil(type.label / pitch);
    return step <= MOST_SKIPPED ? step : 0;
  };
  const beside = panel.before ? null : neighbour; // a sign between them parts them
  const shared = beside?.names === studied.names;
  const pad = 7 * scale;
  const row_step = panel.rows.length && !shared ? step_for(cell_height + gap) : 0;
  const upright = studied.column_room > cell_width + gap - 4 * scale;
  const column_step = panel.columns.length ? (upright ? step_for(cell_width + gap) : 1) : 0;
  const row_axis = shared ? "" : panel.row_axis;
  const row_axis_width = row_axis ? text_width(row_axis, type.label) : 0;
  return {
    ...{ row_step, column_step, upright, pad, row_axis, row_axis_width },
    column_axis: beside?.column_axis === panel.column_axis ? "" : panel.column_axis,
    turned: row_axis_width <= height + 2 * scale, // the name of the rows fits beside them
    column_band: column_step ? (upright ? studied.column_room : type.line) + pad : 0,
    row_band: row_step ? studied.row_room + pad + 3 * scale : 0,
    // Kept where the name is not repeated: titles align
    axis_band: panel.column_axis ? type.line + 2 * scale : 0,
  };
}

// How far what stands around the cells reaches to each side.
function edges_of({ panel, title_room }, { width }, names, { title_text, own_legend }, env) {
  const { scale, type } = env;
  const { row_axis, row_axis_width, turned, pad } = names;
  const title = Math.min(title_room, Math.max(env.width, width));
  const centred = [title, ...[names.column_axis, panel.sizes].map((text) => text_width(text, type.label))];
  if (own_legend) centred.push(legend_width(panel, env));
  const overhang = Math.max(2 * scale, (Math.max(...centred) - width) / 2);
  const row_names = turned && row_axis ? names.row_band + type.line + pad : names.row_band;
  const corner = row_axis && !turned ? type.line + 2 * scale : 0;
  const title_band = title_text ? 1.5 * type.title : 0;
  return {
    left: Math.max(overhang, row_names, turned ? 0 : row_axis_width + pad),
    right: overhang,
    top: Math.max(names.column_band, corner) + names.axis_band + title_band + 3 * scale,
    bottom: (panel.sizes ? 1.6 * type.label : 0) + (own_legend ? 2 * type.label + pad : 0) + 3 * scale,
  };
}

// A panel with its cells and all around them. What its neighbour on the left says already is not repeated.
export function block_of(studied, neighbour, room, env) {
  const { scale, type, shown } = env;
  const { panel, rows, boxes } = studied;
  const cells = cells_of(studied, room, env);
  const names = names_of(studied, cells, neighbour, env);
  const looks = {
    title_text: title_of({ panel, width: cells.width }, env),
    own_legend: !boxes && !env.legend,
  };
  const fits = (widest) => widest <= cells.cell_width - 2 * scale && 1.4 * type.number <= cells.cell_height;
  const digits = studied.digits.find(([, widest]) => boxes || fits(widest))?.[0] ?? null;
  const faint = panel.head !== null && !shown.includes(panel.head);
  const heads = panel.links[0] === "head" && !faint ? [...Array(rows).keys()] : [];
  const faint_rows = heads.filter((row) => !shown.includes(row));
  const edges = edges_of(studied, cells, names, looks, env);
  return { ...studied, ...cells, ...names, ...looks, ...edges, digits, faint, faint_rows };
}

export function legend_ends(panel) {
  const limit = exact(panel.limit, 3);
  return panel.kind === "weights" ? ["0", limit] : [`−${limit}`, "0", limit];
}

export function legend_width(panel, { scale, type }) {
  const ends = legend_ends(panel);
  return 132 * scale + text_width(ends[0], type.label) + text_width(ends.at(-1), type.label);
}

// The middle of a panel's title, above the names of its columns.
export function title_height({ column_band, axis_band, row_axis, turned }, y, { scale, type }) {
  return (
    y -
    3 * scale -
    Math.max(column_band, row_axis && !turned ? type.line + 2 * scale : 0) -
    axis_band -
    0.75 * type.title
  );
}
