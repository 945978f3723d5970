// An explorer on a page: its controls choose a state, and each picture gets what the store holds of it. What Python's
// Explorer and View do when a control or a picture is used is done here, and compared with them by tests.

import { render as chart } from "../../../helpers/pictures/live/chart.js";
import { render as labels } from "../../../helpers/pictures/live/labels.js";
import { translate } from "../../../helpers/pictures/live/language.js";
import { render as lines } from "../../../helpers/pictures/live/lines.js";
import { render as map } from "../../../helpers/pictures/live/map.js";
import { render as matrix } from "../../../helpers/pictures/live/matrix.js";
import { element, set_text } from "../../../helpers/pictures/live/page.js";
import { choice_after, first_heads, heads_after, query_of } from "./chosen.js";
import { control, fold, icon_button } from "./controls.js";
import { Heads } from "./heads.js";
import { Model } from "./host.js";
import { Player } from "./player.js";
import { follow_projector, is_on, switch_projector } from "./projector.js";
import { States } from "./states.js";
import { Damaged, read, sent } from "./store.js";

const VIEWS = { chart, lines, map, matrix };
const SHOW = "show"; // the control that chooses what is seen; no picture depends on it

// told: as tools/pages/tree.py tells it; store: opened; common: traits that all views share, and `projector`
// places: { name of a control: place }; tab: the place of what is seen; models: of the pictures, in their order
// Tests and benchmarks find it as `live` of the element that held its still, and use these, change() and reset().
export class Explorer {
  models = [];
  structures = []; // what each picture shows
  firsts = []; // what each picture's frame chooses at first
  drawn = []; // the state that each picture shows
  sent = []; // and what was sent to it
  controls = {};
  folds = {};
  boxes = []; // around the pictures
  ends = [];
  drawing = false;
  #waits = 0; // a frame of the page in which it was drawn already
  #late = false; // and is to be drawn again

  constructor(el, told, store, { projector, ...common }) {
    Object.assign(this, { told, store, tab: told.tabs?.start });
    this.states = new States(told);
    this.places = { ...this.states.start };
    for (const [at, view] of told.views.entries()) {
      const model = new Model({ ...common, scale: 1, ...view.traits, hover: [] });
      model.on("change:selected", () => this.selected(at));
      model.on("change:shown", () => this.drawing || this.heads?.switched(model));
      this.models.push(model);
    }
    if (told.play) this.player = new Player(told.play, this, (player) => this.tell_player(player));
    this.draw();
    if (told.typed) this.heads = new Heads(this);
    this.root = build(this, told.tree, el);
    this.root.classList.add("hv-live");
    this.say(this.message_now);
    this.tell_controls();
    this.show();
    if (this.heads) this.quietly(() => this.heads.follow());
    this.ends.push(follow_projector((on) => this.enlarge(on ? projector : 1)));
  }

  close() {
    this.player?.stop();
    for (const end of this.ends) end();
    this.root.remove();
  }

  // ---- what the controls say

  texts(name) {
    return this.states.texts(name, this.places);
  }

  // The value of a control of whole numbers, or null: there is none of this name.
  value(name) {
    return this.told.controls[name]?.values?.[this.places[name]] ?? null;
  }

  // Several controls at once; drawn once. by_hand: whether it may wait for the next frame of the page, and ends a walk
  change(changes, { by_hand = true, late = false } = {}) {
    if (by_hand) this.player?.moved(Object.keys(changes));
    const way = this.states.moved(this.places, changes);
    const { says } = this.states.axes(way.at(-1));
    if (says) this.say(says);
    for (const places of says ? [] : way) {
      this.places = places;
      if (!late || way.length > 1 || !this.waits()) this.draw();
    }
    this.tell_controls();
  }

  reset() {
    this.player?.stop();
    this.tab = this.told.tabs?.start;
    this.show();
    this.change(this.states.start);
    for (const [at, model] of this.models.entries()) {
      const { kind } = this.told.views[at];
      const shown = first_heads(kind, this.structures[at]);
      model.set("selected", this.firsts[at]);
      if (shown) model.set("shown", shown);
    }
    if (this.heads) this.quietly(() => this.heads.reset());
  }

