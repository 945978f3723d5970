// Callouts of a plot: a few words in free space, with a thin line to what they are about. Python's
// charts.RULES.note says what a place costs. A box is [left, top, right, bottom].

import { covered, crosses, nearest_in } from "./chart_boxes.js";
import { obstacles } from "./chart_names.js";
import { draw, write } from "./chart_svg.js";
import { text_width, wrap } from "./text.js";

// cell.names: the names that stand there already.
// -> list of { lines, box, from, to: the ends of its line }; one about what is out of sight is left out
export function place_notes(cell) {
  const { plot, area, names = [], scale, rules, type } = cell;
  const notes = plot.notes ?? [];
  if (!notes.length || plot.empty) return [];
  const bars = cell.points.flat().filter((one) => one?.box && one.seen);
  const taken = [
    ...obstacles(cell),
    ...bars.map(({ box }) => [box.x, box.y, box.x + box.width, box.y + box.height]),
  ];
  const texts = names.map(({ box }) => box); // and the callouts that are placed
  const placed = [];
  for (const { at, text } of notes) {
    const point = [cell.x_axis.at(at[0]), cell.y_axis.at(at[1])];
    const inside =
      point[0] >= area.x - 1 &&
      point[0] <= area.x + area.width + 1 &&
      point[1] >= area.y - 1 &&
      point[1] <= area.y + area.height + 1;
    if (!inside) continue;
    let best = { cost: Infinity };
    for (const wide of rules.note.wide) {
      const lines = wrap(text, Math.min(wide * scale, 0.6 * area.width), type.name);
      const longest = Math.max(...lines.map((line) => text_width(line, type.name)));
      const size = [longest, lines.length * rules.note.line * type.name];
      const found = free_place(area, point, size, taken, texts, rules, scale, best.cost);
      if (found.cost < best.cost) best = { ...found, lines };
    }
    const { lines, box } = best;
    texts.push(box);
    const from = nearest_in(box, point);
    const long = Math.hypot(point[0] - from[0], point[1] - from[1]) || 1;
    const kept = Math.max(0, 1 - (4 * scale) / long); // the line ends a little before the point
    const to = [from[0] + kept * (point[0] - from[0]), from[1] + kept * (point[1] - from[1])];
    placed.push({ text, lines, box, from, to });
  }
  return placed;
}

// The box inside the axes that costs the least; of several, the first in reading order. What stands in its way
// is counted for the nearest places first: as soon as the way alone costs more than the best, the rest is left.
// most: what it must cost less than -> { cost, box }, or { cost: most }
function free_place(area, point, [wide, tall], taken, texts, rules, scale, most) {
  let best = { cost: most };
  for (const { way, order, box, from } of places(area, point, [wide, tall], rules, scale)) {
    if (way > best.cost) break;
    const over = rules.note.on_mark * covered(box, taken) + rules.on_name * covered(box, texts);
    let cost = way + over / scale ** 2;
    if (cost > best.cost) continue;
    cost += rules.note.crossing * crossings(from, point, taken, texts, rules, scale);
    if (cost < best.cost || (cost === best.cost && order < best.order)) best = { cost, order, box };
  }
  return best;
}

// All places for a box, and what the way from each to its point costs: the cheapest first.
// -> list of { way, order, box, from: where its line begins }
function places(area, point, [wide, tall], rules, scale) {
  const edge = 4 * scale;
  const step = rules.note.step * scale;
  const [left, top] = [area.x + edge, area.y + edge];
  const [right, bottom] = [area.x + area.width - edge - wide, area.y + area.height - edge - tall];
  const found = [];
  for (let y = top; y <= Math.max(top, bottom); y += step) {
    for (let x = left; x <= Math.max(left, right); x += step) {
      const box = [x, y, x + wide, y + tall];
      const from = nearest_in(box, point);
      const long = Math.hypot(point[0] - from[0], point[1] - from[1]);
      const near = long < rules.note.near * scale ? 400 : 0;
      found.push({ way: near + (rules.note.long * long) / scale, order: found.length, box, from });
    }
  }
  return found.sort((one, other) => one.way - other.way);
}

// How many things a leader crosses, apart from what it leads to; a text counts for ten.
function crossings(from, point, taken, texts, rules, scale) {
  const long = Math.hypot(point[0] - from[0], point[1] - from[1]) || 1;
  const kept = Math.max(0, 1 - (rules.note.near * scale) / long);
  const to = [from[0] + kept * (point[0] - from[0]), from[1] + kept * (point[1] - from[1])];
  const met = (boxes, most) => {
    let count = 0;
    for (const box of boxes) if (crosses(from, to, box)) if (++count === most) break; // a curve has thousands
    return count;
  };
  return met(taken, 3) + 10 * met(texts, texts.length);
}

export function draw_notes(group, cell, colours) {
  const { type, scale, rules } = cell;
  for (const { text, lines, box, from, to } of place_notes(cell)) {
    const d = `M${from.map((part) => part.toFixed(2)).join(" ")}L${to.map((part) => part.toFixed(2)).join(" ")}`;
    draw(group, "path", { d, fill: "none", stroke: colours.faint, "stroke-width": scale });
    lines.forEach((line, at) => {
      const y = box[1] + (at + 0.5) * rules.note.line * type.name;
      const look = {
        size: type.name,
        colour: colours.ink,
        anchor: "start",
        halo: colours.paper,
        whole: text,
      };
      write(group, line, box[0], y, look);
    });
  }
}
