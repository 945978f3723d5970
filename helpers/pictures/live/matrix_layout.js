// Where everything of a MatrixFrame stands: panels in lines, the signs between them and the legend below. The
// still (still/layout.py) takes the same steps.

import {
  aligned,
  block_of,
  is_heatmap,
  legend_width,
  longest_strip,
  strip_width,
  study,
  title_height,
} from "./matrix_blocks.js";
import { text_width } from "./text.js";

function environment(frame, { scale, width, ratio, shown }) {
  const { rules } = frame;
  const type = Object.fromEntries(Object.entries(rules.type).map(([name, size]) => [name, size * scale]));
  const heatmaps = frame.panels.filter((panel) => is_heatmap(panel) && panel.values.data.length);
  const [first] = heatmaps;
  const alike = first && heatmaps.every((one) => one.kind === first.kind && one.limit === first.limit);
  const strip = strip_width(frame, width, ratio, scale);
  const longest = longest_strip(frame);
  const env = { scale, width, ratio, shown, rules, type, legend: alike ? first : null, strip, longest };
  return {
    ...env,
    alone: heatmaps.length === 1 || aligned(frame),
    beside: false,
    down: false,
    least: new Map(),
  };
}

// env, with whether callouts stand on the right of their panel, and with cells that are not to become smaller
// than they are at scale 1.
function roomy(studied, frame, given, env) {
  const noted = studied.some(({ panel }) => panel.notes.length);
  const alone = studied.length === 1 || frame.across === 1;
  const beside = noted && alone && fits(chunks(studied, 1), 0, frame, { ...env, beside: true });
  const small = env.scale === 1 ? null : arrange(frame, { ...given, scale: 1 });
  const sizes = small?.blocks.map(({ place, cell_width, cell_height }) => [place, [cell_width, cell_height]]);
  return { ...env, beside, least: new Map(sizes) };
}

// ---- lines of blocks: each { joint: whether it goes on with a step of the chain above it, or "under": below
// the last panel of that chain, line: its panels }

const sign_width = (sign, env) => text_width(sign, env.type[sign_type(sign)]);

// The room on the left of a block, for a sign or as a gap.
function between(one, at, { scale, rules, type }, joint) {
  const sign = one.panel.before;
  if (sign && !(joint && at === 0)) return sign_width(sign, { type }) + rules.sign * scale;
  return at ? rules.apart[one.bare ? 0 : 1] * scale : 0;
}

function build(lines, room, env) {
  const blocks = (line) => line.map((one, at) => block_of(one, at ? line[at - 1] : null, room, env));
  return lines.map(({ joint, line }) => ({ joint, line: blocks(line) }));
}

// In a single column, and down a chain, all cells begin at one line. -> its place, or 0
function edge_of(built, { across }, env) {
  const column = across === 1 && built.every(({ line }) => line.length === 1);
  if (!column && !built.some(({ joint }) => joint === true)) return 0;
  return Math.max(...built.map(({ joint, line: [one] }) => between(one, 0, env, joint) + one.left));
}

function width_of({ joint, line }, start, env) {
  const widths = line.map((one, at) => between(one, at, env, joint) + one.left + one.width + one.right);
  if (start) widths[0] = start + line[0].width + line[0].right;
  return widths.reduce((sum, one) => sum + one, 0);
}

// Whether lines of panels are no wider than the picture. room: how large their cells are, see cell_size.
function fits(lines, room, frame, env) {
  const built = build(lines, room, env);
  const start = edge_of(built, frame, env);
  const most = env.width - env.rules.edge * env.scale;
  return built.every((one) => one.joint === "under" || width_of(one, start, env) <= most);
}

function chunks(studied, length) {
  const starts = Array.from({ length: Math.ceil(studied.length / length) }, (_, at) => at * length);
  return starts.map((start) => ({ joint: false, line: studied.slice(start, start + length) }));
}

// Chains stay on one line while it is wide enough, else each step has its own; heads stand in lines of equal
// length.
function lines_of(studied, frame, env) {
  const count = studied.length;
  if (studied.some((one) => one.panel.before)) return chain_lines(studied, frame, env);
  if (frame.across && fits(chunks(studied, frame.across), -1, frame, env))
    return chunks(studied, frame.across);
  const bare = frame.across && studied.every((one) => one.bare); // read when small: a line is cut into equals
  for (let length = Math.min(frame.across ?? count, count); length > 1; length--) {
    const even = frame.across ? length : Math.ceil(count / Math.ceil(count / length));
    if (bare && frame.across % length) continue;
    if (fits(chunks(studied, even), bare ? -1 : 0, frame, env)) return chunks(studied, even);
  }
  return chunks(studied, 1);
}

// Lines for panels with signs between them: a frame may hold several chains of equal length.
function chain_lines(studied, frame, env) {
  const last = studied.at(-1);
  if (last.panel.before.startsWith("↓")) {
    const lines = chain_lines(studied.slice(0, -1), frame, env);
    return [...lines, { joint: lines.length > 1 || "under", line: [last] }];
  }
  const { across } = frame;
  const count = studied.length;
  const starts = studied.filter((_, at) => across && at % across === 0);
  const several = starts.length > 0 && count % across === 0 && !starts.some((one) => one.panel.before);
  const chains = chunks(studied, several ? across : count);
  if ((across !== 1 || several) && fits(chains, env.rules.chain[0], frame, env)) return chains;
  const steps =
    across === 1 ? studied.map((one) => [one]) : chains.flatMap(({ line }) => steps_of(line, env));
  const lines = side_by_side(steps, frame, env).flatMap((step) => broken(step, frame, env));
  return lines.map((line, at) => ({ joint: at > 0 && line[0].panel.before !== "", line }));
}

