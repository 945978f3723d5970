import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { arc_of, arc_path } from "../../../helpers/pictures/live/chart_arc.js";
import { crosses } from "../../../helpers/pictures/live/chart_boxes.js";
import { key_place, nearest } from "../../../helpers/pictures/live/chart_find.js";
import { arrange } from "../../../helpers/pictures/live/chart_layout.js";
import { line_path, step_path } from "../../../helpers/pictures/live/chart_marks.js";
import { place_names } from "../../../helpers/pictures/live/chart_names.js";
import { place_notes } from "../../../helpers/pictures/live/chart_notes.js";
import { axis_of, chosen_ticks, same_unit } from "../../../helpers/pictures/live/chart_ticks.js";
import { number, say, table, text_of } from "../../../helpers/pictures/live/chart_words.js";
import { array } from "./fake_page.js";

const RULES = JSON.parse(readFileSync(new URL("./chart_rules.json", import.meta.url), "utf8"));
const SERIES = {
  label: "",
  names: [],
  dashed: false,
  width: 1,
  bar: [0, 0],
  sign: null,
  told: false,
  digits: null,
};
const PLOT = { title: "", x_label: "", y_label: "", note: "", equal: false, near: 0, empty: false };

const series = (kind, x, y, more = {}) => ({
  ...SERIES,
  kind,
  role: "plain",
  x: array([x.length], x),
  y: array([y.length], y),
  ...more,
});
const axis = (limits, ticks, more = {}) => ({ limits: array([2], limits), ticks, ...more });
const plot = (all, x, y, more = {}) => ({ ...PLOT, series: all, x, y, ...more });

const BARS = plot(
  [series("bars", [0, 1, 2], [0.5, 0, NaN], { bar: [0.8, 0], digits: 2 })],
  axis(
    [-0.5, 2.5],
    [
      [
        [0, 1, 2],
        ["it", "was", "wide"],
      ],
    ],
    { own: true, words: true },
  ),
  axis(
    [0, 1],
    [
      [
        [0, 0.5, 1],
        ["0.0", "0.5", "1.0"],
      ],
    ],
    { grid: true },
  ),
  { near: 0.45, y_label: "weight" },
);
const LINE = plot(
  [
    series("line", [0, 1, 2], [0, 2, 1], { label: "loss" }),
    series("points", [1], [2], { sign: "circle", names: ["now"], told: true }),
  ],
  axis(
    [0, 2],
    [
      [
        [0, 0.5, 1, 1.5, 2],
        ["0.0", "0.5", "1.0", "1.5", "2.0"],
      ],
      [
        [0, 1, 2],
        ["0", "1", "2"],
      ],
    ],
  ),
  axis(
    [0, 4],
    [
      [
        [0, 2, 4],
        ["0", "2", "4"],
      ],
    ],
  ),
  { title: "Training", x_label: "step", y_label: "loss" },
);
const layout_of = (plots, width = 900, scale = 1) => arrange({ plots }, { width, scale, rules: RULES });
const near = (one, other, by = 1e-6) => assert.ok(Math.abs(one - other) <= by, `${one} is not ${other}`);

test("plots stand side by side as far as each keeps its least width, and rows are as even as can be", () => {
  const rows = (width, count = 4, scale = 1) =>
    new Set(layout_of(Array(count).fill(LINE), width, scale).cells.map(({ y }) => y)).size;
  assert.deepEqual([rows(1200), rows(900), rows(300), rows(900, 3), rows(900, 3, 1.6)], [1, 2, 4, 1, 2]);
  const [only] = layout_of([LINE], 2000).cells;
  assert.equal(only.wide, 640);
  assert.equal(arrange({ plots: [] }, { width: 900, scale: 1, rules: RULES }), null);
});

test("areas side by side begin at one height and are as tall as the tallest", () => {
  const plane = { ...LINE, equal: true };
  const [left, right] = layout_of([BARS, plane], 900).cells;
  assert.deepEqual([left.area.y, left.area.height], [right.area.y, 340]);
  const [low, high] = [right.x_axis, right.y_axis];
  near((low.high - low.low) / right.area.width, (high.high - high.low) / right.area.height);
});

