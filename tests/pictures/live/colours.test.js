import assert from "node:assert/strict";
import test from "node:test";
import {
  contrast,
  ink_on,
  rgb,
  role_colours,
  shade,
  step_of,
} from "../../../helpers/pictures/live/colours.js";

const paper = { paper: "#ffffff", ink: "#1f2328", error: "#b3261e" };

test("a number gets the step of its share of the limit; beyond the limit it gets the last one", () => {
  assert.deepEqual(
    [0, 0.5, 1, 2, -1].map((one) => step_of(one, "weights", 1)),
    [0, 128, 255, 255, 0],
  );
  assert.deepEqual(
    [-4, -2, 0, 2, 4, 9].map((one) => step_of(one, "signed", 4)),
    [0, 64, 128, 191, 255, 255],
  );
});

test("black on white is 21 : 1, and the ink is the one that stands out", () => {
  assert.ok(Math.abs(contrast([0, 0, 0], [255, 255, 255]) - 21) < 1e-9);
  assert.deepEqual(rgb("#70bf41"), [112, 191, 65]);
  assert.deepEqual([ink_on([255, 210, 0]), ink_on([60, 20, 120])], ["#000000", "#ffffff"]);
});

test("a shade is the colour itself where that stands out, else the first darker one that does", () => {
  assert.equal(shade("#1f2328", paper, 4.5), "#1f2328");
  const made = rgb(shade("#f49735", paper, 4.5));
  assert.ok(contrast(made, [255, 255, 255]) >= 4.5);
  assert.ok(made.every((part, at) => part < rgb("#f49735")[at]));
});

test("a head's colour is shaded for lines and for words, as far as each needs", () => {
  const roles = role_colours({ ...paper, head: (number) => ["#f49735", "#70bf41"][number - 1] });
  const { fill, strong, text } = roles("head 2");
  assert.equal(fill, "#70bf41");
  assert.ok(contrast(rgb(strong), [255, 255, 255]) >= 3 && contrast(rgb(text), [255, 255, 255]) >= 4.5);
  assert.equal(roles("error").text, "#b3261e");
  assert.equal(roles("head 2"), roles("head 2"));
});
