// Painting a LinesFrame; the screen and the saved image use the same strokes.
// A scene is { frame, plan, colours, shown, place, kept: { query, key } }: what is painted, where, and what
// is chosen.

import { write } from "./canvas.js";
import { translate } from "./language.js";
import { bar_columns, bars_of, line_width, notes_of, words_on, y_of } from "./lines_layout.js";
import { shorten, text_width } from "./text.js";

const HAIR = 0.35; // a thinner line, on its way from or to nothing, is not seen
const WORTH_A_NAME = 0.05; // a weight from which a word outside the window is named at its edge

// Lines that are seen between `top` and `top + height`.
export function paint_lines(to, { plan, colours, shown, place }, lines, top = 0, height = plan.height) {
  const middle = (plan.left + plan.right) / 2;
  to.save();
  to.globalAlpha = place.side !== null ? 0.9 : shown.length === 1 ? 0.5 : 0.4;
  for (const { head, query, key, width, shift } of lines) {
    if (width < HAIR * plan.scale) continue;
    const [from, onto] = [y_of(plan, query) + shift, y_of(plan, key) + shift];
    if (Math.max(from, onto) < top || Math.min(from, onto) > top + height) continue;
    to.strokeStyle = colours.head(head + 1);
    to.lineWidth = width;
    to.beginPath();
    to.moveTo(plan.left, from);
    to.bezierCurveTo(middle, from, middle, onto, plan.right, onto);
    to.stroke();
  }
  to.restore();
}

function paint_pill(to, { scale, row, column }, x, y, colour, edged) {
  to.save();
  to.beginPath();
  to.roundRect(x + scale, y - row * 0.46, column - 2 * scale, row * 0.92, 4 * scale);
  to.fillStyle = to.strokeStyle = colour;
  to.globalAlpha = 0.16;
  to.fill();
  to.globalAlpha = 1;
  to.lineWidth = 1.5 * scale;
  if (edged) to.stroke();
  to.restore();
}

export function paint_header(to, scene) {
  const { plan, colours } = scene;
  const [first, second] = [0.75 * plan.size, 2.0 * plan.size];
  const name = { size: plan.size, weight: 600 };
  const role = { size: 0.86 * plan.size, colour: colours.faint };
  const [left, right] = [plan.left - plan.pad, plan.right + plan.pad];
  write(to, translate("query"), left, first, { ...name, colour: colours.text("query"), align: "right" });
  write(to, translate("asks"), left, second, { ...role, align: "right" });
  write(to, translate("key"), right, first, { ...name, colour: colours.text("key"), align: "left" });
  write(to, translate("is asked"), right, second, { ...role, align: "left" });
  paint_width_key(to, scene, second);
  paint_head_names(to, scene, first, second);
}

// Three sample lines, so that a width can be read as a number.
function paint_width_key(to, { plan, colours, shown }, y) {
  const small = 0.86 * plan.size;
  const step = 4.6 * small;
  if (plan.gap < 3.4 * step || shown.length === 0) return;
  let x = (plan.left + plan.right) / 2 - 1.5 * step;
  for (const share of [0.1, 0.5, 1]) {
    const value = Number((share * plan.limit).toPrecision(2));
    to.fillStyle = colours.faint;
    const width = line_width(plan, value, shown.length);
    to.fillRect(x, y - width / 2, 1.7 * small, width);
    write(to, String(value), x + 2.1 * small, y, { colour: colours.faint, size: small, align: "left" });
    x += step;
  }
}

// Above the bars: the heads' names where all fit, else their numbers, as many as fit.
function paint_head_names(to, { frame, plan, colours, shown }, first, second) {
  const columns = bar_columns(plan, shown);
  if (columns.length === 0) return;
  const size = 0.86 * plan.size;
  const labels = columns.map(({ head }) => frame.heads[head]);
  const fits = labels.every((label, i) => text_width(label, size, 600) <= columns[i].room);
  const step = columns[0].room * 1.25 + 0.01;
  const every = fits ? 1 : Math.ceil((text_width("16", size, 600) * 1.3) / step);
  if (!fits && columns.length > 1)
    write(to, translate("head"), plan.bars_at, first, { colour: colours.faint, size, align: "left" });
  columns.forEach(({ head, x, room }, i) => {
    if (i % every === 0) {
      const label = fits ? labels[i] : (labels[i].match(/\d+$/)?.[0] ?? String(head + 1));
      const text = shorten(label, Math.max(room, every * step), size, 600);
      write(to, text, x, second, { colour: colours.ink, size, weight: 600, align: "left" });
    }
    to.fillStyle = colours.head(head + 1);
    to.fillRect(x, plan.header - 0.25 * plan.size, room, Math.max(2, 0.15 * plan.size));
  });
}