test("with equal units the axis with too little is lengthened on both sides", () => {
  assert.deepEqual(
    same_unit(
      [
        [0, 2],
        [0, 4],
      ],
      100,
      100,
    ),
    [
      [-1, 3],
      [0, 4],
    ],
  );
  assert.deepEqual(
    same_unit(
      [
        [-1, 1],
        [0, 1],
      ],
      50,
      100,
    ),
    [
      [-1, 1],
      [-1.5, 2.5],
    ],
  );
});

test("the finest level of ticks that has room is shown, on average 48 pixels apart", () => {
  const shown = (length) =>
    chosen_ticks(LINE.x, axis_of([0, 2], false, 0, length), RULES, { size: 11, scale: 1, lying: true });
  assert.deepEqual(
    shown(192).ticks.map(({ text }) => text),
    ["0.0", "0.5", "1.0", "1.5", "2.0"],
  );
  assert.deepEqual(
    shown(191).ticks.map(({ text, at }) => [text, at]),
    [
      ["0", 0],
      ["1", 95.5],
      ["2", 191],
    ],
  );
  const standing = chosen_ticks(LINE.x, axis_of([0, 2], false, 152, 0), RULES, {
    size: 11,
    scale: 1,
    lying: false,
  });
  assert.equal(standing.ticks.length, 5); // 38 pixels are enough there
  const part = chosen_ticks(LINE.x, axis_of([0.4, 1.1], false, 0, 500), RULES, {
    size: 11,
    scale: 1,
    lying: true,
  });
  assert.deepEqual(
    part.ticks.map(({ text }) => text),
    ["0.5", "1.0"],
  ); // what lies beyond the ends is no tick
});

test("own words that would touch stand upright, and are thinned only where even that is too much", () => {
  const shown = (length) =>
    chosen_ticks(BARS.x, axis_of([-0.5, 2.5], false, 0, length), RULES, { size: 10, scale: 1, lying: true });
  const told = ({ ticks, turned }) => [ticks.map(({ text }) => text), turned];
  // "was" is 15 wide and "wide" 20: their middles need 23.5.
  assert.deepEqual(told(shown(71)), [["it", "was", "wide"], false]);
  assert.deepEqual(told(shown(69)), [["it", "was", "wide"], true]);
  assert.deepEqual(told(shown(30)), [["it", "wide"], true]);
});

test("a bar stands on 0 around its place, and a hole is left out", () => {
  const [{ points, area, y_axis }] = layout_of([BARS], 400).cells;
  const [first, second, hole] = points[0];
  near(first.box.width, (0.8 * area.width) / 3);
  near(first.box.y + first.box.height, y_axis.at(0));
  near(first.box.height, area.height / 2);
  assert.deepEqual([second.box.height, second.seen, hole], [0, true, null]);
});

test("points beyond the axes are not seen, and on a logarithmic axis what is not above 0 is none", () => {
  const far = plot(
    [series("points", [1, 9, -1], [1, 1, 1])],
    axis([0.5, 2], [], { log: true }),
    axis([0, 2], []),
  );
  const [{ points, x_axis, area }] = layout_of([far], 400).cells;
  assert.deepEqual(
    points[0].map((one) => one?.seen),
    [true, false, undefined],
  );
  near(x_axis.at(1), area.x + area.width / 2);
});

test("names stand beside their points and numbers beyond their bars, where nothing is in the way", () => {
  const [cell] = layout_of([BARS], 400).cells;
  const [name] = place_names(cell);
  assert.deepEqual([name.text, name.x], ["0.50", cell.points[0][0].px]);
  assert.ok(name.box[3] < cell.points[0][0].box.y);
  const [{ ...line }] = layout_of([LINE], 400).cells;
  const [now] = place_names(line);
  const { px, py } = line.points[1][0];
  assert.equal(now.text, "now");
  assert.ok(now.box[0] > px || now.box[3] < py); // on the right or above, off the line
});

