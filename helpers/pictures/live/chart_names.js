// Names beside points and arrows and beyond bars, each where it covers the least. Python's charts.RULES say what
// a place costs.
// A box is [left, top, right, bottom].

import { along_arc, arc_of, places_beside_arc } from "./chart_arc.js";
import { covered, nearest_in, overlap } from "./chart_boxes.js";
import { clamp } from "./chart_layout.js";
import { text_of } from "./chart_words.js";
import { shorten, text_width } from "./text.js";

const POINTED = new Set(["points", "arrows"]);

// How far a point lies from a box.
function gap(box, point) {
  const [x, y] = nearest_in(box, point);
  return Math.hypot(point[0] - x, point[1] - y);
}

export const radius_of = (series, scale) => 4.2 * scale * (1 + 0.3 * (series.width - 1));

// -> list of { series, point, text, x, y, anchor, box }; what finds no room is left to the readout.
export function place_names(cell) {
  const { plot, points, scale, type } = cell;
  if (!plot.series.some(({ kind, names }) => kind === "bars" || names.some(Boolean))) return [];
  const taken = obstacles(cell);
  const placed = [];
  name_bars(cell, taken, placed);
  const texts = placed.map(({ box }) => box);
  const tips = points.flatMap((some, at) =>
    POINTED.has(plot.series[at].kind) ? some.filter(Boolean).map(({ px, py }) => [px, py]) : [],
  );
  plot.series.forEach((series, at) => {
    if (series.kind === "bars") return;
    const arc = series.kind === "arc" && arc_of(points[at], cell.rules, scale);
    for (const one of arc ? points[at].slice(0, 1) : points[at]) {
      const text = (arc || one?.seen) && shorten(text_of(series, one.point), 150 * scale, type.name);
      const find = () =>
        arc
          ? place_by_arc(cell, arc, text, taken, texts)
          : place_for(cell, series, one, text, taken, texts, tips);
      const found = text && find();
      if (!found) continue;
      texts.push(found);
      placed.push({
        series: at,
        point: one.point,
        text,
        x: found[0],
        y: (found[1] + found[3]) / 2,
        anchor: "start",
        box: found,
      });
    }
  });
  return placed;
}

// Small boxes along all that is drawn as points, lines, arrows and arcs.
export function obstacles({ plot, points, scale, rules }) {
  const [of_point, of_piece] = rules.in_the_way.map((half) => half * scale);
  const boxes = [];
  const add = (x, y, half) => boxes.push([x - half, y - half, x + half, y + half]);
  const along = (x0, y0, x1, y1) => {
    const pieces = Math.min(60, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / (2 * of_piece)) || 1);
    for (let i = 0; i <= pieces; i++)
      add(x0 + (i / pieces) * (x1 - x0), y0 + (i / pieces) * (y1 - y0), of_piece);
  };
  plot.series.forEach(({ kind }, at) => {
    const arc = kind === "arc" && arc_of(points[at], rules, scale);
    if (arc) for (const place of along_arc(arc, 2 * of_piece)) add(...place, of_piece);
    let before = null; // of a line: where the last piece ended
    points[at].forEach((one) => {
      if (kind === "points" && one?.seen) add(one.px, one.py, of_point);
      if (kind === "arrows" && one) along(one.px0, one.py0, one.px, one.py);
      if (kind !== "line") return;
      if (one && before) {
        if (Math.hypot(one.px - before.px, one.py - before.py) < of_piece) return; // a curve has thousands
        if (one.seen || before.seen) along(before.px, before.py, one.px, one.py);
      }
      before = one;
    });
  });
  return boxes;
}

// The sides of a point in the order in which they are tried: of an arrow, first what lies beyond its tip.
function sides_of(series, one, sides) {
  if (series.kind !== "arrows") return sides;
  const [along, down] = [one.px - one.px0, one.py - one.py0];
  const beyond = ([x, y]) => (x * along + y * down) / Math.hypot(x, y);
  return [...sides].sort((first, second) => beyond(second) - beyond(first));
}

