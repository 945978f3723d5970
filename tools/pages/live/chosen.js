// What is chosen and switched on in a picture when its frame changes, as helpers/pictures/live/base.py and the
// classes beside it decide it in Python. A place is a list of whole numbers; structure: as `pack` gives it.

import { counted } from "../../../helpers/pictures/live/matrix_links.js";

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const within = (at, length) => at >= 0 && at < length;

const FITS = {
  matrix({ panels }, [panel, row, column]) {
    if (!within(panel, panels.length)) return false;
    const [rows, columns] = panels[panel].values.shape;
    const inside = row >= -1 && row < rows && column >= -1 && column < columns;
    return inside && Math.max(row, column) >= 0;
  },
  lines: ({ tokens }, [at]) => within(at, tokens.length),
  chart({ plots }, [plot, at, point]) {
    const series = plots[plot]?.series[at];
    return Boolean(series) && within(point, series.y.shape[0]);
  },
  map({ nodes }, [node, row, column]) {
    if (!within(node, nodes.length)) return false;
    const [rows, columns] = nodes[node].values?.shape ?? [0, 0];
    return row >= -1 && row < rows && column >= -1 && column < columns;
  },
};

const QUERIES = {
  matrix: ({ panels }, [panel, row, column]) => counted(panels[panel], row, column).query,
  lines: (_structure, [at]) => at,
  chart: () => null,
  map: ({ nodes }, [node, row]) => (nodes[node].asks && row >= 0 ? row : null),
};

// Whether a frame has this place.
export const fits = (kind, structure, place) =>
  place.length === (kind === "lines" ? 1 : 3) && FITS[kind](structure, place);

// The place of the word that asks in what is chosen, from 0, or null.
export const query_of = (kind, structure, place) =>
  fits(kind, structure, place) ? (QUERIES[kind](structure, place) ?? null) : null;

// What is chosen once a frame follows another. before, chosen: what the two choose at first; now: what is chosen
export function choice_after(kind, structure, { before, chosen, now }) {
  const query = query_of(kind, structure, chosen);
  const other = query === null || query !== query_of(kind, structure, now);
  if (chosen.length && !same(chosen, before) && other) return chosen;
  return now.length && !fits(kind, structure, now) ? [] : now;
}

// The heads that a frame switches on at first, or null: it has none to switch.
export const first_heads = (kind, structure) =>
  kind === "matrix" ? structure.heads : kind === "lines" ? structure.shown : null;

// All heads that there are to switch on, from 0.
export const all_heads = (kind, structure) =>
  kind === "matrix" || kind === "lines" ? [...structure.heads.keys()] : [];

// Which are switched on once a frame follows another: one with other heads begins anew.
export const heads_after = (kind, structure, { before, now }) =>
  same(before?.heads, structure.heads) ? now : first_heads(kind, structure);
