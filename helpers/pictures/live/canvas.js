// Painting on a canvas, for all pictures that are painted on one.

import { font } from "./text.js";

// Makes a canvas so many device pixels large, or clears it where it is so large already; lengths are CSS
// pixels then.
// -> its context
export function sized(canvas, width, height, ratio) {
  const ctx = canvas.getContext("2d");
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.clearRect(0, 0, width, height);
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  return ctx;
}

// x, y: where the text begins, ends or has its middle, half-way up its letters.  turn: an angle, clockwise.
export function write(ctx, text, x, y, { colour, size, weight = 400, align = "center", turn = 0 }) {
  ctx.font = font(size, weight);
  ctx.fillStyle = colour;
  ctx.textAlign = align;
  ctx.textBaseline = "middle";
  if (!turn) {
    ctx.fillText(text, x, y);
    return;
  }
  ctx.save();
  ctx.translate(x, y);
  ctx.rotate(turn);
  ctx.fillText(text, 0, 0);
  ctx.restore();
}
