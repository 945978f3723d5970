// The live picture of a ChartFrame: plots side by side, drawn as SVG by DOM calls.
// A place is [plot, series, point], from 0. Lengths are CSS pixels, y grows downwards.

import { key_place, nearest } from "./chart_find.js";
import { arrange } from "./chart_layout.js";
import { way_between } from "./chart_motion.js";
import { place_names } from "./chart_names.js";
import { draw_cell, draw_highlight } from "./chart_paint.js";
import { save_picture } from "./chart_save.js";
import { draw } from "./chart_svg.js";
import { say, table } from "./chart_words.js";
import { palette, role_colours } from "./colours.js";
import { is_plain, keep_keys } from "./keys.js";
import { translate } from "./language.js";
import { live } from "./life.js";
import { unpack } from "./packed.js";
import { element, set_text } from "./page.js";
import { shell } from "./shell.js";
import { FONT } from "./text.js";

// What Python's pack leaves out, because it is empty or not so.
const PLOT = { title: "", x_label: "", y_label: "", note: "", equal: false, near: 0, empty: false };
const SERIES = {
  label: "",
  names: [],
  dashed: false,
  width: 1,
  bar: [0, 0],
  sign: null,
  told: false,
  digits: null,
};

function frame_of(model) {
  const frame = unpack(model);
  const plots = frame.plots.map((plot) => ({
    ...PLOT,
    ...plot,
    series: plot.series.map((one) => ({ ...SERIES, ...one })),
  }));
  return { ...frame, plots };
}

export function render({ model, el }) {
  const controller = new AbortController();
  const { signal } = controller;
  const now = { frame: null, layout: null, colours: null, roles: null, stale: true, arranged: 0, seen: null };
  const view = shell(el, model, signal, {
    copy: () => table(now.frame),
    save: () => {
      if (!now.layout) return;
      finish();
      save_picture(now.frame, now.layout, [parts.plots, parts.over], now.colours);
    },
  });
  const parts = parts_in(view.picture, model.get("says").nothing);
  const found = (place) =>
    place?.length === 3 && now.layout?.cells[place[0]]?.points[place[1]]?.[place[2]] ? place : null;
  const marked = { hovered: () => found(model.get("hover")), selected: () => found(model.get("selected")) };
  const { end, finish } = live(model, view, controller, {
    on_frame: (width) => take_frame(model, view, parts, now, width),
    between: () => between(now),
    paint: (moving) => paint(model, view, parts, now, marked, moving),
  });
  listen(model, parts, now, marked, signal);
  return () => {
    end();
    view.root.remove();
  };
}

function parts_in(picture, nothing) {
  const svg = keep_keys(
    draw(picture, "svg", { class: "hv-chart", tabindex: "0", role: "img", "font-family": FONT }),
  );
  const plots = draw(svg, "g");
  const over = draw(svg, "g", { "pointer-events": "none" });
  return { svg, plots, over, quiet: element("p", { parent: picture, class: "hv-quiet", text: nothing }) };
}

function take_frame(model, view, { svg, quiet }, now, width) {
  const began = performance.now();
  now.frame = frame_of(model);
  view.dress(now.frame);
  now.colours = palette(model);
  now.roles = role_colours(now.colours);
  now.layout = width
    ? arrange(now.frame, { width, scale: model.get("scale"), rules: model.get("rules") })
    : null;
  now.stale = true;
  quiet.hidden = now.layout !== null || !width;
  svg.style.display = now.layout ? "block" : "none";
  svg.setAttribute("aria-label", model.get("words") || translate("chart"));
  now.arranged = performance.now() - began;
}

function between({ seen, layout, colours }) {
  if (!layout) return null;
  for (const cell of layout.cells) cell.names = place_names(cell);
  return way_between(seen, { layout, colours });
}

// moving: the cells on their way, see chart_motion.js.  -> what was painted where
function paint(model, view, parts, now, marked, moving) {
  const { frame, layout, colours, roles } = now;
  const [hovered, kept] = [marked.hovered(), marked.selected()];
  const place = hovered ?? kept;
  const says = model.get("says");
  const hint = layout?.cells.some(({ plot }) => !plot.empty) ? says.hint : "";
  set_text(view.readout, place ? say(frame, place) : hint);
  view.readout.classList.toggle("hv-hint", !place);
  now.seen = layout && { layout, colours };
  if (!layout) return { plots: [], lit: [] };
  const began = performance.now() - (now.stale ? now.arranged : 0);
  const repainted = now.stale;
  const cells = moving ?? layout.cells;
  if (now.stale) repaint(parts, now, cells, says.no_numbers);
  now.stale = Boolean(moving);
  const seen = ([cell, at, point]) => cells[cell].points[at][point].seen;
  const highlight = (one, look) => draw_highlight(parts.over, cells[one[0]], one, look, colours, roles);
  parts.over.replaceChildren();
  if (kept && kept.join() !== place.join() && seen(kept)) highlight(kept, {});
  if (place && seen(place)) highlight(place, { strong: true, guides: hovered !== null });
  return { repainted, milliseconds: performance.now() - began, lit: place ?? [], ...told(layout) };
}

function repaint({ svg, plots }, { layout, colours, roles }, cells, says) {
  svg.setAttribute("width", layout.width);
  svg.setAttribute("height", layout.height);
  const fresh = document.createDocumentFragment();
  for (const cell of cells) {
    cell.names ??= place_names(cell);
    draw_cell(fresh, cell, colours, roles, says);
  }
  plots.replaceChildren(fresh);
}

// Where everything stands, for tests.
function told({ width, height, cells }) {
  const tick = ({ value, text, at }) => ({ value, text, at });
  const mark = (one) => one && { x: one.px, y: one.py, seen: one.seen, ...(one.box ? { box: one.box } : {}) };
  const plots = cells.map(({ x, y, wide, area, plot, x_axis, y_axis, x_ticks, y_ticks, points, names }) => ({
    x,
    y,
    wide,
    area,
    empty: plot.empty,
    names,
    turned: x_ticks.turned,
    x_limits: [x_axis.low, x_axis.high],
    y_limits: [y_axis.low, y_axis.high],
    x_ticks: x_ticks.ticks.map(tick),
    y_ticks: y_ticks.map(tick),
    series: points.map((some) => some.map(mark)),
  }));
  return { width, height, plots };
}

function listen(model, { svg, plots }, now, marked, signal) {
  const hover = (place) => model.set("hover", place); // other views hear it, the kernel does not
  const select = (place) => {
    model.set("selected", place);
    model.save_changes();
  };
  const under = (event) => {
    const box = svg.getBoundingClientRect();
    return now.layout ? nearest(now.layout, event.clientX - box.left, event.clientY - box.top) : [];
  };
  const on = (name, act) => svg.addEventListener(name, act, { signal });
  on("pointermove", (event) => hover(under(event)));
  on("pointerleave", () => hover([]));
  on("blur", () => hover([]));
  on("click", (event) => {
    const place = under(event);
    if (place.length) select(place);
  });
  on("keydown", (event) => {
    if (!now.layout || !is_plain(event)) return;
    const place = marked.hovered() ?? marked.selected();
    const next = key_place(now.layout, place, event.key);
    if (next) {
      hover(next);
      if (next[0] !== place?.[0])
        plots.children[next[0]].scrollIntoView({ block: "nearest", inline: "nearest" });
    } else if (event.key === "Enter" || event.key === " ") {
      if (place) select(place);
    } else if (event.key === "Escape") {
      hover([]);
      if (marked.selected()) select([]);
    } else return;
    event.preventDefault();
  });
}

export default { render };
