import assert from "node:assert/strict";
import test from "node:test";
import {
  arrange,
  inside,
  key_place,
  lens_of,
  one_line,
  under,
} from "../../../helpers/pictures/live/map_layout.js";
import { path_of, target_of } from "../../../helpers/pictures/live/map_open.js";
import { say, table } from "../../../helpers/pictures/live/map_words.js";
import { array } from "./fake_page.js";

const measure = (text, size) => 0.5 * size * text.length; // every letter is half as wide as it is high
const RULES = { row: 40, widest: 100, type: 12, small: 10, line: 1.25, pad: 5, head: 7, least: 40, lens: 3 };
const node = (name, more) => ({
  ...{ name, label: name, below: "", role: "plain", told: "", mark: "", leads: "", quiet: false },
  ...{ values: null, kind: "signed", limit: 1, rows: [], columns: [], row: null, asks: false, ...more },
});
const FRAME = {
  rules: RULES,
  nodes: [
    node("words", { label: "feed-\nforward", mark: "3", told: "what it is", leads: "03.ipynb" }),
    node("x", { values: array([3, 2], [1, 2, 3, 4, 5, 6]), rows: ["a", "b", "c"], row: 1, asks: true }),
  ],
  arrows: [{ label: "", role: "plain", dashed: false }],
  groups: [],
  lit: ["x"],
  layouts: [
    {
      columns: 4,
      rows: 2,
      beside: [],
      boxes: [
        [0, 0, 1, 1],
        [2, 0, 2, 2],
      ],
      groups: [],
      ways: [[1, 0.5, 2, 0.5]],
    },
    {
      columns: 2,
      rows: 3,
      beside: [],
      boxes: [
        [0, 0, 2, 1],
        [0, 2, 2, 1],
      ],
      groups: [],
      ways: [[1, 1, 1, 2]],
    },
  ],
};
const at = (width, scale = 1) => arrange(FRAME, { width, scale, measure });

test("the first layout whose words fit is taken, and the last one is as wide as its words need", () => {
  // "forward" has 7 letters of 6, and 2 × 5 around it: 52 for a column. 9 on each side are for numbers on corners.
  assert.equal(at(4 * 52 + 18).layout, 0);
  assert.equal(at(4 * 52 + 17).layout, 1);
  const narrow = at(30);
  assert.equal(narrow.boxes[0].width, 52);
  assert.ok(narrow.width > 30); // it scrolls, and nothing is cut
});

test("large type becomes smaller where even the narrowest layout would be cut, but never below scale 1", () => {
  assert.equal(at(1000, 2).scale, 2);
  const shrunk = at(90, 2); // at 2 the last layout needs 2 × 52 and 36
  assert.ok(shrunk.scale > 1 && shrunk.scale < 2 && shrunk.width === 90);
  assert.equal(at(30, 2).scale, 1);
});

test("columns grow with the room up to the widest, rows and type with the scale", () => {
  const wide = at(1000);
  assert.deepEqual([wide.boxes[0].width, wide.boxes[0].height], [100, 40]);
  assert.equal(wide.boxes[0].x, 300); // in the middle
  const large = at(1000, 2);
  assert.deepEqual(
    [large.size, large.small, large.boxes[1].height, large.boxes[1].width],
    [24, 20, 160, 400],
  );
  assert.deepEqual(wide.ways[0], [
    [400, 29],
    [500, 29],
  ]); // from the edge of one box to that of the other
});

test("words stand in the middle of their box, in one line where there is room", () => {
  assert.equal(one_line("feed-\nforward"), "feed-forward");
  assert.equal(one_line("next\nlayer"), "next layer");
  const [wide, narrow] = [at(1000), at(4 * 52 + 18)];
  const lines = (layout) => inside(FRAME.nodes[0], layout.boxes[0], layout, measure).lines;
  assert.deepEqual(
    lines(wide).map(({ text }) => text),
    ["feed-forward"],
  );
  assert.deepEqual(
    lines(narrow).map(({ text }) => text),
    ["feed-", "forward"],
  );
  const { y, height } = narrow.boxes[0];
  assert.equal((lines(narrow)[0].y + lines(narrow)[1].y) / 2, y + height / 2);
});

test("a row under the lens is three times as high, and found there", () => {
  assert.deepEqual(lens_of(3, 1, 3), [0.2, 0.8, 0.2]);
  const layout = at(1000);
  const inners = FRAME.nodes.map((one, place) => inside(one, layout.boxes[place], layout, measure).inner);
  const { x, y, width, height } = inners[1];
  const found = (across, down) => under(FRAME, layout, inners, x + across * width, y + down * height);
  assert.deepEqual(found(0.1, 0.1), [1, 0, 0]);
  assert.deepEqual(found(0.9, 0.3), [1, 1, 1]);
  assert.deepEqual(found(0.9, 0.79), [1, 1, 1]);
  assert.deepEqual(found(0.9, 0.99), [1, 2, 1]);
  assert.deepEqual(under(FRAME, layout, inners, layout.boxes[0].x + 1, layout.boxes[0].y + 1), [0, -1, -1]);
  assert.deepEqual(under(FRAME, layout, inners, 0, 0), []);
});

test("arrow keys go from step to step, and through the numbers of one", () => {
  assert.deepEqual(key_place(FRAME, null, "ArrowDown"), [0, -1, -1]);
  assert.deepEqual(key_place(FRAME, [0, -1, -1], "ArrowRight"), [1, -1, -1]);
  assert.deepEqual(key_place(FRAME, [1, -1, -1], "ArrowRight"), [1, 1, 0]); // the row under the lens
  assert.deepEqual(key_place(FRAME, [1, 1, 0], "ArrowRight"), [1, 1, 1]);
  assert.deepEqual(key_place(FRAME, [1, 1, 1], "ArrowRight"), [1, 1, 1]);
  assert.deepEqual(key_place(FRAME, [1, 1, 1], "Home"), [0, -1, -1]);
  assert.deepEqual(key_place(FRAME, [0, -1, -1], "End"), [1, -1, -1]);
  assert.equal(key_place(FRAME, [0, -1, -1], "a"), null);
});

test("a step and a number are said, and all of it is copied as a table", () => {
  assert.equal(say(FRAME, [0, -1, -1]), "feed-forward: what it is (notebook 3)");
  assert.equal(say(FRAME, [1, 2, 0]), "x, c, number 1: 5.00");
  assert.equal(table(FRAME), "feed-forward\twhat it is\tnotebook 3\nx\nx\n1\t2\n3\t4\n5\t6");
});

test("the notebook of a step stands beside the one that is open, or above one of more/", () => {
  const nowhere = { closest: () => null };
  const from = (pathname, search = "") => path_of(nowhere, { pathname, search });
  assert.equal(from("/lab/tree/course/notebooks/01_a%20b.ipynb"), "course/notebooks/01_a b.ipynb");
  assert.equal(from("/notebooks/01_a.ipynb"), "01_a.ipynb");
  assert.equal(from("/lab/index.html", "?path=notebooks/01_a.ipynb"), "notebooks/01_a.ipynb");
  assert.equal(from("/somewhere.html"), "");
  assert.equal(target_of("course/notebooks/01_a.ipynb", "03_b.ipynb"), "course/notebooks/03_b.ipynb");
  assert.equal(target_of("01_a.ipynb", "03_b.ipynb"), "03_b.ipynb");
  assert.equal(target_of("notebooks/more/01_a.ipynb", "03_b.ipynb"), "notebooks/03_b.ipynb");
});
