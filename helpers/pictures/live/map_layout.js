// Where the parts of a map stand, in CSS pixels. Python decided it in columns and rows (helpers/pictures/maps.py); here
// the first layout is chosen whose words fit. measure(text, size, weight) -> width.

const WHOLE = /(?<=[-_])\n/g;

// The words of a label in one line.
export const one_line = (label) => label.replace(WHOLE, "").replace(/\n/g, " ");

// -> { width, height, scale, size, small, boxes, groups, ways }: boxes of nodes, frames of groups, corners of arrows
// Where even the narrowest layout is too wide for large type, all of it becomes smaller, down to scale 1.
export function arrange(frame, { width, scale, measure }) {
  const found = arranged(frame, { width, scale, measure });
  if (found.width <= width || scale <= 1) return found;
  return arrange(frame, { width, scale: Math.max(1, (0.99 * scale * width) / found.width), measure });
}

function arranged(frame, { width, scale, measure }) {
  const { rules } = frame;
  const [size, small, row] = [rules.type, rules.small, rules.row].map((length) => length * scale);
  const edge = 0.9 * small; // a number on a corner stands out so far
  const room = width - 2 * edge;
  let [chosen, unit] = [null, 0];
  for (const layout of frame.layouts) {
    const needed = needed_unit(frame, layout, scale, measure);
    chosen = layout;
    unit = Math.max(needed, Math.min(rules.widest * scale, room / layout.columns));
    if (needed <= room / layout.columns) break;
  }
  const wide = unit * chosen.columns;
  const [left, top] = [Math.max(edge, (width - wide) / 2), edge];
  const placed = ([x, y, across, down]) => ({
    x: left + x * unit,
    y: top + y * row,
    width: across * unit,
    height: down * row,
  });
  const corners = (way) =>
    Array.from({ length: way.length / 2 }, (_, at) => [
      left + way[2 * at] * unit,
      top + way[2 * at + 1] * row,
    ]);
  return {
    width: Math.max(width, wide + 2 * edge),
    height: chosen.rows * row + 2 * edge,
    scale,
    size,
    small,
    line: rules.line,
    pad: rules.pad * scale,
    head: rules.head * scale,
    layout: frame.layouts.indexOf(chosen),
    beside: chosen.beside,
    lens: rules.lens,
    boxes: chosen.boxes.map(placed),
    groups: chosen.groups.map(placed),
    ways: chosen.ways.map(corners),
  };
}

// How wide a column must be, so that each word fits into its box.
function needed_unit(frame, layout, scale, measure) {
  const found = frame.nodes.map(
    (node, at) => words_width(node, layout.beside, frame.rules, scale, measure) / layout.boxes[at][2],
  );
  const groups = frame.groups.map(
    (group, at) => (measure(group.label, frame.rules.small * scale, 600) + 34 * scale) / layout.groups[at][2],
  );
  return Math.max(1, ...found, ...groups);
}

function words_width(node, beside, rules, scale, measure) {
  const lines = node.label.split("\n").map((line) => measure(line, rules.type * scale, 600));
  const below = measure(node.below, rules.small * scale);
  const room = beside.includes(node.name)
    ? Math.max(...lines) + below + rules.least * scale
    : Math.max(...lines, below);
  return room + 2 * rules.pad * scale;
}

// The lines of a node and where its numbers stand. -> { lines: [{ text, size, weight, x, y, anchor }], inner }
export function inside(node, box, layout, measure) {
  const { size, small, line, pad, scale } = layout;
  const middle = box.y + box.height / 2;
  const whole = one_line(node.label);
  const fits = measure(whole, size, 600) <= box.width - 2 * pad;
  const words = fits ? [whole] : node.label.split("\n");
  if (layout.beside.includes(node.name)) return beside(node, box, whole, layout, measure);
  const lines = words.map((text) => ({ text, size, weight: 600 }));
  if (node.below) lines.push({ text: node.below, size: small, weight: 400 });
  const tall = lines.reduce((sum, one) => sum + line * one.size, 0);
  let y = node.values ? box.y + 4 * scale : middle - tall / 2;
  for (const one of lines) {
    Object.assign(one, { x: box.x + box.width / 2, y: y + (line * one.size) / 2, anchor: "middle" });
    y += line * one.size;
  }
  if (!node.values) return { lines, inner: null };
  const side = node.row === null ? pad : 2 * pad;
  const inner = {
    x: box.x + side,
    y: y + 2 * scale,
    width: box.width - 2 * side,
    height: box.y + box.height - pad - y - 2 * scale,
  };
  return { lines, inner };
}

function beside(node, box, text, { size, small, pad, scale }, measure) {
  const y = box.y + box.height / 2;
  const lines = [{ text, size, weight: 600, x: box.x + pad, y, anchor: "start" }];
  if (node.below)
    lines.push({
      text: node.below,
      size: small,
      weight: 400,
      x: box.x + box.width - pad,
      y,
      anchor: "end",
    });
  const left = measure(text, size, 600) + 2 * pad;
  const right = (node.below ? measure(node.below, small) + pad : 0) + pad;
  const inner = {
    x: box.x + left,
    y: box.y + 5 * scale,
    width: box.width - left - right,
    height: box.height - 10 * scale,
  };
  return { lines, inner };
}

// Rows as parts of a height, from 0 to 1: where the one under the lens begins and ends.
export function lens_of(rows, row, lens) {
  const part = 1 / (rows - 1 + lens);
  return [row * part, (row + lens) * part, part];
}

function row_at(share, rows, row, lens) {
  if (row === null || rows === 1) return Math.floor(share * rows);
  const [start, end, part] = lens_of(rows, row, lens);
  if (share >= start && share < end) return row;
  return share < start
    ? Math.floor(share / part)
    : Math.min(rows - 1, row + 1 + Math.floor((share - end) / part));
}

// The place under a point: [node, row, column], −1 where there are no numbers; [] beside all.
export function under(frame, layout, inners, x, y) {
  const holds = (box) => box && x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
  const node = layout.boxes.findIndex(holds);
  if (node < 0) return [];
  const inner = inners[node];
  if (!holds(inner)) return [node, -1, -1];
  const [rows, columns] = frame.nodes[node].values.shape;
  return [
    node,
    row_at((y - inner.y) / inner.height, rows, frame.nodes[node].row, layout.lens),
    Math.floor(((x - inner.x) / inner.width) * columns),
  ];
}

// The place that a key leads to from another one: the next node, or the next number in it. -> a place, or null
export function key_place(frame, place, key) {
  const n_nodes = frame.nodes.length;
  const [node, row, column] = place ?? [-1, -1, -1];
  const columns = node >= 0 && frame.nodes[node].values ? frame.nodes[node].values.shape[1] : 0;
  const rows = columns ? frame.nodes[node].values.shape[0] : 0;
  if (key === "ArrowDown" || key === "Home")
    return [key === "Home" ? 0 : Math.min(n_nodes - 1, node + 1), -1, -1];
  if (key === "ArrowUp" || key === "End")
    return [key === "End" ? n_nodes - 1 : Math.max(0, node - 1), -1, -1];
  const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
  if (!step) return null;
  if (!columns) return [Math.min(n_nodes - 1, Math.max(0, node + step)), -1, -1];
  const chosen = rows === 1 ? 0 : Math.max(0, row >= 0 ? row : (frame.nodes[node].row ?? 0));
  return [node, chosen, Math.min(columns - 1, Math.max(0, column + step))];
}
