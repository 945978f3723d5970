// The live picture of a MatrixFrame: it listens to Python, the page, the pointer and the keys, and asks for
// painting. A place is [panel, row, column], from 0; −1 stands for all rows or all columns.

import { palette } from "./colours.js";
import { is_plain, keep_keys } from "./keys.js";
import { translate } from "./language.js";
import { live } from "./life.js";
import { link } from "./link.js";
import { title_of } from "./matrix_blocks.js";
import { lit_in, painter } from "./matrix_canvas.js";
import { bring_into_sight, key_place } from "./matrix_keys.js";
import { arrange, head_at, place_at } from "./matrix_layout.js";
import { counted, place_of, turn_pages } from "./matrix_links.js";
import { way_between } from "./matrix_motion.js";
import { page_of } from "./matrix_paint.js";
import { say, table } from "./matrix_words.js";
import { unpack } from "./packed.js";
import { element, file_name, save_png, set_attributes, set_text } from "./page.js";
import { shell } from "./shell.js";

class MatrixView {
  // The pages turn to the query that is pointed at, else to the one chosen on the page, else to the one that
  // Python shows.
  asks = { pointed: null, chosen: null, sent: null };
  seen = null; // what was painted last, for matrix_motion.js

  constructor(model, el) {
    this.model = model;
    this.controller = new AbortController();
    const { signal } = this.controller;
    this.view = shell(el, model, signal, { copy: () => table(this.frame), save: () => this.save() });
    const { picture } = this.view;
    this.canvas = keep_keys(
      element("canvas", { parent: picture, class: "hv-matrix", tabindex: "0", role: "img" }),
    );
    this.quiet = element("p", {
      parent: picture,
      class: "hv-quiet",
      text: translate("There is nothing to show yet."),
    });
    this.painter = painter(this.canvas);
    Object.assign(this, live(model, this.view, this.controller, this));
    this.tell = link(this.view, signal, (told) => this.hear(told));
    model.on("change:shown", this.on_shown);
    this.listen(signal);
  }

  close() {
    this.model.off("change:shown", this.on_shown);
    this.end();
    this.view.root.remove();
  }

  save() {
    if (!this.layout) return;
    this.finish();
    const page = page_of(this.canvas, this.frame, this.layout.env, this.colours);
    save_png(page, file_name(this.frame.title) || "matrix");
  }

  // ---- what is chosen

