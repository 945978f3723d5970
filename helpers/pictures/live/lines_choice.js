// What is pointed at and what is kept in a LinesFrame. A word on the left, which asks, is Python's to know
// (the traits `hover` and `selected`); a word on the right is known to the page alone.

import { length_of } from "./lines_layout.js";

const counted = (place) => (place ? { [place.side]: place.at } : {});

export class Choice {
  asked = null; // the word on the right under the pointer
  asked_kept = null; // and the one that a click keeps
  told = "{}"; // where the pointer was, as other views know it

  // changed(): what is chosen on the right is another word.  tell: see link.js
  constructor(model, changed) {
    Object.assign(this, { model, changed, tell: () => {} });
  }

  take(frame) {
    this.frame = frame;
    if (this.asked >= frame.keys.length) this.asked = null;
    if (this.asked_kept >= frame.keys.length) this.asked_kept = null;
  }

  #word(name) {
    const [at] = this.model.get(name);
    return at >= 0 && at < this.frame.tokens.length ? at : null;
  }

  get hovered() {
    return this.#word("hover");
  }

  get selected() {
    return this.#word("selected");
  }

  get kept() {
    return { query: this.selected, key: this.asked_kept };
  }

  // What the picture speaks of. -> { side, at }, both null while it speaks of all words
  get place() {
    const places = [
      { side: "key", at: this.asked },
      { side: "query", at: this.hovered },
      { side: "key", at: this.asked_kept },
      { side: "query", at: this.selected },
    ];
    return places.find(({ at }) => at !== null) ?? { side: null, at: null };
  }

  // Told to other views on the page, never to the kernel.
  mark(place) {
    const asked = place?.side === "key" ? place.at : null;
    const hover = place?.side === "query" ? [place.at] : [];
    if (asked !== this.asked) {
      this.asked = asked;
      this.changed();
    }
    if (hover[0] !== this.model.get("hover")[0]) this.model.set("hover", hover);
  }

  point(place) {
    this.mark(place);
    const now = JSON.stringify(counted(place));
    if (now !== this.told) this.tell("point", { place: counted(place) });
    this.told = now;
  }

  keep(place) {
    this.asked_kept = place?.side === "key" ? place.at : null;
    this.model.set("selected", place?.side === "query" ? [place.at] : []);
    this.model.save_changes();
    this.changed();
  }

  // Keeps a word, or lets it go where it was kept already.
  choose(place) {
    const again = place === null || place.at === this.kept[place.side];
    this.keep(again ? null : place);
    this.tell("choose", { place: counted(again ? null : place) });
  }

  // A place that another view tells of, as one of ours.
  place_of(told) {
    const side = ["query", "key"].find((one) => told[one] >= 0 && told[one] < length_of(this.frame, one));
    return side ? { side, at: told[side] } : null;
  }
}
