import { is_dark } from "./colours.js";
import { keep_keys, share_keys } from "./keys.js";
import { speak, translate } from "./language.js";
import { button, copy_text, element, set_attributes, set_style, set_text } from "./page.js";

// The shell around every picture: title, badge, the picture itself, a readout and two buttons.
// Returns its parts. `signal` ends all listeners when the view is closed.
export function shell(el, model, signal, { copy, save }) {
  speak(model.get("texts"));
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
    translate("Copy numbers"),
    translate("Copy every number of this picture as a table"),
    async () => {
      await copy_text(copy());
      said.textContent = translate("copied");
    },
    signal,
  );
  button(
    tools,
    translate("Save PNG"),
    translate("Save this picture as an image"),
    () => {
      save();
      said.textContent = translate("saved");
    },
    signal,
  );
  const dress = (frame) => {
    set_text(title, frame.title);
    badge.hidden = !frame.badge; // a map without numbers
    set_text(copier, frame.badge ? translate("Copy numbers") : translate("Copy steps"));
    set_attributes(copier, {
      title: frame.badge
        ? translate("Copy every number of this picture as a table")
        : translate("Copy the steps of this map as a table"),
    });
    set_text(badge_name, frame.badge);
    set_text(badge_says, frame.badge_says);
    set_attributes(badge, { "aria-label": `${frame.badge}: ${frame.badge_says}` });
    const name = frame.title || translate("picture");
    set_attributes(root, { "aria-label": name });
    set_attributes(picture, { "aria-label": translate("{name}: read it with the arrow keys", { name }) });
    set_attributes(readout, { "aria-live": "off" });
    set_style(root, { "--hv-scale": model.get("scale") });
    root.classList.toggle("hv-dark", is_dark());
  };
  return { root, head, title, badge, picture, foot, readout, tools, dress };
}
