// What stands in for a widget's model where there is no kernel: get, set, on, off and save_changes, as the views
// of helpers/pictures/live use them.

// Runs of numbers are taken to be new ones: to compare them would cost more than to paint them.
const same = (one, other) =>
  one === other ||
  (!ArrayBuffer.isView(one) && !ArrayBuffer.isView(other) && JSON.stringify(one) === JSON.stringify(other));

export class Model {
  #values;
  #listeners = new Map();

  constructor(values) {
    this.#values = { ...values };
  }

  get(name) {
    return this.#values[name];
  }

  set(name, value) {
    this.set_all({ [name]: value });
  }

  // Several at once: whoever hears of one finds all of them.
  set_all(values) {
    const changed = Object.keys(values).filter((name) => !same(this.#values[name], values[name]));
    Object.assign(this.#values, values);
    for (const name of changed)
      for (const callback of [...(this.#listeners.get(`change:${name}`) ?? [])]) callback();
  }

  on(event, callback) {
    if (!this.#listeners.has(event)) this.#listeners.set(event, new Set());
    this.#listeners.get(event).add(callback);
  }

  off(event, callback) {
    this.#listeners.get(event)?.delete(callback);
  }

  save_changes() {} // nobody else is told
}
