// Where everything of a LinesFrame stands, in CSS pixels, and which of its lines and bars are drawn. A side
// is "query", on the left, or "key", on the right; a place is { side, at }, the word's position from 0.

import { translate } from "./language.js";
import { text_width, wrap } from "./text.js";

export const LEAST = 0.01; // a smaller weight is not drawn
// Python's line_rules.RULES, for a frame that brings none.
const RULES = {
  width: [0.5, 0.8, 0.18],
  thinnest: 0.7,
  bar: 0.35,
  note: { wide: 170, share: 0.3, least: 90, line: 1.25, gap: 6 },
};
// For all words at once: the first that leaves
const LEAST_OF_ALL = [LEAST, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5];
const MOST_LINES = 2500; // no more lines than this
export const SCROLLBAR = 16;

export const words_on = (frame, side) => (side === "key" ? frame.keys : frame.tokens);
export const length_of = (frame, side) => words_on(frame, side).length;
export const is_empty = (frame) => Math.min(frame.tokens.length, frame.keys.length) === 0;

export function weight_of({ weights, tokens, keys }, head, query, key) {
  return weights.data[(head * tokens.length + query) * keys.length + key];
}

// All weights of a head. -> [n_queries * n_keys]
export function weights_of({ weights, tokens, keys }, head) {
  const size = tokens.length * keys.length;
  return weights.data.subarray(head * size, (head + 1) * size);
}

// ---- the plan: room for both columns of words, for the lines between them and for bars beside them

// How high the rows are, and how many are in sight at once: a long text scrolls.
function rows_down(n_rows, scale, header, window_height) {
  const most = Math.min(540 * scale, Math.max(260, 0.75 * window_height));
  const row = Math.min(26 * scale, Math.max(17.5 * scale, Math.floor((most - header) / n_rows)));
  const in_sight = Math.min(n_rows, Math.max(3, Math.floor((most - header) / row)));
  return { row, in_sight, scrolls: in_sight < n_rows };
}

function column_width({ tokens, keys }, width, scrolls, size, pad) {
  const beyond = scrolls ? text_width("↓ 0.00 ", size, 600) : 0; // stands before a word outside the window
  const words = [...tokens, ...keys].map((token) => text_width(token, size, 600));
  const widest = Math.max(text_width(translate("is asked"), size, 600), beyond + Math.max(...words));
  return Math.ceil(Math.min(widest, 0.25 * width, 11.5 * size) + 2 * pad);
}

// The room beside the bars for callouts: none where it would be too narrow to read, or leave lines and bars too little.
function notes_width({ notes = [] }, { note }, room, column, scale) {
  const width = Math.min(note.wide * scale, note.share * room);
  const fits = width >= note.least * scale && room - 2 * column - width >= 190 * scale;
  return notes.length && fits ? width : 0;
}

// room: the width of the picture.
export function arrange(frame, { scale, room, window_height }) {
  const size = 14 * scale;
  const pad = 7 * scale;
  const header = Math.round(2.9 * size);
  const n_rows = Math.max(frame.tokens.length, frame.keys.length);
  const { row, in_sight, scrolls } = rows_down(n_rows, scale, header, window_height);
  const width = room - (scrolls ? SCROLLBAR : 0);
  const column = column_width(frame, width, scrolls, size, pad);
  const digits = text_width("0.00", 0.86 * size) + 0.3 * size; // a bar's number, with room before it
  const rules = frame.rules ?? RULES;
  const notes = notes_width(frame, rules, width, column, scale);
  const free = width - 2 * column - notes;
  const bars_wanted = Math.max(frame.heads.length * (digits + 4.5 * scale), 150 * scale);
  const bars_room = free - Math.max(80 * scale, Math.min(0.4 * free, 340 * scale));
  const bars = Math.max(0, Math.min(bars_wanted, bars_room));
  const gap = Math.max(80 * scale, Math.min(340 * scale, free - bars));
  return {
    ...{ scale, size, pad, header, row, column, digits, bars, gap, scrolls, notes, rules },
    limit: frame.limit ?? 1, // the weight of the full width
    left: column,
    right: column + gap,
    bars_at: 2 * column + gap,
    width: Math.ceil(2 * column + gap + bars + notes),
    height: Math.ceil(header + n_rows * row),
    visible: Math.ceil(header + in_sight * row),
  };
}

export const y_of = ({ header, row }, at) => header + (at + 0.5) * row;

// What lies above the window of a long text, in whole rows, so that no word is cut.
export function window_top({ height, visible, row, scrolls }, box) {
  return scrolls ? Math.min(height - visible, Math.round(box.scrollTop / row) * row) : 0;
}

// How far a long text must be scrolled for a word to be in sight. -> CSS pixels
export function scrolled_to({ header, row, visible }, at, now) {
  const [above, below] = [at * row, header + (at + 1) * row - visible];
  if (now > above) return above;
  return Math.max(now, below);
}

// The word under a point of the canvas. -> a place, or null
export function place_under(frame, plan, across, down, top) {
  if (down < plan.header || down > plan.visible) return null;
  const at = Math.floor((down - plan.header + top) / plan.row);
  const reach = 0.08 * plan.gap;
  const side = across <= plan.left + reach ? "query" : across >= plan.right - reach ? "key" : null;
  return side && at >= 0 && at < length_of(frame, side) ? { side, at } : null;
}

// ---- lines and bars. shown: the heads that are switched on

