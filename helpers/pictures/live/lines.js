// A LinesFrame: who asks stands on the left, who is asked on the right; a line is as wide as the weight.
// It listens to Python, the page, the pointer and the keys, and asks for painting.

import { palette } from "./colours.js";
import { keep_keys } from "./keys.js";
import { translate } from "./language.js";
import { live } from "./life.js";
import { page_of, painter } from "./lines_canvas.js";
import { Choice } from "./lines_choice.js";
import { head_switches } from "./lines_heads.js";
import { arrange, is_empty, least_of_all, SCROLLBAR } from "./lines_layout.js";
import { way_between } from "./lines_motion.js";
import { listen_to_keys, listen_to_pointer, reveal } from "./lines_pointing.js";
import { meaning_of, say, table, told_apart } from "./lines_words.js";
import { link } from "./link.js";
import { unpack } from "./packed.js";
import { element, file_name, save_png, set_attributes, set_style, set_text } from "./page.js";
import { shell } from "./shell.js";

// How high the window is, or the place that a picture has in it: a slide says so, in CSS pixels.
const sight_of = (part) => Number(part.closest("[data-sight]")?.dataset.sight) || innerHeight;

class LinesView {
  pointer = null; // where the pointer is while it leads
  selected_before = null;
  said = "";
  seen = null; // what was painted last, for lines_motion.js

  constructor(model, el) {
    this.model = model;
    this.controller = new AbortController();
    const { signal } = this.controller;
    this.parts = shell(el, model, signal, {
      copy: () => table(this.frame, this.shown),
      save: () => this.save(),
    });
    this.build(signal);
    this.choice = new Choice(model, () => this.marked());
    this.choice.tell = link(this.parts, signal, (told) => this.hear(told));
    this.painter = painter(this.canvas, this.frame_box);
    listen_to_pointer(this, signal);
    listen_to_keys(this, signal);
    const { ask, end } = live(model, this.parts, this.controller, this);
    Object.assign(this, { ask, end });
    model.on("change:shown", this.on_shown);
  }

  build(signal) {
    const { root, picture, readout } = this.parts;
    root.classList.add("hv-lines-root");
    keep_keys(readout);
    this.switches = head_switches(signal, (heads) => this.show_and_tell(heads));
    picture.before(this.switches.bar);
    this.quiet = element("p", { parent: picture, text: translate("No words to show.") });
    this.frame_box = element("div", { parent: picture, class: "hv-lines" });
    this.whole = element("div", { parent: this.frame_box });
    this.canvas = keep_keys(element("canvas", { parent: this.whole, tabindex: "0", role: "img" }));
    this.note = element("p", { class: "hv-lines-note" });
    this.meaning = element("span", { parent: this.note });
    const hint = translate("Point at a word to see only its lines; click to keep them.");
    element("span", { parent: this.note, text: hint });
    picture.after(this.note);
  }

  close() {
    this.model.off("change:shown", this.on_shown);
    this.end();
    this.parts.root.remove();
  }

  // ---- what is shown

  get shown() {
    return this.model.get("shown").filter((head) => head < this.frame.heads.length);
  }

  show(heads) {
    this.model.set(
      "shown",
      [...heads].sort((one, other) => one - other),
    );
    this.model.save_changes();
  }

  show_and_tell(heads) {
    this.show(heads);
    this.choice.tell("heads", { shown: this.model.get("shown") });
  }

  hear({ what, place, shown }) {
    if (!this.frame) return;
    if (what === "point") this.choice.mark(this.choice.place_of(place));
    if (what === "choose") this.choice.keep(this.choice.place_of(place));
    if (what === "heads") this.show(shown.filter((head) => head < this.frame.heads.length));
  }

  say() {
    const told = say(this.frame, this.names, this.shown, this.choice.place);
    if (told.join("\n") === this.said) return;
    this.said = told.join("\n");
    const { readout } = this.parts;
    readout.replaceChildren(...told.map((text) => element("div", { text })));
  }

  // ---- what changes

  marked() {
    if (!this.frame) return;
    this.say();
    this.ask();
  }

  on_mark = () => {
    this.show_selected();
    if (!this.pointer && this.plan && this.choice.hovered !== null) reveal(this, this.choice.hovered);
    this.say();
  };

  on_shown = () => {
    if (!this.frame) return;
    this.take_shown();
    this.ask();
  };

  take_shown() {
    this.painter.forget();
    this.least = least_of_all(this.frame, this.shown);
    set_text(this.meaning, meaning_of(this.frame, this.least));
    this.switches.press(this.shown);
    this.say();
  }

  on_frame = (width) => {
    this.frame = unpack(this.model);
    this.colours = palette(this.model);
    this.names = { query: told_apart(this.frame.tokens), key: told_apart(this.frame.keys) };
    this.choice.take(this.frame);
    this.parts.dress(this.frame);
    this.switches.make(this.frame.heads, this.colours, () => this.shown);
    this.lay_out(width);
    this.show_selected();
    this.take_shown();
  };

  lay_out(width) {
    const empty = is_empty(this.frame);
    const { frame_box, switches, note } = this;
    this.quiet.hidden = !empty;
    for (const part of [frame_box, switches.bar, note]) part.hidden = empty;
    const words = this.model.get("words") || translate("Lines from each word to the words that it looks at");
    set_attributes(this.canvas, { "aria-label": words });
    const room = { scale: this.model.get("scale"), room: width, window_height: sight_of(this.canvas) };
    this.plan = empty || !width ? null : arrange(this.frame, room);
    if (!this.plan) return;
    const { scrolls, width: wide, height, visible } = this.plan;
    set_style(frame_box, { width: `${wide + (scrolls ? SCROLLBAR : 0)}px`, "max-height": `${visible}px` });
    set_style(this.whole, { height: `${height}px` });
    set_style(this.canvas, { width: `${wide}px`, height: `${visible}px` });
  }

  // A word that Python or another view chose comes into sight.
  show_selected() {
    const { selected } = this.choice;
    if (!this.plan || selected === this.selected_before) return;
    this.selected_before = selected;
    if (selected === null) return;
    this.choice.asked_kept = null;
    if (!this.pointer) reveal(this, selected);
  }

  // ---- painting

  get scene() {
    const { frame, plan, colours, shown } = this;
    return { frame, plan, colours, shown, place: this.choice.place, kept: this.choice.kept };
  }

  get state() {
    const { plan, scene } = this;
    return plan && { scene, lines: this.painter.lines(scene, this.least) };
  }

  between = () => (this.plan ? way_between(this.seen, this.state) : null);

  paint = (moving) => {
    this.seen = this.state;
    if (is_empty(this.frame)) return { lines: [], bars: [] };
    return this.plan && this.painter.paint(this.seen, moving);
  };

  save() {
    const page = page_of(this.scene, this.model.get("scale"), this.meaning.textContent, this.least);
    save_png(page, file_name(this.frame.title).toLowerCase() || "lines");
  }
}

export function render({ model, el }) {
  const view = new LinesView(model, el);
  return () => view.close();
}

export default { render };
