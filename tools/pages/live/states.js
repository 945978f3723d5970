// Which state the controls of an explorer ask for, as `States.told` of helpers/pictures/states.py tells it. The value
// of a control is its place in its texts. Some controls together may be one axis of the table of states (a group),
// and the texts of some follow others.

const same = (one, other) => one.length === other.length && one.every((part, at) => part === other[at]);
const word_of = (text) => text.split(" ")[0]; // without its place in brackets, which may have changed

// told: { controls: { name: { texts, start } }, groups, follows }
export class States {
  constructor({ controls, groups = {}, follows = {} }) {
    Object.assign(this, { controls, groups, follows });
    this.start = Object.fromEntries(Object.entries(controls).map(([name, { start }]) => [name, start]));
  }

  #cell(name, places) {
    const { names, sizes } = this.follows[name];
    return names.reduce((sum, other, at) => sum * sizes[at] + places[other], 0);
  }

  texts(name, places) {
    if (!(name in this.follows)) return this.controls[name].texts;
    const { texts, which } = this.follows[name];
    return texts[which[this.#cell(name, places)]];
  }

  // What the controls show once some of them were moved: those that follow go where their words went. One that
  // lands somewhere else is drawn at its first text before, as in JupyterLab. -> list of places, one after the other
  moved(places, changes) {
    const wanted = { ...places, ...changes };
    const way = [wanted];
    for (const [name, { lands }] of Object.entries(this.follows)) {
      const [before, after] = [this.texts(name, places), this.texts(name, wanted)];
      if (!(name in changes) && !same(before, after)) {
        const landed = lands[this.#cell(name, wanted)];
        if (landed !== null) way.unshift({ ...wanted, [name]: 0 });
        wanted[name] = landed ?? lands_on(before[places[name]], places[name], after);
      }
      wanted[name] = Math.min(wanted[name], after.length - 1);
    }
    return way;
  }

  // The place on each axis, and what to say where there is none. -> { axes, says: "" }
  axes(places) {
    const axes = { ...places };
    let refused = "";
    for (const [axis, { names, cells, says }] of Object.entries(this.groups)) {
      const wanted = names.map((name) => places[name]);
      axes[axis] = cells.findIndex((cell) => same(cell, wanted));
      if (axes[axis] < 0) refused = says;
    }
    return { axes, says: refused };
  }
}

// The word that was chosen stays so where it can, else its place or the last one.
function lands_on(text, place, texts) {
  const words = texts.map(word_of);
  const near = Math.min(place, words.length - 1);
  const at = words.indexOf(word_of(text));
  return at < 0 || words[near] === word_of(text) ? near : at;
}
