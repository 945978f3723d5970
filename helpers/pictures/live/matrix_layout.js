// Where everything of a MatrixFrame stands: panels in lines, the signs between them and the legend below.

import { block_of, is_heatmap, legend_width, strip_width, study, title_height } from "./matrix_blocks.js";
import { text_width } from "./text.js";

const EDGE = 2; // kept free on the right, for the border of a cell that lights up

function environment(frame, { scale, width, ratio, shown }) {
  const sizes = { title: 13, label: 11, number: 10, box: 12.5, line: 13, sign: 20 };
  const type = Object.fromEntries(Object.entries(sizes).map(([name, size]) => [name, size * scale]));
  const heatmaps = frame.panels.filter(is_heatmap);
  const [first] = heatmaps;
  const alike = first && heatmaps.every((one) => one.kind === first.kind && one.limit === first.limit);
  const legend = alike ? first : null;
  return { scale, width, ratio, shown, type, legend, strip: strip_width(frame, width, ratio) };
}

// ---- lines of blocks

function between(one, at, { scale, type }) {
  if (one.panel.before) return text_width(one.panel.before, type.sign) + 20 * scale;
  return at ? (one.bare ? 8 : 18) * scale : 0;
}

function build(lines, room, env) {
  return lines.map((line) => line.map((one, at) => block_of(one, at ? line[at - 1] : null, room, env)));
}

// In a single column all cells begin at one line, whatever stands before them. -> its place, or 0
function edge_of(built, { across }, env) {
  const column = across === 1 && built.every((line) => line.length === 1);
  return column ? Math.max(...built.map(([one]) => between(one, 0, env) + one.left)) : 0;
}

function width_of(line, start, env) {
  if (start) return start + line[0].width + line[0].right;
  return line.reduce((sum, one, at) => sum + between(one, at, env) + one.left + one.width + one.right, 0);
}

// Whether lines of panels are no wider than the picture. room: how large their cells are, see cell_size.
function fits(lines, room, frame, env) {
  const built = build(lines, room, env);
  const start = edge_of(built, frame, env);
  return built.every((line) => width_of(line, start, env) <= env.width - EDGE * env.scale);
}

// Equations stay on one line while it is wide enough, heads stand in lines of equal length.
function lines_of(studied, frame, env) {
  const count = studied.length;
  const chunks = (length) => {
    const starts = Array.from({ length: Math.ceil(count / length) }, (_, at) => at * length);
    return starts.map((start) => studied.slice(start, start + length));
  };
  if (frame.across && fits(chunks(frame.across), -1, frame, env)) return chunks(frame.across);
  if (studied.some((one) => one.panel.before)) return broken(studied, frame, env);
  for (let length = Math.min(frame.across ?? count, count); length > 1; length--) {
    const even = frame.across ? length : Math.ceil(count / Math.ceil(count / length));
    if (fits(chunks(even), 0, frame, env)) return chunks(even);
  }
  return chunks(1);
}

// One long line, broken where it becomes too wide.
function broken(studied, frame, env) {
  const lines = [[]];
  for (const one of studied) {
    if (lines.at(-1).length && !fits([[...lines.at(-1), one]], 0, frame, env)) lines.push([]);
    lines.at(-1).push(one);
  }
  return lines;
}

// The largest cells with which all lines fit that can fit at all; the others scroll. -> room, from −1 to 1
function most_room(lines, frame, env) {
  const within = lines.filter((line) => fits([line], -1, frame, env));
  let [low, high] = [-1, 1];
  if (fits(within, high, frame, env)) return high;
  for (let i = 0; i < 8; i++) {
    const middle = (low + high) / 2;
    if (fits(within, middle, frame, env)) low = middle;
    else high = middle;
  }
  return low;
}

// ---- places

// One line of blocks below `top`. -> its blocks and signs in their places, its right end and its bottom
function place_line(line, top, start, env) {
  const snap = (length) => Math.round(length * env.ratio) / env.ratio;
  const centred = line.some((one) => one.panel.before);
  const above = Math.max(...line.map((one) => one.top + (centred ? one.height / 2 : 0)));
  const below = Math.max(...line.map((one) => one.bottom + (centred ? one.height / 2 : one.height)));
  const [blocks, signs] = [[], []];
  let x = 0;
  line.forEach((one, at) => {
    const room = start ? start - one.left : between(one, at, env);
    const y = snap(top + above - (centred ? one.height / 2 : 0));
    if (one.panel.before) signs.push({ text: one.panel.before, x: x + room / 2, y: y + one.height / 2 });
    blocks.push({ ...one, x: snap(x + room + one.left), y, title_y: title_height(one, y, env) });
    x += room + one.left + one.width + one.right;
  });
  return { blocks, signs, right: x, bottom: top + above + below + 12 * env.scale };
}

// given: { scale, width: of the picture, ratio: device pixels in a CSS pixel, shown: heads that are switched
// on }
// -> { env, blocks, signs, legend, width, height }, or null where there is nothing to show
export function arrange(frame, given) {
  const env = environment(frame, given);
  const all = frame.panels.map((panel, place) => study(panel, place, env));
  const studied = all.filter((one) => one.rows && one.columns);
  if (!studied.length) return null;
  const lines = lines_of(studied, frame, env);
  const built = build(lines, most_room(lines, frame, env), env);
  const start = edge_of(built, frame, env);
  const [blocks, signs] = [[], []];
  let [bottom, right] = [0, 0];
  for (const line of built) {
    const placed = place_line(line, bottom, start, env);
    blocks.push(...placed.blocks);
    signs.push(...placed.signs);
    bottom = placed.bottom;
    right = Math.max(right, placed.right);
  }
  const legend = env.legend && { panel: env.legend, x: blocks[0].x, y: bottom };
  if (legend) {
    bottom += (env.legend.kind === "signed" ? 2.2 : 1.4) * env.type.label;
    right = Math.max(right, legend.x + legend_width(env.legend, env));
  }
  return {
    env,
    blocks,
    signs,
    legend,
    width: Math.ceil(right + EDGE * env.scale),
    height: Math.ceil(bottom),
  };
}

export function cell_rect({ x, y, cell_width, cell_height, gap }, row, column) {
  return [x + column * (cell_width + gap), y + row * (cell_height + gap), cell_width, cell_height];
}

// The place under a point of the canvas, or [].
export function place_at(layout, x, y) {
  for (const one of layout?.blocks ?? []) {
    if (x < one.x || y < one.y || x >= one.x + one.width || y >= one.y + one.height) continue;
    return [
      one.place,
      Math.floor((y - one.y) / (one.cell_height + one.gap)),
      Math.floor((x - one.x) / (one.cell_width + one.gap)),
    ];
  }
  return [];
}

// The head whose name stands under a point of the canvas: a panel's title, or the name of a row that is a
// head. -> from 0, or null
export function head_at(layout, x, y) {
  for (const one of layout?.blocks ?? []) {
    const { panel } = one;
    const middle = one.x + one.width / 2;
    const half = text_width(one.title_text, layout.env.type.title, 600) / 2 + 6 * layout.env.scale;
    if (
      panel.head !== null &&
      Math.abs(y - one.title_y) < 0.75 * layout.env.type.title &&
      Math.abs(x - middle) < half
    )
      return panel.head;
    if (
      panel.links[0] !== "head" ||
      x >= one.x ||
      x < one.x - one.left ||
      y < one.y ||
      y >= one.y + one.height
    )
      continue;
    return Math.floor((y - one.y) / (one.cell_height + one.gap));
  }
  return null;
}
