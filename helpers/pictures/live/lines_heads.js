// The row of switches above a LinesFrame: a button for each head, and two for all and none.

import { keep_keys } from "./keys.js";
import { translate } from "./language.js";
import { button, element, set_attributes } from "./page.js";

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

// show(heads): which shall be switched on.
// -> { bar, make(names, colours, shown()): the buttons, press(shown): says which are switched on }
export function head_switches(signal, show) {
  const bar = keep_keys(
    element("div", { class: "hv-heads", role: "toolbar", "aria-label": translate("Heads to show") }),
  );
  const buttons = () => [...bar.querySelectorAll("button")];
  let made = "";

  function make(names, colours, shown) {
    const wanted = JSON.stringify([names, colours.dark]);
    if (made === wanted) return;
    made = wanted;
    bar.replaceChildren();
    names.forEach((name, head) => {
      const turn = ({ shiftKey }) => {
        const heads = shown();
        const others = heads.filter((one) => one !== head);
        show(shiftKey ? [head] : heads.includes(head) ? others : [...heads, head]);
      };
      const says = translate("Switch this head on or off; double-click or Shift for this head only");
      const part = button(bar, name, says, turn, signal);
      part.classList.add("hv-head-switch");
      part.style.setProperty("--hv-head", colours.head(head + 1));
      part.addEventListener("dblclick", () => show([head]), { signal });
    });
    element("span", { parent: bar, class: "hv-heads-gap" });
    button(bar, translate("all"), translate("Show all heads"), () => show([...names.keys()]), signal);
    button(bar, translate("none"), translate("Hide all heads"), () => show([]), signal);
    buttons().forEach((part, at) => {
      part.tabIndex = at ? -1 : 0;
    });
  }

  function press(shown) {
    bar.querySelectorAll(".hv-head-switch").forEach((part, head) => {
      set_attributes(part, { "aria-pressed": shown.includes(head) });
    });
  }

  // One Tab stop for all switches, arrow keys between them.
  const on_key = (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const all = buttons();
    all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
  };
  const on_focus = ({ target }) => {
    for (const part of buttons()) part.tabIndex = part === target ? 0 : -1;
  };
  bar.addEventListener("keydown", on_key, { signal });
  bar.addEventListener("focusin", on_focus, { signal });
  return { bar, make, press };
}
