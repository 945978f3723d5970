// Paints a map: groups, arrows, nodes, as SVG by DOM calls.

import { draw, write } from "./chart_svg.js";
import { step_of } from "./colours.js";
import { keep_keys } from "./keys.js";
import { translate } from "./language.js";
import { inside, lens_of } from "./map_layout.js";
import { text_width } from "./text.js";

const DASHED = "3 2";

// -> for each node, where its numbers stand, or null
export function paint_map(parent, frame, layout, colours, roles) {
  frame.groups.forEach((group, at) => {
    paint_frame(parent, layout.groups[at], layout, roles(group.role));
  });
  frame.arrows.forEach((arrow, at) => {
    paint_arrow(parent, arrow, layout.ways[at], layout, colours, roles(arrow.role));
  });
  frame.groups.forEach((group, at) => {
    paint_title(parent, group, layout.groups[at], layout, colours, roles(group.role));
  });
  return frame.nodes.map((node, at) =>
    paint_node(parent, node, at, { frame, layout, colours, look: roles(node.role) }),
  );
}

// What leads to a notebook is a link.
function step(parent, { leads, mark }, name, more) {
  if (!leads) return draw(parent, "g", more);
  const label = mark ? translate("Notebook {number}: {name}", { number: mark, name }) : name;
  return keep_keys(draw(parent, "a", { href: leads, class: "hv-map-step", "aria-label": label, ...more }));
}

function paint_frame(parent, box, { scale }, { strong }) {
  const look = { fill: strong, "fill-opacity": 0.06, stroke: strong, "stroke-width": scale };
  draw(parent, "rect", { ...box, rx: 8 * scale, ...look });
}

// An arrow may pass behind it.
function paint_title(parent, group, box, { scale, small }, colours, { strong, text }) {
  const link = step(parent, group, group.label, {});
  write(link, group.label, box.x + 10 * scale, box.y + 12 * scale, {
    size: small,
    colour: text,
    anchor: "start",
    weight: 600,
    halo: colours.paper,
  });
  paint_mark(link, group.mark, box.x + box.width, box.y, { scale, small }, colours, strong);
}

function paint_arrow(parent, arrow, corners, { scale, small, head }, colours, { strong, text }) {
  const colour = arrow.role === "plain" ? colours.faint : strong;
  const [[x0, y0], [x, y]] = corners.slice(-2);
  const length = Math.hypot(x - x0, y - y0) || 1;
  const [dx, dy] = [(x - x0) / length, (y - y0) / length];
  const shortened = arrow.dashed
    ? corners
    : [...corners.slice(0, -1), [x - 0.8 * head * dx, y - 0.8 * head * dy]];
  const points = (places) => places.map((place) => place.map((one) => Math.round(100 * one) / 100)).join(" ");
  draw(parent, "polyline", {
    points: points(shortened),
    fill: "none",
    stroke: colour,
    "stroke-width": (arrow.dashed ? 1.2 : 1.8) * scale,
    ...(arrow.dashed ? { "stroke-dasharray": DASHED } : {}),
  });
  if (!arrow.dashed) {
    const wing = (side) => [x - head * dx - side * 0.55 * head * dy, y - head * dy + side * 0.55 * head * dx];
    draw(parent, "polygon", { points: points([[x, y], wing(1), wing(-1)]), fill: colour });
  }
  if (arrow.label) paint_label(parent, arrow.label, corners, { scale, small }, colours, text);
}

function paint_label(parent, label, corners, { scale, small }, colours, colour) {
  const lengths = corners
    .slice(1)
    .map(([x, y], at) => Math.abs(x - corners[at][0]) + Math.abs(y - corners[at][1]));
  const longest = lengths.indexOf(Math.max(...lengths));
  const [[x0, y0], [x1, y1]] = corners.slice(longest, longest + 2);
  const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
  const turned = Math.abs(x1 - x0) < Math.abs(y1 - y0);
  const [wide, high] = [text_width(label, small) + 8 * scale, 1.4 * small];
  const [width, height] = turned ? [high, wide] : [wide, high];
  draw(parent, "rect", { x: x - width / 2, y: y - height / 2, width, height, fill: colours.paper });
  if (turned) {
    const text = draw(parent, "g", { transform: `translate(${x} ${y}) rotate(-90)` });
    write(text, label, 0, 0, { size: small, colour });
  } else write(parent, label, x, y, { size: small, colour });
}

