import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { arrange as arrange_chart } from "../../../helpers/pictures/live/chart_layout.js";
import { way_between as chart_way } from "../../../helpers/pictures/live/chart_motion.js";
import { arrange as arrange_lines, lines_of } from "../../../helpers/pictures/live/lines_layout.js";
import { way_between as lines_way } from "../../../helpers/pictures/live/lines_motion.js";
import { arrange as arrange_matrix, cell_rect } from "../../../helpers/pictures/live/matrix_layout.js";
import { way_between as matrix_way } from "../../../helpers/pictures/live/matrix_motion.js";
import { alike, blend, blend_numbers, eased, mover } from "../../../helpers/pictures/live/motion.js";
import { array } from "./fake_page.js";

const near = (one, other) => assert.ok(Math.abs(one - other) < 1e-4, `${one} is not ${other}`);
const LIGHT = { dark: false };

// A page whose frames come when a test says so.
function fake_page() {
  let waiting = null;
  return {
    ask: (callback) => {
      waiting = callback;
      return 7;
    },
    cancel: (number) => {
      assert.equal(number, 7);
      waiting = null;
    },
    waits: () => waiting !== null,
    frame: (now) => {
      const callback = waiting;
      waiting = null;
      callback(now);
    },
  };
}

// ---- easing, blends, the mover

test("the way begins and ends at its ends, and is fast at first", () => {
  assert.deepEqual([eased(0), eased(1)], [0, 1]);
  const steps = Array.from({ length: 11 }, (_, at) => eased(at / 10));
  const long = steps.slice(1).map((one, at) => one - steps[at]);
  assert.ok(long.every((one, at) => one > 0 && (!at || one < long[at - 1])));
});

test("numbers blend cell by cell; one that is no number is the new one at once", () => {
  const [before, after] = [
    [0, 4, -Infinity, 1],
    [1, 8, 2, -Infinity],
  ].map((all) => Float32Array.from(all));
  assert.deepEqual([...blend(before, after, 0.25)], [0.25, 5, 2, -Infinity]);
  assert.deepEqual([...blend(before, after, 0)].slice(0, 2), [0, 4]);
  assert.deepEqual([...blend([1], [2], 0.5, 4)], [3]); // 1 was as dark as 4 is now
  assert.deepEqual([before[0], after[0]], [0, 1]); // neither was written to
});

test("whatever numbers nest in blends; other parts, and those that are kept, are the new ones", () => {
  const before = { px: 0, y: 0.1, box: { x: 10, width: 4 }, text: "old", none: null };
  const after = { px: 10, y: 0.9, box: { x: 20, width: 8 }, text: "new", none: 3 };
  assert.deepEqual(blend_numbers(before, after, 0.5, ["y"]), {
    ...{ px: 5, y: 0.9, text: "new", none: 3 },
    box: { x: 15, width: 6 },
  });
});

test("a sentence whose last word changed is the same sentence; another one, or a longer one, is not", () => {
  assert.ok(alike(["it", "was", "tired"], ["it", "was", "wide"]));
  assert.ok(!alike(["it", "was", "tired"], ["a", "dog", "tired"]));
  assert.ok(!alike(["it", "was"], ["it", "was", "wide"]));
  assert.ok(alike([], []));
});

test("a motion paints at once, under way already, then in each frame, and ends with 1", () => {
  const page = fake_page();
  const moves = mover(page);
  const painted = [];
  moves.start(1000, (share) => painted.push(share));
  assert.ok(painted.length === 1 && painted[0] > 0.1 && painted[0] < 0.3);
  assert.ok(moves.runs());
  for (const now of [1016, 1100, 1300]) page.frame(now);
  assert.ok(painted.every((share, at) => share < 1 && (!at || share > painted[at - 1])));
  page.frame(1400);
  assert.equal(painted.at(-1), 1);
  assert.ok(!moves.runs() && !page.waits());
});

