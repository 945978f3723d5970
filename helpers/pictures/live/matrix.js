// The live picture of a MatrixFrame: it listens to Python, the page, the pointer and the keys, and asks for painting.

const EMPTY = "There is nothing to show yet.";
const HINT = "Point at a cell, or move with the arrow keys.";
const HINT_HEADS = " Click a head's name, or press H, to see that head alone.";
const TOLD = ["place", "x", "y", "width", "height", "cell_width", "cell_height", "gap", "digits", "row_step", "column_step", "upright", "title_text", "title_y", "faint", "faint_rows"];

function render({ model, el }) {
  const controller = new AbortController();
  const { signal } = controller;
  let frame, layout, colours, stale;
  const base = document.createElement("canvas").getContext("2d"); // the picture without its highlight
  const view = shell(el, model, signal, {
    copy: () => table(frame),
    save: () => { if (layout) save_png(page_of(canvas, frame, layout.env, colours), file_name(frame.title) || "matrix"); },
  });
  const canvas = keep_keys(element("canvas", { parent: view.picture, class: "hv-matrix", tabindex: "0", role: "img" }));
  const quiet = element("p", { parent: view.picture, class: "hv-quiet", text: EMPTY });
  const ctx = canvas.getContext("2d");

  const fitting = (place) => {
    const shape = place?.length === 3 && frame.panels[place[0]]?.values.shape;
    return shape && Math.max(place[1], place[2]) >= 0 && place[1] < shape[0] && place[2] < shape[1] ? place : null;
  };
  const hovered = () => fitting(model.get("hover"));
  const selected = () => fitting(model.get("selected"));

  // The pages turn to the query that is pointed at, else to the one chosen on the page, else to the one that Python shows.
  let asks = { pointed: null, chosen: null, sent: null };
  const turn = () => turn_pages(frame, asks.pointed ?? asks.chosen ?? asks.sent);

  const on_frame = () => {
    frame = unpack(model);
    const sent = frame.panels.find((panel) => panel.pages)?.page ?? null;
    if (sent !== asks.sent) asks = { pointed: null, chosen: null, sent };
    turn();
    view.dress(frame);
    lay_out();
  };

  const lay_out = () => {
    colours = palette(model);
    const width = view.picture.clientWidth;
    layout = width ? arrange(frame, { scale: model.get("scale"), width, ratio: window.devicePixelRatio || 1, shown: model.get("shown") }) : null;
    stale = true;
    quiet.hidden = layout !== null || !width;
    canvas.hidden = layout === null;
    canvas.setAttribute("aria-label", model.get("words") || "matrix");
  };

  const paint = () => {
    const pointed = hovered();
    const place = pointed ?? selected();
    const words = place ? say(frame, place) : layout ? HINT + (frame.heads.length > 1 ? HINT_HEADS : "") : "";
    if (view.readout.textContent !== words) view.readout.textContent = words;
    view.readout.classList.toggle("hv-hint", !place);
    if (!layout) { view.root.painted = { panels: [], lit: [] }; return; }
    const began = performance.now();
    const { ratio } = layout.env;
    const repainted = stale;
    if (stale) {
      for (const one of [base.canvas, canvas]) {
        one.width = Math.ceil(layout.width * ratio);
        one.height = Math.ceil(layout.height * ratio);
      }
      canvas.style.width = `${canvas.width / ratio}px`;
      canvas.style.height = `${canvas.height / ratio}px`;
      base.setTransform(ratio, 0, 0, ratio, 0, 0);
      for (const one of layout.blocks) paint_block(base, one, colours, layout.env);
      for (const sign of layout.signs) write(base, sign.text, sign.x, sign.y, { font: layout.env.sign, colour: colours.ink });
      if (layout.legend) paint_legend(base, layout.legend.panel, layout.legend.x, layout.legend.y, colours, layout.env);
      stale = false;
    }
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.globalCompositeOperation = "copy";
    ctx.drawImage(base.canvas, 0, 0);
    ctx.globalCompositeOperation = "source-over";
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    const kept = selected();
    const lit = place && layout.blocks.some((one) => one.place === place[0]) ? lit_with(layout.blocks, place) : [];
    const tags = paint_lit(ctx, layout, lit, place, pointed !== null, colours);
    if (kept && kept !== place && Math.min(kept[1], kept[2]) >= 0) {
      const one = layout.blocks.find((other) => other.place === kept[0]);
      outline(ctx, one, cell_rect(one, kept[1], kept[2]), 2 * layout.env.scale, colours, layout.env);
    }
    view.root.painted = { // for tests and benchmarks
      ratio, width: layout.width, height: layout.height, repainted, tags, milliseconds: performance.now() - began,
      panels: layout.blocks.map((one) => Object.fromEntries(TOLD.map((name) => [name, one[name]]))),
      lit: lit.map(([one, row, column]) => [one.place, row, column]), shown: model.get("shown"), pages: frame.panels.map((panel) => panel.page),
    };
  };

  const { ask, end } = live(model, view.root, controller, { on_frame, paint });
  ask();

  const told_of = (place) => (fitting(place) ? counted(frame.panels[place[0]], place[1], place[2]) : {});
  const tell = link(view, signal, ({ what, place, shown }) => {
    const ours = place && place_of(frame, model.get("shown"), place);
    if (what === "point") point(ours, place.query);
    if (what === "choose") keep(ours, place.query);
    if (what === "heads") show(shown.filter((head) => frame.heads.includes(head)));
  });

  const open = () => { if (turn()) { stale = true; for (const one of layout?.blocks ?? []) one.title_text = title_of(one, layout.env); } ask(); };
  const point = (place, query = null) => { asks.pointed = query; model.set("hover", place); open(); }; // the kernel does not hear it
  const keep = (place, query) => { asks.chosen = query ?? asks.chosen; model.set("selected", place); model.save_changes(); open(); };
  const show = (some) => { model.set("shown", some); model.save_changes(); };

  const hover = (place) => {
    if (JSON.stringify(place) === JSON.stringify(model.get("hover"))) return;
    const told = told_of(place);
    point(place, told.query);
    tell("point", { place: told });
  };
  const select = (place) => {
    const told = told_of(place);
    keep(place, told.query);
    tell("choose", { place: told });
  };
  const alone = (head) => { // this head, or all again
    const now = model.get("shown");
    show(now.length === 1 && now[0] === head ? frame.heads : [head]);
    tell("heads", { shown: model.get("shown") });
  };
  const on_shown = () => { if (frame) { lay_out(); ask(); } };
  model.on("change:shown", on_shown);

  const under = (event) => place_at(layout, event.offsetX, event.offsetY);
  canvas.addEventListener("pointermove", (event) => {
    hover(under(event));
    canvas.style.cursor = head_at(layout, event.offsetX, event.offsetY) === null ? "" : "pointer";
  }, { signal });
  canvas.addEventListener("pointerleave", () => hover([]), { signal });
  canvas.addEventListener("blur", () => hover([]), { signal });
  canvas.addEventListener("click", (event) => {
    const place = under(event);
    const head = head_at(layout, event.offsetX, event.offsetY);
    if (place.length) select(place);
    else if (head !== null) alone(head);
  }, { signal });
  canvas.addEventListener("keydown", (event) => {
    if (!layout || !is_plain(event)) return;
    const now = hovered() ?? selected();
    const next = key_place(layout, now, event.key);
    const head = now && told_of(now).head;
    if (next) { hover(next); bring_into_sight(view.picture, layout, next); }
    else if (event.key === "Enter" || event.key === " ") { if (now) select(now); }
    else if (event.key === "Escape") { hover([]); if (selected()) select([]); }
    else if (event.key.toLowerCase() === "h" && head >= 0 && frame.heads.length > 1) alone(head);
    else return;
    event.preventDefault();
  }, { signal });

  return () => { model.off("change:shown", on_shown); end(); view.root.remove(); };
}

