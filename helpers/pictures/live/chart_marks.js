// The marks of a chart's series: bars, histograms, lines, arrows and points.

import { arc_of, arc_path } from "./chart_arc.js";
import { is_bar } from "./chart_layout.js";
import { radius_of } from "./chart_names.js";
import { draw } from "./chart_svg.js";

const ORDER = ["bars", "steps", "line", "arc", "arrows", "points"]; // what comes later lies on top
const DASHES = [6, 4];
const CORNERS = {
  diamond: [
    [0, -1.25],
    [1.25, 0],
    [0, 1.25],
    [-1.25, 0],
  ],
  square: [
    [-0.9, -0.9],
    [0.9, -0.9],
    [0.9, 0.9],
    [-0.9, 0.9],
  ],
  triangle: [
    [0, -1.2],
    [1.15, 0.85],
    [-1.15, 0.85],
  ],
};

const dashes = (series, scale) =>
  series.dashed ? { "stroke-dasharray": DASHES.map((one) => one * scale).join(" ") } : {};
const corners_of = (corners) =>
  corners.map((corner) => corner.map((part) => part.toFixed(2)).join(",")).join(" ");

function line_of(series, colour, scale) {
  return { fill: "none", stroke: colour, "stroke-width": 2 * series.width * scale, ...dashes(series, scale) };
}

function bar_look(series, colour, scale) {
  const dashed = series.dashed
    ? { "fill-opacity": 0.25, "stroke-width": 1.5 * scale, ...dashes(series, scale) }
    : {};
  return { fill: colour.fill, stroke: colour.strong, "stroke-width": scale, ...dashed };
}

// A sign of a series of points, with its middle at (x, y).
export function draw_sign(parent, sign, x, y, radius, attributes) {
  if (!CORNERS[sign]) return draw(parent, "circle", { cx: x, cy: y, r: radius, ...attributes });
  const corners = CORNERS[sign].map(([across, down]) => [x + across * radius, y + down * radius]);
  return draw(parent, "polygon", { points: corners_of(corners), ...attributes });
}

// An arrow from [x0, y0] to [x1, y1]; a dot where they are one place.
export function draw_arrow(parent, [x0, y0], [x1, y1], series, colour, scale) {
  const long = Math.hypot(x1 - x0, y1 - y0);
  if (long < 0.5) return draw(parent, "circle", { cx: x1, cy: y1, r: 3 * scale, fill: colour });
  const head = Math.min((6 + 3 * series.width) * scale, 0.6 * long);
  const [ux, uy] = [(x1 - x0) / long, (y1 - y0) / long];
  const [bx, by] = [x1 - head * ux, y1 - head * uy]; // where shaft and head meet
  const shaft = `M${x0.toFixed(2)} ${y0.toFixed(2)}L${(bx + ux).toFixed(2)} ${(by + uy).toFixed(2)}`;
  draw(parent, "path", { d: shaft, ...line_of(series, colour, scale) });
  const half = 0.42 * head;
  const corners = [
    [x1, y1],
    [bx - half * uy, by + half * ux],
    [bx + half * uy, by - half * ux],
  ];
  return draw(parent, "polygon", { points: corners_of(corners), fill: colour });
}

export function line_path(points) {
  const piece = (one, at) =>
    one ? `${points[at - 1] ? "L" : "M"}${one.px.toFixed(2)} ${one.py.toFixed(2)}` : "";
  return points.map(piece).join("");
}

// Where several bins stand side by side, their outline runs on; a bin without a number leaves a gap.
export function step_path(points) {
  let d = "";
  points.forEach((one, at) => {
    if (!one) return;
    const end = one.box.y < one.base ? one.box.y : one.box.y + one.box.height;
    const numbers = [one.box.x, one.box.x + one.box.width, end, one.base];
    const [left, right, top, base] = numbers.map((part) => part.toFixed(2));
    d += `${points[at - 1] ? "L" : `M${left} ${base}L`}${left} ${top}L${right} ${top}`;
    if (!points[at + 1]) d += `L${right} ${base}`;
  });
  return d;
}