// mark: where the mark of the word that asks has come, { side: at }
function paint_words(to, { frame, plan, colours, place, kept }, lines, mark) {
  const most = plan.column - 2 * plan.pad;
  for (const side of ["query", "key"]) {
    const joined = new Set(lines.map((line) => line[side]));
    const left = side === "query";
    const x = left ? plan.left - plan.pad : plan.right + plan.pad;
    words_on(frame, side).forEach((token, at) => {
      const here = place.side === side && place.at === at;
      const y = y_of(plan, at);
      if (here || kept[side] === at) {
        paint_pill(
          to,
          plan,
          left ? plan.left - plan.column : plan.right,
          here ? y_of(plan, mark?.[side] ?? at) : y,
          colours.text(side),
          kept[side] === at,
        );
      }
      const plain = here || place.side === null || joined.has(at);
      const weight = here ? 600 : 400;
      const look = { colour: plain ? colours.ink : colours.faint, size: plan.size, weight };
      write(to, shorten(token, most, plan.size, weight), x, y, { ...look, align: left ? "right" : "left" });
    });
  }
}

function paint_bars(to, { plan, colours }, bars) {
  for (const { head, x, y, width, height, digits, digits_at } of bars) {
    to.globalAlpha = 0.45;
    to.fillStyle = colours.head(head + 1);
    to.fillRect(x, y, width, height);
    to.globalAlpha = 1;
    const look = { colour: colours.ink, size: 0.86 * plan.size, align: "left" };
    write(to, digits, digits_at, y + height / 2, look);
  }
}

// Callouts in the margin.
function paint_notes(to, { frame, plan, colours, shown, place }) {
  for (const { lines, x, y, size, step, from, to: end } of notes_of(frame, plan, shown, place)) {
    to.strokeStyle = colours.faint;
    to.lineWidth = plan.scale;
    to.beginPath();
    to.moveTo(...from);
    to.lineTo(...end);
    if (Math.hypot(from[0] - end[0], from[1] - end[1]) > 8 * plan.scale && end[0] < from[0]) to.stroke();
    lines.forEach((line, at) => {
      write(to, line, x, y + (at + 0.5) * step, { colour: colours.ink, size, align: "left" });
    });
  }
}

// Lines, which the caller strokes, then bars and words over them; moving: what is on its way, see
// lines_motion.js. -> the bars
export function paint_body(to, scene, lines, stroke, moving) {
  stroke();
  const bars = bars_of(scene.frame, scene.plan, scene.shown, scene.place);
  paint_bars(to, scene, moving?.bars ?? bars);
  paint_words(to, scene, scene.place.side === null ? [] : lines, moving?.mark);
  paint_notes(to, scene);
  return bars;
}

// In a long text the strongest word may lie outside the window: name it at the edge.
export function paint_beyond(to, { frame, plan, colours, place }, lines, top) {
  const far = place.side === "query" ? "key" : "query";
  const worth = lines.filter(({ weight }) => weight >= WORTH_A_NAME);
  const up = worth.find((line) => y_of(plan, line[far]) < top + plan.header);
  const down = worth.find((line) => y_of(plan, line[far]) > top + plan.visible);
  const [x, align] = far === "key" ? [plan.right + plan.pad, "left"] : [plan.left - plan.pad, "right"];
  for (const [line, sign, y] of [
    [up, "↑", plan.header + plan.row / 2],
    [down, "↓", plan.visible - plan.row / 2],
  ]) {
    if (!line) continue;
    to.fillStyle = colours.paper;
    to.fillRect(far === "key" ? plan.right : 0, y - plan.row / 2, plan.column, plan.row);
    const text = `${sign} ${line.weight.toFixed(2)} ${words_on(frame, far)[line[far]]}`;
    const look = { colour: colours.ink, size: plan.size, weight: 600, align };
    write(to, shorten(text, plan.column - 2 * plan.pad, plan.size, 600), x, y, look);
  }
}
