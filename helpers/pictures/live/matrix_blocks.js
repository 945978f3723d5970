// One panel of a MatrixFrame with all that stands around it: its cells, names, axes, title and legend.
// Lengths are CSS pixels; cells are whole device pixels, so edges are sharp. The still (still/layout.py) takes
// the same steps. env.rules: Python's grids.RULES.

import { notes_of } from "./matrix_notes.js";
import { cell_text, exact } from "./matrix_words.js";
import { shorten, text_width } from "./text.js";

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
  shorten(panel.title, Math.max(env.rules.title * env.width, width), env.type.title, 600);

// What of a panel does not depend on the size of its cells.
export function study(panel, place, { type, scale, rules }) {
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
    row_room: Math.min(widest(panel.rows, type.label), rules.longest * scale),
    column_room: Math.min(widest(panel.columns, type.label), rules.longest * scale),
    digits: panel.digits.map((digits) => [
      digits,
      widest(
        numbers.map((one) => cell_text(one, digits)),
        boxes ? type.box : type.number,
      ),
    ]),
  };
}

const is_flat = (rows, columns, { flat }) => rows <= flat && columns > 2 * rows;

// Whether strips stand below matrices with the same columns: then one word's cells stand below each other.
export function aligned({ panels, across, rules }) {
  const shapes = panels.map(({ values }) => values.shape);
  const flat = shapes.filter(([rows, columns]) => is_flat(rows, columns, rules)).length;
  const alike = shapes.every(([, columns]) => columns === shapes[0][1]);
  return across === 1 && alike && flat > 0 && flat < shapes.length;
}

// No strip is longer than the one with the most numbers, whose cells are whole pixels: 64 numbers look fewer
// than 512.
export function strip_width(frame, width, ratio, scale) {
  if (aligned(frame)) return frame.rules.cell.large[0] * scale;
  const longest = longest_strip(frame);
  return longest * ratio <= width / 8
    ? width
    : longest * Math.max(1 / ratio, Math.floor((width * ratio) / longest) / ratio);
}

// How many numbers the strip with the most of them has.
export function longest_strip({ panels, rules }) {
  const flat = panels
    .map(({ values }) => values.shape)
    .filter(([rows, columns]) => is_flat(rows, columns, rules));
  return Math.max(1, ...flat.map(([, columns]) => columns));
}

// How long a strip with so many numbers may be.
function strip_room(count, { strip, longest, rules }) {
  const [few, share] = rules.strip;
  return count <= few * longest ? share * strip : strip;
}

// A length between the smallest, the usual and the largest. room: −1, 0, 1
const amid = ([small, usual, large], room) =>
  room < 0 ? usual * (small / usual) ** -room : usual * (large / usual) ** room;

function box_size({ columns, column_room, digits }, room, { scale, rules: { box } }) {
  const named = columns <= box.named ? Math.min(column_room + 12 * scale, box.name * scale) : 0;
  const wide = Math.max(scale * amid(box.wide, room), digits[0][1] + box.around * scale, named);
  return [wide, scale * amid(box.high, room), box.gap * scale];
}

// room: −1 as small as can be, 0 comfortable, 1 generous. -> width, height and gap of the cells
function cell_size(studied, room, env) {
  const { boxes, bare, rows, columns } = studied;
  const { scale, type, rules, alone, down: runs_down } = env;
  if (boxes) return box_size(studied, room, env);
  const rule = rules.cell;
  const thin = rule.thin.map((side) => side * scale);
  const flat = is_flat(rows, columns, rules);
  const size = runs_down && !flat ? Math.min(room, rules.chain[1]) : room;
  const digits = Math.max(0, ...studied.digits.map(([, wide]) => wide + (rules.digits[0] + 1) * scale));
  const side = (count, most) => {
    const [whole, one] = bare ? rule.bare : rule.small;
    const small = Math.ceil(clamp((whole * scale) / count, 1, one * scale));
    const usual = Math.ceil(clamp((rule.usual[0] * scale) / count, 1, rule.usual[1] * scale));
    const largest = Math.max(most / count, alone && count <= rule.written ? digits : 0);
    return amid([small, usual, clamp(largest, 1, rule.large[1] * scale)], size);
  };
  const large = rule.large[0] * scale;
  let [across, down] = [side(columns, flat ? strip_room(columns, env) : large), side(rows, large)];
  if (flat) down = clamp(across, ...thin);
  else if (columns <= rules.flat && rows > 2 * columns) across = clamp(down, ...thin);
  else if (Math.max(rows, columns) <= 2 * Math.min(rows, columns)) across = down = Math.min(across, down);
  else {
    // rows stay high enough for some of their names
    const least = Math.ceil(type.label / rules.skipped);
    [across, down] = [Math.min(across, 3 * down), Math.min(down, Math.max(least, 3 * across))];
  }
  return [across, down, 0];
}

function cells_of(studied, room, env) {
  const { rows, columns, place } = studied;
  const { ratio } = env;
  const snap = (length, least) => Math.max(1, Math.floor(Math.max(length, least) * ratio + 1e-6) / ratio);
  const [across, down, between] = cell_size(studied, room, env);
  const least = env.least.get(place) ?? [0, 0];
  const [cell_width, cell_height] = [snap(across, least[0]), snap(down, least[1])];
  const gap = Math.round(between * ratio) / ratio;
  const width = columns * (cell_width + gap) - gap;
  const height = rows * (cell_height + gap) - gap;
  return { cell_width, cell_height, gap, width, height };
}

