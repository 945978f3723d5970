// The live picture of a MatrixFrame: heatmap cells or boxes, one panel or many, painted on one canvas.
// A place is [panel, row, column], from 0; −1 stands for all rows or all columns. Lengths are CSS pixels; cells are whole device pixels, so edges are sharp.

const FONT = 'system-ui, "DejaVu Sans", sans-serif';
const EMPTY = "There is nothing to show yet.";
const HINT = "Point at a cell, or move with the arrow keys.";
const HINT_HEADS = " Click a head's name, or press H, to see that head alone.";
const TOLD = ["place", "x", "y", "width", "height", "cell_width", "cell_height", "gap", "digits", "row_step", "column_step", "upright", "title_text", "title_y", "faint", "faint_rows"];
const MOST_SKIPPED = 4; // of this many labels one may be shown alone; with smaller cells none is

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
const minus = (text) => text.replace("-", "−");
const is_heatmap = (panel) => panel.kind !== "boxes";
const font = (size, weight = 400) => `${weight} ${size}px ${FONT}`;

// ---- words and numbers

// Four digits that count, no zeros behind them: what float32 can be trusted with, and what was typed by hand.
function exact(value, digits = 4) {
  if (Number.isNaN(value)) return "no number";
  return Number.isFinite(value) ? minus(String(Number(value.toPrecision(digits)))) : value > 0 ? "∞" : "−∞";
}

function share(weight) {
  return weight !== 0 && Math.abs(weight) < 0.01 ? minus(String(Number(weight.toPrecision(2)))) : minus(weight.toFixed(2));
}

// The number in a cell, with so many digits behind the point.
function cell_text(value, digits) {
  if (!Number.isFinite(value)) return exact(value).replace("no number", "?");
  if (Math.abs(value) >= 10000) return short_number(value, 0);
  return minus(value.toFixed(digits).replace(/^-(0(\.0+)?)$/, "$1"));
}

// As many digits as hand-set numbers need, at most two.
function digits_needed(values) {
  const enough = (digits) => values.every((one) => Math.abs(Number(one.toFixed(digits)) - one) <= 1e-6 * Math.abs(one));
  return [0, 1].find(enough) ?? 2;
}

const row_name = (panel, row) => panel.rows[row] ?? `row ${row + 1}`;
const column_name = (panel, column) => panel.columns[column] ?? `column ${column + 1}`;
const panel_name = (panel, place) => panel.title || `panel ${place + 1}`;
const value_at = (panel, row, column) => panel.values.data[row * panel.values.shape[1] + column];

// "head 3, query → key: it → animal 0.97, row sums to 1.00", or "q[it, column 3] = −1.25"
function say(frame, [place, row, column]) {
  const panel = frame.panels[place];
  if (row < 0 || column < 0) return say_whole(frame, place, row, column);
  const names = [row_name(panel, row), column_name(panel, column)];
  if (panel.kind !== "weights") return `${panel.title}[${names.join(", ")}] = ${exact(value_at(panel, row, column))}`;
  const axes = [panel.row_axis, panel.column_axis].map((axis) => axis.replace(/\s*\(.*\)/, "")).filter(Boolean);
  const start = [frame.panels.length > 1 && panel_name(panel, place), axes.length === 2 && axes.join(" → ")].filter(Boolean).join(", ");
  const sum = panel.values.shape[1] > 1 ? `, row sums to ${share(panel.row_sums.data[row])}` : ""; // one number is its own sum
  return `${start && `${start}: `}${names.join(" → ")} ${share(value_at(panel, row, column))}${sum}`;
}

// A whole row or column: its name and its largest number.
function say_whole(frame, place, row, column) {
  const panel = frame.panels[place];
  const count = panel.values.shape[row < 0 ? 0 : 1];
  const number = (at) => (row < 0 ? value_at(panel, at, column) : value_at(panel, row, at));
  let best = 0;
  for (let at = 1; at < count; at++) if (number(at) > number(best)) best = at;
  const whole = row < 0 ? `column ${column_name(panel, column)}` : `row ${row_name(panel, row)}`;
  const sum = row >= 0 && panel.kind === "weights" ? `, row sums to ${share(panel.row_sums.data[row])}` : "";
  const name = row < 0 ? row_name(panel, best) : column_name(panel, best);
  return `${panel_name(panel, place)}, ${whole}: largest ${name} ${panel.kind === "weights" ? share(number(best)) : exact(number(best))}${sum}`;
}

// ---- what rows and columns count, and what lights up together

const is_linked = (panel) => panel.links.some(Boolean);

// { query, key, head } of a place, from 0, as far as its panel counts them.
function counted(panel, row, column) {
  const told = {};
  if (panel.head !== null) told.head = panel.head;
  if (panel.pages) told.query = panel.page;
  panel.links.forEach((name, side) => { if (name && [row, column][side] >= 0) told[name] = [row, column][side]; });
  return told;
}

// The row and the column of a panel that count what is told, −1 where it counts nothing of it; or null.
function row_and_column(panel, told) {
  const found = panel.links.map((name, side) => (name && told[name] < panel.values.shape[side] ? told[name] : -1));
  return Math.max(...found) >= 0 ? found : null;
}

// The place of a frame that others tell of: of several panels that of the same head, else the one that counts most of it.
function place_of(frame, shown, told) {
  let [best, most] = [[], 0];
  frame.panels.forEach((panel, place) => {
    const found = row_and_column(panel, told);
    const fit = found && found.filter((at) => at >= 0).length + (panel.head !== null && panel.head === (told.head ?? shown[0]) ? 0.5 : 0);
    if (found && fit > most) [best, most] = [[place, ...found], fit];
  });
  return best;
}