// Where a key leads: arrows move by one cell and on into the next panel, Home and End along the row, Page keys from panel to panel.
function key_place({ blocks }, now, key) {
  if (!/^(Arrow(Left|Right|Up|Down)|Home|End|Page(Up|Down))$/.test(key)) return null;
  if (!now) return [blocks[0].place, 0, 0];
  const at = blocks.findIndex((one) => one.place === now[0]);
  const { rows, columns } = blocks[at];
  let [row, column] = now.slice(1).map((at) => Math.max(0, at));
  let panel = at;
  const turn = (by) => { if (blocks[at + by]) { panel = at + by; return true; } return false; };
  if (key === "Home") column = 0;
  if (key === "End") column = columns - 1;
  if (key === "ArrowUp") row = Math.max(0, row - 1);
  if (key === "ArrowDown") row = Math.min(rows - 1, row + 1);
  if (key === "ArrowLeft") { if (column > 0) column--; else if (turn(-1)) column = blocks[panel].columns - 1; }
  if (key === "ArrowRight") { if (column < columns - 1) column++; else if (turn(1)) column = 0; }
  if (key === "PageUp") turn(-1);
  if (key === "PageDown") turn(1);
  const to = blocks[panel];
  return [to.place, Math.min(row, to.rows - 1), Math.min(column, to.columns - 1)];
}

function bring_into_sight(picture, { blocks }, [place, row, column]) {
  const [left, , width] = cell_rect(blocks.find((one) => one.place === place), row, column);
  if (left < picture.scrollLeft) picture.scrollLeft = left - 20;
  else if (left + width > picture.scrollLeft + picture.clientWidth) picture.scrollLeft = left + width + 20 - picture.clientWidth;
}

export default { render };