test("a late frame ends a motion, however late", () => {
  const page = fake_page();
  const painted = [];
  mover(page).start(0, (share) => painted.push(share));
  page.frame(90_000);
  assert.deepEqual([painted.length, painted.at(-1), page.waits()], [2, 1, false]);
});

test("a motion that is stopped paints no more, and says that it ran", () => {
  const page = fake_page();
  const moves = mover(page);
  let count = 0;
  moves.start(0, () => count++);
  assert.equal(moves.stop(), true);
  assert.deepEqual([moves.stop(), moves.runs(), page.waits(), count], [false, false, false, 1]);
});

test("a hand that moves is one that sends a state during a motion, or soon after the last state", () => {
  const page = fake_page();
  const moves = mover(page);
  assert.equal(moves.hurries(0), false); // the first state
  moves.start(0, () => {});
  assert.equal(moves.hurries(200), true);
  moves.stop();
  assert.equal(moves.hurries(300), true); // 100 ms later, though nothing runs
  assert.equal(moves.hurries(740), false);
});

// ---- matrices

const panel = (rows, columns, numbers, more = {}) => ({
  ...{ kind: "boxes", role: "plain", title: "", before: "", sizes: "", limit: 1, rows: [], columns: [] },
  ...{ row_axis: "", column_axis: "", head: null, links: ["", ""], pages: null, page_titles: [], marked: [] },
  ...{ notes: [], masked: false, blank: false, slots: 0, row_sums: array([rows], Array(rows).fill(1)) },
  ...{ keep: [array([rows], Array(rows).fill(0)), array([columns], Array(columns).fill(0))] },
  ...{ digits: [0], tags: null, values: array([rows, columns], numbers), ...more },
});

const GRID_RULES = JSON.parse(readFileSync(new URL("./grid_rules.json", import.meta.url), "utf8"));

function matrix(panels, lit = [], { width = 900, dark = false } = {}) {
  const frame = { title: "", across: null, heads: [], rules: GRID_RULES, panels };
  const layout = arrange_matrix(frame, { scale: 1, width, ratio: 1, shown: [] });
  return { layout, colours: { dark }, lit: lit.map(([at, ...place]) => [layout.blocks[at], ...place]) };
}

test("cells of one matrix blend their shades and keep their numbers", () => {
  const [before, after] = [
    [0, 1, 1, 0, 0.5, 0],
    [1, 1, 0, 0, 0.5, 0],
  ].map((all) => matrix([panel(2, 3, all)]));
  const half = matrix_way(before, after)(0.5).layout.blocks[0].panel;
  assert.deepEqual([...half.shades], [0.5, 1, 0.5, 0, 0.5, 0]);
  assert.deepEqual([...half.values.data], [1, 1, 0, 0, 0.5, 0]);
  assert.equal(after.layout.blocks[0].panel.shades, undefined); // what stays was not written to
});

test("a matrix whose limit changed begins with the colours that it had", () => {
  const before = matrix([panel(1, 2, [1, 2], { kind: "signed", limit: 2 })]);
  const after = matrix([panel(1, 2, [5, 10], { kind: "signed", limit: 10 })]);
  const { shades } = matrix_way(before, after)(0).layout.blocks[0].panel;
  assert.deepEqual([...shades], [5, 10]); // half and all of the strongest colour, then as now
});

test("what is marked and what is lit goes from row to row", () => {
  const six = [1, 2, 3, 4, 5, 6];
  const before = matrix([panel(3, 2, six, { marked: [[0, 1]] })], [[0, 0, -1]]);
  const after = matrix([panel(3, 2, six, { marked: [[2, 1]] })], [[0, 2, -1]]);
  const half = matrix_way(before, after)(0.5);
  assert.deepEqual(half.layout.blocks[0].panel.marked, [[1, 1]]);
  assert.deepEqual(half.lit[0].slice(1), [1, -1]);
  assert.equal(half.lit_moves, true);
});

