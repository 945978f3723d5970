// When a picture is painted: at most once in a frame of the page, and only when something has changed.

import { mover, sight } from "./motion.js";

// Calls back once per animation frame, however often it is asked.
export function once_per_frame(callback) {
  let waiting = 0;
  const ask = () => {
    waiting ||= requestAnimationFrame((now) => {
      waiting = 0;
      callback(now);
    });
  };
  ask.stop = () => cancelAnimationFrame(waiting);
  ask.waits = () => waiting !== 0;
  return ask;
}

// Calls back when the window comes to a screen of another pixel ratio, or the page is zoomed. A query knows
// one ratio only, so the next one is asked for after each change.
function on_ratio(callback, signal) {
  const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
  const changed = () => {
    on_ratio(callback, signal);
    callback();
  };
  query.addEventListener("change", changed, { once: true, signal });
}

// Reading a width makes the browser lay out the page: it is read only when it may be another one, or while it
// is 0.
function ruler_for(picture) {
  let width = 0;
  let known = false;
  return {
    forget: () => {
      known = false;
    },
    is_right: () => picture.clientWidth === width,
    is_needed: () =>
      !width && picture.clientWidth > 0 && picture.checkVisibility({ contentVisibilityAuto: true }),
    width: () => {
      if (!known || !width) width = picture.clientWidth;
      known = true;
      return width;
    },
  };
}

// For tests and benchmarks, and only here: root.unpainted() says whether something is still to be painted or
// moves, and root.painted holds what was painted where, as paint() gives it: while it moves, where it will
// stand.
function tell_tests(root, unpainted) {
  root.unpainted = unpainted;
  return (painted) => {
    if (painted) root.painted = painted;
  };
}

// Repaints when the frame, the selection, the theme, the width or the screen changes. A new frame moves from
// what was painted last to what it holds, where between() knows a way; whatever else changes is painted at once.
// on_frame(width): takes the frame that was sent, for a picture so many CSS pixels wide; 0 while it is out of
// sight.
// on_mark(): something else is pointed at or chosen.
// between(), where something can be on its way -> share => what lies between, for paint; or null, where nothing moves, or nothing can
// paint(moving) -> where everything stands once nothing moves, or nothing when nothing was painted
// -> { ask: to paint again, finish: a motion, at once, end }
export function live(model, { root, picture }, controller, { on_frame, on_mark, between, paint }) {
  model.set("hover", []); // a tab that is opened again gets back what was under the pointer: nothing is, now
  const ruler = ruler_for(picture);
  const moves = mover();
  const finish = () => moves.stop() && tell(paint());
  const may_move = sight(root, finish, controller.signal);
  let fresh = false; // the frame is another one
  let jumps = false; // and so is the room for it

  const ask = once_per_frame((now) => {
    const moving = fresh && !moves.hurries(now) && !jumps && may_move();
    moves.stop();
    if (fresh) on_frame(ruler.width());
    fresh = jumps = false;
    const way = moving ? (between?.() ?? null) : null;
    if (way) moves.start(now, (share) => tell(paint(share < 1 ? way(share) : null)));
    else tell(paint());
  });
  const frame_changed = () => {
    fresh = true;
    ask();
  };
  const resized = () => {
    ruler.forget();
    jumps = true;
    frame_changed();
  };
  const marked = () => {
    on_mark?.();
    ask();
  };
  const listeners = [
    ["change:structure", frame_changed],
    ["change:numbers", frame_changed],
    ["change:words", frame_changed], // another frame may hold the same arrays
    ["change:scale", resized],
    ["change:selected", marked],
    ["change:hover", marked],
  ];
  for (const [event, callback] of listeners) model.on(event, callback);
  // JupyterLab hides everything for one frame while it changes the theme: measure after that.
  const theme_changed = once_per_frame(resized);
  const theme = new MutationObserver(theme_changed);
  theme.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  on_ratio(resized, controller.signal);
  const size = new ResizeObserver(() => {
    if (!ruler.is_right()) resized();
  });
  size.observe(picture);
  const asked = [ask, theme_changed];
  const unpainted = () => moves.runs() || asked.some((one) => one.waits()) || ruler.is_needed();
  const tell = tell_tests(root, unpainted);
  on_frame(0);
  frame_changed(); // in the frame that first shows it: the observer would paint it in the next one
  const end = () => {
    for (const [event, callback] of listeners) model.off(event, callback);
    theme.disconnect();
    size.disconnect();
    moves.stop();
    for (const one of asked) one.stop();
    controller.abort();
  };
  return { ask, finish, end };
}
