// What a map says: one step, one number in it, all of it as a table.

import { translate } from "./language.js";
import { one_line } from "./map_layout.js";
import { short_number } from "./text.js";

const notebook = ({ mark }) => translate("notebook {number}", { number: mark });

export function say(frame, [at, row, column]) {
  const node = frame.nodes[at];
  const name = one_line(node.label);
  if (column < 0 || !node.values) {
    const leads = node.mark ? ` (${notebook(node)})` : "";
    return (node.told ? `${name}: ${node.told}` : name) + leads;
  }
  const [rows, columns] = node.values.shape;
  const place = [
    ...(rows > 1 ? [node.rows[row] ?? translate("row {name}", { name: row + 1 })] : []),
    node.columns[column] ?? translate("number {number}", { number: column + 1 }),
  ];
  return `${node.told || name}, ${place.join(", ")}: ${short_number(node.values.data[row * columns + column])}`;
}

export function table(frame) {
  const lines = frame.nodes.map((node) => [one_line(node.label), node.told, node.mark && notebook(node)]);
  const numbers = frame.nodes.flatMap((node) => {
    if (!node.values) return [];
    const [rows, columns] = node.values.shape;
    const cut = (row) => [...node.values.data.subarray(row * columns, (row + 1) * columns)];
    return [
      [one_line(node.label), ...node.columns],
      ...Array.from({ length: rows }, (_, row) => ["", ...cut(row)]),
    ];
  });
  return [...lines, ...numbers].map((line) => line.filter((part) => part !== "").join("\t")).join("\n");
}