test("another matrix, another page and a picture that stays the same do not move", () => {
  const [four, other] = [
    [1, 2, 3, 4],
    [4, 3, 2, 1],
  ];
  const before = matrix([panel(2, 2, four)]);
  assert.equal(matrix_way(null, before), null);
  assert.equal(matrix_way(before, matrix([panel(2, 2, four)])), null);
  assert.ok(matrix_way(before, matrix([panel(2, 2, other)])));
  assert.equal(matrix_way(before, matrix([panel(4, 1, other)])), null);
  assert.equal(matrix_way(before, matrix([panel(2, 2, other, { kind: "signed" })])), null);
  assert.equal(matrix_way(before, matrix([panel(2, 2, other), panel(2, 2, four)])), null);
  assert.equal(matrix_way(before, matrix([panel(2, 2, other)], [], { width: 500 })), null);
  assert.equal(matrix_way(before, matrix([panel(2, 2, other)], [], { dark: true })), null);
});

test("a large matrix jumps", () => {
  const large = (value) =>
    matrix([panel(150, 150, Array(22_500).fill(value), { kind: "weights", digits: [] })]);
  const small = (value) =>
    matrix([panel(140, 140, Array(19_600).fill(value), { kind: "weights", digits: [] })]);
  assert.equal(matrix_way(large(0), large(1)), null);
  assert.ok(matrix_way(small(0), small(1)));
});

test("tagged cells travel from where they stood last", () => {
  const tagged = (rows, columns, numbers, title) =>
    panel(rows, columns, numbers, { title, tags: array([rows, columns], numbers) });
  const first = tagged(2, 3, [11, 12, 13, 21, 22, 23], "first");
  const before = matrix([first]);
  const after = matrix([first, tagged(3, 2, [11, 21, 12, 22, 13, 23], "turned")]);
  const way = matrix_way(before, after);
  const [start, end] = [way(0), way(1)];
  assert.equal(end.flights.length, 6); // all of the new panel, none that stayed
  const [from, to] = [before.layout.blocks[0], after.layout.blocks[1]];
  assert.deepEqual(start.flights[1].now, cell_rect(from, 1, 0)); // 21
  assert.deepEqual(end.flights[1].now, cell_rect(to, 0, 1));
  assert.deepEqual(end.flights[1].to, cell_rect(to, 0, 1));
});

// ---- lines

const WORDS = ["the", "animal", "street", "it"];

// "it" asks; one head. weights: of its four keys
function lines(weights, at = 3, tokens = WORDS) {
  const rows = [...Array(3).fill([0.25, 0.25, 0.25, 0.25]), weights].flat();
  const frame = { heads: ["head 1"], tokens, keys: tokens, weights: array([1, 4, 4], rows) };
  const plan = arrange_lines(frame, { scale: 1, room: 700, window_height: 900 });
  const place = at === null ? { side: null, at: null } : { side: "query", at };
  const scene = { frame, plan, colours: LIGHT, shown: [0], place, kept: {} };
  return { scene, lines: lines_of(frame, plan, [0], place) };
}
const to_key = (found, key) => found.lines.find((line) => Math.round(line.key) === key);

test("the strongest line of a word swings to another word, the others change their width", () => {
  const way = lines_way(lines([0.1, 0.7, 0.1, 0.1]), lines([0.1, 0.1, 0.8, 0], 3, [...WORDS]));
  const [start, half] = [way(0), way(0.5)];
  const swings = (found) => found.lines.filter(({ key }) => key % 1 !== 0);
  assert.equal(swings(start).length, 0);
  assert.deepEqual(
    swings(half).map(({ query, key }) => [query, key]),
    [[3, 1.5]],
  );
  assert.equal(to_key(start, 1).query, 3);
  const self = half.lines.find(({ key }) => key === 3); // 0.1 before, not drawn now
  assert.ok(self.width > 0 && self.width < to_key(start, 3).width);
});

