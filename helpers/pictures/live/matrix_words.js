// The words and numbers of a MatrixFrame: what a cell, the readout and the copied table say.
// A place is [panel, row, column], from 0; −1 stands for all rows or all columns.

import { translate } from "./language.js";
import { minus, one_line, short_number } from "./text.js";

// Four digits that count, no zeros behind them: what float32 can be trusted with, and what was typed by hand.
export function exact(value, digits = 4) {
  if (Number.isNaN(value)) return translate("no number");
  return Number.isFinite(value) ? minus(String(Number(value.toPrecision(digits)))) : value > 0 ? "∞" : "−∞";
}

export function share(weight) {
  return weight !== 0 && Math.abs(weight) < 0.01
    ? minus(String(Number(weight.toPrecision(2))))
    : minus(weight.toFixed(2));
}

// The number in a cell, with so many digits behind the point.
export function cell_text(value, digits) {
  if (Number.isNaN(value)) return "?";
  if (!Number.isFinite(value)) return exact(value);
  if (Math.abs(value) >= 10000) return short_number(value, 0);
  return minus(value.toFixed(digits));
}

export const row_name = (panel, row) => panel.rows[row] ?? translate("row {name}", { name: row + 1 });
export const column_name = (panel, column) =>
  panel.columns[column] ?? translate("column {name}", { name: column + 1 });
export const panel_name = (panel, place) => panel.title || translate("panel {number}", { number: place + 1 });
const row_sum = (panel, row) =>
  `, ${translate("row sums to {sum}", { sum: share(panel.row_sums.data[row]) })}`;
export const value_at = (panel, row, column) => panel.values.data[row * panel.values.shape[1] + column];

// "head 3, query → key: it → animal 0.97, row sums to 1.00", or "q[it, column 3] = −1.25"
export function say(frame, [place, row, column]) {
  const panel = frame.panels[place];
  if (panel.says) return panel.says;
  if (row < 0 || column < 0) return say_whole(frame, place, row, column);
  const names = [row_name(panel, row), column_name(panel, column)];
  if (panel.kind !== "weights")
    return `${panel.title}[${names.join(", ")}] = ${exact(value_at(panel, row, column))}`;
  const axes = [panel.row_axis, panel.column_axis]
    .map((axis) => axis.replace(/\s*\(.*\)/, ""))
    .filter(Boolean);
  const start = [frame.panels.length > 1 && panel_name(panel, place), axes.length === 2 && axes.join(" → ")]
    .filter(Boolean)
    .join(", ");
  // One number is its own sum
  const sum = panel.values.shape[1] > 1 ? row_sum(panel, row) : "";
  return `${start && `${start}: `}${names.join(" → ")} ${share(value_at(panel, row, column))}${sum}`;
}

// A whole row or column: its name and its largest number.
function say_whole(frame, place, row, column) {
  const panel = frame.panels[place];
  const count = panel.values.shape[row < 0 ? 0 : 1];
  const number = (at) => (row < 0 ? value_at(panel, at, column) : value_at(panel, row, at));
  let best = 0;
  for (let at = 1; at < count; at++) if (number(at) > number(best)) best = at;
  const whole =
    row < 0
      ? translate("column {name}", { name: panel.columns[column] ?? column + 1 })
      : translate("row {name}", { name: panel.rows[row] ?? row + 1 });
  const sum = row >= 0 && panel.kind === "weights" ? row_sum(panel, row) : "";
  const name = row < 0 ? row_name(panel, best) : column_name(panel, best);
  const most = panel.kind === "weights" ? share(number(best)) : exact(number(best));
  const told = { panel: panel_name(panel, place), whole, name, number: most };
  return translate("{panel}, {whole}: largest {name} {number}", told) + sum;
}

// Each panel as a table with its title, names and numbers: tabs between columns, an empty line between
// panels; one that is too small to be read as what is said of it.
export function table(frame) {
  if (frame.panels.every((panel) => panel.says))
    return frame.panels.map((panel) => [panel.title, panel.says].map(one_line).join("\t")).join("\n");
  return frame.panels
    .map((panel, place) => {
      const [rows, columns] = panel.values.shape;
      const head = [
        panel.row_axis,
        ...Array.from({ length: columns }, (_, column) => column_name(panel, column)),
      ];
      const body = Array.from({ length: rows }, (_, row) => [
        row_name(panel, row),
        ...Array.from(panel.values.data.subarray(row * columns, (row + 1) * columns), (one) =>
          String(Number(one.toPrecision(7))),
        ),
      ]);
      return [[panel_name(panel, place)], head, ...body]
        .map((line) => line.map(one_line).join("\t"))
        .join("\n");
    })
    .join("\n\n");
}
