// In an explorer of typed text the control `head` (0: all) and the heads switched on in the pictures are the same
// thing, as in class Typed of helpers/lessons/real/explorers.py.

import { all_heads } from "./chosen.js";

export class Heads {
  before = null; // what the control said when the pictures followed it last

  constructor(explorer) {
    this.explorer = explorer;
    this.least = explorer.value("head") === null ? null : explorer.told.controls.head.values[0];
  }

  // The heads that each picture can switch on, where there are several. -> [[model, heads]]
  #pictures() {
    const { models, told, structures } = this.explorer;
    return models
      .map((model, at) => [model, all_heads(told.views[at].kind, structures[at])])
      .filter(([, there]) => there.length > 1);
  }

  follow() {
    const head = this.explorer.value("head") ?? 0;
    if (head === 0 && this.before === 0) return; // the learner's own choice of heads stays
    this.before = head;
    for (const [model, there] of this.#pictures()) model.set("shown", head ? [head - 1] : there);
  }

  reset() {
    this.before = null;
    this.follow();
  }

  // The heads that are switched on in a picture are others, and no new frame did it.
  switched(changed) {
    const [, there] = this.#pictures().find(([model]) => model === changed) ?? [];
    if (!there || this.least === null) return;
    const shown = changed.get("shown");
    if (shown.length === 1) this.explorer.change({ head: shown[0] + 1 - this.least });
    else if (shown.length === there.length) this.explorer.change({ head: 0 });
  }
}
