// The words of a ChartFrame: what the readout and the copied table say, and what stands beyond bars.
// A place is [plot, series, point], from 0.

import { translate } from "./language.js";
import { minus, one_line } from "./text.js";

const RAISED = Object.fromEntries([..."-0123456789"].map((sign, at) => [sign, "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"[at]]));

function power(value) {
  const [front, height] = value.toExponential(1).split("e");
  const raised = [...String(Number(height))].map((sign) => RAISED[sign]).join("");
  const plain = minus(String(Number(front)));
  return plain === "1" ? `10${raised}` : `${plain} × 10${raised}`;
}

// For a sentence: what needs no more than two digits behind the point as it is, else two of them, or two that
// count.
export function number(value) {
  if (Number.isNaN(value)) return translate("no number");
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 1e5)) return power(value);
  const exact = [0, 1, 2].find((digits) => Math.abs(Number(value.toFixed(digits)) - value) <= 1e-6 * size);
  const digits =
    exact ?? (size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 1 - Math.floor(Math.log10(size)));
  return minus(value.toFixed(digits));
}

// What is written beside a point or beyond a bar: its name, or its number with the digits that Python chose.
export function text_of(series, point) {
  if (series.digits === null) return one_line(series.names[point] ?? "");
  const value = series.y.data[point];
  const text = Number.isFinite(value) ? minus(value.toFixed(series.digits)) : "";
  return value === 0 || Number(text.replace("−", "-")) ? text : ""; // what would be written as 0 is none
}

const is_number = (text) => text.trim() !== "" && Number.isFinite(Number(text.replace("−", "-")));

// The plot's own tick at a place of the x axis: among bars, what stands a little beside a bar belongs to it.
// -> { value, text } or null
export function tick_at({ x, near }, place) {
  if (!x.own) return null;
  const [values, texts] = x.ticks[0] ?? [[], []];
  let best = 0;
  values.forEach((value, at) => {
    if (Math.abs(value - place) < Math.abs(values[best] - place)) best = at;
  });
  const found =
    values.length && Math.abs(values[best] - place) <= Math.max(near, 1e-5, 1e-5 * Math.abs(place));
  return found ? { value: values[best], text: texts[best] } : null;
}

// The word under a point on the x axis, if a word stands there.
function word_at(plot, place) {
  const text = tick_at(plot, place)?.text ?? "";
  return is_number(text) ? "" : text;
}

// What a point is called. A name that only says its value, as above a bar, is none.
function name_of(plot, series, point) {
  const word = series.kind === "arrows" || series.kind === "steps" ? "" : word_at(plot, series.x.data[point]);
  return [...new Set([word, series.told ? String(series.names[point] ?? "") : ""])]
    .filter(Boolean)
    .join(", ");
}

const from_to = (from, to) => (from === to ? from : `${from} → ${to}`);

// Where a point stands on both axes, as the words of the readout. -> [on x, on y]
function numbers_of(plot, series, point) {
  const on_x = (value) => word_at(plot, value) || number(value);
  const [x, y] = [series.x.data[point], series.y.data[point]];
  if (series.kind === "steps") {
    const ends = { start: number(x), end: number(series.x.data[point + 1]) };
    return [translate("{start} to {end}", ends), number(y)];
  }
  if (series.kind !== "arrows") return [on_x(x), number(y)];
  const [x0, y0] = [series.x0.data[point], series.y0.data[point]];
  return x0 || y0 ? [from_to(on_x(x0), on_x(x)), from_to(number(y0), number(y))] : [on_x(x), number(y)];
}

// "street: weight 0.12", or "Mean of all queries — entropy: d_k 64, share 0.31"
export function say(frame, [place, at, point]) {
  const plot = frame.plots[place];
  const series = plot.series[at];
  if (series.kind === "arc") return [series.label, String(series.names[0] ?? "")].filter(Boolean).join(": ");
  const [across, up] = numbers_of(plot, series, point);
  const parts = [[plot.y_label || (plot.x_label ? "" : "y"), up].filter(Boolean).join(" ")];
  const is_named = series.kind !== "steps" && series.kind !== "arrows" && word_at(plot, series.x.data[point]);
  if (!is_named) parts.unshift(`${plot.x_label || "x"} ${across}`);
  const name = name_of(plot, series, point);
  const label = series.label.replace(/[“”"]/g, "") === name ? "" : series.label;
  const start = [label, name].filter(Boolean).join(", ");
  const where = frame.plots.length > 1 && plot.title ? `${plot.title} — ` : "";
  return `${where}${start && `${start}: `}${parts.join(", ")}`;
}

const from = (axis) => translate("{axis} from", { axis });
const to = (axis) => translate("{axis} to", { axis });

// The columns of a series in the copied table. -> [[name, point => number], …]
function columns_of(plot, series) {
  const [x, y] = [plot.x_label || "x", plot.y_label || "y"];
  const column = (name, numbers, next = 0) => [name, (point) => numbers.data[point + next]];
  if (series.kind === "steps")
    return [column(from(x), series.x), column(to(x), series.x, 1), column(y, series.y)];
  if (series.kind !== "arrows") return [column(x, series.x), column(y, series.y)];
  return [
    column(from(x), series.x0),
    column(from(y), series.y0),
    column(to(x), series.x),
    column(to(y), series.y),
  ];
}

// A block for each series: plot and series, a head, a line for each point; tabs between columns, an empty line
// between blocks.
export function table(frame) {
  const plain = (value) => String(Number(value.toPrecision(7)));
  const block = (plot, place, series) => {
    const columns = columns_of(plot, series);
    const names = Array.from(series.y.data, (_, at) => name_of(plot, series, at));
    const named = names.some(Boolean);
    const title = [plot.title || translate("plot {number}", { number: place + 1 }), series.label].filter(
      Boolean,
    );
    const head = [...(named ? [translate("name")] : []), ...columns.map(([label]) => label)];
    const rows = names.map((name, at) => [
      ...(named ? [name] : []),
      ...columns.map(([, value]) => plain(value(at))),
    ]);
    return [title, head, ...rows].map((row) => row.map(one_line).join("\t")).join("\n");
  };
  return frame.plots
    .flatMap((plot, place) => plot.series.map((series) => block(plot, place, series)))
    .join("\n\n");
}
