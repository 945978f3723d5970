import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { shown_labels } from "../../../helpers/pictures/live/matrix_blocks.js";
import { key_place } from "../../../helpers/pictures/live/matrix_keys.js";
import { arrange, cell_rect, head_at, place_at } from "../../../helpers/pictures/live/matrix_layout.js";
import { counted, lit_with, place_of, turn_pages } from "../../../helpers/pictures/live/matrix_links.js";
import { cell_text, exact, say } from "../../../helpers/pictures/live/matrix_words.js";
import { array } from "./fake_page.js";

const RULES = JSON.parse(readFileSync(new URL("./grid_rules.json", import.meta.url), "utf8"));

const panel = (rows, columns, values = {}) => ({
  kind: "boxes",
  role: "plain",
  title: "",
  before: "",
  sizes: "",
  limit: 1,
  rows: [],
  columns: [],
  row_axis: "",
  column_axis: "",
  head: null,
  links: ["", ""],
  pages: null,
  page_titles: [],
  marked: [],
  notes: [],
  masked: false,
  blank: false,
  keep: [array([rows], Array(rows).fill(0)), array([columns], Array(columns).fill(0))],
  digits: { weights: [2], signed: [2, 1] }[values.kind] ?? [0], // as Python's words.digits_of
  values: array(
    [rows, columns],
    Array.from({ length: rows * columns }, (_, at) => at),
  ),
  row_sums: array([rows], Array(rows).fill(1)),
  ...values,
});
const frame_of = (panels, values = {}) => ({
  ...{ title: "", across: null, heads: [], rules: RULES, panels },
  ...values,
});
const laid_out = (panels, { width = 900, ratio = 1, scale = 1, shown = [], ...values } = {}) =>
  arrange(frame_of(panels, values), { scale, width, ratio, shown });

test("boxes stand below their title and their columns' names, right of their rows' names", () => {
  const named = panel(2, 3, { title: "query", rows: ["it", "was"], columns: ["a", "b", "c"] });
  const layout = laid_out([named]);
  const [block] = layout.blocks;
  // Generous boxes, 46 × 34 with 5 between them. Names of rows: 3 letters of 5.5, and 10 around; 19.5 for the
  // title.
  assert.deepEqual(
    [block.cell_width, block.cell_height, block.gap, block.width, block.height],
    [46, 34, 5, 148, 73],
  );
  assert.deepEqual([block.left, block.top, block.x, block.y, block.title_y], [26.5, 42.5, 27, 43, 10.25]);
  assert.deepEqual([layout.width, layout.height, layout.legend], [179, 131, null]);
  assert.deepEqual(cell_rect(block, 1, 2), [129, 82, 46, 34]);
  assert.deepEqual(place_at(layout, 130, 83), [0, 1, 2]);
  // A name; below the cells
  assert.deepEqual([place_at(layout, 26, 60), place_at(layout, 60, 117)], [[], []]);
});

test("a heatmap's cells are whole device pixels and fill a narrow picture", () => {
  const map = panel(5, 7, { kind: "weights" });
  const cell = (given) => laid_out([map], given).blocks[0].cell_width;
  assert.equal(cell({ width: 900 }), 40); // no larger than that
  // 7 × 34, 2 on both sides and 2 for the border of a cell: 244; 35 is too wide
  assert.equal(cell({ width: 250 }), 34);
  assert.equal(cell({ width: 250, ratio: 2 }), 34.5);
});

test("digits are written where they fit, signed ones with one digit less before none", () => {
  const digits = (width) =>
    laid_out([panel(5, 7, { kind: "signed", limit: 34 })], { width }).blocks[0].digits;
  // "34.00" is 27.5 wide, "34.0" 22, and 6 stay free; in 40, 29, 11
  assert.deepEqual([digits(900), digits(220), digits(100)], [2, 1, null]);
});