test("the pointer finds what is nearest, and keys lead through series and plots", () => {
  const layout = layout_of([LINE, BARS], 900);
  const [line, bars] = layout.cells;
  const at = ({ points }, one, point, x = 0, y = 0) =>
    nearest(layout, points[one][point].px + x, points[one][point].py + y);
  assert.deepEqual(at(line, 0, 2), [0, 0, 2]);
  assert.deepEqual(at(line, 1, 0, 2, 2), [0, 1, 0]);
  assert.deepEqual(at(bars, 0, 0, 0, -80), [1, 0, 0]); // far above its bar
  assert.deepEqual(nearest(layout, -50, -50), []);
  const lead = (place, key) => key_place(layout, place, key);
  assert.deepEqual(lead(null, "ArrowRight"), [0, 0, 0]);
  assert.deepEqual(lead([0, 0, 2], "ArrowRight"), [0, 0, 2]);
  assert.deepEqual(lead([0, 0, 2], "ArrowDown"), [0, 1, 0]);
  assert.deepEqual(lead([0, 1, 0], "PageDown"), [1, 0, 0]);
  assert.deepEqual(lead([1, 0, 0], "End"), [1, 0, 1]); // the last that can be drawn
  assert.equal(lead([0, 0, 0], "Enter"), null);
});

test("lines break where a number is missing", () => {
  const point = (px, py) => ({ px, py });
  assert.equal(line_path([point(0, 1), null, point(2, 3), point(4, 5)]), "M0.00 1.00M2.00 3.00L4.00 5.00");
  const bin = (x) => ({ base: 10, box: { x, y: 4, width: 2, height: 6 } });
  assert.equal(step_path([bin(0), bin(2)]), "M0.00 10.00L0.00 4.00L2.00 4.00L2.00 4.00L4.00 4.00L4.00 10.00");
});

test("the readout names a bar by its word and a point by its name", () => {
  const frame = { plots: [BARS, LINE] };
  assert.equal(say(frame, [0, 0, 0]), "it: weight 0.5");
  assert.equal(say(frame, [1, 1, 0]), "Training — now: step 1, loss 2");
  assert.deepEqual([2.5e7, -1e-5, 48.933, 0.0043].map(number), ["2.5 × 10⁷", "−1 × 10⁻⁵", "48.9", "0.0043"]);
  assert.deepEqual(
    [0, 1, 2].map((point) => text_of(BARS.series[0], point)),
    ["0.50", "0.00", ""],
  );
  assert.equal(table(frame).split("\n\n")[0], "plot 1\nname\tx\tweight\nit\t0\t0.5\nwas\t1\t0\nwide\t2\tNaN");
});

const wide_bars = (heights, more = {}) =>
  plot(
    [series("bars", [...heights.keys()], heights, { bar: [0.8, 0], digits: 2 })],
    axis([-0.5, heights.length - 0.5], []),
    axis([-1.2, 1.2], []),
    more,
  );

test("numbers stand beyond their bars, never inside, and where not all have room the longest keep theirs", () => {
  const heights = Array.from({ length: 40 }, (_, at) => (at % 3 ? 0.4 : 0.4 + at / 80) * (at % 2 ? -1 : 1));
  for (const width of [300, 480, 900]) {
    const [cell] = layout_of([wide_bars(heights)], width).cells;
    const names = place_names(cell);
    const bars = cell.points[0].map(({ box }) => [box.x, box.y, box.x + box.width, box.y + box.height]);
    const meets = (one, other) =>
      Math.min(one[2], other[2]) - Math.max(one[0], other[0]) > 0.5 &&
      Math.min(one[3], other[3]) - Math.max(one[1], other[1]) > 0.5;
    assert.ok(names.length > 2 && (width > 480 || names.length < 40));
    assert.ok(names.some(({ point }) => point === 39));
    for (const { box, point } of names) {
      assert.ok(!meets(box, bars[point]));
      assert.ok(!names.some((other) => other.point !== point && meets(box, other.box)));
    }
  }
});

