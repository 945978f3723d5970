import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import { Damaged, open_store, read, sent } from "../../tools/pages/live/store.js";

// Written by Python, with what it reads of each state: see test_store.py.
const MADE = JSON.parse(readFileSync(process.env.STORE_MADE, "utf8"));
const bytes = Buffer.from(MADE.store, "base64");
const opened = (data = bytes) => open_store(Buffer.from(data).toString("base64"));
const seen = (store, view, places) => sent(read(store, view, places).structure, store.arrays);

// A structure with its arrays in full.
function whole(part, numbers) {
  if (Array.isArray(part)) return part.map((one) => whole(one, numbers));
  if (part === null || typeof part !== "object") return part;
  if ("at" in part) {
    const size = part.shape.reduce((product, one) => product * one, 1);
    const run = Array.from({ length: size }, (_, at) => numbers.getFloat32(4 * (part.at + at), true));
    return { shape: part.shape, numbers: run };
  }
  return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, whole(one, numbers)]));
}

test("each state is read as Python reads it", async () => {
  const store = await opened();
  for (const { places, message, shown } of MADE.states) {
    assert.equal(read(store, 0, places), message);
    if (message) continue;
    for (const [at, wanted] of shown.entries()) {
      const { words, selected } = read(store, at + 1, places);
      const { structure, numbers } = seen(store, at + 1, places);
      assert.deepEqual({ structure: whole(structure, numbers), words, selected }, wanted);
    }
  }
});

test("what stays as it was is the same object", async () => {
  const store = await opened();
  const { places } = MADE.states.find((one) => !one.message);
  assert.equal(read(store, 1, places), read(store, 1, { ...places }));
  const first = sent(read(store, 1, places).structure, store.arrays);
  const again = sent(read(store, 1, places).structure, store.arrays, first);
  assert.equal(again.structure, first.structure);
  assert.equal(again.numbers, first.numbers);
});

test("where only numbers change, the structure stays and the numbers are others", async () => {
  const shape = [2];
  const tree = { d: { kept: { c: { of: [1, 2] } }, array: { d: { one: { a: shape, i: [0, [0], [2]] } } } } };
  const arrays = [Float32Array.of(1, 2), Float32Array.of(3, 4)];
  const store = { views: [{ uses: ["a"], tree }], tables: [], ids: Uint16Array.of(0, 1), arrays };
  const one = sent(read(store, 0, { a: 0 }).array, arrays);
  const two = sent(read(store, 0, { a: 1 }).array, arrays, one);
  assert.equal(two.structure, one.structure);
  assert.deepEqual(
    [one, two].map(({ numbers }) => numbers.getFloat32(4, true)),
    [2, 4],
  );
});

test("a list that became longer or shorter is another one", () => {
  const arrays = [Float32Array.of(1)];
  const first = sent([{ array: 0, shape: [1] }, "a"], arrays);
  assert.deepEqual(sent([{ array: 0, shape: [1] }], arrays, first).structure, [{ at: 0, shape: [1] }]);
  assert.deepEqual(sent({ 0: "b", 1: "a" }, arrays, first).structure, { 0: "b", 1: "a" });
  assert.deepEqual(sent([], arrays, first).structure, []);
});

const DAMAGED = (error) => error instanceof Damaged && /^[^\n]+ is cut or damaged\.$/.test(error.message);

test("a store that is cut is damaged, wherever it ends", async () => {
  for (let end = 0; end < bytes.length; end += Math.ceil(bytes.length / 60))
    await assert.rejects(opened(bytes.subarray(0, end)), DAMAGED);
  await assert.rejects(open_store(MADE.store.slice(0, 101)), DAMAGED);
  await assert.rejects(open_store(`${MADE.store.slice(0, 90)}<p>${MADE.store.slice(93)}`), DAMAGED);
});

test("a flipped bit is found or changes nothing", async () => {
  for (let flip = 0; flip < 120; flip += 1) {
    const data = Buffer.from(bytes);
    data[(flip * 7919) % data.length] ^= 1 << (flip % 8);
    try {
      await opened(data);
    } catch (error) {
      assert.ok(DAMAGED(error), error);
      continue;
    }
    assert.deepEqual(gunzipSync(data), gunzipSync(bytes));
  }
});

test("what is whole but no store is damaged", async () => {
  for (const raw of ["", "0123456789", "\0".repeat(16), "\xff".repeat(40)])
    await assert.rejects(opened(gzipSync(raw)), DAMAGED);
});
