// A chart on paper: its picture under its title and badge, saved as a PNG.

import { draw, SVG, write } from "./chart_svg.js";
import { file_name, save_png } from "./page.js";
import { FONT, text_width, wrap } from "./text.js";

// parts: what of the page's SVG is on the picture.
export function save_picture(frame, layout, parts, colours) {
  const { page, wide, tall } = page_of(frame, layout, parts, colours);
  // What XML cannot hold would spoil the whole picture.
  const text = new XMLSerializer()
    .serializeToString(page)
    .replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, "\ufffd");
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  const image = new Image();
  image.onload = () => {
    const ratio = Math.max(2, window.devicePixelRatio || 1);
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [Math.ceil(wide * ratio), Math.ceil(tall * ratio)];
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(address);
    save_png(canvas, file_name(frame.title).toLowerCase() || "chart");
  };
  image.src = address;
}

function page_of(frame, layout, parts, colours) {
  const { scale } = layout;
  const [margin, size, small] = [12 * scale, 15 * scale, 11 * scale];
  const pill = text_width(frame.badge, small) + 14 * scale;
  const width = Math.max(layout.width, 200 * scale);
  const title = wrap(frame.title, width, size, 600, 5);
  // Where the badge may stand: beside the last line.
  const end = title.length ? text_width(title.at(-1), size, 600) + 12 * scale : Infinity;
  const beside = !frame.badge || end + pill <= width;
  const lines = title.length + (beside ? 0 : 1);
  const top = margin + lines * 1.4 * size + 8 * scale;
  const [wide, tall] = [width + 2 * margin, top + layout.height + margin];
  const page = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ width: wide, height: tall, "font-family": FONT }))
    page.setAttribute(name, value);
  draw(page, "rect", { width: wide, height: tall, fill: colours.paper });
  title.forEach((line, at) => {
    write(page, line, margin, margin + (at + 0.6) * 1.4 * size, {
      size,
      colour: colours.ink,
      weight: 600,
      anchor: "start",
    });
  });
  const x = margin + (beside ? end : 0);
  const y = margin + (lines - 0.4) * 1.4 * size;
  const rounded = { y: y - 0.8 * small, height: 1.6 * small, rx: 0.8 * small };
  if (frame.badge) {
    draw(page, "rect", { x, width: pill, ...rounded, fill: "none", stroke: colours.faint });
    write(page, frame.badge, x + pill / 2, y, { size: small, colour: colours.faint });
  }
  draw(page, "g", { transform: `translate(${margin} ${top})` }).append(
    ...parts.map((part) => part.cloneNode(true)),
  );
  return { page, wide, tall };
}