// What lights up with a place: in linked panels the rows and columns that count the same, else the same cell of panels
// with the same shape and names. -> [[block, row, column]]
function lit_with(blocks, [place, row, column]) {
  const from = blocks.find((one) => one.place === place);
  if (!is_linked(from.panel)) return blocks.filter((one) => !is_linked(one.panel) && one.twins === from.twins).map((one) => [one, row, column]);
  const told = counted(from.panel, row, column);
  return blocks.filter((one) => is_linked(one.panel)).flatMap((one) => {
    const found = one === from ? [row, column] : row_and_column(one.panel, told);
    return found ? [[one, ...found]] : [];
  });
}

// Shows the page of a query in panels that have pages. -> whether one was turned
function turn_pages(frame, query) {
  let turned = false;
  for (const panel of frame.panels) {
    if (!panel.pages || panel.page === query || !(query < panel.pages.shape[0])) continue;
    const [, rows, columns] = panel.pages.shape;
    panel.page = query;
    panel.title = panel.page_titles[query];
    panel.values = { shape: [rows, columns], data: panel.pages.data.subarray(query * rows * columns, (query + 1) * rows * columns) };
    panel.row_sums = { shape: [rows], data: panel.page_sums.data.subarray(query * rows, (query + 1) * rows) };
    turned = true;
  }
  return turned;
}

// Each panel as a table with its title, names and numbers: tabs between columns, an empty line between panels.
function table(frame) {
  const one_line = (text) => text.replace(/\s+/g, " ");
  return frame.panels.map((panel, place) => {
    const [rows, columns] = panel.values.shape;
    const head = [panel.row_axis, ...Array.from({ length: columns }, (_, column) => column_name(panel, column))];
    const body = Array.from({ length: rows }, (_, row) => [row_name(panel, row),
      ...Array.from(panel.values.data.subarray(row * columns, (row + 1) * columns), (one) => String(Number(one.toPrecision(7))))]);
    return [[panel_name(panel, place)], head, ...body].map((line) => line.map(one_line).join("\t")).join("\n");
  }).join("\n\n");
}

// ---- where everything stands

const measuring = document.createElement("canvas").getContext("2d");
const widths = new Map();

function text_width(text, font) {
  const name = `${font}|${text}`;
  if (!widths.has(name)) {
    if (widths.size > 20000) widths.clear();
    measuring.font = font;
    widths.set(name, measuring.measureText(text).width);
  }
  return widths.get(name);
}

function shorten(text, font, width) {
  if (text_width(text, font) <= width) return text;
  let length = text.length;
  while (length > 1 && text_width(`${text.slice(0, length)}…`, font) > width) length--;
  return `${text.slice(0, length)}…`;
}

// What of a panel does not depend on the size of its cells.
function study(panel, place, { label, number, box, scale }) {
  const [rows, columns] = panel.values.shape;
  const widest = (texts, font) => texts.reduce((most, text) => Math.max(most, text_width(text, font)), 0);
  const boxes = !is_heatmap(panel);
  const many = !boxes && panel.values.data.length > 4000; // their cells are too small for digits
  const numbers = many ? [] : Array.from(panel.values.data);
  const digits = boxes ? digits_needed(numbers.filter(Number.isFinite)) : 2;
  const ways = boxes ? [digits] : many ? [] : panel.kind === "signed" ? [2, 1] : [2];
  return {
    panel, place, rows, columns, boxes,
    twins: JSON.stringify([rows, columns, panel.rows, panel.columns]),
    names: JSON.stringify([rows, columns, panel.rows, panel.row_axis]),
    column_axis: panel.column_axis,
    row_room: Math.min(widest(panel.rows, label), 110 * scale),
    column_room: Math.min(widest(panel.columns, label), 110 * scale),
    digits: ways.map((digits) => [digits, widest(numbers.map((one) => cell_text(one, digits)), boxes ? box : number)]),
  };
}

const is_flat = (rows, columns) => rows <= 3 && columns > 2 * rows;

// No strip is longer than the one with the most numbers, whose cells are whole pixels: 64 numbers look fewer than 512.
function strip_width(frame, width, ratio) {
  const longest = Math.max(1, ...frame.panels.map(({ values }) => values.shape).filter(([rows, columns]) => is_flat(rows, columns)).map(([, columns]) => columns));
  return longest * ratio <= width / 8 ? width : longest * Math.max(1 / ratio, Math.floor((width * ratio) / longest) / ratio);
}

// room: −1 as small as can be, 0 comfortable, 1 generous.
function cell_size({ boxes, rows, columns, digits }, room, { scale, strip }) {
  const between = (small, usual, large) => (room < 0 ? usual * (small / usual) ** -room : usual * (large / usual) ** room);
  if (boxes) return [Math.max(scale * between(32, 36, 46), digits[0][1] + 14 * scale), scale * between(28, 30, 34), 5 * scale];
  const flat = is_flat(rows, columns);
  const thin = columns <= 3 && rows > 2 * columns;
  const side = (count, most) => between(
    Math.ceil(clamp(100 / count, 1, 14)), Math.ceil(clamp((150 * scale) / count, 1, 26 * scale)), clamp(most / count, 1, 40 * scale));
  let [across, down] = [side(columns, flat ? strip : 420 * scale), side(rows, 420 * scale)];
  if (flat) down = clamp(across, 26 * scale, 34 * scale);
  else if (thin) across = clamp(down, 26 * scale, 34 * scale);
  else if (Math.max(rows, columns) <= 2 * Math.min(rows, columns)) across = down = Math.min(across, down);
  else [across, down] = [Math.min(across, 3 * down), Math.min(down, 3 * across)];
  return [across, down, 0];
}

