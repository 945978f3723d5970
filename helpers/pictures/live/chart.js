// The live picture of a ChartFrame: plots side by side, drawn as SVG by DOM calls.
// A place is [plot, series, point], from 0. Lengths are CSS pixels, y grows downwards.

const FONT = 'system-ui, "DejaVu Sans", sans-serif';
const SVG = "http://www.w3.org/2000/svg";
const EMPTY = "There is nothing to show yet.";
const NO_NUMBERS = "no numbers to draw";
const HINT = "Point at the picture, or move through it with the arrow keys.";
const [NARROWEST, WIDE, ALONE, GAP] = [250, 470, 640, 26]; // of one plot: at least, of several, alone; between two
const [TALL, TALL_EQUAL] = [200, 340]; // of the area inside the axes
const SHAPES = ["circle", "diamond", "square", "triangle"]; // one for each series of points in a plot
const AROUND = [[1, 0], [0, -1], [-1, 0], [0, 1], [1, -1], [-1, -1], [1, 1], [-1, 1]]; // where a name may stand
const DASHES = [6, 4];

const clamp = (value, low, high) => Math.max(low, Math.min(value, high));
const is_bar = ({ kind }) => kind === "bars" || kind === "steps";
const one_line = (text) => String(text).replace(/\s+/g, " ");

// ---- numbers and words

const minus = (text) => (Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−"));

function power(value, digits = 1) {
  const [front, height] = value.toExponential(digits).split("e");
  const raised = [...String(Number(height))].map((one) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(one)]).join("");
  const plain = minus(String(Number(front)));
  return plain === "1" ? `10${raised}` : `${plain} × 10${raised}`;
}

// For a sentence: what needs no more than two digits behind the point as it is, else two of them, or two that count.
function number(value) {
  if (Number.isNaN(value)) return "no number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 1e5)) return power(value);
  const exact = [0, 1, 2].find((digits) => Math.abs(Number(value.toFixed(digits)) - value) <= 1e-6 * size);
  const digits = exact ?? (size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 1 - Math.floor(Math.log10(size)));
  return minus(value.toFixed(digits));
}

// Above bars: the same digits for all bars of a series; none where they would all be 0.
function bar_texts(values) {
  const finite = values.filter(Number.isFinite);
  const most = Math.max(0, ...finite.map(Math.abs));
  if (most !== 0 && (most < 0.001 || most >= 1e5)) return values.map(number);
  const needed = [0, 1].find((digits) => finite.every((one) => Math.abs(Number(one.toFixed(digits)) - one) <= 1e-6 * Math.abs(one)));
  const digits = needed ?? (most >= 100 ? 0 : most >= 10 ? 1 : most >= 0.095 ? 2 : 1 - Math.floor(Math.log10(most)));
  return values.map((one) => (Number.isFinite(one) && (one === 0 || Number(one.toFixed(digits))) ? minus(one.toFixed(digits)) : ""));
}

const is_number = (text) => text.trim() !== "" && Number.isFinite(Number(text.replace("−", "-")));

// The least distance between two bars of a series; 1 for a single bar.
function apart(series) {
  const x = [...new Set(series.x.data)].filter(Number.isFinite).sort((one, other) => one - other);
  return x.length < 2 ? 1 : x.slice(1).reduce((least, value, at) => Math.min(least, value - x[at]), Infinity);
}

// The tick of the x axis at a place; among bars, what stands a little beside a bar belongs to it.
function tick_at({ x_ticks, series }, x) {
  const near = Math.max(1e-5, 1e-5 * Math.abs(x), ...series.filter(({ kind }) => kind === "bars").map((one) => 0.45 * apart(one)));
  const best = x_ticks.reduce((best, tick) => (best && Math.abs(best[0] - x) <= Math.abs(tick[0] - x) ? best : tick), null);
  return best && Math.abs(best[0] - x) <= near ? best : null;
}

// The word under a point on the x axis, if a word stands there.
function word_at(plot, x) {
  const text = String(tick_at(plot, x)?.[1] ?? "");
  return is_number(text) ? "" : text;
}

// What a point is called. A name that only says its value, as above a bar, is none.
function name_of(plot, series, point) {
  const word = series.kind === "arrows" || series.kind === "steps" ? "" : word_at(plot, series.x.data[point]);
  const own = String(series.names[point] ?? "");
  const says_value = is_number(own) && minus(series.y.data[point].toFixed(own.split(".")[1]?.length ?? 0)) === own;
  return [...new Set([word, says_value ? "" : own])].filter(Boolean).join(", ");
}

// "street: weight 0.12", or "Mean of all queries — entropy: d_k 64, share 0.31"
function say(frame, [place, at, point]) {
  const plot = frame.plots[place];
  const series = plot.series[at];
  const [x, y] = [series.x.data[point], series.y.data[point]];
  const on_x = (value) => word_at(plot, value) || number(value);
  const from_to = (from, to) => (from === to ? from : `${from} → ${to}`);
  const moved = series.kind === "arrows" && (series.x0.data[point] !== 0 || series.y0.data[point] !== 0);
  let across = on_x(x);
  if (series.kind === "steps") across = `${number(x)} to ${number(series.x.data[point + 1])}`;
  if (moved) across = from_to(on_x(series.x0.data[point]), across);
  const up = moved ? from_to(number(series.y0.data[point]), number(y)) : number(y);
  const parts = [[plot.y_label || (plot.x_label ? "" : "y"), up].filter(Boolean).join(" ")];
  const name = name_of(plot, series, point);
  if (series.kind === "steps" || series.kind === "arrows" || !word_at(plot, x)) parts.unshift(`${plot.x_label || "x"} ${across}`);
  const start = [series.label.replace(/[“”"]/g, "") === name ? "" : series.label, name].filter(Boolean).join(", ");
  const where = frame.plots.length > 1 && plot.title ? `${plot.title} — ` : "";
  return `${where}${start && `${start}: `}${parts.join(", ")}`;
}

// A block for each series: plot and series, a head, a line for each point; tabs between columns, an empty line between blocks.
function table(frame) {
  const plain = (value) => String(Number(value.toPrecision(7)));
  return frame.plots.flatMap((plot, place) => plot.series.map((series) => {
    const [x, y] = [plot.x_label || "x", plot.y_label || "y"];
    const columns = {
      steps: [[`${x} from`, (at) => series.x.data[at]], [`${x} to`, (at) => series.x.data[at + 1]]],
      arrows: [[`${x} from`, (at) => series.x0.data[at]], [`${y} from`, (at) => series.y0.data[at]], [`${x} to`, (at) => series.x.data[at]]],
    }[series.kind] ?? [[x, (at) => series.x.data[at]]];
    columns.push([series.kind === "arrows" ? `${y} to` : y, (at) => series.y.data[at]]);
    const names = Array.from(series.y.data, (_, at) => name_of(plot, series, at));
    const named = names.some(Boolean);
    const title = [plot.title || `plot ${place + 1}`, series.label].filter(Boolean);
    const head = [...(named ? ["name"] : []), ...columns.map(([label]) => label)];
    const rows = names.map((name, at) => [...(named ? [name] : []), ...columns.map(([, value]) => plain(value(at)))]);
    return [title, head, ...rows].map((row) => row.map(one_line).join("\t")).join("\n");
  })).join("\n\n");
}

// ---- text that is measured before it is written

const measuring = document.createElement("canvas").getContext("2d");
const widths = new Map();

function text_width(text, size, weight = 400) {
  const name = `${size}|${weight}|${text}`;
  let width = widths.get(name);
  if (width === undefined) {
    if (widths.size > 20000) widths.clear();
    measuring.font = `${weight} ${size}px ${FONT}`;
    widths.set(name, width = measuring.measureText(text).width);
  }
  return width;
}

function shorten(text, room, size, weight) {
  if (text_width(text, size, weight) <= room) return text;
  const letters = [...text];
  while (letters.length > 1 && text_width(`${letters.join("")}…`, size, weight) > room) letters.pop();
  return `${letters.join("")}…`;
}

// A text in lines no wider than `room`, at most `most` of them.
function wrap(text, room, size, weight, most = 5) {
  const lines = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && (text_width(longer, size, weight) <= room || lines.length === most)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => shorten(line, room, size, weight));
}

function draw(parent, tag, attributes = {}, text) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, typeof value === "number" ? Math.round(value * 100) / 100 : value);
  if (text !== undefined) made.textContent = text; // text, never markup
  parent.append(made);
  return made;
}