function paint_node(parent, node, at, { frame, layout, colours, look }) {
  const box = layout.boxes[at];
  const { scale, small } = layout;
  const lit = frame.lit.includes(node.name);
  const made = step(parent, node, node.label.replace(/\n/g, " "), {
    "data-node": at,
    ...(lit ? { "aria-current": "step" } : {}),
  });
  const share = lit ? 0.4 : node.quiet ? 0 : frame.lit.length ? 0.06 : 0.12;
  const shape = { ...box, rx: 6 * scale };
  draw(made, "rect", { ...shape, fill: colours.paper });
  draw(made, "rect", {
    ...shape,
    class: "hv-map-box",
    fill: look.fill,
    "fill-opacity": share,
    stroke: look.strong,
    "stroke-width": (lit ? 3.2 : 1.3) * scale,
    ...(node.quiet && !lit ? { "stroke-dasharray": DASHED } : {}),
  });
  const { lines, inner } = inside(node, box, layout, text_width);
  const strong = lit || node.role !== "plain" || node.values;
  for (const { text, x, y, size, weight, anchor } of lines) {
    const colour = lit || weight === 400 || node.role.startsWith("head") ? colours.ink : look.text;
    write(made, text, x, y, { size, colour, anchor, weight: strong ? weight : 400 });
  }
  if (inner) paint_values(made, node, inner, layout, colours, look);
  paint_mark(made, node.mark, box.x + box.width, box.y, { scale, small }, colours, look.strong);
  return inner;
}

// The number of a notebook, in a disc on a corner.
function paint_mark(parent, mark, x, y, { scale, small }, colours, strong) {
  if (!mark) return;
  const width = Math.max(1.45 * small, text_width(mark, small) + 0.6 * small);
  const height = 1.4 * small;
  const [left, top] = [x - 0.75 * width, y - height / 2];
  draw(parent, "rect", {
    x: left,
    y: top,
    width,
    height,
    rx: height / 2,
    fill: colours.paper,
    stroke: strong,
    "stroke-width": scale,
  });
  write(parent, mark, x - 0.25 * width, y, { size: small, colour: colours.ink });
}

// A row under the lens is higher, and framed from outside.
function paint_values(parent, node, inner, { scale, lens }, colours, { strong }) {
  const [rows, columns] = node.values.shape;
  const part = (from, to, y, height) => {
    if (to <= from) return;
    const cells = node.values.data.subarray(from * columns, to * columns);
    const place = { x: inner.x, y, width: inner.width, height };
    const href = image_of(node, cells, columns, colours);
    draw(parent, "image", { ...place, href, preserveAspectRatio: "none", class: "hv-map-cells" });
  };
  if (node.row === null || rows === 1) return part(0, rows, inner.y, inner.height);
  const [start, end] = lens_of(rows, node.row, lens).map((share) => inner.y + share * inner.height);
  part(0, node.row, inner.y, start - inner.y);
  part(node.row + 1, rows, end, inner.y + inner.height - end);
  part(node.row, node.row + 1, start, end - start);
  const frame = { x: inner.x - 1, y: start - 1, width: inner.width + 2, height: end - start + 2 };
  draw(parent, "rect", { ...frame, fill: "none", stroke: strong, "stroke-width": 2 * scale });
  const [middle, size] = [(start + end) / 2, 6 * scale];
  for (const [side, tip] of [
    [-1, inner.x - 2],
    [1, inner.x + inner.width + 2],
  ]) {
    const far = tip + side * size;
    const points = `${tip},${middle} ${far},${middle - size} ${far},${middle + size}`;
    draw(parent, "polygon", { points, fill: strong });
  }
}

// Numbers as an image of one pixel each, so that it goes into the saved picture, too.
function image_of({ kind, limit }, cells, width, colours) {
  const height = cells.length / width;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d");
  const pixels = context.createImageData(width, height);
  const table = colours.table(kind);
  cells.forEach((value, at) => {
    const from = 3 * step_of(value, kind, limit);
    for (let part = 0; part < 3; part++) pixels.data[4 * at + part] = table[from + part];
    pixels.data[4 * at + 3] = 255;
  });
  context.putImageData(pixels, 0, 0);
  return canvas.toDataURL();
}
