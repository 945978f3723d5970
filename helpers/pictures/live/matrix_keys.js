// Keys on a MatrixFrame, and the part of it that they lead to.

import { cell_rect } from "./matrix_layout.js";

// The next panel above or below, where panels stand in columns; or the same one.
function above_or_below(blocks, here, by) {
  const column = blocks.filter((one) => Math.abs(one.x - here.x) < 1);
  return column[column.indexOf(here) + by] ?? here;
}

// Where a key leads in panels that are too small to be read: each is one place.
function panel_place(blocks, here, key) {
  const at = blocks.indexOf(here);
  const line = blocks.filter((one) => one.y === here.y);
  const moves = {
    Home: () => line[0],
    End: () => line.at(-1),
    ArrowUp: () => above_or_below(blocks, here, -1),
    ArrowDown: () => above_or_below(blocks, here, 1),
    ArrowLeft: () => blocks[at - 1] ?? here,
    ArrowRight: () => blocks[at + 1] ?? here,
  };
  const to = { ...moves, PageUp: moves.ArrowLeft, PageDown: moves.ArrowRight }[key]();
  return [to.place, 0, 0];
}

// Where a key leads: arrows move by one cell and on into the next panel, Home and End along the row, Page
// keys from panel to panel. -> [panel, row, column], or null where it leads nowhere
export function key_place({ blocks }, now, key) {
  if (!/^(Arrow(Left|Right|Up|Down)|Home|End|Page(Up|Down))$/.test(key)) return null;
  if (!now) return [blocks[0].place, 0, 0];
  const at = blocks.findIndex((one) => one.place === now[0]);
  const here = blocks[at];
  if (here.panel.says) return panel_place(blocks, here, key);
  const [row, column] = now.slice(1).map((part) => Math.max(0, part));
  const beside = (by) => blocks[at + by] ?? here;
  const inside = (to, row, column) => [
    to.place,
    Math.min(row, to.rows - 1),
    Math.min(column, to.columns - 1),
  ];
  // The next panel's edge
  const into = (by) => (beside(by) === here ? column : by < 0 ? beside(by).columns - 1 : 0);
  const moves = {
    Home: () => inside(here, row, 0),
    End: () => inside(here, row, here.columns - 1),
    ArrowUp: () => inside(here, Math.max(0, row - 1), column),
    ArrowDown: () => inside(here, row + 1, column),
    ArrowLeft: () => (column > 0 ? inside(here, row, column - 1) : inside(beside(-1), row, into(-1))),
    ArrowRight: () =>
      column < here.columns - 1 ? inside(here, row, column + 1) : inside(beside(1), row, into(1)),
    PageUp: () => inside(beside(-1), row, column),
    PageDown: () => inside(beside(1), row, column),
  };
  return moves[key]();
}

export function bring_into_sight(picture, { blocks }, [place, row, column]) {
  const block = blocks.find((one) => one.place === place);
  const [left, , width] = cell_rect(block, row, column);
  const { scrollLeft, clientWidth } = picture;
  if (left < scrollLeft) picture.scrollLeft = left - 20;
  else if (left + width > scrollLeft + clientWidth) picture.scrollLeft = left + width + 20 - clientWidth;
}