  // ---- what is chosen in a picture

  selected(at) {
    const now = this.models[at].get("selected");
    if (this.told.opens?.[0] === at && now.length) this.open(now[0]);
    const query = query_of(this.told.views[at].kind, this.structures[at], now);
    if (query === null || !("asks" in this.places)) return;
    const place = this.told.controls.asks.values.indexOf(query);
    const offered = place >= 0 && place < this.texts("asks").length; // a second sentence may have more words
    if (offered && place !== this.places.asks) this.change({ asks: place });
  }

  // A small picture of a head was clicked: the head is shown, large, if it is on this page. place: of its panel, whose
  // title says which layer and head it is
  open(place) {
    const [from, to] = this.told.opens;
    const numbers = this.structures[from].panels[place].title.match(/\d+/g).map(Number);
    const [layer, head] = ["layer", "head"].map((name, at) =>
      this.told.controls[name].values.indexOf(numbers[at]),
    );
    if (Math.min(layer, head) < 0) this.say(this.told.more);
    else {
      this.change({ layer, head });
      const { places } = this.told.tabs;
      if (!places[this.tab].includes(to)) this.show(places.length - 1); // all: what was clicked keeps the focus
    }
    this.models[from].set("selected", []); // it is opened, no cell of it is chosen
  }

  quietly(work) {
    const before = this.drawing;
    this.drawing = true; // what a new frame switches on is not the learner's choice
    try {
      work();
    } finally {
      this.drawing = before;
    }
  }

  // ---- what is drawn

  // Whether it was drawn in this frame of the page already: it will be once more before the frame is painted.
  waits() {
    if (this.#waits) this.#late = true;
    else
      this.#waits = requestAnimationFrame(() => {
        this.#waits = 0;
        if (this.#late) this.draw();
      });
    return this.#late;
  }

  draw() {
    try {
      this.draw_all();
    } catch (error) {
      if (!this.root || !(error instanceof Damaged)) throw error; // at the beginning the still stays
      const why = translate("its table of states is cut or damaged.");
      this.say(translate("This cannot be shown here: {error}", { error: why }));
    }
  }

  draw_all() {
    this.#late = false;
    const { axes } = this.states.axes(this.places);
    this.say(read(this.store, 0, axes));
    if (this.message_now && this.structures.length) return; // the last good pictures stay
    this.quietly(() => {
      for (const at of this.models.keys()) this.draw_picture(at, axes);
      if (!this.message_now) this.heads?.follow();
    });
  }

  draw_picture(at, axes) {
    const state = this.store.views[at + 1].uses.map((name) => axes[name]).join();
    if (state === this.drawn[at]) return;
    this.drawn[at] = state;
    const { structure: told, words, selected: chosen } = read(this.store, at + 1, axes);
    this.sent[at] = sent(told, this.store.arrays, this.sent[at]);
    const { structure, numbers } = this.sent[at];
    const [model, { kind }] = [this.models[at], this.told.views[at]];
    const before = { structure: this.structures[at], chosen: this.firsts[at] };
    this.structures[at] = structure;
    this.firsts[at] = chosen;
    const changed = { structure, numbers, words };
    if (before.structure) {
      const now = model.get("selected");
      changed.selected = choice_after(kind, structure, { before: before.chosen, chosen, now });
      if (first_heads(kind, structure))
        changed.shown = heads_after(kind, structure, { before: before.structure, now: model.get("shown") });
    }
    model.set_all(changed);
  }

  // ---- what is seen

  say(words) {
    this.message_now = words;
    if (!this.message) return;
    set_text(this.message, words);
    this.message.hidden = !words;
  }

  show(tab = this.tab) {
    this.tab = tab;
    if (!this.told.tabs) return;
    const { texts, places } = this.told.tabs;
    this.controls[SHOW].set(tab, texts);
    for (const [at, box] of this.boxes.entries()) box.hidden = !places[tab].includes(at);
  }

