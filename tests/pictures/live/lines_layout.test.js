import assert from "node:assert/strict";
import test from "node:test";
import {
  arrange,
  bar_columns,
  bars_of,
  least_of_all,
  lines_of,
  notes_of,
  place_under,
  scrolled_to,
  window_top,
  y_of,
} from "../../../helpers/pictures/live/lines_layout.js";
import { key_place } from "../../../helpers/pictures/live/lines_pointing.js";
import { say, table, told_apart } from "../../../helpers/pictures/live/lines_words.js";
import { array } from "./fake_page.js";

// Two heads, three words that ask, four that are asked.
const FRAME = {
  heads: ["head 1", "head 2"],
  tokens: ["it", "was", "tired"],
  keys: ["the", "animal", "street", "!"],
  weights: array(
    [2, 3, 4],
    [
      ...[0.1, 0.6, 0.3, 0, 0.25, 0.25, 0.25, 0.25, 0, 0, 1, 0],
      ...[0.005, 0.4, 0.595, 0, 0, 0, 0, 1, 0.5, 0.2, 0.2, 0.1],
    ],
  ),
  row_sums: array([2, 3], [1, 1, 1, 1, 1, 1]),
};
const PLAN = arrange(FRAME, { scale: 1, room: 700, window_height: 900 });
const NAMES = { query: FRAME.tokens, key: FRAME.keys };
const near = (one, other) => assert.ok(Math.abs(one - other) < 1e-5, `${one} is not ${other}`);

const many = (n_tokens, n_keys, weight) => ({
  heads: ["head 1"],
  tokens: Array(n_tokens).fill("word"),
  keys: Array(n_keys).fill("word"),
  weights: array(
    [1, n_tokens, n_keys],
    Array.from({ length: n_tokens * n_keys }, (_, at) => weight(at)),
  ),
});

test("columns are as wide as their widest word, with lines between them and bars on the right", () => {
  // "is asked": 8 letters of 7, and 2 × 7 around it; bars of 150 and a gap of 340 leave room on the right.
  const { column, left, right, bars_at, bars, gap, width } = PLAN;
  assert.deepEqual([column, left, right, bars_at, bars, gap, width], [70, 70, 410, 480, 150, 340, 630]);
  // A head of 41, four rows of 26: the longer side counts.
  assert.deepEqual(
    [PLAN.header, PLAN.row, PLAN.height, PLAN.visible, PLAN.scrolls],
    [41, 26, 145, 145, false],
  );
  assert.equal(y_of(PLAN, 2), 106);
});

test("in a narrow picture the bars go first, and the lines keep 80 pixels", () => {
  const { column, bars, gap } = arrange(FRAME, { scale: 1, room: 210, window_height: 900 });
  assert.deepEqual([column, bars, gap], [67, 0, 80]); // a quarter of 210, and 2 × 7
});

test("a long text scrolls by whole rows, as far as a word needs to come into sight", () => {
  const plan = arrange(
    many(40, 37, () => 0),
    { scale: 1, room: 700, window_height: 400 },
  );
  assert.deepEqual([plan.row, plan.visible, plan.height, plan.scrolls], [17.5, 286, 741, true]);
  assert.deepEqual(
    [0, 100, 9999].map((scrollTop) => window_top(plan, { scrollTop })),
    [0, 105, 455],
  );
  assert.deepEqual(
    [scrolled_to(plan, 20, 0), scrolled_to(plan, 2, 100), scrolled_to(plan, 5, 0)],
    [122.5, 35, 0],
  );
});

test("a point finds the word beside it, on either side, and none where that side has ended", () => {
  const under = (across, row) => place_under(FRAME, PLAN, across, 41 + 26 * row + 5, 0);
  assert.deepEqual(under(60, 1), { side: "query", at: 1 });
  assert.deepEqual(under(97, 1), { side: "query", at: 1 });
  assert.equal(under(98, 1), null); // between the columns
  assert.deepEqual(under(383, 3), { side: "key", at: 3 });
  assert.equal(under(60, 3), null); // only three words ask
  assert.equal(place_under(FRAME, PLAN, 60, 40, 0), null); // above the words
});

test("lines of a word are those of its row or its column, widest first; what is tiny is left out", () => {
  const told = (lines) => lines.map(({ head, query, key }) => [head, query, key]);
  const of_query = lines_of(FRAME, PLAN, [0, 1], { side: "query", at: 0 });
  assert.deepEqual(told(of_query), [
    [0, 0, 1],
    [1, 0, 2],
    [1, 0, 1],
    [0, 0, 2],
    [0, 0, 0],
  ]);
  near(of_query[0].width, 0.6 * 26 * 0.4); // two heads share a row
  near(of_query[0].shift, -4.68);
  near(of_query[1].shift, 4.68);
  const of_key = lines_of(FRAME, PLAN, [1], { side: "key", at: 3 });
  assert.deepEqual(told(of_key), [
    [1, 1, 3],
    [1, 2, 3],
  ]);
  near(of_key[0].width, 13); // a weight of 1, one head
  assert.equal(lines_of(FRAME, PLAN, [0, 1], { side: null, at: null }, 0.5).length, 5);
});