// A panel with its cells and all that stands around them. What its neighbour on the left says already is not repeated.
function block_of(studied, neighbour, room, env) {
  const { scale, ratio, type, label, axis, title } = env;
  const { panel, rows, columns } = studied;
  const snap = (length) => Math.max(1, Math.floor(length * ratio + 1e-6) / ratio);
  const size = cell_size(studied, room, env);
  const [cell_width, cell_height, gap] = [snap(size[0]), snap(size[1]), Math.round(size[2] * ratio) / ratio];
  const width = columns * (cell_width + gap) - gap;
  const height = rows * (cell_height + gap) - gap;
  const step_for = (pitch) => { const step = Math.ceil(type.label / pitch); return step <= MOST_SKIPPED ? step : 0; };
  const beside = panel.before ? null : neighbour; // a sign between them parts them
  const shared = beside?.names === studied.names;
  const row_step = panel.rows.length && !shared ? step_for(cell_height + gap) : 0;
  const upright = studied.column_room > cell_width + gap - 4 * scale;
  const column_step = panel.columns.length ? (upright ? step_for(cell_width + gap) : 1) : 0;
  const pad = 7 * scale;

  const column_band = column_step ? (upright ? studied.column_room : type.line) + pad : 0;
  const row_band = row_step ? studied.row_room + pad + 3 * scale : 0;
  const column_axis = beside?.column_axis === panel.column_axis ? "" : panel.column_axis;
  const axis_band = panel.column_axis ? type.line + 2 * scale : 0; // kept where the name is not repeated, so that titles align
  const row_axis = shared ? "" : panel.row_axis;
  const row_axis_width = row_axis ? text_width(row_axis, axis) : 0;
  const turned = row_axis_width <= height + 2 * scale; // the name of the rows fits beside them
  const title_text = shorten(panel.title, title, Math.max(env.width, width));
  const corner = row_axis && !turned ? type.line + 2 * scale : 0;
  const own_legend = !studied.boxes && !env.legend;
  const centred = [text_width(title_text, title), text_width(column_axis, axis), text_width(panel.sizes, axis), own_legend ? legend_width(panel, env) : 0];
  const overhang = Math.max(2 * scale, (Math.max(...centred) - width) / 2);
  const legible = ([, widest]) => studied.boxes || (widest <= cell_width - 2 * scale && 1.4 * type.number <= cell_height);
  const faint = panel.head !== null && !env.shown.includes(panel.head);
  return {
    ...studied, cell_width, cell_height, gap, width, height, row_step, column_step, upright, column_band, row_band, axis_band,
    faint, faint_rows: panel.links[0] === "head" && !faint ? Array.from({ length: rows }, (_, row) => row).filter((row) => !env.shown.includes(row)) : [],
    row_axis, column_axis, turned, title_text, own_legend, pad,
    digits: studied.digits.find(legible)?.[0] ?? null,
    left: Math.max(overhang, turned && row_axis ? row_band + type.line + pad : row_band, turned ? 0 : row_axis_width + pad),
    right: overhang,
    top: Math.max(column_band, corner) + axis_band + (title_text ? 1.5 * type.title : 0) + 3 * scale,
    bottom: (panel.sizes ? 1.6 * type.label : 0) + (own_legend ? 2 * type.label + pad : 0) + 3 * scale,
  };
}

function legend_ends(panel) {
  const limit = exact(panel.limit, 3);
  return panel.kind === "weights" ? ["0", limit] : [`−${limit}`, "0", limit];
}

function legend_width(panel, { scale, axis }) {
  const ends = legend_ends(panel);
  return 132 * scale + text_width(ends[0], axis) + text_width(ends.at(-1), axis);
}

function environment(frame, { scale, width, ratio, shown }) {
  const type = { title: 13 * scale, label: 11 * scale, number: 10.5 * scale, box: 12.5 * scale, line: 13 * scale, sign: 20 * scale };
  const heatmaps = frame.panels.filter(is_heatmap);
  const [first] = heatmaps;
  const alike = first && heatmaps.every((one) => one.kind === first.kind && one.limit === first.limit);
  return {
    scale, width, ratio, shown, type, strip: strip_width(frame, width, ratio), legend: alike ? first : null,
    label: font(type.label), axis: font(type.label), title: font(type.title, 600), number: font(type.number), box: font(type.box), sign: font(type.sign),
  };
}

// The middle of a panel's title, above the names of its columns.
function title_height({ column_band, axis_band, row_axis, turned }, y, { scale, type }) {
  return y - 3 * scale - Math.max(column_band, row_axis && !turned ? type.line + 2 * scale : 0) - axis_band - 0.75 * type.title;
}

