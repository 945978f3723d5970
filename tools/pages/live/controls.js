// Native controls whose values are places in a list of texts. They look as ipywidgets' do, and have their classes,
// so that helpers/pictures/live/labels.css dresses both.
// Each: { element, set(place, texts), focus() }; on_change(place) hears the hand.

import { element, set_attributes, set_text } from "../../../helpers/pictures/live/page.js";

function labelled(parent, { label, classes }, kind) {
  const box = element("div", { parent, class: `${kind} ${classes ?? ""}` });
  if (label) element("label", { parent: box, class: "widget-label", text: label });
  return box;
}

function slider(parent, told, on_change) {
  const box = labelled(parent, told, "widget-hslider");
  const input = element("input", { parent: box, type: "range", min: 0, step: 1, "aria-label": told.label });
  const readout = element("output", { parent: box, class: "widget-readout", "aria-hidden": "true" });
  input.addEventListener("input", () => on_change(Number(input.value)));
  return {
    element: box,
    set(place, texts) {
      set_attributes(input, { max: texts.length - 1, "aria-valuetext": texts[place] });
      if (Number(input.value) !== place) input.value = place;
      set_text(readout, texts[place]);
    },
  };
}

function buttons(parent, told, on_change) {
  const box = labelled(parent, told, "widget-toggle-buttons");
  set_attributes(box, { role: "group", "aria-label": told.label });
  let made = [];
  const make = (texts) => {
    for (const one of made) one.remove();
    made = texts.map((text, place) => {
      const one = element("button", { parent: box, type: "button", text, class: "jupyter-button" });
      one.addEventListener("click", () => on_change(place));
      return one;
    });
  };
  return {
    element: box,
    set(place, texts) {
      if (texts.length !== made.length || texts.some((text, at) => text !== made[at].textContent))
        make(texts);
      for (const [at, one] of made.entries()) {
        one.classList.toggle("mod-active", at === place);
        set_attributes(one, { "aria-pressed": at === place });
      }
    },
  };
}

function list(parent, told, on_change) {
  const box = labelled(parent, told, "widget-dropdown");
  const select = element("select", { parent: box, "aria-label": told.label });
  select.addEventListener("change", () => on_change(select.selectedIndex));
  return {
    element: box,
    set(place, texts) {
      if (
        texts.length !== select.options.length ||
        texts.some((text, at) => text !== select.options[at].text)
      ) {
        select.replaceChildren();
        for (const text of texts) element("option", { parent: select, text });
      }
      select.selectedIndex = place;
    },
  };
}

// A button that stays down; texts: what it says up and down, or one name for both
function press(parent, told, on_change) {
  const one = element("button", {
    parent,
    type: "button",
    text: told.label,
    class: `jupyter-button widget-toggle-button ${told.classes ?? ""}`,
  });
  let now = 0;
  one.addEventListener("click", () => on_change(1 - now));
  return {
    element: one,
    set(place) {
      now = place;
      one.classList.toggle("mod-active", place === 1);
      set_attributes(one, { "aria-pressed": place === 1, title: told.tooltips?.[place] ?? "" });
    },
  };
}

const KINDS = { slider, buttons, list, press };

// told: { kind, label, classes, … } as tools/pages/tree.py tells a control
export const control = (parent, told, on_change) => KINDS[told.kind](parent, told, on_change);
