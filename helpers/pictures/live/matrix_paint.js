// Painting a MatrixFrame on a canvas, block by block, where the layout says.

import { write } from "./canvas.js";
import { box_role, ink_on, panel_colours, rgb, role_colours, row_colour, step_of } from "./colours.js";
import { legend_ends, legend_lengths, legend_width } from "./matrix_blocks.js";
import { cell_rect } from "./matrix_layout.js";
import { cell_text, exact, value_at } from "./matrix_words.js";
import { shorten, text_width } from "./text.js";

let tiles; // a canvas with a pixel for each cell

// A tinted box: from a hint of its role's colour at 0 to nearly all of it at the limit; a weight and a number
// without a role have their maps.
function tint(value, panel, role, fill, colours) {
  const mapped = Number.isFinite(value) ? colours.box(value, role, panel.limit) : null;
  if (mapped) return mapped;
  const size = Number.isFinite(value) ? Math.min(1, Math.abs(value) / panel.limit) : 0;
  const part = 0.1 + 0.8 * size;
  const [from, to] = [colours.paper, fill].map(rgb);
  return from.map((one, at) => Math.round(one + (to[at] - one) * part));
}

// The colours of all cells, and which cells have none: −∞, no number, or a weight that a mask forbids.
function tiles_of(panel, rows, columns, colours) {
  const image = new ImageData(columns, rows);
  const values = panel.values.data;
  const shades = panel.shades ?? values; // on their way from other colours, see matrix_motion.js
  const table = colours.table(panel.kind);
  const forbidden = new Set(panel.masked ? panel.marked.map(([row, column]) => row * columns + column) : []);
  const hidden = new Set();
  for (let at = 0; at < values.length; at++) {
    if (!Number.isFinite(values[at]) || (forbidden.has(at) && values[at] === 0)) {
      hidden.add(at);
      continue;
    }
    const from = 3 * step_of(shades[at], panel.kind, panel.limit);
    for (let part = 0; part < 3; part++) image.data[4 * at + part] = table[from + part];
    image.data[4 * at + 3] = 255;
  }
  return { image, hidden };
}

// Cells without a colour are struck through, with a thin border where they are large enough.
function strike(ctx, one, struck, colours, { scale }) {
  const large = Math.min(one.cell_width, one.cell_height) >= 10;
  ctx.strokeStyle = large ? colours.grid : colours.faint;
  ctx.lineWidth = scale;
  ctx.beginPath();
  for (const at of struck) {
    const [left, top, width, height] = cell_rect(one, Math.floor(at / one.columns), at % one.columns);
    ctx.moveTo(left, top + height);
    ctx.lineTo(left + width, top);
    if (large) ctx.rect(left, top, width, height);
  }
  ctx.stroke();
}

function write_digits(ctx, one, hidden, colours, { type }) {
  const { panel, columns, cell_width, cell_height } = one;
  const values = panel.values.data;
  const shades = panel.shades ?? values;
  for (let at = 0; at < values.length; at++) {
    const text = digits_of(one, values[at]);
    if (!text) continue;
    const [left, top] = cell_rect(one, Math.floor(at / columns), at % columns);
    const colour = hidden.has(at) ? colours.ink : ink_on(colours.colour(shades[at], panel.kind, panel.limit));
    write(ctx, text, left + cell_width / 2, top + cell_height / 2 + 0.06 * type.number, {
      size: type.number,
      colour,
    });
  }
}

// What is written in a cell: nothing for 0.00 where Python says so.
function digits_of({ panel, digits }, value) {
  const text = cell_text(value, digits);
  return panel.blank && !/[^0.]/.test(text) ? "" : text;
}

function paint_heatmap(ctx, one, colours, env) {
  const { scale, ratio } = env;
  const { panel, x, y, rows, columns, width, height, cell_width, cell_height } = one;
  tiles ??= document.createElement("canvas").getContext("2d");
  const { image, hidden } = tiles_of(panel, rows, columns, colours);
  tiles.canvas.width = columns;
  tiles.canvas.height = rows;
  tiles.putImageData(image, 0, 0);
  ctx.imageSmoothingEnabled = false;
  ctx.drawImage(tiles.canvas, x, y, width, height);
  if (Math.min(cell_width, cell_height) >= 10) {
    for (let row = 1; row < rows; row++) ctx.clearRect(x, y + row * cell_height, width, 1 / ratio);
    for (let column = 1; column < columns; column++)
      ctx.clearRect(x + column * cell_width, y, 1 / ratio, height);
  }
  const written = one.digits !== null;
  const struck = [...hidden].filter((at) => !written || Number.isFinite(panel.values.data[at]));
  if (struck.length) strike(ctx, one, struck, colours, env);
  const { plain, frame } = panel_colours(panel, colours);
  const edge = plain ? 1 : 1.5 * scale;
  ctx.strokeStyle = frame;
  ctx.lineWidth = edge;
  ctx.strokeRect(x - edge / 2, y - edge / 2, width + edge, height + edge);
  for (let head = 0; head < panel.slots; head++) {
    ctx.fillStyle = colours.head(head + 1);
    ctx.fillRect(x + (head * width) / panel.slots, y + height, width / panel.slots, 3 * scale);
  }
  if (written) write_digits(ctx, one, hidden, colours, env);
}

