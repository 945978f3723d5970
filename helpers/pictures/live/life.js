// When a picture is painted: at most once in a frame of the page, and only when something has changed.

// Calls back once per animation frame, however often it is asked.
export function once_per_frame(callback) {
  let waiting = 0;
  const ask = () => {
    waiting ||= requestAnimationFrame(() => {
      waiting = 0;
      callback();
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

// For tests and benchmarks, and only here: root.unpainted() says whether something is still to be painted,
// and root.painted holds what was painted where, as paint() gives it.
function tell_tests(root, unpainted) {
  root.unpainted = unpainted;
  return (painted) => {
    if (painted) root.painted = painted;
  };
}

// Repaints when the frame, the selection, the theme, the width or the screen changes.
// on_frame(width): takes the frame that was sent, for a picture so many CSS pixels wide; 0 while it is out of
// sight.
// on_mark(): something else is pointed at or chosen.  paint() -> what was painted where, or nothing when
// nothing was.
// -> { ask: to paint again, end }
export function live(model, { root, picture }, controller, { on_frame, on_mark, paint }) {
  model.set("hover", []); // a tab that is opened again gets back what was under the pointer: nothing is, now
  const ruler = ruler_for(picture);
  const ask = once_per_frame(() => tell(paint()));
  const frame_changed = once_per_frame(() => {
    on_frame(ruler.width());
    tell(paint());
  });
  const resized = () => {
    ruler.forget();
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
  const asked = [ask, theme_changed, frame_changed];
  const tell = tell_tests(root, () => asked.some((one) => one.waits()) || ruler.is_needed());
  on_frame(0);
  frame_changed(); // in the frame that first shows it: the observer would paint it in the next one
  const end = () => {
    for (const [event, callback] of listeners) model.off(event, callback);
    theme.disconnect();
    size.disconnect();
    for (const one of asked) one.stop();
    controller.abort();
  };
  return { ask, end };
}
