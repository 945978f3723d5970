// Keys on a MatrixFrame, and the part of it that they lead to.

import { cell_rect } from "./matrix_layout.js";

// Where a key leads: arrows move by one cell and on into the next panel, Home and End along the row, Page
// keys from panel to panel. -> [panel, row, column], or null where it leads nowhere
export function key_place({ blocks }, now, key) {
  if (!/^(Arrow(Left|Right|Up|Down)|Home|End|Page(Up|Down))$/.test(key)) return null;
  if (!now) return [blocks[0].place, 0, 0];
  const at = blocks.findIndex((one) => one.place === now[0]);
  const here = blocks[at];
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
