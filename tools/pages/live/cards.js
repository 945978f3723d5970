// The cards of questions and exercises on a page, with the classes that they have in JupyterLab. All that they say is
// told by tools/pages/cards.py; here is chosen what is shown of it. A guess is remembered while the page is open.

import { element, set_text } from "../../../helpers/pictures/live/page.js";
import { Explorer } from "./explorer.js";
import { follow_projector } from "./projector.js";

const guesses = new Map(); // name of a question: place of the option
const listeners = new Set();
let groups = 0; // how many were made: the name of each keeps its options together

export const guess_of = (question) => guesses.get(question);

function record(question, place) {
  guesses.set(question, place);
  for (const listener of listeners) listener(question);
}

export function forget() {
  guesses.clear();
  listeners.clear();
}

// ---- lines and buttons

const line = (parent, text, classes = "") =>
  element("div", { parent, text, class: `widget-label hv-line ${classes}` });

// Lines that a screen reader says when they change; the box is there before there is anything in it.
const said_aloud = (parent) => element("div", { parent, "aria-live": "polite" });

function button(parent, { text, title }, press) {
  const made = element("button", { parent, text, title, type: "button", class: "jupyter-button" });
  made.addEventListener("click", press);
  return made;
}

// Where what a page cannot do can be done. lab: address of the same notebook in the browser, if there is one
function where(parent, told, lab) {
  const made = line(parent, `${told.before} `, "hv-where");
  if (lab) element("a", { parent: made, href: lab, text: told.link });
  else made.append(told.words);
  made.append(".");
}

// ---- the cards

function prediction(parent, told) {
  line(parent, told.ask, "hv-strong");
  const group = element("div", {
    parent,
    class: "widget-radio-box",
    role: "radiogroup",
    "aria-label": told.ask,
  });
  const status = line(said_aloud(parent), "");
  groups += 1;
  const name = `guess-${groups}`;
  const inputs = told.options.map((option, place) => {
    const label = element("label", { parent: group });
    // Firefox would choose again what was chosen before the page was loaded anew, without telling us
    const input = element("input", {
      parent: label,
      type: "radio",
      name,
      autocomplete: "off",
    });
    element("span", { parent: label, text: option });
    input.addEventListener("change", () => record(told.question, place));
    return input;
  });
  const show = () => {
    const place = guess_of(told.question);
    if (place === undefined) return;
    inputs[place].checked = true;
    set_text(status, told.recorded);
  };
  listeners.add(show);
  show();
}

// It waits for a guess, or for its button. Its lines are not said aloud when a guess is made: that stands further up,
// and who moves through its options would hear the answer.
function comparison(parent, told) {
  const lines = element("div", { parent, tabindex: -1 });
  const text = line(lines, told.waits);
  const why = line(lines, "");
  const show_button = button(parent, told.show, () => {
    show();
    lines.focus(); // the button goes; what it has brought is read
  });
  const show = () => {
    const said = told.after[guess_of(told.question)] ?? told.alone;
    set_text(text, said[0]);
    set_text(why, said[1]);
    show_button.hidden = true;
  };
  listeners.add((question) => question === told.question && show());
  if (guess_of(told.question) !== undefined) show();
}

function exercise(parent, told, { store, common, lab }) {
  const explorer = new Explorer(parent, told, store, common);
  const row = element("div", { parent, class: "widget-box" });
  const aloud = said_aloud(parent);
  const hint = line(aloud, "");
  const solution = line(aloud, "", "hv-code");
  let seen = 0;
  button(row, told.hint, () => {
    seen = Math.min(seen + 1, told.hints.length);
    set_text(hint, told.hints[seen - 1]);
  });
  button(row, told.solve, () => set_text(solution, told.solution));
  where(parent, told.where, lab);
  return explorer;
}

function verdict(parent, told, { lab }) {
  where(parent, told.where, lab);
}

function progress(parent, told, { lab }) {
  line(parent, told.title, "hv-strong");
  if (told.said.length) {
    const made = line(parent, "");
    const count = () => set_text(made, told.said[told.questions.filter((one) => guesses.has(one)).length]);
    listeners.add(count);
    count();
  }
  if (told.where) where(parent, told.where, lab);
}

const KINDS = { prediction, comparison, exercise, verdict, progress };

// told: as tools/pages/cards.py tells a card; given: { store, common, lab }, of which only an exercise needs the first
// two -> the Explorer of its pictures, if it has some
export function card(el, told, given) {
  const parent = element("div", { parent: el, class: "hv-explorer hv-card hv-live" });
  follow_projector((on) => parent.classList.toggle("hv-projector", on));
  return KINDS[told.card](parent, told, given);
}
