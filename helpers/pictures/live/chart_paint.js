// Painting a ChartFrame as SVG, plot by plot, where the layout says.

import { clamp, is_bar } from "./chart_layout.js";
import { draw_arrow, draw_marks, draw_sample, draw_sign } from "./chart_marks.js";
import { radius_of } from "./chart_names.js";
import { draw_notes } from "./chart_notes.js";
import { draw, write } from "./chart_svg.js";
import { tick_at } from "./chart_words.js";
import { one_line, text_width } from "./text.js";

const crisp = (place) => Math.round(place - 0.5) + 0.5;

// One plot with all that stands around it. says: what is said where there are no numbers.
export function draw_cell(parent, cell, colours, roles, says) {
  const { plot, area, x, y, scale, type } = cell;
  const group = draw(parent, "g");
  const start = { anchor: "start" };
  const down = (first, at, size, share) => first + (at + share) * type.line * size;
  cell.title.forEach((line, at) => {
    const look = { ...start, size: type.title, colour: colours.ink, weight: 600, whole: plot.title };
    write(group, line, x, down(y, at, type.title, 0.6), look);
  });
  draw_legend(group, cell, colours, roles);
  const rule = (d, colour, width = 1) =>
    draw(group, "path", { d, fill: "none", stroke: colour, "stroke-width": width * scale });
  draw_axes(group, cell, colours, rule);
  if (plot.empty) {
    write(group, says, area.x + area.width / 2, area.y + area.height / 2, {
      size: type.label,
      colour: colours.faint,
    });
  } else {
    draw_marks(group, cell, roles);
    draw_names(group, cell, colours, roles);
    draw_notes(group, cell, colours);
  }
  cell.note.forEach((line, at) => {
    const look = { ...start, size: type.note, colour: colours.faint, whole: plot.note };
    write(group, line, x, down(cell.note_y, at, type.note, 0.5), look);
  });
}

function draw_legend(group, { plot, legend, legend_y, x, scale, type }, colours, roles) {
  for (const { at, text, x: shift, row } of legend) {
    const series = plot.series[at];
    const middle = legend_y + (row + 0.5) * 1.5 * type.label;
    draw_sample(group, series, x + shift, middle, roles(series.role), scale);
    const look = { size: type.label, colour: colours.ink, anchor: "start", whole: series.label };
    write(group, text, x + shift + 26 * scale, middle, look);
  }
}

function draw_names(group, { plot, names, type }, colours, roles) {
  for (const { series, text, x, y, anchor } of names) {
    const { kind, role } = plot.series[series];
    const colour = kind === "bars" ? colours.ink : roles(role).text;
    write(group, text, x, y, { size: type.name, colour, anchor, halo: colours.paper });
  }
}

const holds_0 = ({ low, high }) => low < 0 && high > 0;

function draw_axes(group, cell, colours, rule) {
  const { plot, area, x_axis, y_axis, scale, type } = cell;
  const [right, bottom] = [area.x + area.width, area.y + area.height];
  if (plot.y.grid)
    for (const { at } of cell.y_ticks) rule(`M${area.x} ${crisp(at)}H${right}`, colours.grid, 0.8);
  if (plot.x.grid)
    for (const { at } of cell.x_ticks.ticks) rule(`M${crisp(at)} ${area.y}V${bottom}`, colours.grid, 0.8);
  if (plot.y.zero && holds_0(y_axis)) rule(`M${area.x} ${crisp(y_axis.at(0))}H${right}`, colours.faint);
  if (plot.x.zero && holds_0(x_axis)) rule(`M${crisp(x_axis.at(0))} ${area.y}V${bottom}`, colours.faint);
  rule(`M${crisp(area.x)} ${area.y}V${crisp(bottom)}H${right}`, colours.faint);
  for (const { at, text } of cell.y_ticks) {
    write(group, text, area.x - 5 * scale, at, { size: type.tick, colour: colours.faint, anchor: "end" });
  }
  for (const tick of cell.x_ticks.ticks) {
    rule(`M${crisp(tick.at)} ${crisp(bottom)}v${4 * scale}`, colours.faint);
    draw_tick(group, cell, tick, { colour: colours.faint });
  }
  draw_labels(group, cell, colours);
}

