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

// Calls back when the window comes to a screen of another pixel ratio, or the page is zoomed. A query knows one ratio
// only, so the next one is asked for after each change.
function on_ratio(callback, signal) {
  const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
  query.addEventListener("change", () => { on_ratio(callback, signal); callback(); }, { once: true, signal });
}

// Repaints when the frame, the selection, the theme, the width or the screen changes.
// on_frame(): takes the frame that was sent.  on_mark(): something else is pointed at or chosen.
// paint(): paints. -> what was painted where, an object; nothing when nothing was.  -> { ask: to paint again, end }
export function live(model, root, controller, { on_frame, on_mark, paint }) {
  model.set("hover", []); // a tab that is opened again gets back what was under the pointer at the last click: nothing is, now
  const paint_and_tell = () => { const painted = paint(); if (painted) root.painted = painted; };
  const ask = once_per_frame(paint_and_tell);
  let width = 0; // for which it was painted last
  const frame_changed = once_per_frame(() => { width = root.clientWidth; on_frame(); paint_and_tell(); });
  const marked = () => { on_mark?.(); ask(); };
  const listeners = [["change:structure", frame_changed], ["change:numbers", frame_changed], ["change:scale", frame_changed], ["change:selected", marked], ["change:hover", marked]];
  for (const [event, callback] of listeners) model.on(event, callback);
  // JupyterLab hides everything for one frame while it changes the theme: measure after that.
  const theme_changed = once_per_frame(frame_changed);
  const theme = new MutationObserver(theme_changed);
  theme.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  on_ratio(frame_changed, controller.signal);
  const size = new ResizeObserver(() => { if (root.clientWidth !== width) frame_changed(); });
  size.observe(root);
  const asked = [ask, theme_changed, frame_changed];
  const in_sight = () => root.clientWidth > 0 && root.checkVisibility({ contentVisibilityAuto: true });
  root.unpainted = () => asked.some((one) => one.waits()) || (!width && in_sight()); // measured once it is in sight
  on_frame();
  frame_changed(); // in the frame that first shows it: the observer would paint it in the next one
  return { ask, end: () => {
    for (const [event, callback] of listeners) model.off(event, callback);
    theme.disconnect();
    size.disconnect();
    for (const one of asked) one.stop();
    controller.abort();
  } };
}
