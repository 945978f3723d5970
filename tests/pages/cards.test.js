// The cards of a page, on as much of a page as they need.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

class Part extends EventTarget {
  constructor(tag) {
    super();
    Object.assign(this, { tag, children: [], attributes: {}, hidden: false, checked: false, own: "" });
    this.classList = { add() {}, toggle() {} };
  }
  setAttribute(name, value) {
    this.attributes[name] = String(value);
  }
  append(...parts) {
    this.children.push(...parts);
  }
  get textContent() {
    return this.own + this.children.map((one) => one.textContent ?? one).join("");
  }
  set textContent(text) {
    Object.assign(this, { own: text, children: [] });
  }
  focus() {
    document.activeElement = this;
  }
  // All parts in it that a test of one part chooses, itself among them
  all(chooses) {
    return [...(chooses(this) ? [this] : []), ...this.children.flatMap((one) => one.all?.(chooses) ?? [])];
  }
}

globalThis.document = { createElement: (tag) => new Part(tag) };
const { card, forget, guess_of } = await import("../../tools/pages/live/cards.js");

const question = { card: "prediction", question: "sums", ask: "Predict: what?", options: ["1", "0"] };
const compared = {
  card: "comparison",
  question: "sums",
  waits: "No guess yet",
  show: { text: "Show the answer", title: "without a guess" },
  alone: ["Computed: 1.", "A share."],
  after: [
    ["You guessed: 1.", "A share."],
    ["You guessed: 0.", "Never. A share."],
  ],
};
const made = (told, given = {}) => {
  const el = new Part("div");
  card(el, told, given);
  return el;
};
const of_class = (el, name) => el.all((one) => one.attributes.class?.split(" ").includes(name));
const lines = (el) =>
  of_class(el, "hv-line")
    .map((one) => one.textContent)
    .filter((text) => text);
const tags = (el, tag) => el.all((one) => one.tag === tag);
const press = (button) => button.dispatchEvent(new Event("click"));
const choose = (el, place) => tags(el, "input")[place].dispatchEvent(new Event("change"));

beforeEach(forget);

test("a guess is remembered, said, and heard by what compares it", () => {
  const asked = made({ ...question, recorded: "Recorded." });
  const below = made(compared);
  const other = made({ ...compared, question: "other" });
  assert.deepEqual(lines(asked), ["Predict: what?"]);
  assert.deepEqual(lines(below), ["No guess yet"]);
  assert.equal(guess_of("sums"), undefined);
  choose(asked, 1);
  assert.equal(guess_of("sums"), 1);
  assert.deepEqual(lines(asked), ["Predict: what?", "Recorded."]);
  assert.deepEqual(lines(below), compared.after[1]);
  assert.ok(tags(below, "button")[0].hidden);
  choose(asked, 0);
  assert.deepEqual(lines(below), compared.after[0]);
  assert.deepEqual(lines(other), ["No guess yet"]);
});

test("what wakes after the guess knows of it", () => {
  choose(made({ ...question, recorded: "Recorded." }), 1);
  assert.deepEqual(lines(made(compared)), compared.after[1]);
  const again = made({ ...question, recorded: "Recorded." });
  assert.deepEqual(
    tags(again, "input").map((one) => one.checked),
    [false, true],
  );
});

test("the answer is shown without a guess; a later guess is compared all the same", () => {
  const asked = made({ ...question, recorded: "Recorded." });
  const below = made(compared);
  press(tags(below, "button")[0]);
  assert.deepEqual(lines(below), compared.alone);
  assert.equal(document.activeElement.textContent, compared.alone.join(""));
  choose(asked, 0);
  assert.deepEqual(lines(below), compared.after[0]);
});

test("the options are one group for the ear and for the keys", () => {
  const el = made({ ...question, recorded: "Recorded." });
  const [group] = el.all((one) => one.attributes.role === "radiogroup");
  assert.equal(group.attributes["aria-label"], "Predict: what?");
  const names = (part) => new Set(tags(part, "input").map((one) => one.attributes.name));
  assert.equal(names(group).size, 1);
  assert.notDeepEqual(names(made({ ...question, recorded: "Recorded." })), names(group), "each its own");
});

test("a comparison says nothing aloud when somebody moves through the options", () => {
  assert.deepEqual(
    made(compared).all((one) => one.attributes["aria-live"]),
    [],
  );
});

test("hints come one by one, the last one stays, and the solution comes on request", () => {
  const told = {
    card: "exercise",
    tree: { is: "box", classes: "", children: [{ is: "label", classes: "hv-line", text: "Goal" }] },
    controls: {},
    views: [],
    hint: { text: "Hint", title: "" },
    hints: ["Hint 1 of 2: a", "Hint 2 of 2: b"],
    solve: { text: "Show the solution", title: "" },
    solution: "def f(): <b>",
    where: { before: "Do it", link: "there", words: "in JupyterLab" },
  };
  const store = { views: [{ uses: [], tree: { c: "" } }], tables: [], ids: [], arrays: [] };
  const el = made(told, { store, common: {}, lab: "there.html" });
  const [hint, solve] = tags(el, "button");
  assert.deepEqual(lines(el), ["Goal", "Do it there."]);
  for (const said of [...told.hints, told.hints[1]]) {
    press(hint);
    assert.deepEqual(lines(el), ["Goal", said, "Do it there."]);
  }
  press(solve);
  assert.ok(lines(el).includes("def f(): <b>"), "as text");
  assert.equal(tags(el, "a")[0].attributes.href, "there.html");
});

test("where there is no page to run it, words say where it can be done", () => {
  const where = { before: "Exercise 1.1: do it", link: "there", words: "in JupyterLab" };
  const el = made({ card: "verdict", where });
  assert.deepEqual(lines(el), ["Exercise 1.1: do it in JupyterLab."]);
  assert.deepEqual(tags(el, "a"), []);
});

test("the panel counts the questions that were answered", () => {
  const panel = { card: "progress", title: "Your progress", questions: ["sums", "other"], where: null };
  const el = made({ ...panel, said: ["none", "one", "two"] });
  assert.deepEqual(lines(el), ["Your progress", "none"]);
  const asked = made({ ...question, recorded: "Recorded." });
  choose(asked, 1);
  choose(asked, 0);
  assert.deepEqual(lines(el), ["Your progress", "one"]);
});