function paint_boxes(ctx, one, colours, { scale, type }) {
  const { panel, columns, cell_width, cell_height } = one;
  const values = panel.values.data;
  const shades = panel.shades ?? values;
  const of = role_colours(colours);
  for (let at = 0; at < values.length; at++) {
    const [left, top] = cell_rect(one, Math.floor(at / columns), at % columns);
    const role = box_role(panel, Math.floor(at / columns), at % columns);
    const { fill, text } = of(role);
    const colour = tint(shades[at], panel, role, fill, colours);
    ctx.fillStyle = `rgb(${colour})`;
    ctx.strokeStyle = text;
    ctx.lineWidth = 1.25 * scale;
    ctx.beginPath();
    ctx.roundRect(left, top, cell_width, cell_height, 6 * scale);
    ctx.fill();
    ctx.stroke();
    write(ctx, digits_of(one, values[at]), left + cell_width / 2, top + cell_height / 2 + 0.06 * type.box, {
      size: type.box,
      colour: ink_on(colour),
    });
  }
}

// room: how wide the panel is that it stands under.
export function paint_legend(ctx, panel, x, y, colours, env, room) {
  const { scale, type, rules } = env;
  const ends = legend_ends(panel);
  const [left, width] = legend_lengths(panel, env, room);
  const [start, height, gap] = [x + left, rules.legend.high * scale, rules.legend.gap * scale];
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
  const look = { size: type.label, colour: colours.faint };
  write(ctx, ends[0], start - gap, y + height / 2, { ...look, align: "right" });
  write(ctx, ends.at(-1), start + width + gap, y + height / 2, { ...look, align: "left" });
  if (ends.length === 3) {
    ctx.fillStyle = colours.faint;
    ctx.fillRect(start + width / 2 - 0.5, y - 2 * scale, 1, height + 4 * scale);
    write(ctx, "0", start + width / 2, y + height + 2 * scale + type.label / 2, look);
  }
}

// From one step of a chain down to the next: an arrow with its sign beside it, or the sign alone.
export function paint_joint(ctx, { text, size, x, over, top, bottom, arrow }, colours, { scale }) {
  const middle = (top + bottom) / 2;
  if (!arrow) {
    write(ctx, text, x, middle, { size, colour: colours.ink });
    return;
  }
  const head = 5 * scale;
  ctx.strokeStyle = colours.ink;
  ctx.lineWidth = 1.5 * scale;
  ctx.beginPath();
  if (over === x) ctx.moveTo(x, top);
  else {
    ctx.moveTo(over, top);
    ctx.lineTo(over, top + head);
    ctx.lineTo(x, top + head);
  }
  ctx.lineTo(x, bottom);
  ctx.moveTo(x - head, bottom - head);
  ctx.lineTo(x, bottom);
  ctx.lineTo(x + head, bottom - head);
  ctx.stroke();
  write(ctx, text, x + 12 * scale, middle, { size, colour: colours.ink, align: "left" });
}

// A few words beside or below a panel, and a thin line to what they are about.
function paint_note(ctx, one, { lines, x, y, leader }, colours, { scale, type, rules }) {
  const places = leader.map(([across, down]) => [one.x + across, one.y + down]);
  ctx.strokeStyle = colours.faint;
  ctx.lineWidth = scale;
  ctx.beginPath();
  for (const place of places) ctx.lineTo(...place);
  ctx.stroke();
  ctx.fillStyle = colours.ink;
  ctx.beginPath();
  ctx.arc(...places.at(-1), 2 * scale, 0, 7);
  ctx.fill();
  const high = rules.note.line * type.label;
  lines.forEach((text, at) => {
    write(ctx, text, one.x + x, one.y + y + (at + 0.5) * high, {
      size: type.label,
      colour: colours.ink,
      align: "left",
    });
  });
}

