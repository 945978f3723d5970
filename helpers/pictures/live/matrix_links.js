// What the rows and columns of a MatrixFrame count: what lights up together, what others tell, which page is
// shown.

export const is_linked = (panel) => panel.links.some(Boolean);

// { query, key, head } of a place, from 0, as far as its panel counts them.
export function counted(panel, row, column) {
  const told = {};
  if (panel.head !== null) told.head = panel.head;
  if (panel.pages) told.query = panel.page;
  panel.links.forEach((name, side) => {
    if (name && [row, column][side] >= 0) told[name] = [row, column][side];
  });
  return told;
}

// The row and the column of a panel that count what is told, −1 where it counts nothing of it; or null.
export function row_and_column(panel, told) {
  const found = panel.links.map((name, side) =>
    name && told[name] < panel.values.shape[side] ? told[name] : -1,
  );
  return Math.max(...found) >= 0 ? found : null;
}

// The place of a frame that others tell of: of several panels that of the same head, else the one that counts
// most of it.
export function place_of(frame, shown, told) {
  let [best, most] = [[], 0];
  frame.panels.forEach((panel, place) => {
    const found = row_and_column(panel, told);
    const fit =
      found &&
      found.filter((at) => at >= 0).length +
        (panel.head !== null && panel.head === (told.head ?? shown[0]) ? 0.5 : 0);
    if (found && fit > most) [best, most] = [[place, ...found], fit];
  });
  return best;
}

// What lights up with a place: in linked panels the rows and columns that count the same, else the same cell
// of panels with the same shape and names. -> [[block, row, column]]
export function lit_with(blocks, [place, row, column]) {
  const from = blocks.find((one) => one.place === place);
  if (!is_linked(from.panel))
    return blocks
      .filter((one) => !is_linked(one.panel) && one.twins === from.twins)
      .map((one) => [one, row, column]);
  const told = counted(from.panel, row, column);
  return blocks
    .filter((one) => is_linked(one.panel))
    .flatMap((one) => {
      const found = one === from ? [row, column] : row_and_column(one.panel, told);
      return found ? [[one, ...found]] : [];
    });
}

// Shows the page of a query in panels that have pages. -> whether one was turned
export function turn_pages(frame, query) {
  let turned = false;
  for (const panel of frame.panels) {
    if (!panel.pages || panel.page === query || !(query < panel.pages.shape[0])) continue;
    const [, rows, columns] = panel.pages.shape;
    panel.page = query;
    panel.title = panel.page_titles[query];
    panel.values = {
      shape: [rows, columns],
      data: panel.pages.data.subarray(query * rows * columns, (query + 1) * rows * columns),
    };
    panel.row_sums = { shape: [rows], data: panel.page_sums.data.subarray(query * rows, (query + 1) * rows) };
    turned = true;
  }
  return turned;
}