const PAINT = {
  bars: ({ clipped, series, here, colour, scale }) => {
    for (const one of here)
      if (one?.seen) draw(clipped, "rect", { ...one.box, ...bar_look(series, colour, scale) });
  },
  steps: ({ clipped, series, here, colour, scale }) => {
    const d = step_path(here);
    draw(clipped, "path", { d, fill: colour.fill, "fill-opacity": 0.55, stroke: "none" });
    draw(clipped, "path", { d, ...line_of({ ...series, width: 0.75 * series.width }, colour.strong, scale) });
  },
  line: ({ clipped, series, here, colour, scale }) => {
    here.forEach((one, at) => {
      const alone = one && !here[at - 1] && !here[at + 1];
      if (alone) draw(clipped, "circle", { cx: one.px, cy: one.py, r: 1.5 * scale, fill: colour.strong });
    });
    const ends = { "stroke-linejoin": "round", "stroke-linecap": series.dashed ? "butt" : "round" };
    draw(clipped, "path", { d: line_path(here), ...ends, ...line_of(series, colour.strong, scale) });
  },
  arc: ({ clipped, series, here, colour, scale, rules }) => {
    const arc = arc_of(here, rules, scale);
    if (!arc) return;
    const look = line_of({ ...series, width: 0.7 * series.width }, colour.strong, scale);
    draw(clipped, "path", { d: arc_path(arc), ...look });
  },
  arrows: ({ group, clipped, series, here, colour, scale }) => {
    for (const one of here) {
      if (one)
        draw_arrow(
          one.whole ? group : clipped,
          [one.px0, one.py0],
          [one.px, one.py],
          series,
          colour.strong,
          scale,
        );
    }
  },
  points: ({ group, series, here, colour, scale }) => {
    const look = { fill: colour.fill, stroke: colour.strong, "stroke-width": scale };
    for (const one of here)
      if (one?.seen) draw_sign(group, series.sign, one.px, one.py, radius_of(series, scale), look);
  },
};

// All series of a cell; what lies beyond the axes is cut off, what stands on their edge is whole.
export function draw_marks(group, { plot, area, points, scale, rules }, roles) {
  const spare = 1.5 * scale; // half a line may lie on the edge
  const window = {
    x: area.x - spare,
    y: area.y - spare,
    width: area.width + 2 * spare,
    height: area.height + 2 * spare,
  };
  const clipped = draw(group, "svg", {
    ...window,
    viewBox: Object.values(window).join(" "),
    overflow: "hidden",
  });
  const all = plot.series.map((series, at) => ({ series, here: points[at] }));
  all.sort((one, other) => ORDER.indexOf(one.series.kind) - ORDER.indexOf(other.series.kind));
  for (const { series, here } of all)
    PAINT[series.kind]({ group, clipped, series, here, colour: roles(series.role), scale, rules });
}

// What stands for a series in the legend, half-way up at y.
export function draw_sample(parent, series, x, y, colour, scale) {
  const wide = 20 * scale;
  if (is_bar(series)) {
    const box = { x, y: y - 4.5 * scale, width: wide, height: 9 * scale, rx: 2 * scale };
    draw(parent, "rect", { ...box, ...bar_look(series, colour, scale), "stroke-width": scale });
  } else if (series.kind === "points") {
    const look = { fill: colour.fill, stroke: colour.strong, "stroke-width": scale };
    draw_sign(parent, series.sign, x + wide / 2, y, 4.2 * scale, look);
  } else if (series.kind === "arrows") {
    draw_arrow(parent, [x, y], [x + wide, y], series, colour.strong, scale);
  } else {
    const short = series.dashed ? { "stroke-dasharray": `${5 * scale} ${2.5 * scale}` } : {};
    draw(parent, "path", { d: `M${x} ${y}h${wide}`, ...line_of(series, colour.strong, scale), ...short });
  }
}