test("a bar that is picked out keeps its number among longer ones", () => {
  const others = series("bars", [...Array(39).keys()], Array(39).fill(0.9), { bar: [0.8, 0], digits: 2 });
  const one = series("bars", [39], [0.5], { bar: [0.8, 0], digits: 1, first: true });
  const [cell] = layout_of([plot([others, one], axis([-0.5, 39.5], []), axis([0, 1], []))], 480).cells;
  const names = place_names(cell);
  assert.equal(names[0].text, "0.5");
  assert.ok(names.length < 30);
});

const arc = (sides, more = {}) =>
  plot(
    [
      series("arc", sides[0], sides[1], { x0: array([2], [0, 0]), y0: array([2], [0, 0]), ...more }),
      series("arrows", sides[0], sides[1], { x0: array([2], [0, 0]), y0: array([2], [0, 0]) }),
    ],
    axis([-5, 5], []),
    axis([-5, 5], []),
    { equal: true },
  );

test("an arc runs the short way round, and its name stands off it, inside the axes", () => {
  for (const [x, y, degrees] of [
    [[4, 0], [0, 4], 90],
    [[-4, -3], [0.2, -3], 48],
    [[4, -4], [-1, -1], 152],
  ]) {
    const [cell] = layout_of([arc([x, y], { names: ["θ"], told: true })], 480).cells;
    const made = arc_of(cell.points[0], RULES, 1);
    near(Math.abs(made.turn) * (180 / Math.PI), degrees, 1);
    near(
      made.radius,
      Math.min(36, 0.45 * Math.hypot(cell.points[0][0].px - made.x, cell.points[0][0].py - made.y)),
      0.5,
    );
    assert.match(arc_path(made), new RegExp(`0 0 ${made.turn > 0 ? 1 : 0} `));
    const name = place_names(cell).find(({ series: at }) => at === 0);
    const { area } = cell;
    assert.ok(name.box[0] >= area.x && name.box[2] <= area.x + area.width);
    const far = Math.hypot(name.x - made.x, name.y - made.y);
    assert.ok(far > made.radius - 12);
    assert.deepEqual(nearest({ cells: [cell], scale: 1 }, made.x, made.y)[1], 1); // an arc is not pointed at
  }
  const [cell] = layout_of(
    [
      arc([
        [0, 1],
        [0, 1],
      ]),
    ],
    480,
  ).cells;
  assert.equal(arc_of(cell.points[0], RULES, 1), null);
  assert.equal(
    say(
      {
        plots: [
          arc(
            [
              [4, 0],
              [0, 4],
            ],
            { names: ["θ = 90°"] },
          ),
        ],
      },
      [0, 0, 0],
    ),
    "θ = 90°",
  );
});

test("a callout stands in free space inside the axes, on no name, and leads to its point", () => {
  const notes = [
    { at: [1, 2], text: "the highest place of the whole curve, in many words" },
    { at: [0.5, 1], text: "half-way" },
    { at: [7, 1], text: "out of sight" },
  ];
  for (const [width, scale] of [
    [300, 1],
    [480, 1],
    [900, 1],
    [1200, 1.6],
  ]) {
    const [cell] = layout_of([{ ...LINE, notes }], width, scale).cells;
    cell.names = place_names(cell);
    const placed = place_notes(cell);
    assert.deepEqual(
      placed.map(({ text }) => text),
      notes.slice(0, 2).map(({ text }) => text),
    );
    const { area } = cell;
    const texts = [...cell.names, ...placed].map(({ box }) => box);
    placed.forEach(({ box, to, from }, at) => {
      assert.ok(box[0] >= area.x && box[2] <= area.x + area.width && box[1] >= area.y);
      assert.ok(box[3] <= area.y + area.height);
      const [px, py] = [cell.x_axis.at(notes[at].at[0]), cell.y_axis.at(notes[at].at[1])];
      near(Math.hypot(to[0] - px, to[1] - py), 4 * scale, 0.1);
      for (const other of texts)
        if (other !== box) {
          const apart = box[2] <= other[0] || other[2] <= box[0] || box[3] <= other[1] || other[3] <= box[1];
          assert.ok(apart);
          assert.ok(!crosses(from, to, other));
        }
    });
  }
});