// A name beside a row or above a column; lit: dark and light change places, so it shows without colour.
function paint_name(ctx, one, side, at, colours, env, lit = false) {
  const { scale, type } = env;
  const rows = side === "rows";
  const upright = !rows && one.upright;
  const text = shorten(one.panel[side][at], env.rules.longest * scale, type.label);
  const [left, top] = cell_rect(one, rows ? at : 0, rows ? 0 : at);
  const x = rows ? one.x - one.pad : left + one.cell_width / 2;
  const y = rows ? top + one.cell_height / 2 : one.y - one.pad + 1 * scale - (upright ? 0 : type.line / 2);
  if (lit && (rows || upright)) {
    // its neighbours give way
    const [pitch, shown] = rows
      ? [one.cell_height + one.gap, one.row_names]
      : [one.cell_width + one.gap, one.column_names];
    for (const other of shown) {
      const away = (other - at) * pitch;
      if (Math.abs(away) >= 0.9 * type.line) continue;
      if (rows)
        ctx.clearRect(x - one.row_room, y + away - type.line / 2, one.row_room + 3 * scale, type.line);
      else
        ctx.clearRect(x + away - type.line / 2, y - one.column_room, type.line, one.column_room + 3 * scale);
    }
  }
  ctx.save();
  ctx.translate(x, y);
  if (upright) ctx.rotate(-Math.PI / 2);
  const align = rows ? "right" : upright ? "left" : "center";
  if (lit) tag(ctx, text, 0, 0, align, colours, env);
  else
    write(ctx, text, 0, 0.04 * type.label, {
      size: type.label,
      colour: !rows
        ? colours.ink
        : one.faint_rows.includes(at)
          ? colours.faint
          : row_colour(one.panel, at, colours),
      align,
    });
  ctx.restore();
}

// A text on ink instead of paper.
function tag(ctx, text, x, y, align, colours, { scale, type }) {
  const [width, height] = [text_width(text, type.label) + 6 * scale, type.line];
  const left = { right: x + 3 * scale - width, left: x - 3 * scale, center: x - width / 2 }[align];
  ctx.fillStyle = colours.ink;
  ctx.beginPath();
  ctx.roundRect(left, y - height / 2, width, height, 3 * scale);
  ctx.fill();
  write(ctx, text, x, y + 0.04 * type.label, { size: type.label, colour: colours.paper, align });
}

export function paint_block(ctx, one, colours, env) {
  const { scale, type } = env;
  const { panel, x, y, width, height } = one;
  (one.boxes ? paint_boxes : paint_heatmap)(ctx, one, colours, env);
  for (const at of one.row_names) paint_name(ctx, one, "rows", at, colours, env);
  for (const at of one.column_names) paint_name(ctx, one, "columns", at, colours, env);
  const faint = { size: type.label, colour: colours.faint };
  if (one.row_axis && one.turned)
    write(ctx, one.row_axis, x - one.row_band - one.pad - type.line / 2, y + height / 2, {
      ...faint,
      turn: -Math.PI / 2,
    });
  else if (one.row_axis)
    write(ctx, one.row_axis, x - one.pad, y - 4 * scale - type.line / 2, { ...faint, align: "right" });
  const above =
    y - 3 * scale - Math.max(one.column_band, one.row_axis && !one.turned ? type.line + 2 * scale : 0);
  if (one.column_axis) write(ctx, one.column_axis, x + width / 2, above - type.line / 2, faint);
  const colour = one.faint ? colours.faint : panel_colours(panel, colours).title;
  write(ctx, one.title_text, x + width / 2, one.title_y, { size: type.title, weight: 600, colour });
  let below = y + height + 3 * scale + one.notes.band;
  if (panel.sizes) {
    write(ctx, panel.sizes, x + width / 2, below + 0.8 * type.label, faint);
    below += 1.6 * type.label;
  }
  if (one.own_legend)
    paint_legend(
      ctx,
      panel,
      x + (width - legend_width(panel, env, width)) / 2,
      below + one.pad,
      colours,
      env,
      width,
    );
  veil(ctx, one, colours, env);
  for (const place of panel.masked ? [] : panel.marked)
    outline(ctx, one, place_rect(one, ...place), 2 * scale, colours, env);
  for (const note of one.notes) paint_note(ctx, one, note, colours, env);
}

// A cell, or with −1 a whole row or column.
function place_rect(one, row, column) {
  const [left, top, width, height] = cell_rect(one, Math.max(0, row), Math.max(0, column));
  return [left, top, column < 0 ? one.width : width, row < 0 ? one.height : height];
}

