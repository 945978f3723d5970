// Ticks that have room. Python sends them in levels, the finest first, with the rules by which one is chosen: the
// same as for stills, where helpers/pictures/still/axes.py chooses. Lengths are CSS pixels.

import { text_width } from "./text.js";

// From one place to another on the screen; low and high are what stands there.
export function axis_of([low, high], log, from, to) {
  const on = log ? Math.log : (value) => value;
  const [first, last] = [on(low), on(high)];
  const at = (value) => from + ((on(value) - first) / (last - first)) * (to - from);
  return { low, high, log, from, to, at };
}

// The same length for one unit on both axes: the axis with too little is lengthened on both sides.
export function same_unit([[x0, x1], [y0, y1]], width, height) {
  const unit = Math.max((x1 - x0) / width, (y1 - y0) / height);
  const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
  return [
    [x - (unit * width) / 2, x + (unit * width) / 2],
    [y - (unit * height) / 2, y + (unit * height) / 2],
  ];
}

// Whether texts keep a gap between each other. ticks: { at, room }
const have_room = (ticks, gap) =>
  ticks.every((tick, place) => {
    const before = ticks[place - 1];
    return !before || tick.at - before.at >= (tick.room + before.room) / 2 + gap;
  });

const every = (ticks, step) => ticks.filter((_, at) => at % step === 0);

// The plot's own ticks: all, every second, every third …; words that would touch stand upright.
function own_ticks(all, words, { gap, line }, size, scale) {
  const turned = words && !have_room(all, gap * scale);
  const upright = turned ? all.map((tick) => ({ ...tick, room: line * size })) : all;
  let step = 1;
  while (step < all.length && !have_room(every(upright, step), turned ? 0 : gap * scale)) step++;
  return { ticks: every(all, step), all, turned };
}

// sent: the axis as Python sent it; axis: where it stands; lying: whether texts must fit side by side;
// cut: text => what is written of it.  -> { ticks: [{ value, text, whole, at, room }], all, turned }
export function chosen_ticks(sent, axis, rules, { size, scale, lying, cut = (text) => text }) {
  let ticks = [];
  for (const [values, texts] of sent.ticks) {
    const inside = values
      .map((value, at) => ({ value, whole: texts[at] }))
      .filter(({ value }) => value >= axis.low && value <= axis.high);
    ticks = inside.map(({ value, whole }) => {
      const text = cut(whole);
      return { value, text, whole, at: axis.at(value), room: lying ? text_width(text, size) : 0 };
    });
    if (sent.own) return own_ticks(ticks, sent.words, rules, size, scale);
    const long = ticks.length ? Math.abs(ticks.at(-1).at - ticks[0].at) : 0;
    const apart = long >= (ticks.length - 1) * rules.pitch[lying ? 0 : 1] * scale * (1 - 1e-6);
    if (apart && (!lying || have_room(ticks, rules.gap * scale))) break;
  }
  return { ticks, all: ticks, turned: false };
}