// Panels in lines: equations on one line when it is wide enough, heads in lines of equal length.
function arrange(frame, given) {
  const env = environment(frame, given);
  const { scale, width, ratio, type } = env;
  const studied = frame.panels.map((panel, place) => study(panel, place, env)).filter((one) => one.rows && one.columns);
  if (!studied.length) return null;
  const sign_room = (one) => (one.panel.before ? text_width(one.panel.before, env.sign) + 20 * scale : 0);
  const between = (one, at) => sign_room(one) || (at ? 18 * scale : 0);
  const line_width = (line) => line.reduce((sum, one, at) => sum + between(one, at) + one.left + one.width + one.right, 0);
  const build = (lines, room) => lines.map((line) => line.map((one, at) => block_of(one, at ? line[at - 1] : null, room, env)));
  // In a single column all cells begin at one line, whatever stands before them. -> its place, or 0
  const edge = (lines) => {
    const column = frame.across === 1 && lines.every((line) => line.length === 1);
    return column ? Math.max(...lines.map(([one]) => between(one, 0) + one.left)) : 0;
  };
  const fits = (lines, room) => {
    const built = build(lines, room);
    const start = edge(built);
    return built.every((line) => (start ? start + line[0].width + line[0].right : line_width(line)) <= width);
  };
  const chunks = (length) => Array.from({ length: Math.ceil(studied.length / length) }, (_, at) => studied.slice(at * length, (at + 1) * length));

  const choose = () => {
    const count = studied.length;
    if (frame.across && fits(chunks(frame.across), -1)) return chunks(frame.across);
    if (studied.some((one) => one.panel.before)) {
      const lines = [[]];
      for (const one of studied) {
        if (lines.at(-1).length && !fits([[...lines.at(-1), one]], 0)) lines.push([]);
        lines.at(-1).push(one);
      }
      return lines;
    }
    for (let length = Math.min(frame.across ?? count, count); length > 1; length--) {
      const even = frame.across ? length : Math.ceil(count / Math.ceil(count / length));
      if (fits(chunks(even), 0)) return chunks(even);
    }
    return chunks(1);
  };
  const lines = choose();
  const within = lines.filter((line) => fits([line], -1)); // the others are wider than the page: they scroll
  let [low, high] = [-1, 1];
  if (fits(within, high)) low = high;
  else for (let i = 0; i < 8; i++) { const middle = (low + high) / 2; if (fits(within, middle)) low = middle; else high = middle; }

  const snap = (length) => Math.round(length * ratio) / ratio;
  const blocks = [];
  const signs = [];
  let [bottom, right] = [0, 0];
  const built = build(lines, low);
  const start = edge(built);
  for (const line of built) {
    const centred = line.some((one) => one.panel.before);
    const above = Math.max(...line.map((one) => one.top + (centred ? one.height / 2 : 0)));
    const below = Math.max(...line.map((one) => one.bottom + (centred ? one.height / 2 : one.height)));
    let x = 0;
    for (const [at, one] of line.entries()) {
      const room = start ? start - one.left : between(one, at);
      const y = snap(bottom + above - (centred ? one.height / 2 : 0));
      if (one.panel.before) signs.push({ text: one.panel.before, x: x + room / 2, y: y + one.height / 2 });
      blocks.push({ ...one, x: snap(x + room + one.left), y, title_y: title_height(one, y, env) });
      x += room + one.left + one.width + one.right;
    }
    right = Math.max(right, x);
    bottom += above + below + 12 * scale;
  }
  const legend = env.legend && { panel: env.legend, x: blocks[0].x, y: bottom };
  if (legend) { bottom += (env.legend.kind === "signed" ? 2.2 : 1.4) * type.label; right = Math.max(right, legend.x + legend_width(env.legend, env)); }
  return { env, blocks, signs, legend, width: Math.ceil(right + 2 * scale), height: Math.ceil(bottom) };
}

// A tinted box: from a hint of its role's colour at 0 to nearly all of it at the limit.
function tint(value, panel, colours) {
  const size = Number.isFinite(value) ? Math.min(1, Math.abs(value) / panel.limit) : 0;
  const part = 0.1 + 0.8 * size;
  const [from, to] = [colours.paper, colours.fill(panel.role)].map((colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)));
  return from.map((one, at) => Math.round(one + (to[at] - one) * part));
}

function cell_rect({ x, y, cell_width, cell_height, gap }, row, column) {
  return [x + column * (cell_width + gap), y + row * (cell_height + gap), cell_width, cell_height];
}

// The place under a point of the canvas, or [].
function place_at(layout, x, y) {
  for (const one of layout?.blocks ?? []) {
    if (x < one.x || y < one.y || x >= one.x + one.width || y >= one.y + one.height) continue;
    return [one.place, Math.floor((y - one.y) / (one.cell_height + one.gap)), Math.floor((x - one.x) / (one.cell_width + one.gap))];
  }
  return [];
}

// The head whose name stands under a point of the canvas: a panel's title, or the name of a row that is a head. -> from 0, or null
function head_at(layout, x, y) {
  for (const one of layout?.blocks ?? []) {
    const { panel } = one;
    const middle = one.x + one.width / 2;
    const half = text_width(one.title_text, layout.env.title) / 2 + 6 * layout.env.scale;
    if (panel.head !== null && Math.abs(y - one.title_y) < 0.75 * layout.env.type.title && Math.abs(x - middle) < half) return panel.head;
    if (panel.links[0] !== "head" || x >= one.x || x < one.x - one.left || y < one.y || y >= one.y + one.height) continue;
    return Math.floor((y - one.y) / (one.cell_height + one.gap));
  }
  return null;
}

// ---- painting

const tiles = document.createElement("canvas").getContext("2d");

function write(ctx, text, x, y, { font, colour, align = "center", baseline = "middle", turn = 0 }) {
  ctx.font = font;
  ctx.fillStyle = colour;
  ctx.textAlign = align;
  ctx.textBaseline = baseline;
  if (!turn) { ctx.fillText(text, x, y); return; }
  ctx.save();
  ctx.translate(x, y);
  ctx.rotate(turn);
  ctx.fillText(text, 0, 0);
  ctx.restore();
}