test("when another word asks, its fan swings from the old word", () => {
  const way = lines_way(lines([0, 0.5, 0.5, 0], 0), lines([0, 0.5, 0.5, 0], 3));
  const { lines: found, bars, mark } = way(0.5);
  assert.ok(found.length && found.every(({ query }) => query === 1.5));
  assert.deepEqual(mark, { query: 1.5 });
  // Bars are those of the keys: 0.25 before; 0, 0.5, 0.5 and 0 now
  const text = Object.fromEntries(bars.map(({ key, digits }) => [key, digits]));
  assert.deepEqual(text, { 0: "", 1: "0.50", 2: "0.50", 3: "" });
  const ends = way(1).bars.find(({ key }) => key === 1).width;
  near(bars.find(({ key }) => key === 1).width, 0.75 * ends);
});

test("lines between other words jump, and so do those that stay", () => {
  const one = lines([0, 0.5, 0.5, 0]);
  assert.equal(lines_way(one, lines([0, 0.5, 0.5, 0])), null);
  assert.equal(lines_way(one, lines([0, 0.1, 0.9, 0], 3, ["no", "dog", "road", "he"])), null);
  assert.ok(lines_way(one, lines([0, 0.1, 0.9, 0], 3, ["the", "animal", "road", "it"])));
  assert.ok(lines_way(one, lines([0, 0.5, 0.5, 0], null)));
});

// ---- charts

const RULES = JSON.parse(readFileSync(new URL("./chart_rules.json", import.meta.url), "utf8"));

function chart(kind, x, y, { limits = [0, 1], words: named, ...more } = {}) {
  const look = { label: "", names: [], dashed: false, width: 1, bar: [0.8, 0], digits: 2 };
  const series = { ...look, kind, role: "plain", x: array([x.length], x), y: array([y.length], y), ...more };
  const ticks = [
    [
      [0, 1, 2],
      ["0", "1", "2"],
    ],
  ];
  const own = named && { own: true, words: true, ticks: [[named.map((_, at) => at), named]] };
  const axes = { x: { limits: array([2], [0, 2]), ticks, ...own }, y: { limits: array([2], limits), ticks } };
  const words = { title: "", x_label: "", y_label: "", note: "", equal: false, near: 0, empty: false };
  const plots = [{ ...words, ...axes, series: [series] }];
  const layout = arrange_chart({ plots }, { width: 600, scale: 1, rules: RULES });
  for (const cell of layout.cells) cell.names = [];
  return { layout, colours: LIGHT };
}

test("bars grow in place, and their numbers are the new ones", () => {
  const [before, after] = [chart("bars", [0.5, 1.5], [0, 1]), chart("bars", [0.5, 1.5], [0.5, 1])];
  const way = chart_way(before, after);
  const high = (share) => way(share)[0].points[0].map(({ box }) => box.height);
  near(high(0)[0], 0);
  near(high(0.5)[0], 50);
  near(high(1)[0], 100);
  assert.equal(way(0.5)[0].points[0][0].y, 0.5);
});

// From where to where each bar goes: its middle and its height, at a share of the way.
const bars_of = (before, after, share) =>
  chart_way(before, after)(share)[0].points[0].map(({ box }) => [box.x + box.width / 2, box.height]);
const bars = (words, y) => chart("bars", [0, 1, 2].slice(0, y.length), y, { words });

test("bars whose words change their order go with their words", () => {
  const [before, after] = [bars(["a", "b", "c"], [1, 0.5, 0.25]), bars(["b", "c", "a"], [0.75, 0.25, 1])];
  const places = bars_of(before, after, 1).map(([middle]) => middle);
  const [b, c, a] = bars_of(before, after, 0);
  near(b[0], places[1]);
  near(c[0], places[2]);
  near(a[0], places[0]);
  const [half] = bars_of(before, after, 0.5);
  near(half[0], (places[0] + places[1]) / 2);
  near(half[1], 125); // from 0.5 to 0.75, of 200 pixels
  const ends = after.layout.cells[0].points[0];
  chart_way(before, after)(1)[0].points[0].forEach(({ box }, at) => near(box.x, ends[at].box.x));
});