test("equal panels stand in lines of equal length, equations on one line while it is wide enough", () => {
  const lines = (panels, given) => {
    const { blocks } = laid_out(panels, given);
    const middles = blocks.map(({ y, height }) => y + height / 2);
    return [...new Set(middles)].map((middle) => middles.filter((one) => one === middle).length);
  };
  const maps = Array.from({ length: 4 }, () => panel(5, 7, { kind: "weights" }));
  assert.deepEqual(lines(maps, { width: 900 }), [4]); // 4 × (7 × 22 + 4) + 3 × 18
  assert.deepEqual(lines(maps, { width: 600 }), [2, 2]); // never 3 and 1
  assert.deepEqual(lines(maps, { width: 900, across: 1 }), [1, 1, 1, 1]);
  const equation = [panel(1, 3), panel(3, 4, { before: "×" }), panel(1, 4, { before: "=" })];
  assert.deepEqual(lines(equation, { width: 400 }), [2, 1]);
  const { blocks, signs } = laid_out(equation);
  assert.deepEqual(
    signs.map(({ text, y }) => [text, y]),
    [
      ["×", 59],
      ["=", 59],
    ],
  ); // on the middle of all three
  assert.ok(blocks[0].x + blocks[0].width < signs[0].x && signs[0].x < blocks[1].x);
});

test("a chain that is too long runs down, one step a line, and no line begins with a sign", () => {
  const chain = [
    panel(2, 1),
    panel(2, 1, { before: "÷ 8 =" }),
    panel(2, 3, { before: "times each row of" }),
    panel(2, 3, { before: "→" }),
  ];
  const places = (given) => {
    const { blocks, signs, joints } = laid_out(chain, given);
    const tops = [...new Set(blocks.map(({ y, height }) => y + height / 2))];
    const steps = tops.map((top) =>
      blocks.flatMap((one, at) => (one.y + one.height / 2 === top ? [at] : [])),
    );
    return [
      steps,
      signs.map(({ text }) => text),
      joints.map(({ text, arrow }) => [text, arrow]),
      new Set(steps.map(([first]) => blocks[first].x)).size,
    ];
  };
  assert.deepEqual(places({ width: 900 }), [[[0, 1, 2, 3]], ["÷ 8 =", "times each row of", "→"], [], 1]);
  const down = [
    ["÷ 8 =", true],
    ["", true],
  ]; // the arrow says what "→" does
  assert.deepEqual(places({ width: 480 }), [[[0], [1, 2], [3]], ["times each row of"], down, 1]);
  const narrow = [down[0], ["times each row of", false], down[1]];
  assert.deepEqual(places({ width: 200 }), [[[0], [1], [2], [3]], [], narrow, 1]);
  const { joints, blocks } = laid_out(chain, { width: 480 });
  for (const { x, top, bottom } of joints) {
    assert.ok(blocks.every((one) => one.y >= bottom || one.y + one.height <= top));
    assert.ok(blocks[0].x <= x && x <= blocks[0].x + blocks[0].width);
  }
});

test("a chain that runs down has as many panels in a line as it says, and the arrow leaves the result", () => {
  const chain = ["", "×", "=", "→", "×", "="].map((before) => panel(2, 3, { before }));
  const tops = ({ blocks }) => [...new Set(blocks.map(({ y }) => y))].length;
  assert.deepEqual([tops(laid_out(chain, { width: 560 })), tops(laid_out(chain))], [4, 1]);
  const layout = laid_out(chain, { width: 560, across: 3 });
  assert.equal(tops(layout), 2);
  const { blocks, signs, joints } = layout;
  assert.deepEqual([signs.map(({ text }) => text), joints.length], [["×", "=", "×", "="], 1]);
  assert.equal(joints[0].over, blocks[2].x + blocks[2].width / 2);
  assert.equal(joints[0].x, blocks[3].x + blocks[3].width / 2);
});

test("what is added up stands below the last panel of its chain", () => {
  const chain = ["", "×", "=", "↓ added up"].map((before, at) => panel(at === 3 ? 1 : 2, 3, { before }));
  const { blocks, joints, env } = laid_out(chain);
  assert.deepEqual([blocks[3].x, blocks[3].cell_width], [blocks[2].x, blocks[2].cell_width]);
  assert.ok(blocks[3].y > blocks[2].y + blocks[2].height && !env.down);
  assert.deepEqual(
    joints.map(({ text, arrow, x }) => [text, arrow, x]),
    [["added up", true, blocks[2].x + blocks[2].width / 2]],
  );
  const narrow = laid_out(chain, { width: 300 }).blocks;
  assert.equal(new Set(narrow.map(({ y }) => y)).size, 4 - 1);
  assert.equal(narrow[3].x, narrow[0].x); // a step like the others
});

