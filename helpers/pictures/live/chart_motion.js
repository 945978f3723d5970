// A ChartFrame on its way: between two layouts everything goes from its place to its place, axes included.
// Ticks and names keep their words; numbers that are read stay the new ones.

import { blend_numbers, mix } from "./motion.js";

const MOST_POINTS = 3000; // a larger chart jumps: each point may be an element of the page
const READ = ["point", "x", "y", "seen"]; // of a point: what is read, and not where it stands

const is_same_series = (one, other) => one.kind === other.kind && one.role === other.role;
const is_same_plot = ({ plot: one }, { plot: other }) =>
  one.empty === other.empty &&
  one.series.length === other.series.length &&
  other.series.every((series, at) => is_same_series(one.series[at], series)) &&
  ["x", "y"].every((name) => Boolean(one[name].log) === Boolean(other[name].log));

const count = ({ cells }) => cells.reduce((sum, { points }) => sum + points.flat().length, 0);

function are_alike(before, after) {
  const [one, other] = [before.layout, after.layout];
  return (
    one.width === other.width &&
    one.scale === other.scale &&
    before.colours.dark === after.colours.dark &&
    one.cells.length === other.cells.length &&
    count(other) <= MOST_POINTS &&
    other.cells.every((cell, at) => is_same_plot(one.cells[at], cell))
  );
}

const places_in = ({ layout }) =>
  JSON.stringify(
    layout.cells.map(({ area, x_axis, y_axis, points }) => [
      area,
      [x_axis.low, x_axis.high, y_axis.low, y_axis.high],
      points.map((some) =>
        some.map((one) => one && [one.px, one.py, one.px0, one.py0, one.box?.x, one.box?.width]),
      ),
    ]),
  );

// Between two angles, the short way round.
function angle_between(from, to, share) {
  const turn = ((((to - from + Math.PI) % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI)) - Math.PI;
  return from + turn * share;
}

// An arrow turns and grows about its beginning.
function arrow_between(from, to, share) {
  const [px0, py0] = [mix(from.px0, to.px0, share), mix(from.py0, to.py0, share)];
  const [one, other] = [from, to].map((end) => [end.px - end.px0, end.py - end.py0]);
  const lengths = [one, other].map((along) => Math.hypot(...along));
  const [begin, end] = [one, other].map(([across, down]) => Math.atan2(down, across));
  const long = mix(...lengths, share);
  const angle = Math.min(...lengths) > 0 ? angle_between(begin, end, share) : lengths[0] ? begin : end;
  const [px, py] = [px0 + long * Math.cos(angle), py0 + long * Math.sin(angle)];
  return { ...to, px0, py0, px, py, whole: from.whole && to.whole };
}

function point_between(kind, from, to, share) {
  if (!from || !to) return to;
  if (kind === "arrows") return arrow_between(from, to, share);
  const between = blend_numbers(from, to, share, READ);
  return { ...between, seen: kind === "points" ? from.seen && to.seen : from.seen || to.seen };
}

// The words below the bars of a series, each with how many like it stand before it, or null: no words, no bars.
function named_bars({ plot, x_ticks }, at) {
  const { kind, x } = plot.series[at];
  if (kind !== "bars" || !plot.x.words) return null;
  const words = new Map(x_ticks.all.map(({ value, whole }) => [value, whole]));
  const found = Array.from(x.data, (value) => words.get(value));
  if (found.includes(undefined)) return null;
  return found.map((word, place) => `${word} ${found.slice(0, place).filter((one) => one === word).length}`);
}

// Which bar each bar was: that of its word, wherever it stood; else the one that stood there, if its word is
// gone; else none. -> list of places and −1, or null: bars are known by their places alone
function came_from(before, after, at) {
  const [were, are] = [before, after].map((cell) => named_bars(cell, at));
  if (!were || !are) return null;
  const stays = (place) => place < were.length && !are.includes(were[place]);
  return are.map((name, place) => (were.includes(name) ? were.indexOf(name) : stays(place) ? place : -1));
}

const from_the_ground = (one) => one && { ...one, py: one.base, box: { ...one.box, y: one.base, height: 0 } };

// A bar goes with its word, and one that was not there grows. A new arrow grows where it begins. Any other
// series with more points or fewer is another one: it is there at once.
function points_between(kind, before, after, share, origins) {
  if (origins)
    return after.map((one, at) =>
      point_between(kind, before[origins[at]] ?? from_the_ground(one), one, share),
    );
  if (kind === "arrows")
    return after.map((one, at) =>
      point_between(kind, before[at] ?? (one && { ...one, px: one.px0, py: one.py0 }), one, share),
    );
  if (before.length !== after.length) return after;
  return after.map((one, at) => point_between(kind, before[at], one, share));
}

const axis_between = (from, to, share) => ({
  ...to,
  low: mix(from.low, to.low, share),
  high: mix(from.high, to.high, share),
  at: (value) => mix(from.at(value), to.at(value), share),
});

// Ticks of the new axis, from where the old one has their values; those that are not on it yet wait.
function ticks_between(ticks, axis, first, last) {
  const [low, high] = [Math.min(first, last) - 0.5, Math.max(first, last) + 0.5];
  return ticks
    .map((tick) => ({ ...tick, at: axis.at(tick.value) }))
    .filter(({ at }) => at >= low && at <= high);
}

// Names go with their points.
function names_between(before, after, points, share, origins) {
  return after.names.map((name) => {
    const origin = origins[name.series]?.[name.point] ?? name.point;
    const was = before.names?.find(({ series, point }) => series === name.series && point === origin);
    if (was) return { ...name, x: mix(was.x, name.x, share), y: mix(was.y, name.y, share) };
    const [to, now] = [after.points, points].map((some) => some[name.series]?.[name.point]);
    return to && now ? { ...name, x: name.x + now.px - to.px, y: name.y + now.py - to.py } : name;
  });
}

function cell_between(before, after, share) {
  const area = blend_numbers(before.area, after.area, share);
  const x_axis = axis_between(before.x_axis, after.x_axis, share);
  const y_axis = axis_between(before.y_axis, after.y_axis, share);
  const origins = after.points.map((_, at) => came_from(before, after, at));
  const points = after.points.map((some, at) =>
    points_between(after.plot.series[at].kind, before.points[at], some, share, origins[at]),
  );
  const across = (ticks) => ticks_between(ticks, x_axis, area.x, area.x + area.width);
  const { ticks, all } = after.x_ticks;
  return {
    ...after,
    ...{ area, x_axis, y_axis, points },
    x_ticks: { ...after.x_ticks, ticks: across(ticks), all: across(all) },
    y_ticks: ticks_between(after.y_ticks, y_axis, area.y, area.y + area.height),
    names: names_between(before, after, points, share, origins),
  };
}

// before, after: { layout, colours }, with names in their places.
// -> share => the cells of the layout in between, or null where nothing moves, or another thing is shown
export function way_between(before, after) {
  if (!before || !are_alike(before, after) || places_in(before) === places_in(after)) return null;
  return (share) => after.layout.cells.map((cell, at) => cell_between(before.layout.cells[at], cell, share));
}
