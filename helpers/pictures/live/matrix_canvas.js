// The canvas of a MatrixFrame on the screen: the picture itself, kept, and over it what lights up.

import { sized, write } from "./canvas.js";
import { cell_rect } from "./matrix_layout.js";
import { lit_with } from "./matrix_links.js";
import { outline, paint_block, paint_joint, paint_legend, paint_lit } from "./matrix_paint.js";
import { set_style } from "./page.js";

const TOLD = [
  ...[
    "place",
    "x",
    "y",
    "width",
    "height",
    "cell_width",
    "cell_height",
    "gap",
    "digits",
    "row_names",
    "column_names",
  ],
  ...["upright", "title_text", "title_y", "faint", "faint_rows", "notes"],
];

// -> [[block, row, column]]
export const lit_in = ({ blocks }, place) =>
  place && blocks.some((one) => one.place === place[0]) ? lit_with(blocks, place) : [];

export function painter(canvas) {
  const behind = document.createElement("canvas"); // the picture without its highlight

  function paint_behind({ width, height, env, blocks, signs, joints, legend }, colours) {
    const { ratio } = env;
    const ctx = sized(behind, Math.ceil(width * ratio), Math.ceil(height * ratio), ratio);
    for (const one of blocks) paint_block(ctx, one, colours, env);
    for (const { text, size, x, y } of signs) write(ctx, text, x, y, { size, colour: colours.ink });
    for (const joint of joints) paint_joint(ctx, joint, colours, env);
    if (legend) paint_legend(ctx, legend.panel, legend.x, legend.y, colours, env);
  }

  function copy_behind(ratio) {
    const ctx = sized(canvas, behind.width, behind.height, 1);
    set_style(canvas, { width: `${behind.width / ratio}px`, height: `${behind.height / ratio}px` });
    ctx.drawImage(behind, 0, 0);
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    return ctx;
  }

  // Cells on their way, as they stand in the picture behind; where they will stand is empty until then.
  function paint_flights(ctx, flights, ratio) {
    const wider = ([x, y, width, height], edge) => [x - edge, y - edge, width + 2 * edge, height + 2 * edge];
    for (const { to, edge } of flights) ctx.clearRect(...wider(to, edge));
    for (const { to, now, edge } of flights)
      ctx.drawImage(behind, ...wider(to, edge).map((length) => length * ratio), ...wider(now, edge));
  }

  // Borders on their way; the names that light up are the new ones.
  function paint_moving(ctx, { layout, lit }, place, lit_after, colours) {
    const bare = lit.map(([one, ...at]) => [{ ...one, row_names: [], column_names: [] }, ...at]);
    const named = lit_after.flatMap(([one, row, column]) => {
      const unbordered = { ...one, rows: 1, columns: 1 };
      return [
        [unbordered, row, -1],
        [unbordered, -1, column],
      ];
    });
    paint_lit(ctx, layout, named, place, false, colours);
    paint_lit(ctx, layout, bare, place, false, colours);
    return [];
  }

  // stale: the picture itself is another one.  place: what lights up; pointed: whether it is pointed at, so
  // that its number is written beside it; kept: the cell that was chosen; moving: what is seen on the way there,
  // see matrix_motion.js.  -> what tests may ask for, see life.js
  return function paint({ layout, colours, stale, place, pointed, kept, lit, moving }) {
    const began = performance.now();
    const { blocks, env } = layout;
    if (stale) paint_behind(moving?.layout ?? layout, colours);
    const ctx = copy_behind(env.ratio);
    if (moving) paint_flights(ctx, moving.flights, env.ratio);
    const tags = moving?.lit_moves
      ? paint_moving(ctx, moving, place, lit, colours)
      : paint_lit(ctx, layout, moving?.lit ?? lit, place, pointed, colours);
    if (kept && kept !== place && Math.min(kept[1], kept[2]) >= 0) {
      const one = blocks.find((other) => other.place === kept[0]);
      outline(ctx, one, cell_rect(one, kept[1], kept[2]), 2 * env.scale, colours, env);
    }
    return {
      ...{ ratio: env.ratio, width: layout.width, height: layout.height, repainted: stale, tags },
      joints: layout.joints,
      milliseconds: performance.now() - began,
      panels: blocks.map((one) => Object.fromEntries(TOLD.map((name) => [name, one[name]]))),
      lit: lit.map(([one, row, column]) => [one.place, row, column]),
    };
  };
}
