// What all views share. Each view's file follows this one in the same module, so nothing here is global.
// JavaScript only paints what it is sent: no attention, no softmax, no sums are computed in the page.

// Puts the arrays back into the structure that Python's frames.kinds.pack made.
function unpack(model) {
  const sent = model.get("numbers");
  const bytes = new Uint8Array(sent.buffer ?? sent, sent.byteOffset ?? 0, sent.byteLength);
  const numbers = new Float32Array(bytes.slice().buffer);
  const fill = (part) => {
    if (Array.isArray(part)) return part.map(fill);
    if (part === null || typeof part !== "object") return part;
    if ("at" in part && "shape" in part) {
      const size = part.shape.reduce((product, length) => product * length, 1);
      return { shape: part.shape, data: numbers.subarray(part.at, part.at + size) };
    }
    return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, fill(value)]));
  };
  return fill(model.get("structure"));
}

// Calls back once per animation frame, however often it is asked.
function once_per_frame(callback) {
  let waiting = 0;
  const ask = () => { if (!waiting) waiting = requestAnimationFrame(() => { waiting = 0; callback(); }); };
  ask.stop = () => cancelAnimationFrame(waiting);
  ask.waits = () => waiting !== 0;
  return ask;
}

// Where the page names no Jupyter theme, as in VS Code, Colab or a page of one's own, ipywidgets' controls are dark on
// white whatever the system prefers, and so are pictures, each on its own ground.
const is_dark = () => document.body.dataset.jpThemeLight === "false";

// Which of the 256 colours of a map a number is painted in: the same rounding as style.colour_of in Python.
function step_of(value, kind, limit) {
  const share = kind === "weights" ? value / limit : (value / limit + 1) / 2;
  return Math.min(255, Math.max(0, Math.floor(share * 255 + 0.5)));
}

// The colours of the current theme, for painting on a canvas or writing to an SVG.
function palette(model) {
  const dark = is_dark();
  const sent = model.get("colour_maps");
  const maps = new Uint8Array(sent.buffer ?? sent, sent.byteOffset ?? 0, sent.byteLength);
  const map = (kind) => maps.subarray(768 * (2 * (kind === "signed") + dark), 768 * (2 * (kind === "signed") + dark + 1));
  const tables = { weights: map("weights"), signed: map("signed") };
  const roles = model.get("roles");
  return {
    dark,
    paper: dark ? "#111111" : "#ffffff",
    ink: dark ? "#e6e8ea" : "#1f2328",
    faint: dark ? "#a3abb5" : "#59616b",
    grid: dark ? "#3a4048" : "#d9dde2",
    error: dark ? "#ff8a80" : "#b3261e",
    fill: (role) => roles[role].fill,
    text: (role) => roles[role][dark ? "dark" : "light"],
    head: (number) => model.get("heads")[(number - 1) % 16],
    colour: (value, kind, limit) => { const at = 3 * step_of(value, kind, limit); return [...tables[kind].subarray(at, at + 3)]; },
    table: (kind) => tables[kind],
  };
}