// Heads that are switched off lie under paper that lets a little through; their names stay readable, to
// switch them on.
function veil(ctx, one, colours, { scale, type }) {
  ctx.save();
  ctx.globalAlpha = 0.78;
  ctx.fillStyle = colours.paper;
  const top = one.title_y + 0.75 * type.title;
  if (one.faint)
    ctx.fillRect(
      one.x - one.left,
      top,
      one.width + one.left + one.right,
      one.y + one.height + 2 * scale - top,
    );
  for (const row of one.faint_rows) {
    const [x, y, , height] = cell_rect(one, row, 0);
    ctx.fillRect(x, y, one.width, height);
  }
  ctx.restore();
}

// A border that shows on dark and on light cells: ink, with paper on both sides of it.
export function outline(ctx, one, [left, top, width, height], thick, colours, { scale }) {
  // Around what is thin, not over it: all of it around 8 pixels and less, none from 16 on
  const thin = Math.min(1, Math.max(0, 2 - Math.min(width, height) / (8 * scale)));
  const spare = one.boxes ? 1.5 * scale : (thick / 2 + scale) * thin;
  ctx.lineJoin = "round";
  for (const [colour, more] of [
    [colours.paper, 2 * scale],
    [colours.ink, 0],
  ]) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = thick + more;
    ctx.beginPath();
    ctx.roundRect(
      left - spare,
      top - spare,
      width + 2 * spare,
      height + 2 * spare,
      one.boxes ? 7 * scale : 1,
    );
    ctx.stroke();
  }
}

// Rows, columns and cells that light up; with `numbers` also what stands in cells that are too small for
// digits.
// -> [[panel, text]]
export function paint_lit(ctx, { env }, lit, place, numbers, colours) {
  const tags = [];
  for (const [one, row, column] of lit) {
    const [left, top, width, height] = cell_rect(one, row, column);
    if (row >= 0 && one.row_names.length) paint_name(ctx, one, "rows", row, colours, env, true);
    if (column >= 0 && one.column_names.length) paint_name(ctx, one, "columns", column, colours, env, true);
    const [thin, thick] = [
      (row < 0 || column < 0 ? 2 : 1) * env.scale,
      (one.place === place?.[0] ? 3 : 2) * env.scale,
    ];
    if (row >= 0 && one.rows > 1) outline(ctx, one, [one.x, top, one.width, height], thin, colours, env);
    if (column >= 0 && one.columns > 1)
      outline(ctx, one, [left, one.y, width, one.height], thin, colours, env);
    if (row < 0 || column < 0) continue;
    outline(ctx, one, [left, top, width, height], thick, colours, env);
    if (!numbers || one.digits !== null) continue;
    // Clear of the row and the column, on the side where there is more room; a single row leaves room beside
    // the cell only.
    const value = value_at(one.panel, row, column);
    const text = one.panel.kind === "weights" ? cell_text(value, 2) : exact(value, 3);
    const to_left = column >= one.columns / 2;
    const away = env.type.line / 2 + 3 * env.scale;
    const y = one.rows === 1 ? top + height / 2 : row < one.rows / 2 ? top + height + away : top - away;
    tag(
      ctx,
      text,
      to_left ? left - 6 * env.scale : left + width + 6 * env.scale,
      y,
      to_left ? "right" : "left",
      colours,
      env,
    );
    tags.push([one.place, text]);
  }
  return tags;
}

// The canvas on paper, under its title and badge.
export function page_of(canvas, frame, { scale, ratio }, colours) {
  const page = document.createElement("canvas");
  const ctx = page.getContext("2d");
  const [margin, size, small] = [12 * scale, 15 * scale, 11 * scale];
  const [title_wide, badge_wide] = [text_width(frame.title, size, 600), text_width(frame.badge, small)];
  const needed = title_wide + badge_wide + 24 * scale;
  const top = 26 * scale;
  page.width = Math.ceil((Math.max(canvas.width / ratio, needed) + 2 * margin) * ratio);
  page.height = Math.ceil((top + 2 * margin) * ratio) + canvas.height;
  ctx.fillStyle = colours.paper;
  ctx.fillRect(0, 0, page.width, page.height);
  ctx.drawImage(canvas, Math.round(margin * ratio), Math.round((margin + top) * ratio));
  ctx.scale(ratio, ratio);
  write(ctx, frame.title, margin, margin + 8 * scale, {
    size,
    weight: 600,
    colour: colours.ink,
    align: "left",
  });
  const x = margin + title_wide + (frame.title ? 16 * scale : 8 * scale);
  write(ctx, frame.badge, x, margin + 8 * scale, { size: small, colour: colours.faint, align: "left" });
  ctx.strokeStyle = colours.faint;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.roundRect(x - 7 * scale, margin, badge_wide + 14 * scale, 17 * scale, 9 * scale);
  ctx.stroke();
  return page;
}