test("a bar of a new word grows, or takes the place of one that is gone; equal words keep their order", () => {
  const new_word = bars_of(bars(["a", "b"], [1, 0.5]), bars(["c", "a", "b"], [0.5, 1, 0.5]), 0);
  near(new_word[0][1], 0); // “c” stands where “a” stood, which has moved on
  near(new_word[1][1], 200);
  const exchanged = bars_of(
    bars(["it", "was", "tired"], [0, 0.5, 1]),
    bars(["it", "was", "wide"], [0, 0.5, 0.5]),
    0,
  );
  near(exchanged[2][1], 200);
  const twice = bars_of(
    bars(["the", "a", "the"], [1, 0.25, 0.5]),
    bars(["a", "the", "the"], [0.25, 1, 0.5]),
    0,
  );
  near(twice[1][1], 200);
  near(twice[2][1], 100);
});

test("axes move with their points, and ticks keep their words", () => {
  const [before, after] = [chart("line", [0, 1], [0, 1]), chart("line", [0, 1], [0, 1], { limits: [0, 2] })];
  const way = chart_way(before, after);
  const [cell] = way(0.5);
  assert.deepEqual([cell.y_axis.low, cell.y_axis.high], [0, 1.5]);
  const one = cell.y_ticks.find(({ text }) => text === "1");
  near(one.at, cell.points[0][1].py);
  assert.deepEqual(
    way(0)[0].y_ticks.map(({ text }) => text),
    ["0", "1"],
  ); // 2 lies beyond the axis still
});

test("an arrow turns about its beginning, the short way, and keeps its length", () => {
  const start = { x0: array([1], [1]), y0: array([1], [1]), limits: [0, 2] };
  const [before, after] = [chart("arrows", [2], [1], start), chart("arrows", [1], [2], start)];
  const long = ({ px, py, px0, py0 }) => Math.hypot(px - px0, py - py0);
  const [from, to] = [before, after].map(({ layout }) => long(layout.cells[0].points[0][0]));
  const [half] = chart_way(before, after)(0.5)[0].points[0];
  near(long(half), (from + to) / 2);
  near((half.px - half.px0) / (half.py0 - half.py), 1); // at 45°, between right and up
});

test("an arrow more grows where it begins", () => {
  const from = (...x) => ({ x0: array([x.length], x), y0: array([x.length], x), limits: [0, 2] });
  const before = chart("arrows", [1], [1], from(0));
  const after = chart("arrows", [1, 2], [1, 1], from(0, 1));
  const arrow = (share) => chart_way(before, after)(share)[0].points[0][1];
  assert.deepEqual([arrow(0).px, arrow(0).py], [arrow(1).px0, arrow(1).py0]);
  near(arrow(0.5).px, (arrow(1).px0 + arrow(1).px) / 2);
});

test("a chart with other series, more points in a line, or nothing that moves", () => {
  const one = chart("line", [0, 1], [0, 1]);
  assert.equal(chart_way(one, chart("line", [0, 1], [0, 1])), null);
  assert.equal(chart_way(one, chart("bars", [0, 1], [0, 1])), null);
  const longer = chart("line", [0, 1, 2], [0, 1, 0]);
  assert.deepEqual(chart_way(one, longer)(0.5)[0].points, longer.layout.cells[0].points); // at once
  const many = Array.from({ length: 3001 }, (_, at) => at / 3001);
  assert.equal(
    chart_way(
      chart("line", many, many),
      chart(
        "line",
        many,
        many.map((y) => 1 - y),
      ),
    ),
    null,
  );
});