const begins_step = (sign, { joins }) => sign !== "" && !joins.includes(sign);
const sign_type = (sign) => (/\p{L}{2}/u.test(sign) ? "word" : "sign");

// A chain cut before each sign that begins a step.
function steps_of(chain, { rules }) {
  const steps = [];
  for (const one of chain) {
    if (!steps.length || begins_step(one.panel.before, rules)) steps.push([]);
    steps.at(-1).push(one);
  }
  return steps;
}

// Steps of a chain beside each other, where a line then holds no more panels than the frame says, and they
// fit.
function side_by_side(steps, frame, env) {
  const lines = [];
  for (const step of steps) {
    const longer = [...(lines.at(-1) ?? []), ...step];
    const few = lines.length && step[0].panel.before && longer.length <= (frame.across ?? 1);
    if (few && fits([{ joint: true, line: longer }], 0, frame, env)) lines.splice(-1, 1, longer);
    else lines.push(step);
  }
  return lines;
}

// One step, broken where it is wider than the picture.
function broken(step, frame, env) {
  const lines = [[]];
  for (const one of step) {
    const longer = [{ joint: true, line: [...lines.at(-1), one] }];
    if (lines.at(-1).length && !fits(longer, 0, frame, env)) lines.push([]);
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

// What leads from the line above down to a block: in the middle of the narrower of the two; from the result
// at the end of that line, if there is one.
function joint_of(one, line, start, bottom, { scale, rules, type }) {
  const sign = one.panel.before;
  const [above, last] = [line[0], line.at(-1)];
  const x = start + Math.min(above.width, one.width) / 2;
  const ends = line.slice(1).some(({ panel }) => begins_step(panel.before, rules));
  const text = sign === "," ? "" : sign.replace(/^[→↓] ?/, "");
  return {
    text,
    size: type[sign_type(sign)],
    x,
    over: ends ? last.x + last.width / 2 : x,
    top: bottom - 4 * scale,
    bottom: bottom + (rules.step - 4) * scale,
    arrow: begins_step(sign, rules),
  };
}

// One line of blocks below `top`. -> its blocks and signs in their places, its right end and its bottom
function place_line({ joint, line }, top, start, env) {
  const snap = (length) => Math.round(length * env.ratio) / env.ratio;
  const centred = line.slice(joint ? 1 : 0).some((one) => one.panel.before);
  const above = Math.max(...line.map((one) => one.top + (centred ? one.height / 2 : 0)));
  const below = Math.max(...line.map((one) => one.bottom + (centred ? one.height / 2 : one.height)));
  const [blocks, signs] = [[], []];
  let x = 0;
  line.forEach((one, at) => {
    const gap = between(one, at, env, joint);
    const room = start && at === 0 ? start - one.left : gap;
    const y = snap(top + above - (centred ? one.height / 2 : 0));
    const text = one.panel.before;
    if (text && !(joint && at === 0))
      signs.push({ text, size: env.type[sign_type(text)], x: x + room - gap / 2, y: y + one.height / 2 });
    blocks.push({ ...one, x: snap(x + room + one.left), y, title_y: title_height(one, y, env) });
    x += room + one.left + one.width + one.right;
  });
  return { blocks, signs, right: x, bottom: top + above + below + env.rules.under * env.scale };
}

// Everything in its place, line below line.
function place_all(built, start, env) {
  const [blocks, signs, joints] = [[], [], []];
  let [bottom, right, above] = [0, 0, []];
  for (const one of built) {
    if (one.joint === "under") above = above.slice(-1);
    const begin = one.joint === "under" ? above[0].x : start;
    if (one.joint) {
      const joint = joint_of(one.line[0], above, begin, bottom, env);
      joints.push(joint);
      bottom += env.rules.step * env.scale;
      right = Math.max(right, joint.x + 12 * env.scale + text_width(joint.text, joint.size));
    }
    const placed = place_line(one, bottom, begin, env);
    above = placed.blocks;
    blocks.push(...placed.blocks);
    signs.push(...placed.signs);
    bottom = placed.bottom;
    right = Math.max(right, placed.right);
  }
  return { blocks, signs, joints, bottom, right };
}

// given: { scale, width: of the picture, ratio: device pixels in a CSS pixel, shown: heads that are switched
// on }
// -> { env, blocks, signs, joints, legend, width, height }, or null where there is nothing to show
export function arrange(frame, given) {
  const first = environment(frame, given);
  const studied = frame.panels.map((panel, place) => study(panel, place, first));
  const there = studied.filter((one) => one.rows && one.columns);
  if (!there.length) return null;
  const wide = roomy(there, frame, given, first);
  const lines = lines_of(there, frame, wide);
  const down = lines.some(({ joint }) => joint === true);
  const kept = fits(lines, -1, frame, { ...wide, down });
  const env = { ...wide, down, least: kept ? wide.least : new Map() };
  const built = build(lines, most_room(lines, frame, env), env);
  const { bottom, right, ...placed } = place_all(built, edge_of(built, frame, env), env);
  const legend = env.legend && { panel: env.legend, x: placed.blocks[0].x, y: bottom };
  const band = legend ? (env.legend.kind === "signed" ? 2.2 : 1.4) * env.type.label : 0;
  const end = legend ? Math.max(right, legend.x + legend_width(env.legend, env)) : right;
  return {
    env,
    ...placed,
    legend,
    width: Math.ceil(end + env.rules.edge * env.scale),
    height: Math.ceil(bottom + band),
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
