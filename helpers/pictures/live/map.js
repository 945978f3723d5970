// The live picture of a MapFrame: steps in boxes joined by arrows, as SVG. A step that leads to a notebook is a link.
// A place is [node, row, column], from 0, −1 where a step holds no numbers.

import { save_picture } from "./chart_save.js";
import { draw } from "./chart_svg.js";
import { palette, role_colours } from "./colours.js";
import { is_plain, keep_keys } from "./keys.js";
import { translate } from "./language.js";
import { live } from "./life.js";
import { arrange, key_place, under } from "./map_layout.js";
import { lead } from "./map_open.js";
import { paint_map } from "./map_paint.js";
import { say, table } from "./map_words.js";
import { unpack } from "./packed.js";
import { set_text } from "./page.js";
import { shell } from "./shell.js";
import { FONT, text_width } from "./text.js";

export function render({ model, el }) {
  const controller = new AbortController();
  const { signal } = controller;
  const now = { frame: null, layout: null, colours: null, inners: [], stale: true };
  const view = shell(el, model, signal, {
    copy: () => table(now.frame),
    save: () => {
      if (now.layout) save_picture(now.frame, now.layout, [parts.steps], now.colours);
    },
  });
  const svg = keep_keys(draw(view.picture, "svg", { class: "hv-map", "font-family": FONT }));
  const parts = { svg, steps: draw(svg, "g") };
  const { end } = live(model, view, controller, {
    on_frame: (width) => take_frame(model, view, parts, now, width),
    paint: () => paint(model, view, parts, now),
  });
  listen(model, parts, now, signal);
  return () => {
    end();
    view.root.remove();
  };
}

function take_frame(model, view, { svg }, now, width) {
  now.frame = unpack(model);
  view.dress(now.frame);
  now.colours = palette(model);
  const scale = model.get("scale");
  now.layout = width ? arrange(now.frame, { width, scale, measure: text_width }) : null;
  now.stale = true;
  const links = now.frame.nodes.some(({ leads }) => leads);
  svg.setAttribute("role", links ? "group" : "img");
  svg.setAttribute("aria-label", model.get("words") || translate("map"));
  if (links) svg.removeAttribute("tabindex");
  else svg.setAttribute("tabindex", "0");
}

// -> what was painted where
function paint(model, view, { svg, steps }, now) {
  const place = [model.get("hover"), model.get("selected")].find(
    (one) => one?.length === 3 && now.frame.nodes[one[0]],
  );
  set_text(view.readout, place ? say(now.frame, place) : now.frame.here);
  if (!now.layout) return { nodes: [] };
  const began = performance.now();
  const repainted = now.stale;
  if (repainted) repaint(svg, steps, now);
  const milliseconds = performance.now() - began;
  const names = now.frame.nodes.map(({ name }) => name);
  const { boxes, groups, ways, layout, width, height } = now.layout;
  return {
    repainted,
    milliseconds,
    lit: now.frame.lit,
    names,
    boxes,
    groups,
    ways,
    layout,
    width,
    height,
    inners: now.inners,
  };
}

function repaint(svg, steps, now) {
  svg.setAttribute("width", now.layout.width);
  svg.setAttribute("height", now.layout.height);
  const focused = [...steps.querySelectorAll("a")].indexOf(document.activeElement);
  const fresh = document.createDocumentFragment();
  now.inners = paint_map(fresh, now.frame, now.layout, now.colours, role_colours(now.colours));
  steps.replaceChildren(fresh);
  if (focused >= 0) steps.querySelectorAll("a")[focused]?.focus();
  now.stale = false;
}

function listen(model, { svg, steps }, now, signal) {
  const hover = (place) => model.set("hover", place); // other views hear it, the kernel does not
  const on = (name, act) => svg.addEventListener(name, act, { signal });
  on("pointermove", (event) => {
    const box = svg.getBoundingClientRect();
    hover(
      now.layout
        ? under(now.frame, now.layout, now.inners, event.clientX - box.left, event.clientY - box.top)
        : [],
    );
  });
  on("pointerleave", () => hover([]));
  on("focusin", ({ target }) => {
    const node = target.closest("[data-node]")?.dataset.node;
    if (node !== undefined) hover([Number(node), -1, -1]);
  });
  on("focusout", () => hover([]));
  on("click", ({ target }) => {
    const link = target.closest("a");
    if (link) lead(link);
    const place = model.get("hover");
    if (!link && now.frame.nodes[place?.[0]]?.asks && place[1] >= 0) select(model, place);
  });
  on("keydown", (event) => {
    if (!now.layout || !is_plain(event)) return;
    const links = [...steps.querySelectorAll("a")];
    if (links.length) walk(links, event);
    else read(model, now, hover, event);
  });
}

function select(model, place) {
  model.set("selected", place);
  model.save_changes();
}

// Arrow keys go from link to link; Tab does, too.
function walk(links, event) {
  const at = links.indexOf(document.activeElement);
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step) return;
  links[Math.min(links.length - 1, Math.max(0, at + step))].focus();
  event.preventDefault();
}

// Where nothing leads anywhere, arrow keys read the steps and their numbers.
function read(model, now, hover, event) {
  const place = model.get("hover");
  const next = key_place(now.frame, place?.length ? place : null, event.key);
  if (next) hover(next);
  else if (event.key === "Escape") {
    hover([]);
    if (model.get("selected").length) select(model, []);
  } else if (
    (event.key === "Enter" || event.key === " ") &&
    now.frame.nodes[place?.[0]]?.asks &&
    place[1] >= 0
  )
    select(model, place);
  else return;
  event.preventDefault();
}

export default { render };
