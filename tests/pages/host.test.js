import assert from "node:assert/strict";
import test from "node:test";
import { choice_after, fits, heads_after, query_of } from "../../tools/pages/live/chosen.js";
import { Model } from "../../tools/pages/live/host.js";
import { Player } from "../../tools/pages/live/player.js";
import { States } from "../../tools/pages/live/states.js";

test("whoever hears of one value finds all that came with it, and hears of what is new only", () => {
  const model = new Model({ words: "old", selected: [1] });
  const heard = [];
  const hear = () => heard.push([model.get("words"), model.get("selected")]);
  model.on("change:words", hear);
  model.on("change:selected", hear);
  model.set_all({ words: "new", selected: [1] });
  assert.deepEqual(heard, [["new", [1]]]);
  model.set("selected", [1]);
  model.off("change:selected", hear);
  model.set("selected", [2]);
  assert.equal(heard.length, 1);
  assert.deepEqual(model.get("selected"), [2]);
});

test("new numbers are told without being compared", () => {
  const model = new Model({ numbers: new DataView(new ArrayBuffer(4)) });
  let heard = 0;
  model.on("change:numbers", () => {
    heard += 1;
  });
  model.set("numbers", new DataView(new ArrayBuffer(4)));
  assert.equal(heard, 1);
});

const panel = (rows, columns, more = {}) => ({
  values: { shape: [rows, columns] },
  links: ["query", "key"],
  pages: null,
  head: null,
  ...more,
});
const matrix = { panels: [panel(3, 4), panel(2, 2, { links: [null, null] })], heads: [] };

test("a place fits what is there: a whole row or column too, but not nothing", () => {
  assert.ok(fits("matrix", matrix, [0, 2, 3]) && fits("matrix", matrix, [0, -1, 3]));
  for (const place of [[0, 3, 0], [0, 0, 4], [2, 0, 0], [0, -1, -1], [-1, 0, 0], [0, 1], []])
    assert.ok(!fits("matrix", matrix, place), String(place));
  const lines = { tokens: ["the", "dog"] };
  assert.ok(fits("lines", lines, [1]) && !fits("lines", lines, [2]) && !fits("lines", lines, []));
  const chart = { plots: [{ series: [{ y: { shape: [2] } }] }] };
  assert.ok(fits("chart", chart, [0, 0, 1]));
  assert.ok(
    !fits("chart", chart, [0, 0, 2]) && !fits("chart", chart, [0, 1, 0]) && !fits("chart", chart, [1, 0, 0]),
  );
  const map = { nodes: [{ values: null }, { values: { shape: [2, 2] }, asks: true }] };
  assert.ok(fits("map", map, [0, -1, -1]) && fits("map", map, [1, 1, -1]) && !fits("map", map, [0, 0, 0]));
  assert.deepEqual([query_of("map", map, [1, 1, 0]), query_of("map", map, [0, -1, -1])], [1, null]);
});

test("who asks is told by the row that counts queries, or by the page that is shown", () => {
  assert.equal(query_of("matrix", matrix, [0, 2, -1]), 2);
  assert.equal(query_of("matrix", matrix, [0, -1, 1]), null);
  assert.equal(query_of("matrix", matrix, [1, 1, 1]), null);
  const paged = { panels: [panel(3, 4, { links: ["head", "key"], pages: {}, page: 2 })] };
  assert.equal(query_of("matrix", paged, [0, 1, 1]), 2);
});

test("a frame that asks for another word chooses it; a choice of the same word stays, and one that is gone goes", () => {
  const after = (before, chosen, now) => choice_after("matrix", matrix, { before, chosen, now });
  assert.deepEqual(after([0, 1, -1], [0, 2, -1], [0, 1, 3]), [0, 2, -1]);
  assert.deepEqual(after([0, 1, -1], [0, 2, -1], [0, 2, 3]), [0, 2, 3]);
  assert.deepEqual(after([0, 1, -1], [0, 1, -1], [0, 2, 3]), [0, 2, 3]);
  assert.deepEqual(after([], [], [0, 7, 0]), []);
  assert.deepEqual(after([0, 1, -1], [], [0, 0, 0]), [0, 0, 0]);
});

test("heads stay switched on as they are until there are others", () => {
  const frame = { heads: ["head 1", "head 2"], shown: [1] };
  assert.deepEqual(heads_after("lines", frame, { before: { heads: ["head 1", "head 2"] }, now: [0] }), [0]);
  assert.deepEqual(heads_after("lines", frame, { before: { heads: ["head 1"] }, now: [0] }), [1]);
});

const word_told = (texts, lands) => ({
  controls: { text: { texts: ["a", "b"], start: 0 }, asks: { texts: [], start: 1 } },
  follows: { asks: { names: ["text"], sizes: [2], texts, which: [0, 1], lands } },
});

test("a word goes on asking where it can, else its place or the last one does", () => {
  const moved = (texts, asks) =>
    new States(word_told(texts, [null, null])).moved({ text: 0, asks }, { text: 1 }).map((one) => one.asks);
  const before = ["the (1)", "dog", "the (3)", "ran"];
  assert.deepEqual(moved([before, ["a", "the", "dog"]], 1), [2]);
  assert.deepEqual(moved([before, ["the (1)", "cat", "the (3)"]], 2), [2]);
  assert.deepEqual(moved([before, ["no", "one"]], 3), [1]);
  const states = new States(word_told([before, ["no", "one"]], [null, null]));
  assert.deepEqual(states.texts("asks", { text: 1, asks: 0 }), ["no", "one"]);
});

test("where a follower begins anew it stands at its first text before", () => {
  const states = new States(
    word_told(
      [
        ["a", "b"],
        ["c", "d", "it"],
      ],
      [1, 2],
    ),
  );
  assert.deepEqual(
    states.moved({ text: 0, asks: 1 }, { text: 1 }).map(({ asks }) => asks),
    [0, 2],
  );
});

test("controls in a group are one axis; what is in no cell is said and has no place", () => {
  const controls = { a: { texts: ["0", "1"], start: 0 }, b: { texts: ["0", "1"], start: 0 } };
  const cells = [
    [0, 0],
    [1, 0],
    [0, 1],
  ];
  const states = new States({
    controls,
    groups: { off: { names: ["a", "b"], cells, says: "one at a time" } },
  });
  assert.deepEqual(states.start, { a: 0, b: 0 });
  assert.deepEqual(states.axes({ a: 0, b: 1 }), { axes: { a: 0, b: 1, off: 2 }, says: "" });
  assert.equal(states.axes({ a: 1, b: 1 }).says, "one at a time");
});

function walk(behind) {
  const explorer = {
    places: { step: 0, from: 1 },
    texts: () => ["0", "1", "2", "3"],
    change(changes) {
      Object.assign(this.places, changes);
    },
  };
  return new Player({ name: "step", interval: 1e6, behind }, explorer, () => {});
}

test("it plays to the end and stops there, and begins anew one step behind what it follows", () => {
  const player = walk("from");
  player.play();
  assert.deepEqual([player.place, player.playing], [1, true]);
  player.tick();
  player.tick();
  assert.deepEqual([player.place, player.playing], [3, false]);
  player.tick();
  player.play();
  assert.equal(player.place, 2);
  player.stop();
});

test("a hand on its control, or Next, stops it; a hand elsewhere does not", () => {
  const player = walk();
  player.play();
  player.moved(["from"]);
  assert.ok(player.playing);
  player.moved(["step"]);
  assert.ok(!player.playing);
  player.play();
  player.next();
  assert.deepEqual([player.place, player.playing], [3, false]);
  player.next();
  assert.equal(player.place, 3);
});
