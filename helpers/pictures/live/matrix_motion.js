// A MatrixFrame on its way: cells of the same matrix blend their colours, panels and what is lit move.
// A state is { layout, colours, lit: [[block, row, column]] }.

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

function are_alike(before, after) {
  const [one, other] = [before.layout, after.layout];
  const same_page = ["width", "scale", "ratio"].every((name) => one.env[name] === other.env[name]);
  return (
    same_page &&
    before.colours.dark === after.colours.dark &&
    one.blocks.length === other.blocks.length &&
    cells_in(other) <= MOST_CELLS &&
    other.blocks.every((block, at) => is_same_panel(one.blocks[at], block))
  );
}

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

// -> share => { layout, lit, lit_moves: whether what is lit moves }, or null where nothing moves, or another
// thing is shown
export function way_between(before, after) {
  if (!before || !are_alike(before, after) || !has_moved(before, after)) return null;
  const lit_moves = lit_places(before) !== lit_places(after);
  return (share) => {
    const { blocks, signs } = after.layout;
    const on_the_way = blocks.map((block, at) => block_between(before.layout.blocks[at], block, share));
    const signs_between = signs.map((sign, at) => {
      const from = before.layout.signs[at] ?? sign;
      return { ...sign, x: mix(from.x, sign.x, share), y: mix(from.y, sign.y, share) };
    });
    return {
      layout: { ...after.layout, blocks: on_the_way, signs: signs_between },
      lit: lit_between(before.lit, after.lit, on_the_way, share),
      lit_moves,
    };
  };
}
