// Where everything of a MatrixFrame stands. Lengths are CSS pixels; cells are whole device pixels, so edges are sharp.

const FONT = 'system-ui, "DejaVu Sans", sans-serif';
const EDGE = 2; // kept free on the right, for the border of a cell that lights up
const MOST_SKIPPED = 4; // of this many labels one may be shown alone; with smaller cells none is

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
const is_heatmap = (panel) => panel.kind !== "boxes";
const font = (size, weight = 400) => `${weight} ${size}px ${FONT}`;

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

// The least and the largest, of all pages: no page moves what stands around it.
function ends_of(numbers) {
  const ends = [Infinity, -Infinity];
  for (const one of numbers) if (Number.isFinite(one)) { ends[0] = Math.min(ends[0], one); ends[1] = Math.max(ends[1], one); }
  return ends;
}

const title_of = ({ panel, width }, env) => shorten(panel.title, env.title, Math.max(env.width, width));

// What of a panel does not depend on the size of its cells.
function study(panel, place, { label, number, box, title, scale }) {
  const [rows, columns] = panel.values.shape;
  const widest = (texts, font) => texts.reduce((most, text) => Math.max(most, text_width(text, font)), 0);
  const boxes = !is_heatmap(panel);
  const many = !boxes && panel.values.data.length > 4000; // their cells are too small for digits
  const numbers = many ? [] : panel.pages ? ends_of(panel.pages.data) : Array.from(panel.values.data);
  const digits = boxes ? digits_needed(numbers.filter(Number.isFinite)) : 2;
  const ways = boxes ? [digits] : many ? [] : panel.kind === "signed" ? [2, 1] : [2];
  return {
    panel, place, rows, columns, boxes,
    bare: !boxes && !panel.rows.length && !panel.columns.length, // without names it can be read when small
    twins: JSON.stringify([rows, columns, panel.rows, panel.columns]),
    names: JSON.stringify([rows, columns, panel.rows, panel.row_axis]),
    column_axis: panel.column_axis,
    title_room: widest([panel.title, ...panel.page_titles], title),
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
function cell_size({ boxes, bare, rows, columns, digits }, room, { scale, strip, type }) {
  const between = (small, usual, large) => (room < 0 ? usual * (small / usual) ** -room : usual * (large / usual) ** room);
  if (boxes) return [Math.max(scale * between(32, 36, 46), digits[0][1] + 14 * scale), scale * between(28, 30, 34), 5 * scale];
  const flat = is_flat(rows, columns);
  const thin = columns <= 3 && rows > 2 * columns;
  const side = (count, most) => between(
    Math.ceil(clamp((bare ? 40 : 100) / count, 1, 14)), Math.ceil(clamp((150 * scale) / count, 1, 26 * scale)), clamp(most / count, 1, 40 * scale));
  let [across, down] = [side(columns, flat ? strip : 420 * scale), side(rows, 420 * scale)];
  if (flat) down = clamp(across, 26 * scale, 34 * scale);
  else if (thin) across = clamp(down, 26 * scale, 34 * scale);
  else if (Math.max(rows, columns) <= 2 * Math.min(rows, columns)) across = down = Math.min(across, down);
  else { // rows stay high enough for some of their names
    const least = Math.ceil(type.label / MOST_SKIPPED);
    [across, down] = [Math.min(across, 3 * down), Math.min(down, Math.max(least, 3 * across))];
  }
  return [across, down, 0];
}

// A panel with its cells and all that stands around them. What its neighbour on the left says already is not repeated.
function block_of(studied, neighbour, room, env) {
  const { scale, ratio, type, axis } = env;
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
  const title_text = title_of({ panel, width }, env);
  const corner = row_axis && !turned ? type.line + 2 * scale : 0;
  const own_legend = !studied.boxes && !env.legend;
  const centred = [Math.min(studied.title_room, Math.max(env.width, width)), text_width(column_axis, axis), text_width(panel.sizes, axis), own_legend ? legend_width(panel, env) : 0];
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
  const type = { title: 13 * scale, label: 11 * scale, number: 10 * scale, box: 12.5 * scale, line: 13 * scale, sign: 20 * scale };
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
  const between = (one, at) => sign_room(one) || (at ? (one.bare ? 8 : 18) * scale : 0);
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
    return built.every((line) => (start ? start + line[0].width + line[0].right : line_width(line)) <= width - EDGE * scale);
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
  return { env, blocks, signs, legend, width: Math.ceil(right + EDGE * scale), height: Math.ceil(bottom) };
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
