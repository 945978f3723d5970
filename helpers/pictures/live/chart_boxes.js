// Boxes on a picture, [left, top, right, bottom] in CSS pixels, and what they cover of each other.

const shared = (one, other, from, to) =>
  Math.max(0, Math.min(one[to], other[to]) - Math.max(one[from], other[from]));

export const overlap = (one, other) => shared(one, other, 0, 2) * shared(one, other, 1, 3);
export function covered(box, others) {
  let sum = 0;
  for (const other of others) {
    if (other[2] <= box[0] || other[0] >= box[2] || other[3] <= box[1] || other[1] >= box[3]) continue;
    sum += overlap(box, other);
  }
  return sum;
}

// The place of a box that is nearest to a point.
export const nearest_in = ([left, top, right, bottom], [x, y]) => [
  Math.max(left, Math.min(right, x)),
  Math.max(top, Math.min(bottom, y)),
];

// Whether a straight line from one point to another meets a box.
export function crosses([x0, y0], [x1, y1], [left, top, right, bottom]) {
  if (Math.max(x0, x1) < left || Math.min(x0, x1) > right) return false; // most boxes are far away
  if (Math.max(y0, y1) < top || Math.min(y0, y1) > bottom) return false;
  let [from, to] = [0, 1];
  for (const [start, step, low, high] of [
    [x0, x1 - x0, left, right],
    [y0, y1 - y0, top, bottom],
  ]) {
    if (Math.abs(step) < 1e-9) {
      if (start < low || start > high) return false;
      continue;
    }
    const [one, other] = [(low - start) / step, (high - start) / step];
    from = Math.max(from, Math.min(one, other));
    to = Math.min(to, Math.max(one, other));
  }
  return from <= to;
}