function paint_heatmap(ctx, one, colours, { scale, ratio, type, number }) {
  const { panel, x, y, rows, columns, width, height, cell_width, cell_height } = one;
  const image = new ImageData(columns, rows);
  const values = panel.values.data;
  const table = colours.table(panel.kind);
  const strange = [];
  for (let at = 0; at < values.length; at++) {
    if (!Number.isFinite(values[at])) { strange.push(at); continue; }
    const from = 3 * step_of(values[at], panel.kind, panel.limit);
    for (let part = 0; part < 3; part++) image.data[4 * at + part] = table[from + part];
    image.data[4 * at + 3] = 255;
  }
  tiles.canvas.width = columns;
  tiles.canvas.height = rows;
  tiles.putImageData(image, 0, 0);
  ctx.imageSmoothingEnabled = false;
  ctx.drawImage(tiles.canvas, x, y, width, height);
  // −∞ and whatever is no number: struck through, on no colour of the map.
  ctx.strokeStyle = colours.faint;
  ctx.lineWidth = scale;
  ctx.beginPath();
  for (const at of strange) {
    const [left, top] = cell_rect(one, Math.floor(at / columns), at % columns);
    ctx.moveTo(left, top + cell_height);
    ctx.lineTo(left + cell_width, top);
  }
  if (one.digits === null) ctx.stroke();
  if (Math.min(cell_width, cell_height) >= 10) {
    for (let row = 1; row < rows; row++) ctx.clearRect(x, y + row * cell_height, width, 1 / ratio);
    for (let column = 1; column < columns; column++) ctx.clearRect(x + column * cell_width, y, 1 / ratio, height);
  }
  const plain = panel.role === "plain";
  const edge = plain ? 1 : 1.5 * scale;
  ctx.strokeStyle = plain ? colours.grid : colours.fill(panel.role);
  ctx.lineWidth = edge;
  ctx.strokeRect(x - edge / 2, y - edge / 2, width + edge, height + edge);
  if (one.digits === null) return;
  for (let at = 0; at < values.length; at++) {
    const [left, top] = cell_rect(one, Math.floor(at / columns), at % columns);
    const colour = Number.isFinite(values[at]) ? ink_on(colours.colour(values[at], panel.kind, panel.limit)) : colours.ink;
    write(ctx, cell_text(values[at], one.digits), left + cell_width / 2, top + cell_height / 2 + 0.06 * type.number, { font: number, colour });
  }
}

function paint_boxes(ctx, one, colours, { scale, type, box }) {
  const { panel, columns, cell_width, cell_height } = one;
  const values = panel.values.data;
  for (let at = 0; at < values.length; at++) {
    const [left, top] = cell_rect(one, Math.floor(at / columns), at % columns);
    const colour = tint(values[at], panel, colours);
    ctx.fillStyle = `rgb(${colour})`;
    ctx.strokeStyle = colours.text(panel.role);
    ctx.lineWidth = 1.25 * scale;
    ctx.beginPath();
    ctx.roundRect(left, top, cell_width, cell_height, 6 * scale);
    ctx.fill();
    ctx.stroke();
    write(ctx, cell_text(values[at], one.digits), left + cell_width / 2, top + cell_height / 2 + 0.06 * type.box, { font: box, colour: ink_on(colour) });
  }
}

function paint_legend(ctx, panel, x, y, colours, { scale, type, axis }) {
  const ends = legend_ends(panel);
  const start = x + text_width(ends[0], axis) + 6 * scale;
  const [width, height] = [120 * scale, 8 * scale];
  const way = ctx.createLinearGradient(start, 0, start + width, 0);
  for (let i = 0; i <= 32; i++) {
    const value = panel.kind === "weights" ? i / 32 : i / 16 - 1;
    way.addColorStop(i / 32, `rgb(${colours.colour(value, panel.kind, 1)})`);
  }
  ctx.fillStyle = way;
  ctx.strokeStyle = colours.grid;
  ctx.lineWidth = 1;
  ctx.fillRect(start, y, width, height);
  ctx.strokeRect(start - 0.5, y - 0.5, width + 1, height + 1);
  const look = { font: axis, colour: colours.faint };
  write(ctx, ends[0], start - 6 * scale, y + height / 2, { ...look, align: "right" });
  write(ctx, ends.at(-1), start + width + 6 * scale, y + height / 2, { ...look, align: "left" });
  if (ends.length === 3) {
    ctx.fillStyle = colours.faint;
    ctx.fillRect(start + width / 2 - 0.5, y - 2 * scale, 1, height + 4 * scale);
    write(ctx, "0", start + width / 2, y + height + 2 * scale + type.label / 2, look);
  }
}

// A name beside a row or above a column; lit: dark and light change places, so it shows without colour.
function paint_name(ctx, one, side, at, colours, env, lit = false) {
  const { scale, type, label } = env;
  const rows = side === "rows";
  const upright = !rows && one.upright;
  const text = shorten(one.panel[side][at], label, 110 * scale);
  const [left, top] = cell_rect(one, rows ? at : 0, rows ? 0 : at);
  const x = rows ? one.x - one.pad : left + one.cell_width / 2;
  const y = rows ? top + one.cell_height / 2 : one.y - one.pad + 1 * scale - (upright ? 0 : type.line / 2);
  if (lit && (rows || upright)) { // its neighbours give way
    const [pitch, step] = rows ? [one.cell_height + one.gap, one.row_step] : [one.cell_width + one.gap, one.column_step];
    for (let other = 0; other < one.panel[side].length; other += step) {
      const away = (other - at) * pitch;
      if (Math.abs(away) >= 0.9 * type.line) continue;
      if (rows) ctx.clearRect(x - one.row_room, y + away - type.line / 2, one.row_room + 3 * scale, type.line);
      else ctx.clearRect(x + away - type.line / 2, y - one.column_room, type.line, one.column_room + 3 * scale);
    }
  }
  ctx.save();
  ctx.translate(x, y);
  if (upright) ctx.rotate(-Math.PI / 2);
  const align = rows ? "right" : upright ? "left" : "center";
  if (lit) tag(ctx, text, 0, 0, align, colours, env);
  else write(ctx, text, 0, 0.04 * type.label, { font: label, colour: colours.ink, align });
  ctx.restore();
}

