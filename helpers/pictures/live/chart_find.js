// Which point of a chart lies under the pointer, and where keys lead. A place is [plot, series, point], from 0.

import { clamp } from "./chart_layout.js";

function segment_distance(x, y, [x0, y0], [x1, y1]) {
  const long = (x1 - x0) ** 2 + (y1 - y0) ** 2;
  const share = long ? clamp(((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / long, 0, 1) : 0;
  return Math.hypot(x - x0 - share * (x1 - x0), y - y0 - share * (y1 - y0));
}

// How far a point of the picture is from a mark, in CSS pixels; what is small comes a little nearer.
function distance(kind, some, at, x, y, scale) {
  const one = some[at];
  const mark = [one.px, one.py];
  if (kind === "bars" || kind === "steps")
    return 9 * scale + Math.max(0, one.box.x - x, x - one.box.x - one.box.width);
  if (kind === "arrows") return segment_distance(x, y, [one.px0, one.py0], mark) - scale;
  if (kind === "points") return Math.hypot(x - one.px, y - one.py) - 3 * scale;
  const around = [some[at - 1], some[at + 1], one].filter(Boolean);
  return Math.min(
    ...around.map((other) =>
      segment_distance(x, y, mark, [(one.px + other.px) / 2, (one.py + other.py) / 2]),
    ),
  );
}

// The point nearest to the pointer. Over a bar or under it, that bar, unless a point or a line is close by.
export function nearest({ cells, scale }, x, y) {
  const spare = 12 * scale;
  const cell = cells.find(({ area, below }) => {
    const beside = x >= area.x - spare && x <= area.x + area.width + spare;
    return beside && y >= area.y - spare && y <= area.y + area.height + below;
  });
  let best = { far: Infinity, place: [] };
  cell?.points.forEach((some, at) => {
    some.forEach((one, point) => {
      if (!one?.seen) return;
      const far = distance(cell.plot.series[at].kind, some, point, x, y, scale);
      if (far <= best.far) best = { far, place: [cell.place, at, point] };
    });
  });
  return best.place;
}

const KEYS = /^(Arrow(Left|Right|Up|Down)|Home|End|Page(Up|Down))$/;
const place_of = ({ cell, at }, { point }) => [cell.place, at, point];

// The series that can be read, with the points of each that are seen.
function readable(cells) {
  const all = cells.flatMap((cell) =>
    cell.points.map((some, at) => ({ cell, at, points: some.filter((one) => one?.seen) })),
  );
  return all.filter(({ points }) => points.length);
}

// The first series of the next plot or the one before, if there is one.
function other_plot(all, { cell }, back) {
  const others = all
    .map((one) => one.cell.place)
    .filter((place) => (back ? place < cell.place : place > cell.place));
  return all.find((one) => one.cell.place === (back ? Math.max(...others) : Math.min(...others)));
}

// Where a key leads: left and right through a series, up and down to the next, page keys to the next plot.
// -> a place, or null for another key
export function key_place({ cells }, now, key) {
  const all = KEYS.test(key) ? readable(cells) : [];
  if (!all.length) return null;
  const here = now ? all.findIndex(({ cell, at }) => cell.place === now[0] && at === now[1]) : -1;
  if (here < 0) return place_of(all[0], key === "End" ? all[0].points.at(-1) : all[0].points[0]);
  const { cell, points } = all[here];
  const at = Math.max(
    0,
    points.findIndex(({ point }) => point >= now[2]),
  );
  const step = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: points.length - 1 }[key];
  if (step !== undefined) return place_of(all[here], points[clamp(step, 0, points.length - 1)]);
  const back = key === "ArrowUp" || key === "PageUp";
  const next = key.startsWith("Page") ? other_plot(all, all[here], back) : all[here + (back ? -1 : 1)];
  if (!next) return now;
  if (next.cell !== cell) return place_of(next, next.points[0]);
  const { px } = points[at];
  return place_of(
    next,
    next.points.reduce((best, one) => (Math.abs(one.px - px) < Math.abs(best.px - px) ? one : best)),
  );
}