  enlarge(scale) {
    this.root.classList.toggle("hv-projector", scale > 1);
    this.projector?.set(is_on() ? 1 : 0);
    for (const model of this.models) model.set("scale", scale);
  }

  tell_controls() {
    for (const name of Object.keys(this.places))
      this.controls[name]?.set(this.places[name], this.texts(name));
    for (const { names, count } of Object.values(this.folds))
      count(names.filter((name) => this.places[name] !== this.states.start[name]).length);
  }

  tell_player({ playing }) {
    const control = this.told.controls[this.told.play.name].label;
    this.play.say(playing ? translate("Pause") : translate("Play"), playing ? "pause" : "play");
    this.play.element.title = playing
      ? translate("Stay here in the steps of “{control}”", { control })
      : translate("Go through the steps of “{control}”", { control });
  }
}

// ---- made once, as tools/pages/tree.py tells it: a function for each part, of the explorer, the part and its parent

function on_click(made, callback) {
  made.addEventListener("click", callback);
  return made;
}

// What Python could do more, and where, if the page knows.
function more(parent, text) {
  const line = element("p", { parent, class: "hv-more", text });
  const { lab } = document.body.dataset;
  if (lab) line.append(" ", element("a", { href: lab, text: translate("Open it with Python.") }));
}

const PARTS = {
  box(it, told, parent) {
    const box = element("div", { parent, class: told.classes });
    for (const child of told.children) build(it, child, box);
    if (told.fold) it.folds[told.fold].add(box);
    if (told.classes.includes("hv-top") && it.told.more) more(box, it.told.more);
    return box;
  },
  label: (_it, told, parent) =>
    element("span", { parent, class: `widget-label ${told.classes}`, text: told.text }),
  message(it, _told, parent) {
    it.message = element("div", { parent, class: "hv-message", role: "alert" });
    return it.message;
  },
  helper(it, _told, parent) {
    const el = element("div", { parent, class: "hv-helper" });
    it.ends.push(labels({ model: new Model({}), el }));
    return el;
  },
  view(it, { view, classes }, parent) {
    const el = element("div", { parent, class: classes });
    it.boxes[view] = el;
    it.ends.push(VIEWS[it.told.views[view].kind]({ model: it.models[view], el }));
    return el;
  },
  control(it, { name }, parent) {
    const one = name === SHOW ? it.told.tabs : it.told.controls[name];
    const move = (place) => place === it.places[name] || it.change({ [name]: place }, { late: true });
    const hear = name === SHOW ? (place) => it.show(place) : move; // where it stands already, nothing is drawn anew
    it.controls[name] = control(parent, one, hear);
    return it.controls[name].element;
  },
  reset(it, { title }, parent) {
    const made = element("button", {
      parent,
      type: "button",
      class: "jupyter-button",
      text: translate("Reset"),
      title,
    });
    return on_click(made, () => it.reset());
  },
  projector(it, told, parent) {
    it.projector = control(parent, { kind: "press", ...told }, (place) => switch_projector(place === 1));
    return it.projector.element;
  },
  fold(it, { heading, names }, parent) {
    const made = fold(parent, heading);
    it.folds[heading] = { names, ...made };
    return made.element;
  },
  play(it, _told, parent) {
    it.play = icon_button(parent, translate("Play"), "hv-play");
    it.tell_player(it.player);
    return on_click(it.play.element, () => (it.player.playing ? it.player.stop() : it.player.play()));
  },
  next(it, _told, parent) {
    const { element: made, say } = icon_button(parent, translate("Next"), "hv-play");
    say(translate("Next"), "step-forward");
    const control = it.told.controls[it.told.play.name].label;
    made.title = translate("One step on: {control}", { control });
    return on_click(made, () => it.player.next());
  },
};

function build(it, told, parent) {
  const made = PARTS[told.is](it, told, parent);
  if (told.hidden) made.hidden = true;
  return made;
}
