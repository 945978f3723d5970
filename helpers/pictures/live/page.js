// Parts of the page: made, changed only where they change, copied and saved.

import { keep_keys } from "./keys.js";

export function element(tag, { parent, text, ...attributes } = {}) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text; // text, never markup
  if (parent) parent.append(made);
  return made;
}

export function button(parent, text, title, on_click, signal) {
  const made = keep_keys(element("button", { parent, text, title, type: "button", class: "hv-button" }));
  made.addEventListener("click", on_click, { signal });
  return made;
}

// ---- writing what is there already would make the browser lay out the page again

export function set_text(part, text) {
  if (part.textContent !== text) part.textContent = text;
}

export function set_attributes(part, values) {
  for (const [name, value] of Object.entries(values)) {
    if (part.getAttribute(name) !== String(value)) part.setAttribute(name, value);
  }
}

// values: { property: value }; a custom property's name starts with --
export function set_style(part, values) {
  for (const [name, value] of Object.entries(values)) {
    if (part.style.getPropertyValue(name) !== String(value)) part.style.setProperty(name, value);
  }
}

// ---- out of the page

export async function copy_text(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = element("textarea", { parent: document.body, class: "hv-offscreen" });
    area.value = text;
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

export const file_name = (title) => title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");

export function save_png(canvas, name) {
  canvas.toBlob((blob) => {
    const address = URL.createObjectURL(blob);
    const link = element("a", { parent: document.body, href: address, download: `${name}.png` });
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  });
}
