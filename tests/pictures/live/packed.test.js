import assert from "node:assert/strict";
import test from "node:test";
import { unpack } from "../../../helpers/pictures/live/packed.js";

const model_of = (structure, numbers) => {
  const bytes = new Uint8Array(Float32Array.from(numbers).buffer);
  const sent = { structure, numbers: new DataView(bytes.buffer) };
  return { get: (name) => sent[name] };
};
const steps = (shape, kind, limit) => ({ steps: { at: 1, shape: [2] }, shape, kind, limit });

test("an array is the run of numbers that it names", () => {
  const told = unpack(model_of({ one: { at: 1, shape: [2, 1] } }, [7, 8, 9]));
  assert.deepEqual(
    [told.one.shape, [...told.one.data]],
    [
      [2, 1],
      [8, 9],
    ],
  );
});

test("three steps of a colour map are one number, and are painted in their colours again", () => {
  // As in the doctest of pack.colours_alone: 0, 1, 0.5 and 0
  const { values } = unpack(model_of({ values: steps([1, 4], "weights", 2) }, [-1, 8453888, 0]));
  assert.deepEqual(values.shape, [1, 4]);
  assert.deepEqual(
    [...values.data].map((value) => Math.floor((value / 2) * 255 + 0.5)),
    [0, 255, 128, 0],
  );
  const signed = unpack(model_of({ values: steps([4, 1], "signed", 3) }, [-1, 8453888, 0])).values;
  assert.deepEqual(
    [...signed.data].map((value) => Math.floor(((value / 3 + 1) / 2) * 255 + 0.5)),
    [0, 255, 128, 0],
  );
});

test("what the kernel inside a browser leaves out, because it is None, is null", () => {
  const { panels, nodes } = unpack(
    model_of({ panels: [{ role: "weight" }, { head: 0 }], nodes: [{ row: 2 }, {}] }, []),
  );
  assert.deepEqual(
    [panels.map(({ head }) => head), nodes.map(({ row }) => row)],
    [
      [null, 0],
      [2, null],
    ],
  );
});
