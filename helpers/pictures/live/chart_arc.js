// The angle between two directions: a thin arc, the short way round, with its name beside it.
// Lengths are CSS pixels, y grows downwards, angles are radians, clockwise from the right.

import { clamp } from "./chart_layout.js";

// points: the two of a series of kind "arc", as the layout puts them.
// -> { x, y: its middle, radius, start, turn: from one side to the other }, or null without two directions
export function arc_of([one, other], rules, scale) {
  if (!one || !other) return null;
  const { px0: x, py0: y } = one;
  const long = Math.min(...[one, other].map(({ px, py }) => Math.hypot(px - x, py - y)));
  if (long < 1) return null;
  const [least, most, share] = rules.arc;
  const radius = clamp(share * long, Math.min(long, least * scale), most * scale);
  const [start, end] = [one, other].map(({ px, py }) => Math.atan2(py - y, px - x));
  let turn = end - start;
  if (turn > Math.PI) turn -= 2 * Math.PI;
  if (turn <= -Math.PI) turn += 2 * Math.PI;
  return { x, y, radius, start, turn };
}

const at = ({ x, y, radius }, angle) => [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];

export function arc_path(arc) {
  const [from, to] = [at(arc, arc.start), at(arc, arc.start + arc.turn)].map((one) =>
    one.map((part) => part.toFixed(2)).join(" "),
  );
  const radius = arc.radius.toFixed(2);
  return `M${from}A${radius} ${radius} 0 0 ${arc.turn > 0 ? 1 : 0} ${to}`;
}

// Places along an arc, so many pixels apart. -> [[x, y], …]
export function along_arc(arc, apart) {
  const pieces = Math.ceil((Math.abs(arc.turn) * arc.radius) / apart) || 1;
  return Array.from({ length: pieces + 1 }, (_, piece) => at(arc, arc.start + (piece / pieces) * arc.turn));
}

// Where a name so large may stand: inside the angle, outside on either side, opposite; each farther and farther.
// -> list of { box, order, far }
export function places_beside_arc({ x, y, radius, start, turn }, [width, height], rules, scale) {
  const aside = ((Math.sign(turn) || 1) * (rules.aside * Math.PI)) / 180;
  const middle = start + turn / 2;
  const angles = [middle, start + turn + aside, start - aside, middle + Math.PI];
  return rules.far.flatMap((far) =>
    angles.map((angle, order) => {
      const [right, down] = [Math.cos(angle), Math.sin(angle)];
      const half = (Math.abs(right) * width + Math.abs(down) * height) / 2;
      const reach = radius + (far * rules.reach * scale) / 1.5 + half;
      const [left, top] = [x + right * reach - width / 2, y + down * reach - height / 2];
      return { box: [left, top, left + width, top + height], order, far };
    }),
  );
}
