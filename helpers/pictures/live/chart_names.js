// Names beside points and arrows and beyond bars, each where it covers the least. Python's charts.RULES say what
// a place costs.
// A box is [left, top, right, bottom].

import { clamp } from "./chart_layout.js";
import { text_of } from "./chart_words.js";
import { shorten, text_width } from "./text.js";

const shared = (one, other, from, to) =>
  Math.max(0, Math.min(one[to], other[to]) - Math.max(one[from], other[from]));
const overlap = (one, other) => shared(one, other, 0, 2) * shared(one, other, 1, 3);
const covered = (box, others) => others.reduce((sum, other) => sum + overlap(box, other), 0);

export const radius_of = (series, scale) => 4.2 * scale * (1 + 0.3 * (series.width - 1));

// -> list of { series, point, text, x, y, anchor, box }; what finds no room is left to the readout.
export function place_names(cell) {
  const { plot, points, scale, type } = cell;
  if (!plot.series.some(({ kind, names }) => kind === "bars" || names.some(Boolean))) return [];
  const taken = obstacles(cell);
  const placed = [];
  plot.series.forEach((series, at) => {
    if (series.kind === "bars") name_bars(cell, series, at, taken, placed);
  });
  const texts = placed.map(({ box }) => box);
  plot.series.forEach((series, at) => {
    if (series.kind === "bars") return;
    for (const one of points[at]) {
      const text = one?.seen && shorten(text_of(series, one.point), 150 * scale, type.name);
      const found = text && place_for(cell, series, one, text, taken, texts);
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

// Small boxes along all that is drawn as points, lines and arrows.
function obstacles({ plot, points, scale, rules }) {
  const [of_point, of_piece] = rules.in_the_way.map((half) => half * scale);
  const boxes = [];
  const add = (x, y, half) => boxes.push([x - half, y - half, x + half, y + half]);
  const along = (x0, y0, x1, y1) => {
    const pieces = Math.min(60, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / (2 * of_piece)) || 1);
    for (let i = 0; i <= pieces; i++)
      add(x0 + (i / pieces) * (x1 - x0), y0 + (i / pieces) * (y1 - y0), of_piece);
  };
  plot.series.forEach(({ kind }, at) => {
    points[at].forEach((one, place) => {
      const before = points[at][place - 1];
      if (kind === "points" && one?.seen) add(one.px, one.py, of_point);
      if (kind === "arrows" && one) along(one.px0, one.py0, one.px, one.py);
      if (kind === "line" && one && before && (one.seen || before.seen))
        along(before.px, before.py, one.px, one.py);
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
function place_for(cell, series, one, text, taken, texts) {
  const { scale, rules, type } = cell;
  const size = [text_width(text, type.name), 1.15 * type.name];
  const mark = series.kind === "points" ? radius_of(series, scale) - 3 * scale : 0; // clear of a highlight
  const near = rules.reach * scale + mark;
  const sides = sides_of(series, one, rules.sides);
  let best = { cost: Infinity };
  for (const far of rules.far) {
    if (best.cost < rules.good) break;
    sides.forEach((side, order) => {
      const box = box_beside(cell, one, side, far * near * (side[0] && side[1] ? rules.slant : 1), size);
      const on_text = covered(box, texts);
      const cost =
        covered(box, taken) + rules.on_name * on_text + rules.later * order + rules.farther * (far - 1);
      if (cost < best.cost) best = { cost, box, on_text };
    });
  }
  return best.on_text > 1 ? null : best.box;
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

// The value, or the name, above each bar (below a negative one) where it fits; the longest bars come first.
function name_bars(cell, series, at, taken, placed) {
  const { plot, points, type } = cell;
  const bars = points.flatMap((some, other) =>
    plot.series[other].kind === "bars" ? some.filter((one) => one?.seen) : [],
  );
  const boxes = bars.map(({ box }) => [box.x, box.y, box.x + box.width, box.y + box.height]);
  const order = points[at]
    .filter((one) => one?.seen)
    .sort((one, other) => Math.abs(other.y) - Math.abs(one.y));
  for (const one of order) {
    const text = text_of(series, one.point);
    const found =
      text &&
      beside_bar(cell, one, text_width(text, type.name), taken, [
        ...boxes,
        ...taken,
        ...placed.map(({ box }) => box),
      ]);
    if (found) placed.push({ series: at, point: one.point, text, x: one.px, anchor: "middle", ...found });
  }
}

// Where the name of a bar stands: beyond its end, a little further, or inside at its end.
// -> { y, box, within } or null
function beside_bar(cell, one, wide, taken, others) {
  const { area, scale, type } = cell;
  const tall = 1.1 * type.name;
  const way = one.y >= 0 ? -1 : 1;
  const end = one.y >= 0 ? one.box.y : one.box.y + one.box.height;
  const box_at = (middle) => [one.px - wide / 2, middle - tall / 2, one.px + wide / 2, middle + tall / 2];
  const is_inside = ([left, top, right, bottom]) =>
    left >= cell.x &&
    right <= cell.x + cell.wide &&
    top >= area.y - 16 * scale &&
    bottom <= area.y + area.height;
  const is_free = (box, some) => some.every((other) => overlap(box, other) <= 2);
  const away = [3, 7]
    .map((far) => end + way * (far * scale + tall / 2))
    .find((y) => {
      const [left, top, right, bottom] = box_at(y);
      return (
        is_inside([left, top, right, bottom]) && is_free([left - scale, top, right + scale, bottom], others)
      );
    });
  if (away !== undefined && !one.cut) return { y: away, box: box_at(away) };
  const within = end - way * (3 * scale + tall / 2);
  const fits = wide <= one.box.width - 4 * scale && tall + 6 * scale <= one.box.height;
  return fits && is_free(box_at(within), taken) ? { y: within, box: box_at(within), within: true } : null;
}
