// Where everything of a ChartFrame stands. What it shows, its limits, ticks and names, was decided in Python.
// Lengths are CSS pixels, y grows downwards.

import { axis_of, chosen_ticks, same_unit } from "./chart_ticks.js";
import { rows_of, shorten, text_width, wrap } from "./text.js";

const TITLE_LINES = 5;

export const clamp = (value, low, high) => Math.max(low, Math.min(value, high));
export const is_bar = ({ kind }) => kind === "bars" || kind === "steps";

// rules: Python's charts.RULES.  -> { cells: one for each plot, scale, type, width, height }, or null
export function arrange(frame, { width, scale, rules }) {
  if (!frame.plots.length) return null;
  const type = {
    title: 13 * scale,
    tick: 11 * scale,
    label: 11.5 * scale,
    name: 11 * scale,
    note: 11 * scale,
    line: 1.35,
  };
  const count = frame.plots.length;
  const sizes = rules.plot;
  const gap = sizes.gap * scale;
  let across = clamp(Math.floor((width + gap) / (sizes.narrowest * scale + gap)), 1, count);
  across = Math.ceil(count / Math.ceil(count / across));
  const wide = Math.max(
    120,
    Math.min((width - gap * (across - 1)) / across, (across === 1 ? sizes.alone : sizes.wide) * scale),
  );
  const cells = [];
  let top = 2 * scale;
  for (let first = 0; first < count; first += across) {
    const row = frame.plots.slice(first, first + across).map((plot, at) => {
      const place = { plot, place: first + at, x: at * (wide + gap), y: top, wide, scale, type, rules };
      return { ...place, ...heads(plot, wide, scale, type) };
    });
    top = arrange_row(row, top, { wide, scale, type });
    cells.push(...row);
  }
  const whole = Math.ceil(across * wide + gap * (across - 1));
  return { cells, scale, type, width: whole, height: Math.ceil(top - 12 * scale) };
}

// Plots side by side: what stands above their areas and below takes as much room in all.
// -> where the next row begins
function arrange_row(row, top, { wide, scale, type }) {
  const tallest = (of) => Math.max(...row.map(of));
  const title = tallest((cell) => cell.title.length) * type.line * type.title;
  const legend = tallest((cell) => cell.legend_rows) * 1.5 * type.label;
  const height = tallest(({ plot, rules: { plot: sizes } }) =>
    plot.equal ? Math.min(wide, sizes.equal * scale) : sizes.tall * scale,
  );
  for (const cell of row) {
    Object.assign(
      cell,
      { legend_y: top + title + 2 * scale },
      inside(cell, top + title + legend + 19 * scale, height),
    );
  }
  const bottom = row[0].area.y + height + tallest((cell) => cell.below);
  for (const cell of row) cell.note_y = bottom;
  return bottom + tallest((cell) => cell.note.length) * type.line * type.note + 18 * scale;
}

// Title, legend and note in the lines that they need.
function heads(plot, wide, scale, type) {
  const shown = plot.series
    .map((series, at) => ({ series, at }))
    .filter(({ series }) => series.label && series.y.data.length);
  const texts = shown.map(({ series }) => shorten(series.label, wide - 26 * scale, type.label));
  const places = rows_of(
    texts.map((text) => 26 * scale + text_width(text, type.label)),
    wide,
    16 * scale,
  );
  const legend = shown.map(({ at }, number) => ({ at, text: texts[number], ...places[number] }));
  return {
    legend,
    legend_rows: legend.length ? legend.at(-1).row + 1 : 0,
    title: wrap(plot.title, wide, type.title, 600, TITLE_LINES),
    note: wrap(plot.note, wide, type.note, 400, TITLE_LINES),
  };
}

// The area inside the axes, with ticks and labels around it, and every point in its place.
function inside(cell, top, height) {
  const { plot, wide, scale, type } = cell;
  const label_band = plot.y_label ? type.line * type.label + 2 * scale : 0;
  let room = { left: label_band + 34 * scale, right: 8 * scale };
  let axes;
  for (let i = 0; i < 3; i++) {
    // ticks need room, and room changes ticks
    axes = axes_in(cell, top, height, room);
    room = room_for(cell, axes, label_band, room, i === 0);
  }
  const { area, x_axis, y_axis, x_ticks } = axes;
  const x_label = wrap(plot.x_label, Math.max(area.width, 0.8 * wide), type.label, 400, 2);
  return {
    ...axes,
    x_label,
    points: plot.series.map((series) => points_of(series, area, x_axis, y_axis)),
    y_label: shorten(plot.y_label, height, type.label),
    below: 6 * scale + x_ticks.height + x_label.length * type.line * type.label + 8 * scale,
  };
}