function draw_labels(group, cell, colours) {
  const { plot, area, x, scale, type } = cell;
  const look = { size: type.label, colour: colours.ink };
  const beside = [x + 0.6 * type.label, area.y + area.height / 2];
  if (cell.y_label) write(group, cell.y_label, ...beside, { ...look, turned: true, whole: plot.y_label });
  const low = area.y + area.height + 6 * scale + cell.x_ticks.height + 2 * scale;
  const room = Math.max(0, ...cell.x_label.map((line) => text_width(line, type.label))) / 2;
  const centre = clamp(area.x + area.width / 2, x + room, x + cell.wide - room);
  cell.x_label.forEach((line, at) => {
    write(group, line, centre, low + (at + 0.6) * type.line * type.label, { ...look, whole: plot.x_label });
  });
}

// behind: the colour of a box that the text stands on, where it lights up.
function draw_tick(group, { area, x_ticks, scale, type }, { at, text, whole, room }, { colour, behind }) {
  const top = area.y + area.height + 6 * scale;
  const { turned } = x_ticks;
  if (behind) {
    const wide = room + 6 * scale;
    const [width, height] = turned ? [1.25 * type.tick, wide] : [wide, 1.3 * type.tick];
    const y = top - (turned ? 3 * scale : 0.05 * type.tick);
    draw(group, "rect", { x: at - width / 2, y, width, height, rx: 3 * scale, fill: behind });
  }
  const y = turned ? top : top + 0.6 * type.tick;
  write(group, text, at, y, { size: type.tick, colour, anchor: turned ? "end" : "middle", turned, whole });
}

// ---- what lights up

// What is drawn over the picture for a point: strong if the readout speaks of it, guides while it is pointed at.
export function draw_highlight(parent, cell, [, at, point], { strong, guides }, colours, roles) {
  const { plot, area, scale } = cell;
  const one = cell.points[at][point];
  const series = plot.series[at];
  const thick = strong ? 2.5 : 1.5;
  if (guides && !is_bar(series)) {
    const d = `M${area.x} ${one.py.toFixed(2)}H${one.px.toFixed(2)}V${area.y + area.height}`;
    const look = { fill: "none", stroke: colours.faint, "stroke-width": scale };
    draw(parent, "path", { d, ...look, "stroke-dasharray": `${2 * scale} ${3 * scale}` });
  }
  const edged = (tag, attributes) => {
    for (const [stroke, more] of [
      [colours.paper, 2 * scale],
      [colours.ink, 0],
    ]) {
      draw(parent, tag, { fill: "none", ...attributes, stroke, "stroke-width": thick * scale + more });
    }
  };
  if (is_bar(series)) edged("rect", box_inside(one.box, area));
  else
    edged("circle", {
      cx: one.px,
      cy: one.py,
      r: draw_again(parent, series, one, roles(series.role), scale) + 3 * scale,
    });
  if (strong) light_up(parent, cell, at, one, colours);
}

function box_inside({ x, y, width, height }, area) {
  const [left, right] = [Math.max(x, area.x), Math.min(x + width, area.x + area.width)];
  return { x: left, y, width: Math.max(1, right - left), height: Math.max(1, height) };
}

// A point or an arrow once more, on top of the others. -> its radius
function draw_again(parent, series, one, colour, scale) {
  const radius = series.kind === "points" ? radius_of(series, scale) : 4 * scale;
  if (series.kind === "arrows") {
    draw_arrow(
      parent,
      [one.px0, one.py0],
      [one.px, one.py],
      { ...series, width: 1.6 * series.width },
      colour.strong,
      scale,
    );
  } else draw_sign(parent, series.sign, one.px, one.py, radius, { fill: colour.fill });
  return radius;
}

// The tick under a point, and its name where it found no room before.
function light_up(parent, cell, at, one, colours) {
  const { plot, area, scale, type } = cell;
  const series = plot.series[at];
  const under = series.kind !== "steps" && tick_at(plot, one.x)?.value;
  const tick = cell.x_ticks.all.find(({ value }) => value === under);
  if (tick)
    draw_tick(
      parent,
      cell,
      { ...tick, room: text_width(tick.text, type.tick) },
      { colour: colours.paper, behind: colours.ink },
    );
  const name = series.kind !== "bars" && one_line(series.names[one.point] ?? "");
  if (!name || cell.names.some((other) => other.series === at && other.point === one.point)) return;
  const x = clamp(
    one.px + 10 * scale,
    cell.x,
    Math.max(cell.x, cell.x + cell.wide - text_width(name, type.name)),
  );
  const look = { size: type.name, colour: colours.ink, anchor: "start", weight: 600, halo: colours.paper };
  write(parent, name, x, Math.max(area.y, one.py - 14 * scale), look);
}
