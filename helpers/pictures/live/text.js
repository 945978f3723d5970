// Text for all pictures: numbers as words, and words measured, cut and set in lines before they are written.
// A text's font is its size in CSS pixels and its weight; every picture uses the same family.

export const FONT = 'system-ui, "DejaVu Sans", sans-serif';

export const font = (size, weight = 400) => `${weight} ${size}px ${FONT}`;
export const one_line = (text) => String(text).replace(/\s+/g, " ");
export const words_of = (text) => text.split(/\s+/).filter(Boolean);

// ---- numbers

// A true minus sign, and none before a zero. text: a number as JavaScript writes it.
export const minus = (text) => (Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−"));

// A number for the eye: few digits.
export function short_number(value, digits = 2) {
  const size = Math.abs(value);
  const fixed = size >= 100 ? 0 : size >= 10 ? Math.min(1, digits) : digits;
  const text = size !== 0 && (size >= 10000 || size < 0.0005) ? size.toExponential(1) : size.toFixed(fixed);
  return (value < 0 && Number(text) !== 0 ? "−" : "") + text;
}

// ---- text that is measured before it is written

const widths = new Map();
let measuring;

export function text_width(text, size, weight = 400) {
  const name = `${size}|${weight}|${text}`;
  let width = widths.get(name);
  if (width === undefined) {
    if (widths.size > 20000) widths.clear();
    measuring ??= document.createElement("canvas").getContext("2d");
    measuring.font = font(size, weight);
    width = measuring.measureText(text).width;
    widths.set(name, width);
  }
  return width;
}

// The text, or as much of it as fits into `room`, with … at its end.
export function shorten(text, room, size, weight) {
  if (room === Infinity || text_width(text, size, weight) <= room) return text;
  const letters = [...text];
  while (letters.length > 1 && text_width(`${letters.join("")}…`, size, weight) > room) letters.pop();
  return `${letters.join("")}…`;
}

// A text in lines no wider than `room`, at most `most` of them.
export function wrap(text, room, size, weight, most = Infinity) {
  const lines = [];
  for (const word of words_of(text)) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    const joins = lines.length && (text_width(longer, size, weight) <= room || lines.length === most);
    if (joins) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => shorten(line, room, size, weight));
}

// Sets pieces side by side in rows no wider than `room`, as a legend's entries. -> for each piece { x, row }
export function rows_of(widths, room, gap) {
  let [x, row] = [0, 0];
  return widths.map((width) => {
    if (x && x + width > room) [x, row] = [0, row + 1];
    const place = { x, row };
    x += width + gap;
    return place;
  });
}
