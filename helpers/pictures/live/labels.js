// Finds the controls of the explorer that it stands in: gives them names and states for a screen reader, lets
// them keep plain keys, and says in words what a control has changed.

import { keep_keys, share_keys } from "./keys.js";
import { speak, translate } from "./language.js";
import { set_attributes } from "./page.js";
import { keep_in_sight } from "./stay.js";

const REST = 500; // milliseconds without a change before it is said: one message after many quick key presses

// What is the same is not written: the observer would hear it.
function name_all(explorer) {
  for (const control of explorer.querySelectorAll(".hv-controls > *")) {
    const label = control.querySelector(":scope > .widget-label")?.textContent;
    const handle = control.querySelector(".noUi-handle");
    const readout = control.querySelector(".widget-readout");
    if (handle && label)
      set_attributes(handle, {
        "aria-label": label,
        ...(readout?.textContent ? { "aria-valuetext": readout.textContent } : {}),
      });
    if (readout && control.classList.contains("hv-listed"))
      set_attributes(readout, { contenteditable: "false" }); // its words cannot be typed
    else if (readout && label)
      set_attributes(readout, {
        role: "textbox",
        "aria-label": translate("{label}, a value to type", { label }),
      });
    if (label && control.classList.contains("widget-toggle-buttons"))
      set_attributes(control, { role: "group", "aria-label": label });
  }
  for (const part of explorer.querySelectorAll(
    "button.jupyter-widget-toggle-button, button.widget-toggle-button",
  ))
    set_attributes(part, {
      [part.classList.contains("hv-fold") ? "aria-expanded" : "aria-pressed"]:
        part.classList.contains("mod-active"),
    });
  // A chip shows its number only: its tooltip begins with its name
  for (const part of explorer.querySelectorAll(".hv-chip[title]"))
    set_attributes(part, { "aria-label": part.title.split(":")[0] });
  for (const part of explorer.querySelectorAll(".widget-label[title=null]")) part.removeAttribute("title");
  for (const group of explorer.querySelectorAll(".widget-radio-box")) {
    const question = explorer.querySelector(".hv-strong")?.textContent;
    set_attributes(group, { role: "radiogroup", ...(question ? { "aria-label": question } : {}) });
    group.id ||= `hv-${crypto.randomUUID?.() ?? Math.random()}`;
    // One Tab stop, arrow keys between them
    for (const part of group.querySelectorAll("input")) set_attributes(part, { name: group.id });
  }
  for (const part of explorer.querySelectorAll(".hv-message")) set_attributes(part, { role: "alert" });
  for (const part of explorer.querySelectorAll(".hv-line")) set_attributes(part, { "aria-live": "polite" });
  const focusable =
    ".hv-controls :is(.noUi-handle, input, select, textarea, button, .widget-readout), button.hv-controls";
  for (const part of explorer.querySelectorAll(focusable)) keep_keys(part);
}

// Says what the first picture that has changed now shows, once all have come to rest.
function announce(explorer, region) {
  const changed = new Set();
  let waiting;
  const tell = () => {
    const first = [...explorer.querySelectorAll("[role=img]")].find(
      (part) => changed.has(part) && part.checkVisibility(),
    );
    changed.clear();
    if (first) region.textContent = first.getAttribute("aria-label");
  };
  const observer = new MutationObserver((records) => {
    for (const { target, oldValue } of records)
      if (target.role === "img" && oldValue && oldValue !== target.getAttribute("aria-label"))
        changed.add(target);
    if (!changed.size) return;
    clearTimeout(waiting);
    waiting = setTimeout(tell, REST);
  });
  observer.observe(explorer, { subtree: true, attributeFilter: ["aria-label"], attributeOldValue: true });
  return () => {
    clearTimeout(waiting);
    observer.disconnect();
  };
}

export function render({ model, el }) {
  speak(model.get("texts"));
  const region = document.createElement("div");
  region.className = "hv-told";
  region.setAttribute("role", "status");
  el.append(region);
  const controller = new AbortController();
  const ends = [() => controller.abort()];
  let waiting;
  const start = () => {
    const explorer = el.closest(".hv-explorer");
    if (!explorer) {
      waiting = requestAnimationFrame(start);
      return;
    }
    share_keys(explorer, controller.signal);
    name_all(explorer);
    const observer = new MutationObserver(() => name_all(explorer));
    for (const controls of explorer.querySelectorAll(".hv-controls"))
      observer.observe(controls, {
        childList: true,
        subtree: true,
        characterData: true,
        attributeFilter: ["class", "contenteditable"],
      });
    const larger = new MutationObserver(() =>
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          if (explorer.contains(document.activeElement))
            // The switch that was pressed stays in sight
            document.activeElement.scrollIntoView({ block: "nearest" });
        }),
      ),
    );
    larger.observe(explorer, { attributeFilter: ["class"] });
    ends.push(
      () => observer.disconnect(),
      () => larger.disconnect(),
      keep_in_sight(explorer, controller.signal),
      announce(explorer, region),
    );
  };
  waiting = requestAnimationFrame(start);
  return () => {
    cancelAnimationFrame(waiting);
    for (const end of ends) end();
  };
}

export default { render };