test("labels that must stay are kept first, and the others keep step with the most important one", () => {
  const shown = (count, pitch, kept) => {
    const keep = Array.from({ length: count }, (_, at) => kept[at] ?? 0);
    return shown_labels(count, pitch, 11, keep, RULES);
  };
  assert.deepEqual(shown(5, 11, {}), [0, 1, 2, 3, 4]);
  assert.deepEqual(shown(6, 6, {}), [0, 2, 4]);
  assert.deepEqual(shown(6, 6, { 3: 0.9 }), [1, 3, 5]);
  assert.deepEqual(shown(6, 6, { 3: 0.9, 4: 2 }), [0, 2, 4]); // 3 gives way to 4, which is marked
  assert.deepEqual([shown(6, 1, {}), shown(6, 1, { 2: 3 })], [[], [2]]);
});

test("on a projector cells grow, and fewer stand side by side", () => {
  const names = Array.from("abcdefghijklmn");
  const maps = Array.from({ length: 8 }, () => panel(14, 14, { kind: "weights", rows: names }));
  for (const width of [480, 900, 1280, 1600]) {
    const [desk, hall] = [1, 1.6].map((scale) => laid_out(maps, { width, scale }).blocks[0]);
    assert.ok(hall.cell_width >= desk.cell_width, `${width}: ${hall.cell_width} < ${desk.cell_width}`);
  }
});

test("callouts stand beside the cells where there is room, else below, and their lines cross no number", () => {
  const notes = [
    { at: [1, 2], text: "a cell" },
    { at: [0, -1], text: "a row" },
    { at: [-1, 1], text: "a column" },
  ];
  const noted = (width) => laid_out([panel(3, 5, { kind: "weights", notes })], { width });
  for (const width of [300, 480, 900, 1600]) {
    const layout = noted(width);
    const [one] = layout.blocks;
    assert.equal(one.notes.length, 3);
    for (const { x, y, lines, leader } of one.notes) {
      assert.ok(one.x + x + 5.5 * Math.max(...lines.map((line) => line.length)) <= layout.width, `${width}`);
      assert.ok(x >= one.width || y >= one.height); // on no cell
      assert.ok(one.y + y + 14.3 * lines.length <= layout.height);
      const along = leader.filter(([across, down]) => across < one.width && down < one.height);
      // Inside, lines run between cells
      for (const [across, down] of along)
        assert.ok(across % one.cell_width === 0 || down % one.cell_height === 0);
    }
  }
  assert.ok(noted(900).blocks[0].notes.filter(({ x }) => x >= noted(900).blocks[0].width).length === 2);
});

test("what a neighbour says already is not said again, but its room is kept", () => {
  const twin = { kind: "weights", rows: ["a", "b"], row_axis: "query", column_axis: "key" };
  const [first, second] = laid_out([panel(2, 5, twin), panel(2, 5, twin)]).blocks;
  assert.deepEqual([first.row_axis, first.column_axis, first.row_names], ["query", "key", [0, 1]]);
  assert.deepEqual([second.row_axis, second.column_axis, second.row_names], ["", "", []]);
  assert.deepEqual([first.y, first.axis_band], [second.y, second.axis_band]);
});

test("a head's name is its panel's title, and heads that are switched off are faint", () => {
  const heads = [0, 1].map((head) => panel(3, 5, { kind: "weights", title: `head ${head + 1}`, head }));
  const layout = laid_out(heads, { shown: [1] });
  const [first, second] = layout.blocks;
  assert.deepEqual([first.faint, second.faint], [true, false]);
  assert.equal(head_at(layout, second.x + second.width / 2, second.title_y), 1);
  assert.equal(head_at(layout, second.x + 1, second.y + 1), null);
  const rows = laid_out([panel(3, 5, { links: ["head", "key"] })], { shown: [0, 2] });
  assert.deepEqual(rows.blocks[0].faint_rows, [1]);
});

