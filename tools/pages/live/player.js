// Play, Pause and Next beside a control whose values are steps, as helpers/pictures/play.py in Python.

// told: { name, interval, behind }; explorer: has places, texts(name), change(places, by_hand)
export class Player {
  playing = false;
  #anew = false; // whether it begins with the first step
  #clock = 0;

  constructor(told, explorer, tell) {
    Object.assign(this, { told, explorer, tell });
  }

  get place() {
    return this.explorer.places[this.told.name];
  }

  get last() {
    return this.explorer.texts(this.told.name).length - 1;
  }

  get #first() {
    const { behind } = this.told;
    return behind ? this.explorer.places[behind] + 1 : 0;
  }

  // Goes on by itself, a step each interval; at the end it begins anew.
  play() {
    this.playing = true;
    this.#anew = this.place === this.last;
    this.#clock = setInterval(() => this.tick(), this.told.interval);
    this.tell(this);
    this.tick();
  }

  stop() {
    clearInterval(this.#clock);
    this.playing = false;
    this.tell(this);
  }

  next() {
    this.stop();
    this.#go(this.place + 1);
  }

  tick() {
    if (!this.playing) return;
    const place = this.#anew ? this.#first : this.place + 1;
    this.#anew = false;
    this.#go(place);
    if (this.place === this.last) this.stop();
  }

  // Whoever moves the control by hand stops the walk.
  moved(names) {
    if (this.playing && names.includes(this.told.name)) this.stop();
  }

  #go(place) {
    this.explorer.change({ [this.told.name]: Math.min(place, this.last) }, { by_hand: false });
  }
}
