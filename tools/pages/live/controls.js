// Native controls whose values are places in a list of texts. They have the classes of ipywidgets' controls, so that
// helpers/pictures/live/labels.css dresses both.
// Each: { element, set(place, texts) }; on_change(place) hears the hand.

import { translate } from "../../../helpers/pictures/live/language.js";
import { element, set_attributes, set_text } from "../../../helpers/pictures/live/page.js";

const joined = (...classes) => classes.filter(Boolean).join(" ");

function labelled(parent, { label, classes }, kind) {
  const box = element("div", { parent, class: joined(kind, classes) });
  if (label) element("span", { parent: box, class: "widget-label", text: label });
  return box;
}

// texts, in place of those that were there: made anew only where they are others. make(): empties and fills
function on_new_texts(make) {
  let made;
  return (texts) => {
    const now = JSON.stringify(texts);
    if (now === made) return;
    made = now;
    make(texts);
  };
}

function slider(parent, told, on_change) {
  const box = labelled(parent, told, "widget-hslider");
  const input = element("input", { parent: box, type: "range", min: 0, step: 1, "aria-label": told.label });
  const says = element("output", { parent: box, class: "hv-stands", "aria-hidden": "true" });
  // As wide as its widest text: what stands beside it does not move
  const measure = on_new_texts((texts) => {
    says.style.minWidth = `${Math.max(...texts.map((text) => text.length))}ch`;
  });
  input.addEventListener("input", () => on_change(Number(input.value)));
  return {
    element: box,
    set(place, texts) {
      measure(texts);
      set_attributes(input, { max: texts.length - 1, "aria-valuetext": texts[place] });
      if (Number(input.value) !== place) input.value = place;
      set_text(says, texts[place]);
    },
  };
}

function buttons(parent, told, on_change) {
  const box = labelled(parent, told, "widget-toggle-buttons");
  set_attributes(box, { role: "group", "aria-label": told.label });
  const group = element("div", { parent: box, class: "hv-buttons" });
  const make = on_new_texts((texts) => {
    group.replaceChildren();
    for (const [place, text] of texts.entries()) {
      const one = element("button", { parent: group, type: "button", text, class: "jupyter-button" });
      one.addEventListener("click", () => on_change(place));
    }
  });
  return {
    element: box,
    set(place, texts) {
      make(texts);
      for (const [at, one] of [...group.children].entries()) {
        one.classList.toggle("mod-active", at === place);
        set_attributes(one, { "aria-pressed": at === place });
      }
    },
  };
}

function list(parent, told, on_change) {
  const box = labelled(parent, told, "widget-dropdown");
  const select = element("select", { parent: box, "aria-label": told.label });
  const make = on_new_texts((texts) => {
    select.replaceChildren();
    for (const text of texts) element("option", { parent: select, text: text || "–" });
  });
  select.addEventListener("change", () => on_change(select.selectedIndex));
  return {
    element: box,
    set(place, texts) {
      make(texts);
      select.selectedIndex = place;
    },
  };
}

// A button that stays down. told: { label, classes, icons, tooltips }, what it says up and down
function press(parent, told, on_change) {
  const { element: one, say } = icon_button(parent, told.label, joined("widget-toggle-button", told.classes));
  let now = 0;
  one.addEventListener("click", () => on_change(1 - now));
  return {
    element: one,
    set(place) {
      now = place;
      one.classList.toggle("mod-active", place === 1);
      const title = told.tooltips[place];
      const name = one.classList.contains("hv-chip") ? { "aria-label": title.split(":")[0] } : {};
      set_attributes(one, { "aria-pressed": place === 1, title, ...name });
      say(told.label, told.icons[place]);
    },
  };
}

const KINDS = { slider, buttons, list, press };

// told: { kind, label, classes, … } as tools/pages/tree.py tells a control
export const control = (parent, told, on_change) => KINDS[told.kind](parent, told, on_change);

// A button with an icon before its words, which explorer.css draws. -> { element, say(words, icon) }
export function icon_button(parent, text, classes = "") {
  const made = element("button", { parent, type: "button", class: joined("jupyter-button", classes) });
  const icon = element("span", { parent: made, class: "hv-icon", "aria-hidden": "true" });
  const words = element("span", { parent: made, text });
  return {
    element: made,
    say(text, name) {
      set_text(words, text);
      icon.className = joined("hv-icon", name && `hv-icon-${name}`);
    },
  };
}

// A button that shows the rows added to it while it is down, and says how many of their controls are not as they
// began. What was opened is opened in an explorer that is made later, too.
const opened = new Set();

export function fold(parent, heading) {
  const { element: one, say } = icon_button(parent, heading, "widget-toggle-button hv-fold");
  const rows = [];
  let changed = 0;
  const tell = () => {
    const open = opened.has(heading);
    for (const row of rows) row.hidden = !open;
    one.classList.toggle("mod-active", open);
    const title = open ? translate("Hide these controls") : translate("Show more controls");
    set_attributes(one, { "aria-expanded": open, title });
    const more = translate("{heading} ({count} changed)", { heading, count: changed });
    say(changed ? more : heading, open ? "caret-down" : "caret-right");
  };
  one.addEventListener("click", () => {
    if (!opened.delete(heading)) opened.add(heading);
    tell();
  });
  return {
    element: one,
    add: (row) => {
      rows.push(row);
      tell();
    },
    count: (number) => {
      changed = number;
      tell();
    },
  };
}