  #fitting(place) {
    const shape = place?.length === 3 && this.frame.panels[place[0]]?.values.shape;
    const inside = shape && place[1] < shape[0] && place[2] < shape[1];
    return inside && Math.max(place[1], place[2]) >= 0 ? place : null;
  }

  get hovered() {
    return this.#fitting(this.model.get("hover"));
  }

  get selected() {
    return this.#fitting(this.model.get("selected"));
  }

  // { query, key, head } of a place, as other views are told of it.
  told_of(place) {
    return this.#fitting(place) ? counted(this.frame.panels[place[0]], place[1], place[2]) : {};
  }

  // The kernel does not hear what is pointed at.
  point(place, query = null) {
    this.asks.pointed = query;
    this.model.set("hover", place);
    this.turn_and_ask();
  }

  keep(place, query) {
    this.asks.chosen = query ?? this.asks.chosen;
    this.model.set("selected", place);
    this.model.save_changes();
    this.turn_and_ask();
  }

  show(heads) {
    this.model.set("shown", heads);
    this.model.save_changes();
  }

  hover(place) {
    if (JSON.stringify(place) === JSON.stringify(this.model.get("hover"))) return;
    const told = this.told_of(place);
    this.point(place, told.query);
    if (!this.small) this.tell("point", { place: told });
  }

  select(place) {
    const told = this.told_of(place);
    this.keep(place, told.query);
    if (!this.small) this.tell("choose", { place: told });
  }

  // This head, or all again.
  alone(head) {
    const now = this.model.get("shown");
    this.show(now.length === 1 && now[0] === head ? this.frame.heads : [head]);
    this.tell("heads", { shown: this.model.get("shown") });
  }

  hear({ what, place, shown }) {
    const ours = place && place_of(this.frame, this.model.get("shown"), place);
    if (what === "point") this.point(ours, place.query);
    if (what === "choose") this.keep(ours, place.query);
    if (what === "heads") this.show(shown.filter((head) => this.frame.heads.includes(head)));
  }

  // ---- what changes

  #turn() {
    const { pointed, chosen, sent } = this.asks;
    return turn_pages(this.frame, pointed ?? chosen ?? sent);
  }

  turn_and_ask() {
    if (this.#turn()) {
      this.stale = true;
      for (const one of this.layout?.blocks ?? []) one.title_text = title_of(one, this.layout.env);
    }
    this.ask();
  }

  on_frame = (width) => {
    this.width = width;
    this.frame = unpack(this.model);
    const sent = this.frame.panels.find((panel) => panel.pages)?.page ?? null;
    if (sent !== this.asks.sent) this.asks = { pointed: null, chosen: null, sent };
    this.#turn();
    this.view.dress(this.frame);
    this.lay_out();
  };

  on_shown = () => {
    if (!this.frame) return;
    this.lay_out();
    this.ask();
  };

  lay_out() {
    const { model, frame, width, canvas, quiet } = this;
    const given = {
      scale: model.get("scale"),
      width,
      ratio: devicePixelRatio || 1,
      shown: model.get("shown"),
    };
    this.colours = palette(model);
    this.layout = width ? arrange(frame, given) : null;
    this.stale = true;
    quiet.hidden = this.layout !== null || !width;
    canvas.hidden = this.layout === null;
    set_attributes(canvas, { "aria-label": model.get("words") || translate("matrix") });
  }

  get place() {
    return this.hovered ?? this.selected;
  }

  get state() {
    const { layout, colours } = this;
    return layout && { layout, colours, lit: lit_in(layout, this.place) };
  }

  // Panels too small to be read: they count nothing, so what others show stays while one of them is chosen.
  get small() {
    return this.frame.panels.every((panel) => panel.says);
  }

  get hint() {
    const hint = this.small
      ? [
          translate("Point at a head, or move with the arrow keys."),
          this.view.root.closest(".hv-explorer") && translate("Click it, or press Enter, to open it."),
        ]
      : [
          translate("Point at a cell, or move with the arrow keys."),
          this.frame.heads.length > 1 &&
            translate("Click a head's name, or press H, to see that head alone."),
        ];
    return hint.filter(Boolean).join(" ");
  }

  between = () => (this.layout ? way_between(this.seen, this.state) : null);

  paint = (moving) => {
    const { hovered, selected, place, layout, frame, colours, stale } = this;
    set_text(this.view.readout, place ? say(frame, place) : layout ? this.hint : "");
    this.view.readout.classList.toggle("hv-hint", !place);
    this.seen = this.state;
    if (!layout) return { panels: [], lit: [] };
    const painted = this.painter({
      layout,
      colours,
      stale,
      place,
      pointed: hovered !== null,
      kept: selected,
      lit: this.seen.lit,
      moving,
    });
    this.stale = Boolean(moving);
    return { ...painted, shown: this.model.get("shown"), pages: frame.panels.map(({ page }) => page) };
  };

  // ---- pointer and keys

  listen(signal) {
    const on = (event, callback) => this.canvas.addEventListener(event, callback, { signal });
    const under = ({ offsetX, offsetY }) => place_at(this.layout, offsetX, offsetY);
    const head_under = ({ offsetX, offsetY }) => head_at(this.layout, offsetX, offsetY);
    on("pointermove", (event) => {
      this.hover(under(event));
      this.canvas.style.cursor = head_under(event) === null ? "" : "pointer";
    });
    on("pointerleave", () => this.hover([]));
    on("blur", () => this.hover([]));
    on("click", (event) => {
      const [place, head] = [under(event), head_under(event)];
      if (place.length) this.select(place);
      else if (head !== null) this.alone(head);
    });
    on("keydown", (event) => {
      if (this.layout && is_plain(event) && this.on_key(event.key)) event.preventDefault();
    });
  }

  // -> whether it is one of ours
  on_key(key) {
    const now = this.hovered ?? this.selected;
    const next = key_place(this.layout, now, key);
    const head = now && this.told_of(now).head;
    if (next) {
      this.hover(next);
      bring_into_sight(this.view.picture, this.layout, next);
    } else if (key === "Enter" || key === " ") {
      if (now) this.select(now);
    } else if (key === "Escape") {
      this.hover([]);
      if (this.selected) this.select([]);
    } else if (key.toLowerCase() === "h" && head >= 0 && this.frame.heads.length > 1) this.alone(head);
    else return false;
    return true;
  }
}

export function render({ model, el }) {
  const view = new MatrixView(model, el);
  return () => view.close();
}

export default { render };
