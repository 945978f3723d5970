// A MatrixFrame on its way: cells of the same matrix blend their colours, panels and what is lit move.
// A state is { layout, colours, lit: [[block, row, column]] }.

import { cell_rect } from "./matrix_layout.js";
import { alike, blend, MOST_CELLS, mix } from "./motion.js";

const cells_in = ({ blocks }) => blocks.reduce((sum, { rows, columns }) => sum + rows * columns, 0);

const is_same_panel = (one, other) =>
  one.place === other.place &&
  one.rows === other.rows &&
  one.columns === other.columns &&
  one.panel.kind === other.panel.kind &&
  one.panel.before === other.panel.before &&
  alike(one.panel.rows, other.panel.rows) &&
  alike(one.panel.columns, other.panel.columns);

const is_same_page = ({ layout: one, colours: before }, { layout: other, colours: after }) =>
  ["width", "scale", "ratio"].every((name) => one.env[name] === other.env[name]) &&
  before.dark === after.dark &&
  cells_in(other) <= MOST_CELLS;

const are_alike = ({ layout: one }, { layout: other }) =>
  one.blocks.length === other.blocks.length &&
  other.blocks.every((block, at) => is_same_panel(one.blocks[at], block));

const lit_places = ({ lit }) => JSON.stringify(lit.map(([one, row, column]) => [one.place, row, column]));
const places_in = ({ layout }) =>
  JSON.stringify(layout.blocks.map(({ x, y, panel }) => [x, y, panel.limit, panel.marked]));

const has_moved = (before, after) =>
  places_in(before) !== places_in(after) ||
  lit_places(before) !== lit_places(after) ||
  after.layout.blocks.some(({ panel }, at) => {
    const { data } = before.layout.blocks[at].panel.values;
    return panel.values.data.some((one, cell) => !Object.is(one, data[cell]));
  });

// A row or a column goes from place to place; all of them (−1) has none to go to.
const moved = (from, to, share) => (from >= 0 && to >= 0 ? mix(from, to, share) : to);

function marked_between(before, after, share) {
  if (before.length !== after.length) return after;
  return after.map((place, at) => place.map((one, side) => moved(before[at][side], one, share)));
}

function panel_between(before, after, share) {
  const scale = after.limit / before.limit;
  return {
    ...after,
    shades: blend(before.values.data, after.values.data, share, scale),
    marked: marked_between(before.marked, after.marked, share),
  };
}

function block_between(before, after, share) {
  const moves = ["x", "y", "title_y"].map((name) => [name, mix(before[name], after[name], share)]);
  return {
    ...after,
    ...Object.fromEntries(moves),
    panel: panel_between(before.panel, after.panel, share),
  };
}

// What is lit in a panel goes from its place there to the new one.
function lit_between(before, after, blocks, share) {
  return after.map(([{ place }, row, column]) => {
    const block = blocks.find((one) => one.place === place);
    const [, from_row, from_column] = before.find(([one]) => one.place === place) ?? [null, row, column];
    return [block, moved(from_row, row, share), moved(from_column, column, share)];
  });
}

// ---- tagged cells, which are themselves wherever they stand

// Where a block's cells stand, by their tags. -> Map of tag: [x, y, width, height]
function tagged(block) {
  const { data } = block.panel.tags;
  const place = (at) => cell_rect(block, Math.floor(at / block.columns), at % block.columns);
  return new Map(Array.from(data, (tag, at) => [tag, place(at)]));
}

// Where each cell of a block comes from: the panel of the same name, or else the last one that holds its tag.
// -> [{ from, to, edge: how far a cell's border reaches }], from and to [x, y, width, height]
function flights_to(block, before) {
  const edge = 0.7 * block.gap; // a strong one, and short of the next cell's
  const same = before.filter(({ panel }) => panel.title === block.panel.title);
  const sources = (same.length ? same : before).map(tagged);
  const flights = [];
  for (const [tag, to] of tagged(block)) {
    const from = sources.findLast((source) => source.has(tag))?.get(tag);
    if (from && from.join() !== to.join()) flights.push({ from, to, edge });
  }
  return flights;
}

// -> flights of all cells that travel between two layouts
function flights_between({ layout: one }, { layout: other }) {
  const [before, after] = [one, other].map(({ blocks }) => blocks.filter(({ panel }) => panel.tags));
  return after.flatMap((block) => flights_to(block, before));
}

const on_the_way = ({ from, to, edge }, share) => ({
  ...{ to, edge },
  now: to.map((one, at) => mix(from[at], one, share)),
});

// -> share => { layout, lit, lit_moves: whether what is lit moves, flights: cells that travel, as
// [{ to, now, edge }] }, or null where nothing moves, or another thing is shown
export function way_between(before, after) {
  if (!before || !is_same_page(before, after)) return null;
  if (are_alike(before, after)) return has_moved(before, after) ? blended(before, after) : null;
  const flights = flights_between(before, after);
  const { layout, lit } = after;
  return flights.length
    ? (share) => ({ layout, lit, flights: flights.map((one) => on_the_way(one, share)) })
    : null;
}

// The same matrices with other numbers, as way_between gives them.
function blended(before, after) {
  const lit_moves = lit_places(before) !== lit_places(after);
  return (share) => {
    const { blocks, signs } = after.layout;
    const moving = blocks.map((block, at) => block_between(before.layout.blocks[at], block, share));
    const signs_between = signs.map((sign, at) => {
      const from = before.layout.signs[at] ?? sign;
      return { ...sign, x: mix(from.x, sign.x, share), y: mix(from.y, sign.y, share) };
    });
    return {
      layout: { ...after.layout, blocks: moving, signs: signs_between },
      lit: lit_between(before.lit, after.lit, moving, share),
      lit_moves,
      flights: [],
    };
  };
}
