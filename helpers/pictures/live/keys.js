// Whose a key is. A part of ours keeps plain keys; keys with Ctrl, Cmd or Alt, and Shift+Enter, are
// JupyterLab's. JupyterLab takes no key from a part that has this attribute, and looks for it anew whenever a
// key is pressed.
const KEEPS = "data-lm-suppress-shortcuts";
const FIELDS = "input:not([type=radio], [type=checkbox]), textarea, [contenteditable=true]";

export function keep_keys(part) {
  part.setAttribute(KEEPS, "true");
  return part;
}

export function is_plain(event) {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  if (event.getModifierState("AltGraph")) return true; // it types a sign
  if (!event.target.closest(FIELDS)) return !(ctrlKey || metaKey || altKey || (shiftKey && key === "Enter"));
  const typed = altKey && !ctrlKey && !metaKey && key.length === 1; // as Option does on a Mac
  const undone = (ctrlKey || metaKey) && /^[zy]$/i.test(key); // what was typed, not what the notebook did
  return typed || undone || !(ctrlKey || metaKey || altKey || (shiftKey && key === "Enter"));
}

// Takes the attribute away for as long as this key is on its way.
function let_pass(event, root) {
  const keepers = [];
  for (let part = event.target; part && part !== root.parentElement; part = part.parentElement) {
    if (part.hasAttribute(KEEPS)) keepers.push(part);
  }
  for (const part of keepers) part.removeAttribute(KEEPS);
  setTimeout(() => keepers.forEach(keep_keys));
}

// ipywidgets lets no key out of its fields: JupyterLab gets a copy, and the field keeps what JupyterLab does
// not want.
function copy_out(event, root) {
  if (root.dispatchEvent(new KeyboardEvent(event.type, event))) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

export function share_keys(root, signal) {
  addEventListener(
    "keydown",
    (event) => {
      if (event.target === root || !root.contains(event.target) || is_plain(event)) return;
      (event.target.closest(FIELDS) ? copy_out : let_pass)(event, root);
    },
    { signal, capture: true },
  );
}