// Black or white, whichever stands out more: at least 4.5 : 1 on any colour.
function ink_on(rgb) {
  const [red, green, blue] = rgb.map((part) => (part <= 10 ? part / 3295 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000000" : "#ffffff";
}

// A number for the eye: few digits, a true minus sign.
function short_number(value, digits = 2) {
  const size = Math.abs(value);
  const text = size !== 0 && (size >= 10000 || size < 0.0005) ? size.toExponential(1) : size.toFixed(size >= 100 ? 0 : size >= 10 ? Math.min(1, digits) : digits);
  return (value < 0 && Number(text) !== 0 ? "−" : "") + text;
}

function element(tag, { parent, text, ...attributes } = {}) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text; // text, never markup
  if (parent) parent.append(made);
  return made;
}

function button(parent, text, title, on_click, signal) {
  const made = keep_keys(element("button", { parent, text, title, type: "button", class: "hv-button" }));
  made.addEventListener("click", on_click, { signal });
  return made;
}

async function copy_text(text) {
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

function save_png(canvas, name) {
  canvas.toBlob((blob) => {
    const address = URL.createObjectURL(blob);
    const link = element("a", { parent: document.body, href: address, download: `${name}.png` });
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  });
}

// Views inside one element of class hv-linked tell each other what is pointed at, chosen or switched on; the kernel
// is not asked. A place is told by what it counts, from 0, as far as it is known: { query, key, head }.
// hear({ what: "point" | "choose" | "heads", place, shown }) is called for what others tell; only the view that tells
// is read aloud. -> tell(what, { place, shown })
function link({ root, readout }, signal, hear) {
  document.addEventListener("hv-link", ({ detail }) => {
    if (detail.from === root || detail.group !== root.closest(".hv-linked")) return;
    readout.setAttribute("aria-live", "off");
    hear(detail);
  }, { signal });
  return (what, { place, shown }) => {
    readout.setAttribute("aria-live", "polite");
    const group = root.closest(".hv-linked");
    if (group) document.dispatchEvent(new CustomEvent("hv-link", { detail: { group, from: root, what, place, shown } }));
  };
}

// The shell around every picture: title, badge, the picture itself, a readout and two buttons.
// Returns its parts. `signal` ends all listeners when the view is closed.
function shell(el, model, signal, { copy, save }) {
  const root = element("section", { parent: el, class: "hv-root" });
  share_keys(root, signal);
  const head = element("header", { parent: root, class: "hv-head" });
  const title = element("span", { parent: head, class: "hv-title" });
  const badge = element("span", { parent: head, class: "hv-badge" });
  const picture = element("div", { parent: root, class: "hv-picture", role: "application" }); // so that a screen reader passes the arrow keys on
  const foot = element("footer", { parent: root, class: "hv-foot" });
  const readout = element("output", { parent: foot, class: "hv-readout", "aria-live": "polite" });
  const tools = element("span", { parent: foot, class: "hv-tools" });
  // Pointing and keys in this picture are read aloud; what a control changes is said once, by labels.js.
  for (const event of ["keydown", "pointermove", "focusin"]) picture.addEventListener(event, () => readout.setAttribute("aria-live", "polite"), { signal, capture: true });
  const said = element("span", { parent: tools, class: "hv-said", role: "status" });
  button(tools, "Copy numbers", "Copy every number of this picture as a table", async () => { await copy_text(copy()); said.textContent = "copied"; }, signal);
  button(tools, "Save PNG", "Save this picture as an image", () => { save(); said.textContent = "saved"; }, signal);
  const dress = (frame) => {
    title.textContent = frame.title;
    badge.textContent = frame.badge;
    badge.title = frame.badge_says;
    root.setAttribute("aria-label", frame.title || "picture");
    picture.setAttribute("aria-label", `${frame.title || "picture"}: read it with the arrow keys`);
    readout.setAttribute("aria-live", "off");
    root.style.setProperty("--hv-scale", model.get("scale"));
    root.classList.toggle("hv-dark", is_dark());
  };
  return { root, head, title, badge, picture, foot, readout, tools, dress };
}

// Calls back when the window comes to a screen of another pixel ratio, or the page is zoomed. A query knows one ratio
// only, so the next one is asked for after each change.
function on_ratio(callback, signal) {
  const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
  query.addEventListener("change", () => { on_ratio(callback, signal); callback(); }, { once: true, signal });
}

// Repaints when the frame, the selection, the theme, the width or the screen changes; returns what ends all of it.
// Tests and benchmarks ask root.unpainted() whether something is still to be painted, and root.painted what was.
function live(model, root, controller, { on_frame, on_mark, paint }) {
  model.set("hover", []); // a tab that is opened again gets back what was under the pointer at the last click: nothing is, now
  const ask = once_per_frame(paint);
  let width = 0; // for which it was painted last
  const frame_changed = once_per_frame(() => { width = root.clientWidth; on_frame(); paint(); });
  const marked = () => { on_mark?.(); ask(); };
  const listeners = [["change:structure", frame_changed], ["change:numbers", frame_changed], ["change:scale", frame_changed], ["change:selected", marked], ["change:hover", marked]];
  for (const [event, callback] of listeners) model.on(event, callback);
  // JupyterLab hides everything for one frame while it changes the theme: measure after that.
  const theme_changed = once_per_frame(frame_changed);
  const theme = new MutationObserver(theme_changed);
  theme.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  on_ratio(frame_changed, controller.signal);
  const size = new ResizeObserver(() => { if (root.clientWidth !== width) frame_changed(); });
  size.observe(root);
  const asked = [ask, theme_changed, frame_changed];
  const in_sight = () => root.clientWidth > 0 && root.checkVisibility({ contentVisibilityAuto: true });
  root.unpainted = () => asked.some((one) => one.waits()) || (!width && in_sight()); // measured once it is in sight
  on_frame();
  frame_changed(); // in the frame that first shows it: the observer would paint it in the next one
  return { ask, end: () => {
    for (const [event, callback] of listeners) model.off(event, callback);
    theme.disconnect();
    size.disconnect();
    for (const one of asked) one.stop();
    controller.abort();
  } };
}