// x, y: where the text begins, ends or has its middle, half-way up its letters.
function write(parent, text, x, y, { size, colour, anchor = "middle", weight = 400, turned = false, halo, whole = "" }) {
  const at = { x: turned ? -y : x, y: (turned ? x : y) + 0.35 * size };
  const edge = halo ? { stroke: halo, "stroke-width": 0.3 * size, "stroke-linejoin": "round", "paint-order": "stroke" } : {};
  if (text.endsWith("…") && whole && text !== whole) { // what was cut shows under the pointer
    parent = draw(parent, "g");
    draw(parent, "title", {}, whole);
  }
  return draw(parent, "text", { ...at, ...(turned ? { transform: "rotate(-90)" } : {}), "font-size": size, "font-weight": weight, "text-anchor": anchor, fill: colour, ...edge }, text);
}

// ---- colours

const rgb = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

function contrast(one, other) {
  const light = (colour) => colour.map((part) => part / 255).map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4)).reduce((sum, share, at) => sum + share * [0.2126, 0.7152, 0.0722][at], 0);
  const [dark, bright] = [light(one), light(other)].sort((first, second) => first - second);
  return (bright + 0.05) / (dark + 0.05);
}

// The colour itself, or the nearest shade of it towards the ink that stands out from the paper.
function shade(colour, { paper, ink }, least) {
  let made = rgb(colour);
  for (let i = 0; i < 20 && contrast(made, rgb(paper)) < least; i++) made = made.map((part, at) => Math.round(part + 0.1 * (rgb(ink)[at] - part)));
  return `#${made.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

// fill: for areas; strong: for lines; text: for words.
function role_colours(colours) {
  const made = new Map();
  return (role) => {
    if (!made.has(role)) {
      const head = role.startsWith("head ") ? colours.head(Number(role.slice(5))) : null;
      if (head) made.set(role, { fill: head, strong: shade(head, colours, 3), text: shade(head, colours, 4.5) });
      else if (role === "error") made.set(role, { fill: colours.error, strong: colours.error, text: colours.error });
      else made.set(role, { fill: colours.fill(role), strong: colours.text(role), text: colours.text(role) });
    }
    return made.get(role);
  };
}

// ---- axes

// From one place to another on the screen; low and high are what stands there.
function axis_of([low, high], log, from, to) {
  const on = log ? Math.log : (value) => value;
  const [first, last] = [on(low), on(high)];
  return { low, high, log, from, to, at: (value) => from + (on(value) - first) / (last - first) * (to - from) };
}

// Round numbers, 1, 2 or 5 apart (× 10, 100 …), at most about `most` steps.
function nice_ticks(low, high, most) {
  const rough = (high - low) / Math.max(1, most);
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = unit * [1, 2, 5, 10].find((one) => one * unit >= rough * (1 - 1e-9));
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const text = (value) => (digits > 4 || Math.max(Math.abs(low), Math.abs(high)) >= 1e5 ? (value === 0 ? "0" : power(value, 3)) : minus(value.toFixed(digits)));
  const ticks = [];
  for (let i = Math.ceil(low / step - 1e-6); i <= Math.floor(high / step + 1e-6); i++) ticks.push({ value: i * step, text: text(i * step) });
  return ticks;
}

function log_ticks(low, high, most) {
  const decades = [];
  for (let i = Math.floor(Math.log10(low)); i <= Math.ceil(Math.log10(high)); i++) decades.push(i);
  const every = (multiples, step = 1) => decades.filter((_, at) => at % step === 0).flatMap((decade) => multiples.map((one) => Number(`${one}e${decade}`)))
    .filter((value) => value >= low * (1 - 1e-6) && value <= high * (1 + 1e-6)).map((value) => ({ value, text: number(value) }));
  const fine = every([1, 2, 5]);
  if (fine.length < 2) return nice_ticks(low, high, most);
  if (fine.length <= most + 1) return fine;
  for (let step = 1; ; step++) if (every([1], step).length <= most + 1) return every([1], step);
}

const ticks_between = ({ low, high, log }, most) => (log ? log_ticks : nice_ticks)(low, high, most);

// ---- from numbers to limits

// For each series: [width of its bars, how far they are moved], so that bars at the same places stand side by side.
function bar_places(plot) {
  const groups = new Map();
  plot.series.forEach(({ kind, x }, at) => {
    const name = kind === "bars" && x.data.join();
    if (name !== false) groups.set(name, [...(groups.get(name) ?? []), at]);
  });
  const places = plot.series.map(() => [0, 0]);
  for (const group of groups.values()) {
    const each = 0.8 * apart(plot.series[group[0]]) / group.length;
    group.forEach((at, place) => { places[at] = [each, (place - (group.length - 1) / 2) * each]; });
  }
  return places;
}

// The points of each series that can be drawn; the others are null.
function usable_points(plot) {
  const bars = bar_places(plot);
  const on_x = (...values) => values.every((value) => Number.isFinite(value) && (!plot.x_log || value > 0));
  const on_y = (...values) => values.every((value) => Number.isFinite(value) && (!plot.y_log || value > 0));
  return plot.series.map((series, at) => Array.from(series.y.data, (y, point) => {
    const x = series.x.data[point];
    if (series.kind === "arrows") {
      const [x0, y0] = [series.x0.data[point], series.y0.data[point]];
      return on_x(x, x0) && on_y(y, y0) ? { point, x, y, x0, y0 } : null;
    }
    const [width, shift] = bars[at];
    const [left, right] = series.kind === "steps" ? [x, series.x.data[point + 1]] : [x + shift - width / 2, x + shift + width / 2];
    if (series.kind === "bars") return on_x(x) && on_y(y) ? { point, x: x + shift, y, left: plot.x_log && left <= 0 ? x / 1.2 : left, right } : null;
    return on_x(left, right) && on_y(y) ? { point, x, y, left, right } : null;
  }));
}

// As given where that makes sense, else around the numbers with a margin.
function limits_of(plot, points) {
  const [xs, ys] = [[], []];
  points.forEach((some, at) => {
    for (const one of some) {
      if (!one) continue;
      xs.push(one.x, one.x0 ?? one.left, one.x0 === undefined ? one.right : one.x);
      ys.push(one.y, one.y0 ?? one.y);
    }
    if (is_bar(plot.series[at]) && !plot.y_log && some.some(Boolean)) ys.push(0);
  });
  const based = plot.series.some(is_bar);
  const named = plot.series.some(({ kind, names }) => kind === "bars" || names.some(Boolean));
  const lowest = ys.reduce((least, value) => Math.min(least, value), Infinity);
  return [
    sensible(plot.x_limits, xs, plot.x_log) ?? around(xs, plot.x_log, based ? [0.02, 0.02] : [0.05, 0.05]),
    sensible(plot.y_limits, ys, plot.y_log) ?? around(ys, plot.y_log, [based && lowest >= 0 && !plot.y_log ? 0 : 0.07 + 0.05 * (based && named), named ? 0.12 : 0.06]),
  ];
}

// A logarithmic axis cannot begin at 0: it begins below the smallest number above 0 instead.
function sensible(limits, values, log) {
  if (!limits || !limits.every(Number.isFinite)) return null;
  const [low, high] = [Math.min(...limits), Math.max(...limits)];
  if (low === high || (log && high <= 0)) return null;
  if (!log || low > 0) return [low, high];
  const least = values.reduce((smallest, value) => Math.min(smallest, value), Infinity);
  return [least < high ? least / 1.5 : high / 1000, high];
}

function around(values, log, [below, above]) {
  if (!values.length) return log ? [1, 10] : [0, 1];
  let [low, high] = values.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)], [Infinity, -Infinity]);
  if (log) [low, high] = [Math.log(low), Math.log(high)];
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low <= 1e-6 * size || low === high) [low, high] = log ? [low - 0.7, high + 0.7] : [low - (0.1 * size || 0.5), high + (0.1 * size || 0.5)];
  else [low, high] = [low - below * (high - low), high + above * (high - low)];
  return log ? [Math.exp(low), Math.exp(high)] : [low, high];
}

// The same length for one unit on both axes: the axis with too little is lengthened on both sides.
function same_unit([[x0, x1], [y0, y1]], width, height) {
  const unit = Math.max((x1 - x0) / width, (y1 - y0) / height);
  const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
  return [[x - unit * width / 2, x + unit * width / 2], [y - unit * height / 2, y + unit * height / 2]];
}

// ---- where everything stands

function arrange(frame, { width, scale }) {
  if (!frame.plots.length) return null;
  const type = { title: 13 * scale, tick: 11 * scale, label: 11.5 * scale, name: 11 * scale, note: 11 * scale, line: 1.35 };
  const count = frame.plots.length;
  const gap = GAP * scale;
  let across = clamp(Math.floor((width + gap) / (NARROWEST * scale + gap)), 1, count);
  across = Math.ceil(count / Math.ceil(count / across));
  const wide = Math.max(120, Math.min((width - gap * (across - 1)) / across, (across === 1 ? ALONE : WIDE) * scale));
  const cells = [];
  let top = 2 * scale;
  for (let first = 0; first < count; first += across) {
    const plots = frame.plots.slice(first, first + across);
    const row = plots.map((plot, at) => ({ plot, place: first + at, x: at * (wide + gap), y: top, wide, scale, type, ...heads(plot, wide, scale, type) }));
    const tallest = (of) => Math.max(...row.map(of));
    const title = tallest((cell) => cell.title.length) * type.line * type.title;
    const legend = tallest((cell) => cell.legend_rows) * 1.5 * type.label;
    const height = tallest(({ plot }) => (plot.equal ? Math.min(wide, TALL_EQUAL * scale) : TALL * scale));
    for (const cell of row) Object.assign(cell, { legend_y: top + title + 2 * scale }, inside(cell, top + title + legend + 19 * scale, height));
    const below = tallest((cell) => cell.below);
    const bottom = row[0].area.y + height + below;
    for (const cell of row) cell.note_y = bottom;
    top = bottom + tallest((cell) => cell.note.length) * type.line * type.note + 18 * scale;
    cells.push(...row);
  }
  return { cells, scale, type, width: Math.ceil(across * wide + gap * (across - 1)), height: Math.ceil(top - 12 * scale) };
}

// Title, legend and note in the lines that they need.
function heads(plot, wide, scale, type) {
  let shape = 0;
  const shapes = plot.series.map(({ kind }) => (kind === "points" ? SHAPES[shape++ % SHAPES.length] : null));
  const legend = [];
  let [x, row] = [0, 0];
  plot.series.forEach((series, at) => {
    if (!series.label || !series.y.data.length) return;
    const text = shorten(series.label, wide - 26 * scale, type.label);
    const room = 26 * scale + text_width(text, type.label);
    if (x && x + room > wide) [x, row] = [0, row + 1];
    legend.push({ at, text, x, row });
    x += room + 16 * scale;
  });
  return {
    shapes, legend, legend_rows: legend.length ? row + 1 : 0,
    title: wrap(plot.title, wide, type.title, 600), note: wrap(plot.note, wide, type.note),
  };
}

// The area inside the axes, with ticks and labels around it, and every point in its place.
function inside(cell, top, height) {
  const { plot, x, wide, scale, type } = cell;
  const points = usable_points(plot);
  const empty = !points.some((some) => some.some(Boolean));
  const wanted = limits_of(plot, points);
  const equal = plot.equal && !plot.x_log && !plot.y_log;
  const label_band = plot.y_label ? type.line * type.label + 2 * scale : 0;
  let [left, right] = [label_band + 34 * scale, 8 * scale];
  let area, x_axis, y_axis, x_ticks, y_ticks;
  for (let i = 0; i < 3; i++) { // ticks need room, and room changes ticks
    area = { x: x + left, y: top, width: Math.max(40, wide - left - right), height };
    const limits = equal ? same_unit(wanted, area.width, height) : wanted;
    x_axis = axis_of(limits[0], plot.x_log, area.x, area.x + area.width);
    y_axis = axis_of(limits[1], plot.y_log, top + height, top);
    y_ticks = empty ? [] : ticks_between(y_axis, height / (38 * scale)).map((tick) => ({ ...tick, at: y_axis.at(tick.value) }));
    x_ticks = empty ? { ticks: [], height: 0, all: [] } : lower_ticks(plot, x_axis, area.width, scale, type);
    const widest = Math.max(0, ...y_ticks.map(({ text }) => text_width(text, type.tick)));
    const over = x_ticks.turned ? 0 : Math.max(0, ...x_ticks.ticks.map(({ at, text }) => at + text_width(text, type.tick) / 2 - area.x - area.width));
    const needed = label_band + widest + 8 * scale;
    left = clamp(Math.ceil(needed / (8 * scale)) * 8 * scale, left * (i > 0), 0.5 * wide); // in steps, so that it rests while numbers move
    right = clamp(over + 2 * scale, Math.max(8 * scale, right * (i > 0)), 0.3 * wide);
  }
  const x_label = wrap(plot.x_label, Math.max(area.width, 0.8 * wide), type.label, 400, 2);
  points.forEach((some, at) => some.forEach((one) => one && put(one, plot.series[at], area, x_axis, y_axis)));
  return {
    points, empty, area, x_axis, y_axis, x_ticks, y_ticks, x_label,
    y_label: shorten(plot.y_label, height, type.label),
    below: 6 * scale + x_ticks.height + x_label.length * type.line * type.label + 8 * scale,
  };
}

// The labels under the plot: as many as fit, words upright where they would touch.
function lower_ticks(plot, axis, width, scale, type) {
  const gap = 6 * scale;
  const placed = (ticks) => ticks.map((tick) => ({ ...tick, at: axis.at(tick.value) }));
  const fits = (ticks, step, room) => ticks.every((tick, at) => at % step || at < step || tick.at - ticks[at - step].at >= (room(tick) + room(ticks[at - step])) / 2 + gap);
  const width_of = ({ text }) => text_width(text, type.tick);
  if (!plot.x_ticks.length) {
    for (let most = width / (48 * scale); ; most /= 1.4) {
      const ticks = placed(ticks_between(axis, most));
      if (most < 1 || fits(ticks, 1, width_of)) return { ticks, all: ticks, turned: false, height: 1.2 * type.tick };
    }
  }
  const shown = plot.x_ticks.map(([value, text]) => ({ value, text: shorten(one_line(text), 100 * scale, type.tick), whole: one_line(text) }))
    .filter(({ value }) => value >= axis.low && value <= axis.high);
  const all = placed(shown).sort((one, other) => one.at - other.at);
  const turned = all.some(({ text }) => /\p{L}/u.test(text)) && !fits(all, 1, width_of);
  let step = 1;
  while (step < all.length && !fits(all, step, turned ? () => type.tick * 1.1 - gap : width_of)) step++;
  const ticks = all.filter((_, at) => at % step === 0);
  return { ticks, all, turned, height: turned ? Math.max(...ticks.map(width_of)) : 1.2 * type.tick };
}

// Where a point stands: (px, py) is where its mark is set; seen says whether it lies inside the axes.
function put(one, { kind }, area, x_axis, y_axis) {
  const [right, bottom] = [area.x + area.width, area.y + area.height];
  const near = (x, y) => x >= area.x - 0.5 && x <= right + 0.5 && y >= area.y - 0.5 && y <= bottom + 0.5;
  Object.assign(one, { px: x_axis.at(one.x), py: y_axis.at(one.y) });
  if (kind === "bars" || kind === "steps") {
    const sides = [x_axis.at(one.left), x_axis.at(one.right)].sort((first, second) => first - second);
    const base = clamp(y_axis.log ? bottom : y_axis.at(0), area.y, bottom);
    const end = clamp(one.py, area.y, bottom);
    one.cut = one.py < area.y - 0.5 || one.py > bottom + 0.5;
    one.box = { x: sides[0], y: Math.min(base, end), width: sides[1] - sides[0], height: Math.abs(base - end) };
    one.seen = sides[1] > area.x + 0.5 && sides[0] < right - 0.5;
    Object.assign(one, { px: clamp((sides[0] + sides[1]) / 2, area.x, right), py: end, base });
  } else if (kind === "arrows") {
    Object.assign(one, { px0: x_axis.at(one.x0), py0: y_axis.at(one.y0) });
    one.whole = near(one.px, one.py) && near(one.px0, one.py0);
    one.seen = near(one.px, one.py) || near(one.px0, one.py0);
  } else one.seen = near(one.px, one.py);
}

// ---- names, each where it covers the least

const overlap = (one, other) => Math.max(0, Math.min(one[2], other[2]) - Math.max(one[0], other[0])) * Math.max(0, Math.min(one[3], other[3]) - Math.max(one[1], other[1]));

// Small boxes along all that is drawn as points, lines and arrows.
function obstacles(cell) {
  const { scale } = cell;
  const boxes = [];
  const box = (x, y, half) => boxes.push([x - half, y - half, x + half, y + half]);
  const along = (x0, y0, x1, y1) => {
    const pieces = Math.min(60, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / (6 * scale)) || 1);
    for (let i = 0; i <= pieces; i++) box(x0 + (i / pieces) * (x1 - x0), y0 + (i / pieces) * (y1 - y0), 3 * scale);
  };
  cell.points.forEach((some, at) => {
    const { kind } = cell.plot.series[at];
    some.forEach((one, place) => {
      if (kind === "points" && one?.seen) box(one.px, one.py, 5 * scale);
      if (kind === "arrows" && one) along(one.px0, one.py0, one.px, one.py);
      const before = some[place - 1];
      if (kind === "line" && one && before && (one.seen || before.seen)) along(before.px, before.py, one.px, one.py);
    });
  });
  return boxes;
}

// -> list of { series, point, text, x, y, anchor, box }; what finds no room is left to the readout.
function place_names(cell) {
  const { plot, points, area, scale, type } = cell;
  const caption = plot.series.some(({ kind, names }) => kind === "bars" || names.some(Boolean));
  if (!caption) return [];
  const taken = obstacles(cell);
  const placed = [];
  plot.series.forEach((series, at) => { if (series.kind === "bars") name_bars(cell, series, at, taken, placed); });
  const texts = placed.map(({ box }) => box);
  plot.series.forEach((series, at) => {
    if (series.kind === "bars") return;
    for (const one of points[at]) {
      const text = one?.seen && shorten(one_line(series.names[one.point] ?? ""), 150 * scale, type.name);
      if (text) name_point(cell, series, at, one, text, taken, texts, placed);
    }
  });
  return placed;

  function name_point(cell, series, at, one, text, taken, texts, placed) {
    const [wide, tall] = [text_width(text, type.name), 1.15 * type.name];
    const near = 9 * scale + (series.kind === "points" ? radius_of(series, scale) - 3 * scale : 0); // clear of the ring of a highlight
    let sides = AROUND;
    if (series.kind === "arrows") { // first beyond the tip
      const long = Math.hypot(one.px - one.px0, one.py - one.py0) || 1;
      const beyond = ([right, down]) => (right * (one.px - one.px0) + down * (one.py - one.py0)) / long / Math.hypot(right, down);
      sides = [...AROUND].sort((first, second) => beyond(second) - beyond(first));
    }
    let best = null;
    for (const far of [1, 1.8, 2.8]) {
      sides.forEach(([right, down], preference) => {
        const reach = far * near * (right && down ? 0.75 : 1);
        const [x, y] = [one.px + right * (reach + wide / 2) - wide / 2, one.py + down * (reach + tall / 2) - tall / 2];
        const left = clamp(x, area.x + 2 * scale, Math.max(area.x + 2 * scale, cell.x + cell.wide - wide));
        const top = clamp(y, area.y - 10 * scale, area.y + area.height - tall);
        const box = [left, top, left + wide, top + tall];
        const on_text = texts.reduce((sum, other) => sum + overlap(box, other), 0);
        const cost = taken.reduce((sum, other) => sum + overlap(box, other), 0) + 40 * on_text + 2 * preference + 30 * (far - 1);
        if (best === null || cost < best.cost) best = { cost, box, on_text };
      });
      if (best.cost < 20) break;
    }
    if (best.on_text > 1) return; // it would lie on another name
    texts.push(best.box);
    placed.push({ series: at, point: one.point, text, x: best.box[0], y: (best.box[1] + best.box[3]) / 2, anchor: "start", box: best.box });
  }
}

// The value, or the name, above each bar (below a negative one) where it fits; the longest bars come first.
function name_bars(cell, series, at, taken, placed) {
  const { plot, points, area, scale, type } = cell;
  const twins = series.names.every((name, point) => !name || name === tick_at(plot, series.x.data[point])?.[1]);
  const texts = twins ? bar_texts(Array.from(series.y.data)) : series.names;
  const bars = points.flatMap((some, other) => (plot.series[other].kind === "bars" ? some.filter((one) => one?.seen) : []));
  const boxes = bars.map(({ box }) => [box.x, box.y, box.x + box.width, box.y + box.height]);
  const order = points[at].filter((one) => one?.seen).sort((one, other) => Math.abs(other.y) - Math.abs(one.y));
  const tall = 1.1 * type.name;
  for (const one of order) {
    const text = one_line(texts[one.point] ?? "");
    const wide = text_width(text, type.name);
    if (!text) continue;
    const free = (box) => [...boxes, ...taken, ...placed.map((other) => other.box)].every((other) => overlap(box, other) <= 2);
    const up = one.y >= 0;
    const box_at = (middle) => [one.px - wide / 2, middle - tall / 2, one.px + wide / 2, middle + tall / 2];
    const end = up ? one.box.y : one.box.y + one.box.height;
    const inside = ([left, top, right, bottom]) => left >= cell.x && right <= cell.x + cell.wide && top >= area.y - 16 * scale && bottom <= area.y + area.height;
    const away = [3, 7].map((far) => end + (up ? -1 : 1) * (far * scale + tall / 2)).find((y) => {
      const [left, top, right, bottom] = box_at(y);
      return inside([left, top, right, bottom]) && free([left - scale, top, right + scale, bottom]);
    });
    if (away !== undefined && !one.cut) {
      placed.push({ series: at, point: one.point, text, x: one.px, y: away, anchor: "middle", box: box_at(away) });
    } else if (wide <= one.box.width - 4 * scale && tall + 6 * scale <= one.box.height) { // inside, at its end
      const y = up ? one.box.y + 3 * scale + tall / 2 : one.box.y + one.box.height - 3 * scale - tall / 2;
      if (taken.every((other) => overlap(box_at(y), other) <= 2)) placed.push({ series: at, point: one.point, text, x: one.px, y, anchor: "middle", box: box_at(y), within: true });
    }
  }
}

// ---- painting

const dashes = (series, scale) => (series.dashed ? { "stroke-dasharray": DASHES.map((one) => one * scale).join(" ") } : {});
const line_of = (series, colour, scale) => ({ fill: "none", stroke: colour, "stroke-width": 2 * series.width * scale, ...dashes(series, scale) });
const crisp = (place) => Math.round(place - 0.5) + 0.5;

// A sign of a series of points, with its middle at (x, y).
function draw_shape(parent, shape, x, y, radius, attributes) {
  if (shape === "circle") return draw(parent, "circle", { cx: x, cy: y, r: radius, ...attributes });
  const corners = { diamond: [[0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0]], square: [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]], triangle: [[0, -1.2], [1.15, 0.85], [-1.15, 0.85]] }[shape];
  return draw(parent, "polygon", { points: corners.map(([across, down]) => `${(x + across * radius).toFixed(2)},${(y + down * radius).toFixed(2)}`).join(" "), ...attributes });
}

const radius_of = (series, scale) => 4.2 * scale * (1 + 0.3 * (series.width - 1));

function draw_arrow(parent, x0, y0, x1, y1, series, colour, scale) {
  const long = Math.hypot(x1 - x0, y1 - y0);
  if (long < 0.5) { draw(parent, "circle", { cx: x1, cy: y1, r: 3 * scale, fill: colour }); return; }
  const head = Math.min((6 + 3 * series.width) * scale, 0.6 * long);
  const [ux, uy] = [(x1 - x0) / long, (y1 - y0) / long];
  const [bx, by] = [x1 - head * ux, y1 - head * uy]; // where shaft and head meet
  draw(parent, "path", { d: `M${x0.toFixed(2)} ${y0.toFixed(2)}L${(bx + ux).toFixed(2)} ${(by + uy).toFixed(2)}`, ...line_of(series, colour, scale) });
  const half = 0.42 * head;
  draw(parent, "polygon", { points: [[x1, y1], [bx - half * uy, by + half * ux], [bx + half * uy, by - half * ux]].map((corner) => corner.map((part) => part.toFixed(2)).join(",")).join(" "), fill: colour });
}

function line_path(points) {
  let d = "";
  points.forEach((one, at) => { if (one) d += `${points[at - 1] ? "L" : "M"}${one.px.toFixed(2)} ${one.py.toFixed(2)}`; });
  return d;
}

// Where several bins stand side by side, their outline runs on; a bin without a number leaves a gap.
function step_path(points, y_of) {
  let d = "";
  points.forEach((one, at) => {
    if (!one) return;
    const [left, right, top, base] = [one.box.x, one.box.x + one.box.width, y_of(one), one.base].map((part) => part.toFixed(2));
    d += `${points[at - 1] ? "L" : `M${left} ${base}L`}${left} ${top}L${right} ${top}`;
    if (!points[at + 1]) d += `L${right} ${base}`;
  });
  return d;
}

function draw_sample(parent, series, shape, x, y, colour, scale) {
  const wide = 20 * scale;
  if (is_bar(series)) draw(parent, "rect", { x, y: y - 4.5 * scale, width: wide, height: 9 * scale, rx: 2 * scale, fill: colour.fill, stroke: colour.strong, "stroke-width": scale, ...(series.dashed ? { "fill-opacity": 0.25, ...dashes(series, scale) } : {}) });
  else if (series.kind === "points") draw_shape(parent, shape, x + wide / 2, y, 4.2 * scale, { fill: colour.fill, stroke: colour.strong, "stroke-width": scale });
  else if (series.kind === "arrows") draw_arrow(parent, x, y, x + wide, y, series, colour.strong, scale);
  else draw(parent, "path", { d: `M${x} ${y}h${wide}`, ...line_of(series, colour.strong, scale), ...(series.dashed ? { "stroke-dasharray": `${5 * scale} ${2.5 * scale}` } : {}) });
}

function draw_cell(parent, cell, colours, roles) {
  const { plot, area, x, y, scale, type } = cell;
  const group = draw(parent, "g");
  cell.title.forEach((line, at) => write(group, line, x, y + (at + 0.6) * type.line * type.title, { size: type.title, colour: colours.ink, weight: 600, anchor: "start", whole: plot.title }));
  for (const { at, text, x: shift, row } of cell.legend) {
    const middle = cell.legend_y + (row + 0.5) * 1.5 * type.label;
    draw_sample(group, plot.series[at], cell.shapes[at], x + shift, middle, roles(plot.series[at].role), scale);
    write(group, text, x + shift + 26 * scale, middle, { size: type.label, colour: colours.ink, anchor: "start", whole: plot.series[at].label });
  }
  const [right, bottom] = [area.x + area.width, area.y + area.height];
  const rule = (d, colour, width = 1) => draw(group, "path", { d, fill: "none", stroke: colour, "stroke-width": width * scale });
  for (const { at } of cell.y_ticks) rule(`M${area.x} ${crisp(at)}H${right}`, colours.grid, 0.8);
  if (plot.equal) for (const { at } of cell.x_ticks.ticks) rule(`M${crisp(at)} ${area.y}V${bottom}`, colours.grid, 0.8);
  draw_axes(group, cell, colours, rule);
  if (cell.empty) write(group, NO_NUMBERS, area.x + area.width / 2, area.y + area.height / 2, { size: type.label, colour: colours.faint });
  else draw_marks(group, cell, colours, roles);
  cell.note.forEach((line, at) => write(group, line, x, cell.note_y + (at + 0.5) * type.line * type.note, { size: type.note, colour: colours.faint, anchor: "start", whole: plot.note }));
}

function draw_axes(group, cell, colours, rule) {
  const { plot, area, x_axis, y_axis, x, scale, type } = cell;
  const [right, bottom] = [area.x + area.width, area.y + area.height];
  const based = plot.series.some(({ kind }) => kind === "bars" || kind === "arrows");
  if (based && !y_axis.log && y_axis.low < 0 && y_axis.high > 0) rule(`M${area.x} ${crisp(y_axis.at(0))}H${right}`, colours.faint);
  if (plot.equal && plot.series.some(({ kind }) => kind === "arrows") && x_axis.low < 0 && x_axis.high > 0) rule(`M${crisp(x_axis.at(0))} ${area.y}V${bottom}`, colours.faint);
  rule(`M${crisp(area.x)} ${area.y}V${crisp(bottom)}H${right}`, colours.faint);
  for (const { at, text } of cell.y_ticks) write(group, text, area.x - 5 * scale, at, { size: type.tick, colour: colours.faint, anchor: "end" });
  for (const tick of cell.x_ticks.ticks) {
    rule(`M${crisp(tick.at)} ${crisp(bottom)}v${4 * scale}`, colours.faint);
    draw_tick(group, cell, tick, { colour: colours.faint });
  }
  if (cell.y_label) write(group, cell.y_label, x + 0.6 * type.label, area.y + area.height / 2, { size: type.label, colour: colours.ink, turned: true, whole: plot.y_label });
  const low = bottom + 6 * scale + cell.x_ticks.height + 2 * scale;
  const room = Math.max(0, ...cell.x_label.map((line) => text_width(line, type.label))) / 2;
  const centre = clamp(area.x + area.width / 2, x + room, x + cell.wide - room);
  cell.x_label.forEach((line, at) => write(group, line, centre, low + (at + 0.6) * type.line * type.label, { size: type.label, colour: colours.ink, whole: plot.x_label }));
}

function draw_tick(group, { area, x_ticks, scale, type }, { at, text, whole }, { colour, behind }) {
  const top = area.y + area.height + 6 * scale;
  const wide = text_width(text, type.tick);
  if (behind) {
    const [width, height] = x_ticks.turned ? [1.25 * type.tick, wide + 6 * scale] : [wide + 6 * scale, 1.3 * type.tick];
    draw(group, "rect", { x: at - width / 2, y: top - (x_ticks.turned ? 3 * scale : 0.05 * type.tick), width, height, rx: 3 * scale, fill: behind });
  }
  const y = x_ticks.turned ? top : top + 0.6 * type.tick;
  write(group, text, at, y, { size: type.tick, colour, anchor: x_ticks.turned ? "end" : "middle", turned: x_ticks.turned, whole });
}

function draw_marks(group, cell, colours, roles) {
  const { plot, area, points, shapes, scale, type } = cell;
  const spare = 1.5 * scale; // half a line may lie on the edge
  const window = { x: area.x - spare, y: area.y - spare, width: area.width + 2 * spare, height: area.height + 2 * spare };
  const clipped = draw(group, "svg", { ...window, viewBox: Object.values(window).join(" "), overflow: "hidden" });
  const order = ["bars", "steps", "line", "arrows", "points"];
  const sorted = plot.series.map((series, at) => ({ series, at })).sort((one, other) => order.indexOf(one.series.kind) - order.indexOf(other.series.kind));
  for (const { series, at } of sorted) {
    const colour = roles(series.role);
    const here = points[at];
    if (series.kind === "bars") {
      for (const one of here) if (one?.seen) draw(clipped, "rect", { ...one.box, fill: colour.fill, stroke: colour.strong, "stroke-width": scale, ...(series.dashed ? { "fill-opacity": 0.25, "stroke-width": 1.5 * scale, ...dashes(series, scale) } : {}) });
    } else if (series.kind === "steps") {
      const d = step_path(here, ({ box, base }) => (box.y < base ? box.y : box.y + box.height));
      draw(clipped, "path", { d, fill: colour.fill, "fill-opacity": 0.55, stroke: "none" });
      draw(clipped, "path", { d, ...line_of({ ...series, width: 0.75 * series.width }, colour.strong, scale) });
    } else if (series.kind === "line") {
      here.forEach((one, place) => { if (one && !here[place - 1] && !here[place + 1]) draw(clipped, "circle", { cx: one.px, cy: one.py, r: 1.5 * scale, fill: colour.strong }); });
      draw(clipped, "path", { d: line_path(here), "stroke-linejoin": "round", "stroke-linecap": series.dashed ? "butt" : "round", ...line_of(series, colour.strong, scale) });
    } else if (series.kind === "arrows") {
      for (const one of here) if (one) draw_arrow(one.whole ? group : clipped, one.px0, one.py0, one.px, one.py, series, colour.strong, scale);
    } else {
      for (const one of here) if (one?.seen) draw_shape(group, shapes[at], one.px, one.py, radius_of(series, scale), { fill: colour.fill, stroke: colour.strong, "stroke-width": scale });
    }
  }
  for (const { series, text, x, y, anchor, within } of cell.names) {
    const { kind, role } = plot.series[series];
    const on = within ? ink_on(rgb(roles(role).fill)) : kind === "bars" ? colours.ink : roles(role).text;
    write(group, text, x, y, { size: type.name, colour: on, anchor, halo: within ? null : colours.paper });
  }
}

// What is drawn over the picture for a point: strong if the readout speaks of it, with guides while it is pointed at.
function draw_highlight(parent, cell, [, at, point], { strong, guides }, colours, roles) {
  const { plot, area, scale, type } = cell;
  const one = cell.points[at][point];
  const series = plot.series[at];
  const colour = roles(series.role);
  const edged = (tag, attributes, width) => {
    for (const [stroke, more] of [[colours.paper, 2 * scale], [colours.ink, 0]]) draw(parent, tag, { fill: "none", ...attributes, stroke, "stroke-width": width * scale + more });
  };
  const bottom = area.y + area.height;
  if (guides && !is_bar(series)) draw(parent, "path", { d: `M${area.x} ${one.py.toFixed(2)}H${one.px.toFixed(2)}V${bottom}`, fill: "none", stroke: colours.faint, "stroke-width": scale, "stroke-dasharray": `${2 * scale} ${3 * scale}` });
  if (is_bar(series)) {
    const { x, y, width, height } = one.box;
    const [left, right] = [Math.max(x, area.x), Math.min(x + width, area.x + area.width)];
    edged("rect", { x: left, y, width: Math.max(1, right - left), height: Math.max(1, height) }, strong ? 2.5 : 1.5);
  } else {
    if (series.kind === "arrows") draw_arrow(parent, one.px0, one.py0, one.px, one.py, { ...series, width: 1.6 * series.width }, colour.strong, scale);
    const radius = series.kind === "points" ? radius_of(series, scale) : 4 * scale;
    if (series.kind !== "arrows") draw_shape(parent, cell.shapes[at] ?? "circle", one.px, one.py, radius, { fill: colour.fill });
    edged("circle", { cx: one.px, cy: one.py, r: radius + 3 * scale }, strong ? 2.5 : 1.5);
  }
  if (!strong) return;
  const under = series.kind !== "steps" && tick_at(plot, series.x.data[point])?.[0];
  const tick = cell.x_ticks.all.find(({ value }) => value === under);
  if (tick) draw_tick(parent, cell, tick, { colour: colours.paper, behind: colours.ink });
  const name = series.kind !== "bars" && one_line(series.names[point] ?? "");
  if (name && !cell.names.some((other) => other.series === at && other.point === point)) { // it found no room before
    const wide = text_width(name, type.name);
    const x = clamp(one.px + 10 * scale, cell.x, Math.max(cell.x, cell.x + cell.wide - wide));
    write(parent, name, x, Math.max(area.y, one.py - 14 * scale), { size: type.name, colour: colours.ink, anchor: "start", weight: 600, halo: colours.paper });
  }
}

// ---- finding points

function segment_distance(x, y, x0, y0, x1, y1) {
  const long = (x1 - x0) ** 2 + (y1 - y0) ** 2;
  const share = long ? clamp(((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / long, 0, 1) : 0;
  return Math.hypot(x - x0 - share * (x1 - x0), y - y0 - share * (y1 - y0));
}

// The point nearest to the pointer. Over a bar or under it, that bar, unless a point or a line is close by.
function nearest(layout, x, y) {
  const { scale } = layout;
  const cell = layout.cells.find(({ area, below }) => x >= area.x - 12 * scale && x <= area.x + area.width + 12 * scale && y >= area.y - 12 * scale && y <= area.y + area.height + below);
  if (!cell) return [];
  let best = { distance: Infinity, place: [] };
  cell.points.forEach((some, at) => {
    const { kind } = cell.plot.series[at];
    some.forEach((one, point) => {
      if (!one?.seen) return;
      let distance;
      if (kind === "bars" || kind === "steps") distance = 9 * scale + Math.max(0, one.box.x - x, x - one.box.x - one.box.width);
      else if (kind === "arrows") distance = segment_distance(x, y, one.px0, one.py0, one.px, one.py) - scale;
      else if (kind === "points") distance = Math.hypot(x - one.px, y - one.py) - 3 * scale;
      else distance = Math.min(...[some[point - 1], some[point + 1], one].filter(Boolean).map((other) => segment_distance(x, y, one.px, one.py, (one.px + other.px) / 2, (one.py + other.py) / 2)));
      if (distance <= best.distance) best = { distance, place: [cell.place, at, point] };
    });
  });
  return best.place;
}

// Where a key leads: left and right through a series, up and down to the next series, page keys to the next plot.
function key_place(layout, now, key) {
  if (!/^(Arrow(Left|Right|Up|Down)|Home|End|Page(Up|Down))$/.test(key)) return null;
  const all = layout.cells.flatMap((cell) => cell.points.map((some, at) => ({ cell, at, points: some.filter((one) => one?.seen) }))).filter(({ points }) => points.length);
  if (!all.length) return null;
  const place_of = ({ cell, at }, { point }) => [cell.place, at, point];
  const here = now ? all.findIndex(({ cell, at }) => cell.place === now[0] && at === now[1]) : -1;
  if (here < 0) return place_of(all[0], key === "End" ? all[0].points.at(-1) : all[0].points[0]);
  const { cell, points } = all[here];
  const at = Math.max(0, points.findIndex(({ point }) => point >= now[2]));
  const step = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: points.length - 1 }[key];
  if (step !== undefined) return place_of(all[here], points[clamp(step, 0, points.length - 1)]);
  const back = key === "ArrowUp" || key === "PageUp";
  let next = all[here + (back ? -1 : 1)];
  if (key.startsWith("Page")) {
    const other = all.map((one) => one.cell.place).filter((place) => (back ? place < cell.place : place > cell.place));
    next = all.find((one) => one.cell.place === (back ? Math.max(...other) : Math.min(...other)));
  }
  if (!next) return now;
  if (next.cell !== cell) return place_of(next, next.points[0]);
  const { px } = points[at];
  return place_of(next, next.points.reduce((best, one) => (Math.abs(one.px - px) < Math.abs(best.px - px) ? one : best)));
}

// ---- the view

function render({ model, el }) {
  const controller = new AbortController();
  const { signal } = controller;
  let frame, layout, colours, roles, stale, arranged;
  const view = shell(el, model, signal, { copy: () => table(frame), save: () => save_picture() });
  const svg = keep_keys(draw(view.picture, "svg", { class: "hv-chart", tabindex: "0", role: "img", "font-family": FONT }));
  const plots = draw(svg, "g");
  const over = draw(svg, "g", { "pointer-events": "none" });
  const quiet = element("p", { parent: view.picture, class: "hv-quiet", text: EMPTY });

  const found = (place) => (place?.length === 3 && layout?.cells[place[0]]?.points[place[1]]?.[place[2]] ? place : null);
  const hovered = () => found(model.get("hover"));
  const selected = () => found(model.get("selected"));
  const seen = (place) => layout.cells[place[0]].points[place[1]][place[2]].seen;

  const on_frame = () => {
    const began = performance.now();
    frame = unpack(model);
    view.dress(frame);
    colours = palette(model);
    roles = role_colours(colours);
    const width = view.picture.clientWidth;
    layout = width ? arrange(frame, { width, scale: model.get("scale") }) : null;
    stale = true;
    quiet.hidden = layout !== null || !width;
    svg.style.display = layout ? "block" : "none";
    svg.setAttribute("aria-label", model.get("words") || "chart");
    arranged = performance.now() - began;
  };

  const paint = () => {
    const place = hovered() ?? selected();
    const words = place ? say(frame, place) : layout?.cells.some(({ empty }) => !empty) ? HINT : "";
    if (view.readout.textContent !== words) view.readout.textContent = words;
    view.readout.classList.toggle("hv-hint", !place);
    if (!layout) { view.root.painted = { plots: [], lit: [] }; return; }
    const began = performance.now() - (stale ? arranged : 0);
    const repainted = stale;
    if (stale) {
      svg.setAttribute("width", layout.width);
      svg.setAttribute("height", layout.height);
      const fresh = document.createDocumentFragment();
      for (const cell of layout.cells) {
        cell.names = place_names(cell);
        draw_cell(fresh, cell, colours, roles);
      }
      plots.replaceChildren(fresh);
      stale = false;
    }
    over.replaceChildren();
    const kept = selected();
    if (kept && kept.join() !== place.join() && seen(kept)) draw_highlight(over, layout.cells[kept[0]], kept, {}, colours, roles);
    if (place && seen(place)) draw_highlight(over, layout.cells[place[0]], place, { strong: true, guides: hovered() !== null }, colours, roles);
    view.root.painted = { // for tests and benchmarks
      width: layout.width, height: layout.height, repainted, milliseconds: performance.now() - began, lit: place ?? [],
      plots: layout.cells.map(({ x, y, wide, area, empty, x_axis, y_axis, x_ticks, y_ticks, points, names }) => ({
        x, y, wide, area, empty, x_limits: [x_axis.low, x_axis.high], y_limits: [y_axis.low, y_axis.high],
        x_ticks: x_ticks.ticks.map(({ value, text, at }) => ({ value, text, at })), turned: x_ticks.turned ?? false,
        y_ticks: y_ticks.map(({ value, text, at }) => ({ value, text, at })),
        series: points.map((some) => some.map((one) => one && { x: one.px, y: one.py, seen: one.seen, ...(one.box ? { box: one.box } : {}) })), names,
      })),
    };
  };

  // The picture on paper, under its title and badge.
  function save_picture() {
    if (!layout) return;
    const { scale, type } = layout;
    const [margin, size, small] = [12 * scale, 15 * scale, 11 * scale];
    const badge = text_width(frame.badge, small) + 14 * scale;
    const width = Math.max(layout.width, 200 * scale);
    const title = wrap(frame.title, width, size, 600);
    const beside = title.length && text_width(title.at(-1), size, 600) + 12 * scale + badge <= width;
    const lines = title.length + (beside ? 0 : 1);
    const top = margin + lines * 1.4 * size + 8 * scale;
    const page = document.createElementNS(SVG, "svg");
    const [wide, tall] = [width + 2 * margin, top + layout.height + margin];
    for (const [name, value] of Object.entries({ width: wide, height: tall, "font-family": FONT })) page.setAttribute(name, value);
    draw(page, "rect", { width: wide, height: tall, fill: colours.paper });
    title.forEach((line, at) => write(page, line, margin, margin + (at + 0.6) * 1.4 * size, { size, colour: colours.ink, weight: 600, anchor: "start" }));
    const x = margin + (beside ? text_width(title.at(-1), size, 600) + 12 * scale : 0);
    const y = margin + (lines - 0.4) * 1.4 * size;
    draw(page, "rect", { x, y: y - 0.8 * small, width: badge, height: 1.6 * small, rx: 0.8 * small, fill: "none", stroke: colours.faint });
    write(page, frame.badge, x + badge / 2, y, { size: small, colour: colours.faint });
    const moved = draw(page, "g", { transform: `translate(${margin} ${top})` });
    moved.append(...[plots, over].map((part) => part.cloneNode(true)));
    // What XML cannot hold would spoil the whole picture.
    const text = new XMLSerializer().serializeToString(page).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd");
    const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
    const image = new Image();
    image.onload = () => {
      const ratio = Math.max(2, window.devicePixelRatio || 1);
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [Math.ceil(wide * ratio), Math.ceil(tall * ratio)];
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(address);
      save_png(canvas, frame.title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").toLowerCase() || "chart");
    };
    image.src = address;
  }

  const { ask, end } = live(model, view.root, controller, { on_frame, paint });
  ask();

  const hover = (place) => model.set("hover", place); // other views hear it, the kernel does not
  const select = (place) => { model.set("selected", place); model.save_changes(); };
  const under = (event) => {
    const box = svg.getBoundingClientRect();
    return layout ? nearest(layout, event.clientX - box.left, event.clientY - box.top) : [];
  };
  svg.addEventListener("pointermove", (event) => hover(under(event)), { signal });
  svg.addEventListener("pointerleave", () => hover([]), { signal });
  svg.addEventListener("blur", () => hover([]), { signal });
  svg.addEventListener("click", (event) => { const place = under(event); if (place.length) select(place); }, { signal });
  svg.addEventListener("keydown", (event) => {
    if (!layout || !is_plain(event)) return;
    const now = hovered() ?? selected();
    const next = key_place(layout, now, event.key);
    if (next) {
      hover(next);
      if (next[0] !== now?.[0]) plots.children[next[0]].scrollIntoView({ block: "nearest", inline: "nearest" });
    }
    else if (event.key === "Enter" || event.key === " ") { if (now) select(now); }
    else if (event.key === "Escape") { hover([]); if (selected()) select([]); }
    else return;
    event.preventDefault();
  }, { signal });

  return () => { end(); view.root.remove(); };
}

export default { render };