test("of too many lines only the strong ones are drawn while all words are shown", () => {
  assert.equal(least_of_all(FRAME, [0, 1]), 0.01);
  assert.equal(
    least_of_all(
      many(60, 50, (at) => (at < 2000 ? 0.015 : 0.03)),
      [0],
    ),
    0.02,
  );
  assert.equal(
    least_of_all(
      many(60, 50, () => 1),
      [0],
    ),
    0.5,
  ); // as many as it takes
});

test("bars stand beside the words that are asked, side by side for the heads", () => {
  const columns = bar_columns(PLAN, [0, 1]);
  const width = 71 - PLAN.digits; // a number stands behind its bar
  assert.deepEqual(columns, [
    { head: 0, x: 480, room: 71, width },
    { head: 1, x: 555, room: 71, width },
  ]);
  const crowded = bar_columns({ ...PLAN, bars: 80 }, [0, 1]); // no room behind: long bars pass below
  assert.deepEqual(
    crowded.map((column) => column.width),
    crowded.map(({ room }) => room),
  );
  const bars = bars_of(FRAME, PLAN, [0, 1], { side: "query", at: 2 });
  assert.deepEqual(
    bars.map(({ head, key, digits }) => [head, key, digits]),
    [
      [0, 2, "1.00"],
      [1, 0, "0.50"],
      [1, 1, "0.20"],
      [1, 2, "0.20"],
      [1, 3, "0.10"],
    ],
  );
  near(bars[1].width, 0.5 * width);
  near(bars[1].digits_at, bars[1].x + 0.5 * width + 0.2 * PLAN.size);
  near(bars[1].y, 41 + 13 - 0.42 * 26);
  assert.deepEqual(bars_of(FRAME, PLAN, [0, 1], { side: "key", at: 2 }), []);
});

test("keys lead up and down a column, and across to a column that may be shorter", () => {
  const from = (side, at, key) => key_place(FRAME, { side, at }, key);
  assert.deepEqual(from("key", 3, "ArrowLeft"), { side: "query", at: 2 });
  assert.deepEqual(from("query", 2, "ArrowDown"), { side: "query", at: 2 });
  assert.deepEqual(from("query", 1, "ArrowUp"), { side: "query", at: 0 });
  assert.deepEqual(from("key", 0, "End"), { side: "key", at: 3 });
  assert.deepEqual(from(null, null, "ArrowDown"), { side: "query", at: 0 });
  assert.deepEqual(from(null, null, "End"), { side: "query", at: 2 });
  assert.equal(from("key", 0, "Enter"), null);
});

test("the readout says a row, a column or the strongest weight of each head", () => {
  assert.deepEqual(say(FRAME, NAMES, [0], { side: "query", at: 0 }), [
    "head 1: it → animal 0.60, street 0.30, the 0.10; row sums to 1.00",
  ]);
  assert.deepEqual(say(FRAME, NAMES, [1], { side: "key", at: 3 }), [
    "head 2: ! ← was 1.00, tired 0.10, it 0.00",
  ]);
  assert.deepEqual(say(FRAME, NAMES, [0, 1], { side: null }), [
    "head 1: strongest tired → street 1.00",
    "head 2: strongest was → ! 1.00",
  ]);
  assert.deepEqual(say(FRAME, NAMES, [], { side: null }), [
    "No head is switched on: choose one above the picture.",
  ]);
  assert.deepEqual(told_apart(["the", "cat", "the"]), ["the (word 1)", "cat", "the (word 3)"]);
});

test("the copied table has a row for each word that asks", () => {
  assert.equal(table(FRAME, [1]).split("\n")[3], "tired\t0.5\t0.2\t0.2\t0.1");
});

test("callouts stand in the margin beside the rows of their keys, of lines that are drawn, on no other", () => {
  const notes = [
    { at: [0, 1], text: "the widest line of all" },
    { at: [0, 2], text: "the next one" },
    { at: [1, 3], text: "another word asks" },
    { at: [0, 3], text: "too thin to be drawn" },
  ];
  const frame = { ...FRAME, notes };
  for (const [room, scale] of [
    [480, 1],
    [700, 1],
    [1600, 1],
    [1100, 1.6],
  ]) {
    const plan = arrange(frame, { scale, room, window_height: 900 });
    assert.ok(plan.width <= room && plan.notes >= 90 * scale && plan.gap >= 80 * scale);
    const told = (place) => notes_of(frame, plan, [0, 1], place);
    const asks = told({ side: "query", at: 0 });
    assert.deepEqual(
      asks.map(({ text }) => text),
      ["the widest line of all", "the next one"],
    );
    const all = told({ side: null, at: null });
    assert.equal(all.length, 3);
    for (const some of [asks, all])
      some.forEach(({ lines, x, y, size, step, to, from }, at) => {
        assert.ok(x >= plan.bars_at && x < plan.width && size >= 11 * scale && from[0] < x);
        assert.ok(to[0] > plan.right);
        if (at) assert.ok(y >= some[at - 1].y + some[at - 1].lines.length * step);
        assert.ok(lines.length >= 1);
      });
    near(asks[0].to[1], y_of(plan, 1));
    assert.deepEqual(
      told({ side: "key", at: 3 }).map(({ text }) => text),
      ["another word asks"],
    );
    assert.deepEqual(notes_of(frame, plan, [], { side: "query", at: 0 }), []); // no head is on
  }
  assert.equal(PLAN.notes, 0); // without callouts, no margin
  assert.equal(arrange(frame, { scale: 1, room: 250, window_height: 900 }).notes, 0);
});