// A text on ink instead of paper.
function tag(ctx, text, x, y, align, colours, { scale, type, label }) {
  const [width, height] = [text_width(text, label) + 6 * scale, type.line];
  const left = { right: x + 3 * scale - width, left: x - 3 * scale, center: x - width / 2 }[align];
  ctx.fillStyle = colours.ink;
  ctx.beginPath();
  ctx.roundRect(left, y - height / 2, width, height, 3 * scale);
  ctx.fill();
  write(ctx, text, x, y + 0.04 * type.label, { font: label, colour: colours.paper, align });
}

function paint_block(ctx, one, colours, env) {
  const { scale, type, axis, title } = env;
  const { panel, x, y, width, height, rows, columns } = one;
  (one.boxes ? paint_boxes : paint_heatmap)(ctx, one, colours, env);
  if (one.row_step) for (let at = 0; at < rows; at += one.row_step) paint_name(ctx, one, "rows", at, colours, env);
  if (one.column_step) for (let at = 0; at < columns; at += one.column_step) paint_name(ctx, one, "columns", at, colours, env);
  const faint = { font: axis, colour: colours.faint };
  if (one.row_axis && one.turned) write(ctx, one.row_axis, x - one.row_band - one.pad - type.line / 2, y + height / 2, { ...faint, turn: -Math.PI / 2 });
  else if (one.row_axis) write(ctx, one.row_axis, x - one.pad, y - 4 * scale - type.line / 2, { ...faint, align: "right" });
  const above = y - 3 * scale - Math.max(one.column_band, one.row_axis && !one.turned ? type.line + 2 * scale : 0);
  if (one.column_axis) write(ctx, one.column_axis, x + width / 2, above - type.line / 2, faint);
  const colour = panel.role === "plain" ? colours.ink : colours.text(panel.role);
  write(ctx, one.title_text, x + width / 2, one.title_y, { font: title, colour });
  let below = y + height + 3 * scale;
  if (panel.sizes) { write(ctx, panel.sizes, x + width / 2, below + 0.8 * type.label, faint); below += 1.6 * type.label; }
  if (one.own_legend) paint_legend(ctx, panel, x + (width - legend_width(panel, env)) / 2, below + one.pad, colours, env);
  veil(ctx, one, colours, env);
  for (const [row, column] of panel.marked) if (row < rows && column < columns) outline(ctx, one, cell_rect(one, row, column), 2 * scale, colours, env);
}

// Heads that are switched off lie under paper that lets a little through.
function veil(ctx, one, colours, { scale, type }) {
  ctx.save();
  ctx.globalAlpha = 0.78;
  ctx.fillStyle = colours.paper;
  const left = one.x - one.left;
  const top = one.title_y - 0.75 * type.title;
  if (one.faint) ctx.fillRect(left, top, one.width + one.left + one.right, one.y + one.height + 2 * scale - top);
  for (const row of one.faint_rows) { const [, y, , height] = cell_rect(one, row, 0); ctx.fillRect(left, y, one.left + one.width, height); }
  ctx.restore();
}

// A border that shows on dark and on light cells: ink, with paper on both sides of it.
function outline(ctx, one, [left, top, width, height], thick, colours, { scale }) {
  const spare = one.boxes ? 1.5 * scale : Math.max(0, (4 - Math.min(width, height)) / 2); // around hair-thin cells, not over them
  ctx.lineJoin = "round";
  for (const [colour, more] of [[colours.paper, 2 * scale], [colours.ink, 0]]) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = thick + more;
    ctx.beginPath();
    ctx.roundRect(left - spare, top - spare, width + 2 * spare, height + 2 * spare, one.boxes ? 7 * scale : 1);
    ctx.stroke();
  }
}

// Rows, columns and cells that light up; with `numbers` also what stands in cells that are too small for digits.
// -> [[panel, text]]
function paint_lit(ctx, { env }, lit, place, numbers, colours) {
  const tags = [];
  for (const [one, row, column] of lit) {
    const [left, top, width, height] = cell_rect(one, row, column);
    if (row >= 0 && one.row_step) paint_name(ctx, one, "rows", row, colours, env, true);
    if (column >= 0 && one.column_step) paint_name(ctx, one, "columns", column, colours, env, true);
    const [thin, thick] = [(row < 0 || column < 0 ? 2 : 1) * env.scale, (one.place === place[0] ? 3 : 2) * env.scale];
    if (row >= 0 && one.rows > 1) outline(ctx, one, [one.x, top, one.width, height], thin, colours, env);
    if (column >= 0 && one.columns > 1) outline(ctx, one, [left, one.y, width, one.height], thin, colours, env);
    if (row < 0 || column < 0) continue;
    outline(ctx, one, [left, top, width, height], thick, colours, env);
    if (!numbers || one.digits !== null) continue;
    // Clear of the row and the column, on the side where there is more room; a single row leaves room beside the cell only.
    const value = value_at(one.panel, row, column);
    const text = one.panel.kind === "weights" ? cell_text(value, 2) : exact(value, 3);
    const to_left = column >= one.columns / 2;
    const away = env.type.line / 2 + 3 * env.scale;
    const y = one.rows === 1 ? top + height / 2 : row < one.rows / 2 ? top + height + away : top - away;
    tag(ctx, text, to_left ? left - 6 * env.scale : left + width + 6 * env.scale, y, to_left ? "right" : "left", colours, env);
    tags.push([one.place, text]);
  }
  return tags;
}