// The axes with their ticks, if so much room is left beside them.
function axes_in({ plot, x, wide, scale, type, rules }, top, height, { left, right }) {
  const area = { x: x + left, y: top, width: Math.max(40, wide - left - right), height };
  const sent = [[...plot.x.limits.data], [...plot.y.limits.data]];
  const limits = plot.equal ? same_unit(sent, area.width, height) : sent;
  const x_axis = axis_of(limits[0], plot.x.log, area.x, area.x + area.width);
  const y_axis = axis_of(limits[1], plot.y.log, top + height, top);
  const look = { size: type.tick, scale };
  const cut = (text) => (plot.x.own ? shorten(text, 100 * scale, type.tick) : text);
  const y_ticks = chosen_ticks(plot.y, y_axis, rules, { ...look, lying: false }).ticks;
  const x_ticks = chosen_ticks(plot.x, x_axis, rules, { ...look, lying: true, cut });
  x_ticks.height = plot.empty
    ? 0
    : x_ticks.turned
      ? Math.max(...x_ticks.ticks.map(({ room }) => room))
      : 1.2 * type.tick;
  return { area, x_axis, y_axis, x_ticks, y_ticks };
}

// The room that ticks need on both sides; in steps, so that it rests while numbers move.
function room_for({ wide, scale, type }, { area, x_ticks, y_ticks }, label_band, { left, right }, is_first) {
  const widest = Math.max(0, ...y_ticks.map(({ text }) => text_width(text, type.tick)));
  const beyond = ({ at, room }) => at + room / 2 - area.x - area.width;
  const over = x_ticks.turned ? 0 : Math.max(0, ...x_ticks.ticks.map(beyond));
  const needed = Math.ceil((label_band + widest + 8 * scale) / (8 * scale)) * 8 * scale;
  return {
    left: clamp(needed, is_first ? 0 : left, 0.5 * wide),
    right: clamp(over + 2 * scale, Math.max(8 * scale, is_first ? 0 : right), 0.3 * wide),
  };
}

// ---- points

// The points of a series in their places; null for those that cannot be drawn.
function points_of(series, area, x_axis, y_axis) {
  const put = PUT[series.kind] ?? point_at;
  return Array.from(series.y.data, (_, point) => {
    const one = put(series, point, area, x_axis, y_axis);
    return one && { point, x: series.x.data[point], y: series.y.data[point], ...one };
  });
}

const are_finite = (...lengths) => lengths.every(Number.isFinite);

function is_near({ x, y, width, height }, px, py) {
  return px >= x - 0.5 && px <= x + width + 0.5 && py >= y - 0.5 && py <= y + height + 0.5;
}

// Where a point stands: (px, py) is where its mark is set; seen says whether it lies inside the axes.
function point_at(series, point, area, x_axis, y_axis) {
  const [px, py] = [x_axis.at(series.x.data[point]), y_axis.at(series.y.data[point])];
  return are_finite(px, py) ? { px, py, seen: is_near(area, px, py) } : null;
}

function arrow_at(series, point, area, x_axis, y_axis) {
  const [px, py] = [x_axis.at(series.x.data[point]), y_axis.at(series.y.data[point])];
  const [px0, py0] = [x_axis.at(series.x0.data[point]), y_axis.at(series.y0.data[point])];
  if (!are_finite(px, py, px0, py0)) return null;
  const [end, start] = [is_near(area, px, py), is_near(area, px0, py0)];
  return { px, py, px0, py0, whole: end && start, seen: end || start };
}

// A side of an angle: no point that could be pointed at.
function side_at(...given) {
  const side = arrow_at(...given);
  return side && { ...side, seen: false };
}

// A bar or one part of a histogram stands on base; cut says whether it goes on beyond the axes.
function bar_at(series, point, area, x_axis, y_axis) {
  const [right, bottom] = [area.x + area.width, area.y + area.height];
  const py = y_axis.at(series.y.data[point]);
  const sides = edges_of(series, point, x_axis)
    .map(x_axis.at)
    .sort((one, other) => one - other);
  if (!are_finite(py, ...sides)) return null;
  const base = clamp(y_axis.log ? bottom : y_axis.at(0), area.y, bottom);
  const end = clamp(py, area.y, bottom);
  return {
    px: clamp((sides[0] + sides[1]) / 2, area.x, right),
    py: end,
    base,
    box: { x: sides[0], y: Math.min(base, end), width: sides[1] - sides[0], height: Math.abs(base - end) },
    seen: sides[1] > area.x + 0.5 && sides[0] < right - 0.5,
    cut: py < area.y - 0.5 || py > bottom + 0.5,
  };
}

// From where to where a bar runs on the x axis.
function edges_of(series, point, x_axis) {
  const x = series.x.data[point];
  if (series.kind === "steps") return [x, series.x.data[point + 1]];
  const [width, shift] = series.bar;
  const left = x + shift - width / 2;
  return [x_axis.log && left <= 0 ? x / 1.2 : left, x + shift + width / 2];
}

const PUT = { bars: bar_at, steps: bar_at, arrows: arrow_at, arc: side_at };