export function line_width({ scale, row, rules = RULES, limit = 1 }, value, n_shown) {
  const [alone, shared, least] = rules.width;
  return Math.max(
    rules.thinnest * scale,
    Math.min(1, value / limit) * row * Math.max(n_shown === 1 ? alone : shared / n_shown, least),
  );
}

// From which weight on a line is drawn while the lines of all words are shown.
export function least_of_all(frame, shown) {
  const counts = LEAST_OF_ALL.map(() => 0);
  for (const head of shown) {
    for (const value of weights_of(frame, head)) {
      for (let i = 0; i < counts.length && value >= LEAST_OF_ALL[i]; i++) counts[i]++;
    }
  }
  return LEAST_OF_ALL[counts.findIndex((count) => count <= MOST_LINES)] ?? LEAST_OF_ALL.at(-1);
}

// The lines of the chosen word, or of all words (side: null): widest first, so that thin ones stay in sight.
export function lines_of(frame, plan, shown, { side, at }, least = LEAST) {
  const [first, end] = side === "query" ? [at, at + 1] : [0, frame.tokens.length];
  const [first_key, end_key] = side === "key" ? [at, at + 1] : [0, frame.keys.length];
  const lines = [];
  shown.forEach((head, position) => {
    const shift = ((position - (shown.length - 1) / 2) * 0.72 * plan.row) / shown.length;
    for (let query = first; query < end; query++) {
      for (let key = first_key; key < end_key; key++) {
        const weight = weight_of(frame, head, query, key);
        if (weight < least) continue;
        lines.push({ head, query, key, weight, width: line_width(plan, weight, shown.length), shift });
      }
    }
  });
  return lines.sort((one, other) => other.weight - one.weight);
}

// Where the bars of each head stand. Behind a bar stands its number; where heads leave no room for that, long bars
// pass below their numbers. -> [{ head, x, room, width: of a weight of 1 }]
export function bar_columns({ bars, bars_at, scale, digits, rules = RULES }, shown) {
  const across = Math.min(bars / Math.max(1, shown.length), 110 * scale);
  const room = across - Math.min(4 * scale, 0.2 * across);
  const width = room - digits >= rules.bar * room ? room - digits : room;
  return shown.map((head, position) => ({ head, x: bars_at + position * across, room, width }));
}

// The bars of the word that asks.
export function bars_of(frame, plan, shown, { side, at }) {
  if (side !== "query") return [];
  const bar = ({ head, x, room, width }, key) => {
    const weight = weight_of(frame, head, at, key);
    const length = Math.min(1, weight / plan.limit) * width;
    return {
      ...{ head, key, weight, x },
      y: y_of(plan, key) - plan.row * 0.42,
      width: length,
      height: plan.row * 0.84,
      digits: room >= plan.digits ? weight.toFixed(2) : "",
      digits_at: x + Math.min(length + 0.2 * plan.size, room - plan.digits + 0.2 * plan.size),
    };
  };
  const bars = bar_columns(plan, shown).flatMap((column) => frame.keys.map((_, key) => bar(column, key)));
  return bars.filter(({ weight }) => weight >= LEAST);
}

// ---- callouts: in the margin beside the word that is asked, with a thin line to the end of its row

// Those of lines that are drawn. -> [{ text, lines, x, y: of its first line's top, size, step, from, to }]
export function notes_of(frame, plan, shown, { side, at }) {
  if (!plan.notes) return [];
  const { rules, scale, row } = plan;
  const size = Math.max(11 * scale, 0.86 * plan.size);
  const step = rules.note.line * size;
  const gap = rules.note.gap * scale;
  const is_drawn = ({ at: [query, key] }) =>
    (side === null || at === (side === "query" ? query : key)) &&
    shown.some((head) => weight_of(frame, head, query, key) >= LEAST);
  const columns = side === "query" ? bar_columns(plan, shown) : [];
  const beside = columns.length ? columns.at(-1).x + columns.at(-1).room : plan.bars_at;
  const x = Math.min(beside + 2 * gap, plan.width - plan.notes + gap);
  let free = plan.header; // above that, another callout stands
  const drawn = frame.notes.filter(is_drawn).sort((one, other) => one.at[1] - other.at[1]);
  return drawn.map(({ at: [, key], text }) => {
    const lines = wrap(text, plan.width - x - gap, size);
    const tall = lines.length * step;
    const middle = y_of(plan, key);
    const last = Math.max(plan.header, plan.header + frame_rows(frame) * row - tall);
    const y = Math.max(free, Math.min(middle - tall / 2, last));
    free = y + tall + gap;
    const to = [end_of_row(frame, plan, shown, { side, at }, key) + gap, middle];
    return { text, lines, x, y, size, step, from: [x - gap / 2, y + tall / 2], to };
  });
}

const frame_rows = ({ tokens, keys }) => Math.max(tokens.length, keys.length);

// Where the row of a word that is asked ends: with its last bar, or with the word itself.
function end_of_row(frame, plan, shown, place, key) {
  const ends = bars_of(frame, plan, shown, place)
    .filter((bar) => bar.key === key)
    .map((bar) => Math.max(bar.x + bar.width, bar.digits ? bar.digits_at + plan.digits : 0));
  const word = Math.min(plan.column - plan.pad, plan.pad + text_width(frame.keys[key], plan.size, 600));
  return Math.max(plan.right + word, ...ends);
}