test("keys lead through the cells and on into the next panel", () => {
  const layout = laid_out([panel(2, 3), panel(4, 2)]);
  const from = (place, key) => key_place(layout, place, key);
  assert.deepEqual(from([0, 1, 2], "ArrowRight"), [1, 1, 0]);
  assert.deepEqual(from([1, 3, 0], "ArrowLeft"), [0, 1, 2]); // the first panel has two rows only
  assert.deepEqual(from([0, 0, 0], "ArrowLeft"), [0, 0, 0]);
  assert.deepEqual(from([1, 3, 1], "ArrowRight"), [1, 3, 1]);
  assert.deepEqual(
    [from([0, 1, 0], "ArrowDown"), from([0, 1, 0], "End")],
    [
      [0, 1, 0],
      [0, 1, 2],
    ],
  );
  assert.deepEqual(
    [from([0, 0, 2], "PageDown"), from([1, 3, 1], "PageUp")],
    [
      [1, 0, 1],
      [0, 1, 1],
    ],
  );
  assert.deepEqual(
    [from(null, "End"), from([0, -1, 2], "Home")],
    [
      [0, 0, 0],
      [0, 0, 0],
    ],
  );
  assert.equal(from([0, 0, 0], "Enter"), null);
});

test("of panels too small to be read each is one place for keys, and is said as a whole", () => {
  const heads = [1, 2, 3, 4, 5, 6].map((number) => panel(2, 3, { kind: "weights", says: `head ${number}` }));
  const layout = laid_out(heads, { across: 3 });
  const from = (at, key) => key_place(layout, [at, 1, 2], key)[0];
  assert.deepEqual([from(1, "ArrowLeft"), from(1, "ArrowRight"), from(2, "ArrowRight")], [0, 2, 3]);
  assert.deepEqual([from(1, "ArrowDown"), from(4, "ArrowUp"), from(1, "ArrowUp")], [4, 1, 1]);
  assert.deepEqual([from(4, "Home"), from(4, "End"), from(0, "PageUp"), from(5, "PageDown")], [3, 5, 0, 5]);
  assert.equal(say(frame_of(heads), [4, 1, 2]), "head 5");
});

test("panels tell each other what their rows and columns count", () => {
  const scores = panel(3, 5, { links: ["query", "key"] });
  const values = panel(5, 2, { links: ["key", ""] });
  assert.deepEqual(counted(scores, 2, 4), { query: 2, key: 4 });
  assert.deepEqual(place_of(frame_of([scores, values]), [], { key: 4 }), [0, -1, 4]);
  assert.deepEqual(place_of(frame_of([values]), [], { query: 1, key: 4 }), [0, 4, -1]);
  assert.deepEqual(place_of(frame_of([values]), [], { key: 5 }), []); // it has no such row
  const { blocks } = laid_out([scores, values]);
  const lit = lit_with(blocks, [0, 2, 4]).map(([{ place }, row, column]) => [place, row, column]);
  assert.deepEqual(lit, [
    [0, 2, 4],
    [1, 4, -1],
  ]);
});

test("a page is turned to another query once", () => {
  const pages = array(
    [2, 3, 2],
    Array.from({ length: 12 }, (_, at) => at),
  );
  const turned = panel(3, 2, {
    pages,
    page: 0,
    page_titles: ["of it", "of was"],
    page_sums: array([2, 3], [1, 2, 3, 4, 5, 6]),
  });
  const frame = frame_of([turned]);
  assert.deepEqual([turn_pages(frame, 1), turn_pages(frame, 1), turn_pages(frame, 2)], [true, false, false]);
  assert.deepEqual(
    [turned.title, [...turned.values.data], [...turned.row_sums.data]],
    ["of was", [6, 7, 8, 9, 10, 11], [4, 5, 6]],
  );
});

test("numbers have the digits that they need", () => {
  assert.deepEqual(
    [cell_text(-0.001, 2), cell_text(-1.5, 1), cell_text(-23456, 2), cell_text(NaN, 2)],
    ["0.00", "−1.5", "−2.3e+4", "?"],
  );
  assert.deepEqual([exact(-Infinity), exact(NaN), exact(-1 / 3)], ["−∞", "no number", "−0.3333"]);
  const one = panel(2, 3, { title: "query", rows: ["it", "was"] });
  assert.equal(say(frame_of([one]), [0, 1, 2]), "query[was, column 3] = 5");
});
