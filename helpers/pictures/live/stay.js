// The controls of an explorer stay at the top of the window while its pictures are scrolled, if they leave room
// for a picture below them.

import { set_style } from "./page.js";

const SHARE = 0.5; // of the window's height, at most, for what stays

export const stays = (height, window_height) => height > 0 && height <= SHARE * window_height;

// What has the focus below them is not hidden by them: `--hv-top` is the room that a scroll leaves above it.
export function keep_in_sight(explorer, signal) {
  const top = explorer.querySelector(":scope > .hv-top");
  if (!top) return () => {};
  const measure = () => {
    const height = top.offsetHeight;
    const stuck = stays(height, innerHeight);
    top.classList.toggle("hv-stays", stuck);
    set_style(explorer, { "--hv-top": `${stuck ? height + 8 : 0}px` });
  };
  const size = new ResizeObserver(measure);
  size.observe(top);
  addEventListener("resize", measure, { signal });
  measure();
  return () => size.disconnect();
}
