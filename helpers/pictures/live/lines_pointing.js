// Pointer and keys on a LinesFrame. Keys take the lead from the pointer until it moves again.

import { is_plain } from "./keys.js";
import { length_of, place_under, scrolled_to, window_top } from "./lines_layout.js";

// view: { canvas, frame_box, choice, frame, plan, pointer, ask }; pointer: where it is while it leads, or
// null.
export function listen_to_pointer(view, signal) {
  const { canvas, frame_box, choice } = view;
  let resting = {};

  const under = ({ x, y }) => {
    const box = canvas.getBoundingClientRect();
    return place_under(view.frame, view.plan, x - box.left, y - box.top, window_top(view.plan, frame_box));
  };
  const follow = () => {
    const place = view.pointer && view.plan ? under(view.pointer) : null;
    frame_box.classList.toggle("hv-on-word", place !== null);
    choice.point(place);
  };
  const on_move = ({ clientX: x, clientY: y }) => {
    if (x === resting.x && y === resting.y) return; // the page moved, not the hand
    view.pointer = resting = { x, y };
    follow();
  };
  const on_leave = () => {
    view.pointer = null;
    resting = {};
    follow();
  };
  const on_scroll = () => {
    if (view.pointer) follow();
    view.ask();
  };
  const on_click = ({ clientX: x, clientY: y }) => {
    const place = under({ x, y });
    if (place) choice.choose(place);
  };
  frame_box.addEventListener("pointermove", on_move, { signal });
  frame_box.addEventListener("pointerleave", on_leave, { signal });
  frame_box.addEventListener("scroll", on_scroll, { signal });
  frame_box.addEventListener("click", on_click, { signal });
}

export function listen_to_keys(view, signal) {
  const { canvas, choice } = view;
  const go = (place) => {
    choice.point(place);
    reveal(view, place.at);
  };
  const on_focus = () => {
    if (canvas.matches(":focus-visible") && !view.pointer) go({ side: "query", at: choice.selected ?? 0 });
  };
  const on_blur = () => {
    if (!view.pointer) choice.point(null);
  };
  const on_key = (event) => {
    if (!view.plan || !is_plain(event)) return;
    const next = key_place(view.frame, choice.place, event.key);
    if (next) go(next);
    else if (event.key === "Enter" || event.key === " ") {
      if (choice.place.side !== null) choice.choose(choice.place);
    } else if (event.key === "Escape") {
      choice.point(null);
      choice.choose(null);
    } else return;
    view.pointer = null;
    event.preventDefault();
    event.stopPropagation();
  };
  canvas.addEventListener("focus", on_focus, { signal });
  canvas.addEventListener("blur", on_blur, { signal });
  canvas.addEventListener("keydown", on_key, { signal });
}

// Where a key leads: up and down through a column of words, left and right to the other one. -> a place, or
// null
export function key_place(frame, { side, at }, key) {
  const here = { side: side ?? "query", at: at ?? 0 };
  const last = length_of(frame, here.side) - 1;
  // They differ in length
  const beside = (far) => ({ side: far, at: Math.min(here.at, length_of(frame, far) - 1) });
  if (key === "ArrowRight") return beside("key");
  if (key === "ArrowLeft") return beside("query");
  const up = side === null ? 0 : Math.max(0, here.at - 1);
  const down = side === null ? 0 : Math.min(last, here.at + 1);
  const to = { ArrowUp: up, ArrowDown: down, Home: 0, End: last }[key];
  return to === undefined ? null : { side: here.side, at: to };
}

export function reveal({ frame_box, plan }, at) {
  if (!plan.scrolls) return;
  const now = frame_box.scrollTop;
  const to = scrolled_to(plan, at, now);
  if (to !== now) frame_box.scrollTop = to;
}