// The box for a name that costs the least, or null where it would lie on another name.
function place_for(cell, series, one, text, taken, texts, tips) {
  const { scale, rules, type } = cell;
  const size = [text_width(text, type.name), 1.15 * type.name];
  const mark = series.kind === "points" ? radius_of(series, scale) - 3 * scale : 0; // clear of a highlight
  const near = rules.reach * scale + mark;
  const sides = sides_of(series, one, rules.sides);
  const others = tips.filter(([x, y]) => x !== one.px || y !== one.py);
  let best = { cost: Infinity };
  for (const far of rules.far) {
    if (best.cost < rules.good) break;
    sides.forEach((side, order) => {
      const box = box_beside(cell, one, side, far * near * (side[0] && side[1] ? rules.slant : 1), size);
      const on_text = covered(box, texts);
      let cost =
        covered(box, taken) + rules.on_name * on_text + rules.later * order + rules.farther * (far - 1);
      if (cost >= best.cost) return;
      const own = gap(box, [one.px, one.py]);
      if (others.some((other) => gap(box, other) < own)) cost += rules.astray;
      if (cost < best.cost) best = { cost, box, on_text };
    });
  }
  return best.on_text > 1 ? null : best.box;
}

// The same for the name of an angle.
function place_by_arc({ area, scale, rules, type }, arc, text, taken, texts) {
  const size = [text_width(text, type.name), 1.15 * type.name];
  let best = { cost: Infinity, box: null };
  for (const { box, order, far } of places_beside_arc(arc, size, rules, scale)) {
    const [left, top, right, bottom] = box;
    if (left < area.x || right > area.x + area.width || top < area.y || bottom > area.y + area.height)
      continue;
    const on_text = covered(box, texts);
    if (on_text > 1) continue;
    const cost = covered(box, taken) + rules.later * order + rules.farther * (far - 1);
    if (cost < best.cost) best = { cost, box };
  }
  return best.box;
}

function box_beside({ area, x, wide, scale }, one, [right, down], reach, [width, height]) {
  const left = one.px + right * (reach + width / 2) - width / 2;
  const top = one.py + down * (reach + height / 2) - height / 2;
  const first = area.x + 2 * scale;
  const from = [
    clamp(left, first, Math.max(first, x + wide - width)),
    clamp(top, area.y - 10 * scale, area.y + area.height - height),
  ];
  return [...from, from[0] + width, from[1] + height];
}

// The value, or the name, beyond the end of each bar, never inside it or turned. Where not all have room, those of
// the bars that are picked out and of the longest are kept.
function name_bars(cell, taken, placed) {
  const { plot, points } = cell;
  const bars = points.flatMap((some, at) =>
    plot.series[at].kind === "bars" ? some.filter((one) => one?.seen).map((one) => ({ one, at })) : [],
  );
  const boxes = bars.map(({ one: { box } }) => [box.x, box.y, box.x + box.width, box.y + box.height]);
  const rank = ({ at, one }, { at: other_at, one: other }) =>
    (plot.series[other_at].first ?? false) - (plot.series[at].first ?? false) ||
    Math.abs(other.y) - Math.abs(one.y);
  bars.sort(rank).forEach(({ one, at }, order) => {
    const text = text_of(plot.series[at], one.point);
    if (!text) return;
    const kept = order === 0 || plot.series[at].first;
    const names = placed.map(({ box }) => box);
    const found = beyond_bar(cell, one, text, [...boxes, ...taken], names, kept);
    if (found) placed.push({ series: at, point: one.point, text, anchor: "middle", ...found });
  });
}

// Where the number of a bar stands. kept: it stands there even where something else is drawn, but on no name.
// -> { x, y, box } or null
function beyond_bar(cell, one, text, others, names, kept) {
  const { area, scale, rules, type } = cell;
  const [wide, tall] = [text_width(text, type.name), 1.1 * type.name];
  const way = one.y >= 0 ? -1 : 1;
  const end = one.y >= 0 ? one.box.y : one.box.y + one.box.height;
  const x = clamp(one.px, cell.x + wide / 2, Math.max(cell.x, cell.x + cell.wide - wide / 2));
  let best = { cost: Infinity };
  for (const far of kept ? rules.beyond : rules.beyond.slice(0, -1)) {
    const y = end + way * (far * scale + tall / 2);
    const box = [x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2];
    if (box[1] < area.y - 16 * scale || box[3] > area.y + area.height) continue;
    const around = [box[0] - scale, box[1], box[2] + scale, box[3]];
    if (names.some((name) => overlap(around, name) > 2)) continue;
    const cost = Math.max(0, ...others.map((other) => overlap(around, other)));
    if (cost < best.cost) best = { cost, x, y, box };
    if (cost <= 2) break;
  }
  if (!best.box || (best.cost > 2 && !kept)) return null;
  return { x: best.x, y: best.y, box: best.box };
}