// The canvas on paper, under its title and badge.
function page_of(canvas, frame, { scale, ratio }, colours) {
  const page = document.createElement("canvas");
  const ctx = page.getContext("2d");
  const [margin, title, badge] = [12 * scale, font(15 * scale, 600), font(11 * scale)];
  const needed = text_width(frame.title, title) + text_width(frame.badge, badge) + 24 * scale;
  const top = 26 * scale;
  page.width = Math.ceil((Math.max(canvas.width / ratio, needed) + 2 * margin) * ratio);
  page.height = Math.ceil((top + 2 * margin) * ratio) + canvas.height;
  ctx.fillStyle = colours.paper;
  ctx.fillRect(0, 0, page.width, page.height);
  ctx.drawImage(canvas, Math.round(margin * ratio), Math.round((margin + top) * ratio));
  ctx.scale(ratio, ratio);
  write(ctx, frame.title, margin, margin + 8 * scale, { font: title, colour: colours.ink, align: "left" });
  const x = margin + text_width(frame.title, title) + (frame.title ? 16 * scale : 8 * scale);
  write(ctx, frame.badge, x, margin + 8 * scale, { font: badge, colour: colours.faint, align: "left" });
  ctx.strokeStyle = colours.faint;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.roundRect(x - 7 * scale, margin, text_width(frame.badge, badge) + 14 * scale, 17 * scale, 9 * scale);
  ctx.stroke();
  return page;
}

const file_name = (title) => title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");

// ---- the view

