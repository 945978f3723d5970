// The canvas of a LinesFrame on the screen, and the picture of it that is saved.

import { sized, write } from "./canvas.js";
import { translate } from "./language.js";
import { is_empty, lines_of, window_top } from "./lines_layout.js";
import { paint_beyond, paint_body, paint_header, paint_lines } from "./lines_paint.js";
import { rows_of, text_width, wrap } from "./text.js";

// The lines of a frame that are drawn, found once: for the painting and for the way to it.
// -> { find, forget, all }: all holds those of all words, and what the painter knows of them
function found_once() {
  const kept = { all: {}, one: {} }; // one: those of the word that was painted last, and which one it is
  const find = (scene, least_of_all) => {
    const { frame, plan, shown, place } = scene;
    const { side, at } = place;
    if (side === null) {
      kept.all.lines ??= lines_of(frame, plan, shown, place, least_of_all);
      return kept.all.lines;
    }
    if (kept.one.side !== side || kept.one.at !== at)
      kept.one = { side, at, lines: lines_of(frame, plan, shown, place) };
    return kept.one.lines;
  };
  const forget = () => Object.assign(kept, { all: {}, one: {} });
  return { find, forget, all: () => kept.all };
}

// Paints states, { scene, lines }, on a canvas. The lines of a frame are kept while only the pointer moves:
// forget() when they change.
export function painter(canvas, frame_box) {
  const behind = document.createElement("canvas"); // the lines of all words
  const found = found_once(); // all: those lines, whether drawn once, the top and the ratio of the canvas behind

  // Many lines are never pointed at, so the second canvas is made when they are painted for the second time.
  function stroke_all(to, scene, lines, top, ratio, moves) {
    const { width, visible } = scene.plan;
    const all = found.all();
    const coarse = lines.length > 1000 && ratio > 1;
    if (!coarse && (moves || !all.drawn)) {
      all.drawn ||= !moves;
      paint_lines(to, scene, lines, top, visible);
      return;
    }
    const own = coarse ? 1 : ratio; // of the canvas behind
    if (moves || all.top !== top || all.ratio !== ratio) {
      Object.assign(all, { drawn: true, top: moves ? null : top, ratio });
      const on_it = sized(behind, Math.round(width * own), Math.round(visible * own), own);
      on_it.translate(0, -top);
      paint_lines(on_it, scene, lines, top, visible);
    }
    to.save();
    to.setTransform(ratio / own, 0, 0, ratio / own, 0, 0); // pixel on pixel where it is not coarse
    to.drawImage(behind, 0, 0);
    to.restore();
  }

  // moving: what is on its way, see lines_motion.js
  function paint({ scene, lines }, moving) {
    const { plan, place, shown } = scene;
    const began = performance.now();
    const top = window_top(plan, frame_box);
    const ratio = devicePixelRatio || 1;
    const to = sized(canvas, Math.round(plan.width * ratio), Math.round(plan.visible * ratio), ratio);
    const everything = place.side === null;
    to.save();
    to.beginPath();
    to.rect(0, plan.header, plan.width, plan.visible - plan.header);
    to.clip();
    to.translate(0, -top);
    const stroke = () => {
      const drawn = moving?.lines ?? lines;
      if (everything) stroke_all(to, scene, drawn, top, ratio, Boolean(moving));
      else paint_lines(to, scene, drawn, top, plan.visible);
    };
    const bars = paint_body(to, scene, lines, stroke, moving);
    to.restore();
    paint_header(to, scene);
    if (!everything) paint_beyond(to, scene, lines, top);
    return {
      ...plan,
      top,
      ratio,
      chosen: place,
      lines,
      bars,
      shown,
      milliseconds: performance.now() - began,
    };
  }

  return { lines: found.find, paint, forget: found.forget };
}

// The whole picture on paper, with its title, the colours of its heads and what its lines mean.
export function page_of(scene, scale, meaning, least_of_all) {
  const { frame, plan, colours, shown } = scene;
  const size = 14 * scale;
  const edge = 16 * scale;
  const room = Math.max(plan?.width ?? 0, 380 * scale);
  const titles = wrap(
    [frame.title, translate("({badge} numbers)", { badge: frame.badge })].join(" "),
    room,
    size,
    600,
  );
  const names = shown.map((head) => ({ head, text: frame.heads[head] }));
  const wide = names.map(({ text }) => text_width(`●${text}`, size));
  const places = rows_of(wide, room, text_width("  mm", size));
  const notes = wrap(meaning, room, 0.9 * size);
  const rows = titles.length + (places.length ? places.at(-1).row + 1 : 0) + notes.length;
  const height = 2 * edge + rows * 1.5 * size + size + (plan?.height ?? 0);
  const ratio = Math.max(2, devicePixelRatio || 1);
  const page = document.createElement("canvas");
  const to = sized(page, Math.round((room + 2 * edge) * ratio), Math.round(height * ratio), ratio);
  to.fillStyle = colours.paper;
  to.fillRect(0, 0, room + 2 * edge, height);
  to.translate(edge, edge);
  let y = 0.75 * size;
  const next = (look, text, x = 0) =>
    write(to, text, x, y, { colour: colours.ink, size, align: "left", ...look });
  for (const title of titles) {
    next({ weight: 600 }, title);
    y += 1.5 * size;
  }
  names.forEach(({ head, text }, at) => {
    if (at && places[at].row > places[at - 1].row) y += 1.5 * size;
    next({ colour: colours.head(head + 1) }, "●", places[at].x);
    next({}, text, places[at].x + 1.1 * size);
  });
  if (names.length) y += 1.5 * size;
  if (!is_empty(frame)) {
    to.save();
    to.translate(0, y - 0.25 * size);
    const lines = lines_of(frame, plan, shown, scene.place, scene.place.side ? undefined : least_of_all);
    paint_body(to, scene, lines, () => paint_lines(to, scene, lines));
    paint_header(to, scene);
    to.restore();
  }
  y += size + (plan?.height ?? 0);
  for (const note of notes) {
    next({ size: 0.9 * size, colour: colours.faint }, note);
    y += 1.5 * size;
  }
  return page;
}
