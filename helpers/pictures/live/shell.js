import { is_dark } from "./colours.js";
import { keep_keys, share_keys } from "./keys.js";
import { button, copy_text, element, set_attributes, set_style, set_text } from "./page.js";

// The shell around every picture: title, badge, the picture itself, a readout and two buttons.
// Returns its parts. `signal` ends all listeners when the view is closed.
export function shell(el, model, signal, { copy, save }) {
  const root = element("div", { parent: el, class: "hv-root" });
  share_keys(root, signal);
  const head = element("header", { parent: root, class: "hv-head" });
  const title = element("span", { parent: head, class: "hv-title" });
  const badge = keep_keys(element("span", { parent: head, class: "hv-badge", role: "note", tabindex: 0 }));
  const badge_name = element("span", { parent: badge });
  const badge_says = element("span", { parent: badge, class: "hv-says" }); // told with the name, so hidden twice
  // So that a screen reader passes the arrow keys on
  const picture = element("div", { parent: root, class: "hv-picture", role: "application" });
  const foot = element("footer", { parent: root, class: "hv-foot" });
  const readout = element("output", { parent: foot, class: "hv-readout", "aria-live": "polite" });
  const tools = element("span", { parent: foot, class: "hv-tools" });
  // Pointing and keys in this picture are read aloud; what a control changes is said once, by labels.js.
  for (const event of ["keydown", "pointermove", "focusin"])
    picture.addEventListener(event, () => readout.setAttribute("aria-live", "polite"), {
      signal,
      capture: true,
    });
  const said = element("span", { parent: tools, class: "hv-said", role: "status" });
  const copier = button(
    tools,
    "Copy numbers",
    "Copy every number of this picture as a table",
    async () => {
      await copy_text(copy());
      said.textContent = "copied";
    },
    signal,
  );
  button(
    tools,
    "Save PNG",
    "Save this picture as an image",
    () => {
      save();
      said.textContent = "saved";
    },
    signal,
  );
  const dress = (frame) => {
    set_text(title, frame.title);
    badge.hidden = !frame.badge; // a map without numbers
    const copied = frame.badge ? "every number of this picture" : "the steps of this map";
    set_text(copier, frame.badge ? "Copy numbers" : "Copy steps");
    set_attributes(copier, { title: `Copy ${copied} as a table` });
    set_text(badge_name, frame.badge);
    set_text(badge_says, frame.badge_says);
    set_attributes(badge, { "aria-label": `${frame.badge}: ${frame.badge_says}` });
    set_attributes(root, { "aria-label": frame.title || "picture" });
    set_attributes(picture, { "aria-label": `${frame.title || "picture"}: read it with the arrow keys` });
    set_attributes(readout, { "aria-live": "off" });
    set_style(root, { "--hv-scale": model.get("scale") });
    root.classList.toggle("hv-dark", is_dark());
  };
  return { root, head, title, badge, picture, foot, readout, tools, dress };
}
