// An explorer on a page: its controls choose a state, and each picture gets what the store holds of it. What Python's
// Explorer and View do when a control or a picture is used is done here, and compared with them by tests.

import { render as chart } from "../../../helpers/pictures/live/chart.js";
import { render as labels } from "../../../helpers/pictures/live/labels.js";
import { render as lines } from "../../../helpers/pictures/live/lines.js";
import { render as map } from "../../../helpers/pictures/live/map.js";
import { render as matrix } from "../../../helpers/pictures/live/matrix.js";
import { element, set_attributes, set_text } from "../../../helpers/pictures/live/page.js";
import { control } from "./controls.js";
import { Model } from "./host.js";
import { read, sent } from "./store.js";

const VIEWS = { chart, lines, map, matrix };

// told: { controls: { name: { kind, label, texts, start, … } }, views: [{ kind, traits }], tree }; common: traits that
// all views share
export class Explorer {
  constructor(el, told, store, common) {
    Object.assign(this, { told, store, common, models: [], controls: {}, ends: [] });
    this.root = element("div", { parent: el });
    this.places = Object.fromEntries(Object.entries(told.controls).map(([name, one]) => [name, one.start]));
    for (const view of told.views) this.models.push(new Model({ ...common, ...view.traits, hover: [] }));
    this.draw();
    this.build(told.tree, el);
    this.tell_controls();
  }

  // ---- made once, as tools/pages/tree.py tells it

  build(told, parent) {
    const makes = {
      box: () => {
        const box = element("div", { parent, class: told.classes });
        if (told.hidden) box.hidden = true;
        for (const child of told.children) this.build(child, box);
        return box;
      },
      label: () => element("div", { parent, class: `widget-label ${told.classes}`, text: told.text }),
      message: () => {
        this.message = element("div", { parent, class: "hv-message", role: "alert" });
        this.message.hidden = true;
        return this.message;
      },
      helper: () => this.render(labels, element("div", { parent }), new Model({})),
      view: () => {
        const box = element("div", { parent, class: told.classes });
        this.render(VIEWS[this.told.views[told.view].kind], box, this.models[told.view]);
        return box;
      },
      control: () => {
        const one = this.told.controls[told.name];
        this.controls[told.name] = control(parent, one, (place) => this.change({ [told.name]: place }));
        return this.controls[told.name].element;
      },
      reset: () => {
        const made = element("button", { parent, type: "button", class: "jupyter-button", text: "Reset" });
        made.addEventListener("click", () => this.reset());
        return made;
      },
    };
    return makes[told.is]?.();
  }

  render(view, el, model) {
    const end = view({ model, el });
    if (end) this.ends.push(end);
    return el;
  }

  // ---- what changes

  change(places) {
    Object.assign(this.places, places);
    this.tell_controls();
    this.draw();
  }

  reset() {
    this.change(
      Object.fromEntries(Object.entries(this.told.controls).map(([name, one]) => [name, one.start])),
    );
    for (const [at, model] of this.models.entries()) model.set_all(this.told.views[at].traits);
  }

  tell_controls() {
    for (const [name, one] of Object.entries(this.controls))
      one.set(this.places[name], this.told.controls[name].texts);
  }

  draw() {
    const message = read(this.store, 0, this.places);
    if (this.message) {
      set_text(this.message, message);
      this.message.hidden = !message;
    }
    if (message) return;
    for (const [at, model] of this.models.entries()) {
      const { structure, words } = read(this.store, at + 1, this.places);
      model.set_all({ ...sent(structure, this.store.arrays), words });
    }
  }
}
