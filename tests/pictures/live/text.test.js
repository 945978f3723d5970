import "./fake_page.js";
import assert from "node:assert/strict";
import test from "node:test";
import {
  minus,
  rows_of,
  short_number,
  shorten,
  text_width,
  wrap,
} from "../../../helpers/pictures/live/text.js";

test("a minus sign is a true one, and a zero has none", () => {
  assert.deepEqual(["-1.50", "0.25", "-0.00", "-3e-7"].map(minus), ["−1.50", "0.25", "0.00", "−3e-7"]);
});

test("a short number has few digits", () => {
  const given = [0, 0.126, -0.126, 12.34, 123.4, -23456, 0.0001, -0.0009];
  const wanted = ["0.00", "0.13", "−0.13", "12.3", "123", "−2.3e+4", "1.0e-4", "0.00"];
  assert.deepEqual(
    given.map((one) => short_number(one)),
    wanted,
  );
});

test("a text is cut where it has no room, by whole letters, and never to nothing", () => {
  assert.equal(text_width("query", 12), 30);
  assert.equal(shorten("query", 30, 12), "query");
  assert.equal(shorten("query", 29, 12), "que…");
  assert.equal(shorten("𝐪𝐮𝐞𝐫𝐲", 18, 12), "𝐪𝐮…");
  assert.equal(shorten("query", 1, 12), "q…");
  assert.equal(shorten("query", Infinity, 12), "query");
});

test("a text is wrapped between words; the last line that is allowed takes the rest, cut", () => {
  assert.deepEqual(wrap("who asks, who  is asked", 54, 12), ["who asks,", "who is", "asked"]);
  assert.deepEqual(wrap("who asks, who is asked", 54, 12, 400, 2), ["who asks,", "who is a…"]);
  assert.deepEqual(wrap("", 54, 12), []);
});

test("pieces stand side by side while there is room, each at least alone in its row", () => {
  assert.deepEqual(rows_of([40, 50, 130, 20], 100, 10), [
    { x: 0, row: 0 },
    { x: 50, row: 0 },
    { x: 0, row: 1 },
    { x: 0, row: 2 },
  ]);
});