function render({ model, el }) {
  const controller = new AbortController();
  const { signal } = controller;
  let frame, layout, colours, stale;
  const base = document.createElement("canvas").getContext("2d"); // the picture without its highlight
  const view = shell(el, model, signal, {
    copy: () => table(frame),
    save: () => { if (layout) save_png(page_of(canvas, frame, layout.env, colours), file_name(frame.title) || "matrix"); },
  });
  const canvas = keep_keys(element("canvas", { parent: view.picture, class: "hv-matrix", tabindex: "0", role: "img" }));
  const quiet = element("p", { parent: view.picture, class: "hv-quiet", text: EMPTY });
  const ctx = canvas.getContext("2d");

  const fitting = (place) => {
    const shape = place?.length === 3 && frame.panels[place[0]]?.values.shape;
    return shape && Math.max(place[1], place[2]) >= 0 && place[1] < shape[0] && place[2] < shape[1] ? place : null;
  };
  const hovered = () => fitting(model.get("hover"));
  const selected = () => fitting(model.get("selected"));
  const all_heads = () => [...new Set(frame.panels.flatMap((panel) => [...(panel.head === null ? [] : [panel.head]), ...(panel.links[0] === "head" ? panel.values.shape.slice(0, 1).flatMap((count) => [...Array(count).keys()]) : [])]))];

  // The pages turn to the query that is pointed at, else to the one chosen here, else to the one that Python shows.
  let asks = { pointed: null, chosen: null, sent: null };
  const turn = () => { if (turn_pages(frame, asks.pointed ?? asks.chosen ?? asks.sent)) lay_out(); };

  const on_frame = () => {
    frame = unpack(model);
    const sent = frame.panels.find((panel) => panel.pages)?.page ?? null;
    if (sent !== asks.sent) asks = { pointed: null, chosen: null, sent };
    turn_pages(frame, asks.pointed ?? asks.chosen ?? asks.sent);
    view.dress(frame);
    lay_out();
  };

  const lay_out = () => {
    colours = palette(model);
    const width = view.picture.clientWidth;
    layout = width ? arrange(frame, { scale: model.get("scale"), width, ratio: window.devicePixelRatio || 1, shown: model.get("shown") }) : null;
    stale = true;
    quiet.hidden = layout !== null || !width;
    canvas.hidden = layout === null;
    canvas.setAttribute("aria-label", frame.alt || frame.title || "matrix");
  };

  const paint = () => {
    const pointed = hovered();
    const place = pointed ?? selected();
    const words = place ? say(frame, place) : layout ? HINT + (all_heads().length > 1 ? HINT_HEADS : "") : "";
    if (view.readout.textContent !== words) view.readout.textContent = words;
    view.readout.classList.toggle("hv-hint", !place);
    if (!layout) { view.root.painted = { panels: [], lit: [] }; return; }
    const began = performance.now();
    const { ratio } = layout.env;
    const repainted = stale;
    if (stale) {
      for (const one of [base.canvas, canvas]) {
        one.width = Math.ceil(layout.width * ratio);
        one.height = Math.ceil(layout.height * ratio);
      }
      canvas.style.width = `${canvas.width / ratio}px`;
      canvas.style.height = `${canvas.height / ratio}px`;
      base.setTransform(ratio, 0, 0, ratio, 0, 0);
      for (const one of layout.blocks) paint_block(base, one, colours, layout.env);
      for (const sign of layout.signs) write(base, sign.text, sign.x, sign.y, { font: layout.env.sign, colour: colours.ink });
      if (layout.legend) paint_legend(base, layout.legend.panel, layout.legend.x, layout.legend.y, colours, layout.env);
      stale = false;
    }
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.globalCompositeOperation = "copy";
    ctx.drawImage(base.canvas, 0, 0);
    ctx.globalCompositeOperation = "source-over";
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    const kept = selected();
    const lit = place && layout.blocks.some((one) => one.place === place[0]) ? lit_with(layout.blocks, place) : [];
    const tags = paint_lit(ctx, layout, lit, place, pointed !== null, colours);
    if (kept && kept !== place && Math.min(kept[1], kept[2]) >= 0) {
      const one = layout.blocks.find((other) => other.place === kept[0]);
      outline(ctx, one, cell_rect(one, kept[1], kept[2]), 2 * layout.env.scale, colours, layout.env);
    }
    view.root.painted = { // for tests and benchmarks
      ratio, width: layout.width, height: layout.height, repainted, tags, milliseconds: performance.now() - began,
      panels: layout.blocks.map((one) => Object.fromEntries(TOLD.map((name) => [name, one[name]]))),
      lit: lit.map(([one, row, column]) => [one.place, row, column]), shown: model.get("shown"), pages: frame.panels.map((panel) => panel.page),
    };
  };

  const { ask, end } = live(model, view.root, controller, { on_frame, paint });
  ask();

  const told_of = (place) => (fitting(place) ? counted(frame.panels[place[0]], place[1], place[2]) : {});
  const hear = ({ what, place, shown }) => {
    if (!frame) return;
    if (what === "heads") { show(shown.filter((head) => all_heads().includes(head))); return; }
    const ours = place_of(frame, model.get("shown"), place);
    if (what === "point") { asks.pointed = place.query ?? null; model.set("hover", ours); }
    if (what === "choose") { asks.chosen = place.query ?? asks.chosen; keep(ours); }
    turn();
    ask();
  };
  const tell = link(view.root, signal, hear);

  const hover = (place) => { // other views hear it, the kernel does not
    if (JSON.stringify(place) === JSON.stringify(model.get("hover"))) return;
    model.set("hover", place);
    tell("point", { place: told_of(place) });
  };
  const keep = (place) => { model.set("selected", place); model.save_changes(); };
  const select = (place) => { keep(place); tell("choose", { place: told_of(place) }); };
  const show = (heads) => { model.set("shown", heads); model.save_changes(); };
  const alone = (head) => { // this head, or all again
    const now = model.get("shown");
    show(now.length === 1 && now[0] === head ? all_heads().sort((one, other) => one - other) : [head]);
    tell("heads", { shown: model.get("shown") });
  };
  const on_shown = () => { if (frame) { lay_out(); ask(); } };
  model.on("change:shown", on_shown);

  const under = (event) => place_at(layout, event.offsetX, event.offsetY);
  canvas.addEventListener("pointermove", (event) => {
    hover(under(event));
    canvas.style.cursor = head_at(layout, event.offsetX, event.offsetY) === null ? "" : "pointer";
  }, { signal });
  canvas.addEventListener("pointerleave", () => hover([]), { signal });
  canvas.addEventListener("blur", () => hover([]), { signal });
  canvas.addEventListener("click", (event) => {
    const place = under(event);
    const head = head_at(layout, event.offsetX, event.offsetY);
    if (place.length) select(place);
    else if (head !== null) alone(head);
  }, { signal });
  canvas.addEventListener("keydown", (event) => {
    if (!layout || event.ctrlKey || event.altKey || event.metaKey) return;
    const now = hovered() ?? selected();
    const next = key_place(layout, now, event.key);
    const head = now && told_of(now).head;
    if (next) { hover(next); bring_into_sight(view.picture, layout, next); }
    else if (event.key === "Enter" || event.key === " ") { if (now) select(now); }
    else if (event.key === "Escape") { hover([]); if (selected()) select([]); }
    else if (event.key.toLowerCase() === "h" && head >= 0 && all_heads().length > 1) alone(head);
    else return;
    event.preventDefault();
  }, { signal });

  return () => { model.off("change:shown", on_shown); end(); view.root.remove(); };
}

// Where a key leads: arrows move by one cell and on into the next panel, Home and End along the row, Page keys from panel to panel.
function key_place({ blocks }, now, key) {
  if (!/^(Arrow(Left|Right|Up|Down)|Home|End|Page(Up|Down))$/.test(key)) return null;
  if (!now) return [blocks[0].place, 0, 0];
  const at = blocks.findIndex((one) => one.place === now[0]);
  const { rows, columns } = blocks[at];
  let [row, column] = now.slice(1).map((at) => Math.max(0, at));
  let panel = at;
  const turn = (by) => { if (blocks[at + by]) { panel = at + by; return true; } return false; };
  if (key === "Home") column = 0;
  if (key === "End") column = columns - 1;
  if (key === "ArrowUp") row = Math.max(0, row - 1);
  if (key === "ArrowDown") row = Math.min(rows - 1, row + 1);
  if (key === "ArrowLeft") { if (column > 0) column--; else if (turn(-1)) column = blocks[panel].columns - 1; }
  if (key === "ArrowRight") { if (column < columns - 1) column++; else if (turn(1)) column = 0; }
  if (key === "PageUp") turn(-1);
  if (key === "PageDown") turn(1);
  const to = blocks[panel];
  return [to.place, Math.min(row, to.rows - 1), Math.min(column, to.columns - 1)];
}

function bring_into_sight(picture, { blocks }, [place, row, column]) {
  const [left, , width] = cell_rect(blocks.find((one) => one.place === place), row, column);
  if (left < picture.scrollLeft) picture.scrollLeft = left - 20;
  else if (left + width > picture.scrollLeft + picture.clientWidth) picture.scrollLeft = left + width + 20 - picture.clientWidth;
}

export default { render };