// Which labels are shown, so that none touches another: the kept ones first, the most important of them before
// others; then every second, third or fourth. keep: how much each must stay. -> their places, in order
export function shown_labels(count, pitch, size, keep, { skipped }) {
  const apart = Math.ceil(size / pitch - 1e-6);
  const all = Array.from({ length: count }, (_, at) => at);
  const kept = all.filter((at) => keep[at] > 0).sort((one, other) => keep[other] - keep[one]);
  const from = kept[0] ?? 0; // in step with the most important one
  const others = apart <= skipped ? all.filter((at) => (at - from) % apart === 0) : [];
  const shown = [];
  for (const at of [...kept, ...others])
    if (shown.every((other) => Math.abs(at - other) >= apart)) shown.push(at);
  return shown.sort((one, other) => one - other);
}

// The names of rows and columns and of their axes, and the bands that they fill.
function names_of(studied, { cell_width, cell_height, gap, height }, neighbour, { scale, type, rules }) {
  const { panel, rows, columns } = studied;
  const [keep_rows, keep_columns] = panel.keep.map((one) => one.data);
  const beside = panel.before ? null : neighbour; // a sign between them parts them
  const shared = beside?.names === studied.names;
  const pad = rules.pad * scale;
  const row_names =
    panel.rows.length && !shared ? shown_labels(rows, cell_height + gap, type.label, keep_rows, rules) : [];
  const upright = studied.column_room > cell_width + gap - 4 * scale;
  const named = panel.columns.length > 0;
  const column_names = !named
    ? []
    : upright
      ? shown_labels(columns, cell_width + gap, type.label, keep_columns, rules)
      : [...Array(columns).keys()];
  const row_axis = shared ? "" : panel.row_axis;
  const row_axis_width = row_axis ? text_width(row_axis, type.label) : 0;
  return {
    ...{ row_names, column_names, upright, pad, row_axis, row_axis_width },
    column_axis: beside?.column_axis === panel.column_axis ? "" : panel.column_axis,
    turned: row_axis_width <= height + 2 * scale, // the name of the rows fits beside them
    column_band: column_names.length ? (upright ? studied.column_room : type.line) + pad : 0,
    row_band: row_names.length ? studied.row_room + pad + 3 * scale : 0,
    // Kept where the name is not repeated: titles align
    axis_band: panel.column_axis ? type.line + 2 * scale : 0,
  };
}

// How far what stands around the cells reaches to each side.
function edges_of({ panel, title_room }, { width }, names, { title_text, own_legend, notes }, env) {
  const { scale, type } = env;
  const { row_axis, row_axis_width, turned, pad } = names;
  const title = Math.min(title_room, Math.max(env.rules.title * env.width, width));
  const centred = [title, ...[names.column_axis, panel.sizes].map((text) => text_width(text, type.label))];
  if (own_legend) centred.push(legend_width(panel, env, width));
  const overhang = Math.max(2 * scale, (Math.max(...centred) - width) / 2);
  const row_names = turned && row_axis ? names.row_band + type.line + pad : names.row_band;
  const corner = row_axis && !turned ? type.line + 2 * scale : 0;
  const title_band = title_text ? 1.5 * type.title : 0;
  const below = (panel.sizes ? 1.6 * type.label : 0) + (own_legend ? 2 * type.label + pad : 0) + 3 * scale;
  return {
    left: Math.max(overhang, row_names, turned ? 0 : row_axis_width + pad),
    right: Math.max(overhang, notes.right),
    top: Math.max(names.column_band, corner) + names.axis_band + title_band + 3 * scale,
    bottom: Math.max(below + notes.band, notes.reach),
  };
}

// A panel with its cells and all around them. What its neighbour on the left says already is not repeated.
export function block_of(studied, neighbour, room, env) {
  const { scale, type, shown, rules } = env;
  const { panel, rows, boxes } = studied;
  const cells = cells_of(studied, room, env);
  const names = names_of(studied, cells, neighbour, env);
  const looks = {
    title_text: title_of({ panel, width: cells.width }, env),
    own_legend: !boxes && !env.legend,
    notes: notes_of(panel, cells, env),
  };
  const [wider, higher] = rules.digits;
  const fits = (widest) =>
    widest <= cells.cell_width - wider * scale && higher * type.number <= cells.cell_height;
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

// How long a colour bar is, for a panel so wide, and what stands on both sides. -> [left, bar, right]
export function legend_lengths(panel, { scale, type, rules: { legend } }, room = Infinity) {
  const ends = legend_ends(panel);
  const [left, right] = [ends[0], ends.at(-1)].map((end) => text_width(end, type.label) + legend.gap * scale);
  const bar = Math.min(legend.wide * scale, Math.max(legend.least * scale, room - left - right));
  return [left, bar, right];
}

export function legend_width(panel, env, room) {
  const [left, bar, right] = legend_lengths(panel, env, room);
  return left + bar + right;
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
