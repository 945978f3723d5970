import assert from "node:assert/strict";
import test from "node:test";
import {
  box_role,
  contrast,
  ink_on,
  palette,
  panel_colours,
  rgb,
  role_colours,
  row_colour,
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

// What Python sends, small: two heads, maps that say their place, one role.
const sent = {
  heads: ["#0072b2", "#d55e00"],
  roles: { key: { fill: "#f49735", light: "#a85400", dark: "#f49735" } },
  colour_maps: Uint8Array.from({ length: 4 * 768 }, (_, at) => (at / 3) % 256),
};
function colours_in(theme) {
  globalThis.document = { body: { dataset: { jpThemeLight: String(theme === "light") } } };
  return palette({ get: (name) => sent[name] });
}
const panel = { role: "key", head: null, slots: 0, links: ["", ""], values: { shape: [2, 6] } };

test("in the dark theme a head's colour is light enough for lines and words, in the light one it is itself", () => {
  assert.equal(colours_in("light").head(1), "#0072b2");
  const dim = contrast(rgb("#0072b2"), rgb("#111111"));
  const made = colours_in("dark").head(1);
  assert.ok(dim < 4.5 && contrast(rgb(made), rgb("#111111")) >= 4.5);
  assert.equal(colours_in("dark").head(3), made); // after the last head the first comes again
});

test("a panel's frame and title are its head's, else its role's; without either they are plain", () => {
  const colours = colours_in("light");
  assert.deepEqual(panel_colours(panel, colours), { plain: false, frame: "#f49735", title: "#a85400" });
  assert.deepEqual(panel_colours({ ...panel, head: 0 }, colours), {
    plain: false,
    frame: "#0072b2",
    title: "#0072b2",
  });
  assert.deepEqual(panel_colours({ ...panel, role: "plain" }, colours), {
    plain: true,
    frame: colours.grid,
    title: colours.ink,
  });
});

test("a box, and a row's name, wear the colour of the head that they belong to", () => {
  const rows = { ...panel, links: ["head", ""] };
  assert.equal(box_role(panel, 1, 5), "key");
  assert.equal(box_role({ ...panel, head: 3 }, 1, 5), "head 4");
  assert.equal(box_role(rows, 1, 5), "head 2");
  const slots = [0, 1, 2, 3, 4, 5].map((column) => box_role({ ...panel, slots: 3 }, 0, column));
  assert.deepEqual(slots, ["head 1", "head 1", "head 2", "head 2", "head 3", "head 3"]);
  const colours = colours_in("light");
  assert.equal(row_colour(panel, 1, colours), colours.ink);
  assert.ok(contrast(rgb(row_colour(rows, 1, colours)), [255, 255, 255]) >= 4.5);
});

test("boxes of weights and of numbers without a role are filled from the maps, others are not", () => {
  const colours = colours_in("light");
  assert.deepEqual(colours.box(1, "weight", 2), colours.colour(1, "weights", 2));
  assert.deepEqual(colours.box(-2, "plain", 2), colours.colour(-1.2, "signed", 2));
  assert.equal(colours.box(1, "key", 2), null);
});
