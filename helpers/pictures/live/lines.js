// A LinesFrame: who asks stands on the left, who is asked on the right; a line is as wide as the weight.

const LEAST = 0.01; // a smaller weight is not drawn
const LEAST_OF_ALL = [LEAST, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5]; // for all words at once: the first that leaves
const MOST_LINES = 2500; // no more lines than this
const WORTH_A_NAME = 0.05; // a weight from which a word outside the window is named at its edge
const SCROLLBAR = 16;
const FONT = 'system-ui, "DejaVu Sans", sans-serif';

function render({ model, el }) {
  const controller = new AbortController();
  const { signal } = controller;
  const parts = shell(el, model, signal, { copy, save });
  const { root, picture, readout } = parts;
  keep_keys(readout);
  root.classList.add("hv-lines-root");
  const switches = keep_keys(element("div", { class: "hv-heads", role: "toolbar", "aria-label": "Heads to show" }));
  picture.before(switches);
  const quiet = element("p", { parent: picture, text: "No words to show." });
  const frame_box = element("div", { parent: picture, class: "hv-lines" });
  const whole = element("div", { parent: frame_box });
  const canvas = keep_keys(element("canvas", { parent: whole, tabindex: "0", role: "img" }));
  const note = element("p", { class: "hv-lines-note" });
  const meaning = element("span", { parent: note });
  element("span", { parent: note, text: "Point at a word to see only its lines; click to keep them." });
  picture.after(note);
  const ruler = document.createElement("canvas").getContext("2d");
  const all_lines = document.createElement("canvas"); // the lines of all words, kept while only the pointer moves
  let all_kept = {}; // what else is worked out once for all words: least, lines, and the top and ratio of that canvas

  let frame, plan, colours, names;
  let asked = null; // the word on the right under the pointer, and the one that a click keeps
  let asked_kept = null;
  let pointer = null; // where the pointer is while it leads; keys take the lead until it moves again
  let resting = {};
  let alive;

  // ---- what is chosen

  const words_on = (side) => (side === "key" ? frame.keys : frame.tokens);
  const length = (side) => words_on(side).length;
  const n_rows = () => Math.max(length("query"), length("key"));
  const is_empty = () => Math.min(length("query"), length("key")) === 0;
  const shown = () => model.get("shown").filter((head) => head < frame.heads.length);
  const weight = (head, query, key) => frame.weights.data[(head * length("query") + query) * length("key") + key];
  const word_in = (list) => (list.length === 1 && list[0] >= 0 && list[0] < length("query") ? list[0] : null);
  const hovered = () => word_in(model.get("hover"));
  const selected = () => word_in(model.get("selected"));

  function chosen() {
    const places = [["key", asked], ["query", hovered()], ["key", asked_kept], ["query", selected()]];
    const [side, at] = places.find(([, place]) => place !== null) ?? [null, null];
    return { side, at };
  }

  // Told to other views on the page, never to the kernel.
  function mark(place) {
    const asked_now = place?.side === "key" ? place.at : null;
    const hover = place?.side === "query" ? [place.at] : [];
    if (asked_now !== asked) { asked = asked_now; marked(); }
    if (hover[0] !== model.get("hover")[0]) model.set("hover", hover);
  }

  const counted = (place) => (place ? { [place.side]: place.at } : {});

  let told = "{}";
  function point(place) {
    mark(place);
    const now = JSON.stringify(counted(place));
    if (now !== told) tell("point", { place: counted(place) });
    told = now;
  }

  function keep(place) {
    asked_kept = place?.side === "key" ? place.at : null;
    model.set("selected", place?.side === "query" ? [place.at] : []);
    model.save_changes();
    marked();
  }

  function choose(place) {
    const again = place === null || place.at === (place.side === "key" ? asked_kept : selected());
    keep(again ? null : place);
    tell("choose", { place: counted(again ? null : place) });
  }

  function show(heads) {
    model.set("shown", [...heads].sort((one, other) => one - other));
    model.save_changes();
  }

  function show_and_tell(heads) {
    show(heads);
    tell("heads", { shown: model.get("shown") });
  }

  // A place that another view tells of, as one of ours.
  function place_of(told) {
    const side = ["query", "key"].find((one) => told[one] >= 0 && told[one] < length(one));
    return side ? { side, at: told[side] } : null;
  }

  const tell = link(parts, signal, ({ what, place, shown }) => {
    if (!frame) return;
    if (what === "point") mark(place_of(place));
    if (what === "choose") keep(place_of(place));
    if (what === "heads") show(shown.filter((head) => head < frame.heads.length));
  });

  // ---- where things stand

  function layout() {
    const scale = model.get("scale");
    const size = 14 * scale;
    const pad = 7 * scale;
    const height_limit = Math.min(540 * scale, Math.max(260, 0.75 * innerHeight));
    const header = Math.round(2.9 * size);
    const row = Math.min(26 * scale, Math.max(17.5 * scale, Math.floor((height_limit - header) / n_rows())));
    const in_sight = Math.min(n_rows(), Math.max(3, Math.floor((height_limit - header) / row)));
    const scrolls = in_sight < n_rows();
    const width = picture.clientWidth - (scrolls ? SCROLLBAR : 0);
    ruler.font = `600 ${size}px ${FONT}`;
    const beyond = scrolls ? ruler.measureText("↓ 0.00 ").width : 0; // stands before a word outside the window
    const widest = Math.max(ruler.measureText("is asked").width, beyond + Math.max(...[...frame.tokens, ...frame.keys].map((token) => ruler.measureText(token).width)));
    const column = Math.ceil(Math.min(widest, 0.25 * width, 11.5 * size) + 2 * pad);
    ruler.font = `${0.86 * size}px ${FONT}`;
    const digits = ruler.measureText("0.00").width + 0.3 * size; // the least width of a bar of 1 with digits
    const free = width - 2 * column;
    const n_heads = frame.heads.length;
    const bars_wanted = Math.max(n_heads * (digits + 4.5 * scale), 110 * scale);
    const bars = Math.max(0, Math.min(bars_wanted, free - Math.max(80 * scale, Math.min(0.4 * free, 340 * scale))));
    const gap = Math.max(80 * scale, Math.min(340 * scale, free - bars));
    return {
      scale, size, pad, header, row, column, digits, bars, gap, scrolls,
      left: column, right: column + gap, bars_at: 2 * column + gap, width: Math.ceil(2 * column + gap + bars),
      height: Math.ceil(header + n_rows() * row), visible: Math.ceil(header + in_sight * row),
    };
  }

  const y_of = (place) => plan.header + (place + 0.5) * plan.row;

  // What lies above the window of a long text, in whole rows, so that no word is cut.
  const window_top = () => Math.min(plan.height - plan.visible, Math.round(frame_box.scrollTop / plan.row) * plan.row);

  const line_width = (value, n_shown) => Math.max(0.7 * plan.scale, Math.min(1, value) * plan.row * Math.max(n_shown === 1 ? 0.5 : 0.8 / n_shown, 0.18));
  const offset = (position, n_shown) => (position - (n_shown - 1) / 2) * 0.72 * plan.row / n_shown;

  // From which weight on a line is drawn while the lines of all words are shown.
  function least_of_all() {
    if (all_kept.least) return all_kept.least;
    const counts = LEAST_OF_ALL.map(() => 0);
    const size = length("query") * length("key");
    for (const head of shown()) {
      for (const value of frame.weights.data.subarray(head * size, (head + 1) * size)) {
        for (let i = 0; i < counts.length && value >= LEAST_OF_ALL[i]; i++) counts[i]++;
      }
    }
    const fits = counts.findIndex((count) => count <= MOST_LINES);
    return (all_kept.least = LEAST_OF_ALL[fits < 0 ? counts.length - 1 : fits]);
  }

  // The lines of the chosen word, or of all words: widest first, so that thin ones stay in sight.
  function lines_of({ side, at }) {
    const heads = shown();
    const least = side ? LEAST : least_of_all();
    const [first, end] = side === "query" ? [at, at + 1] : [0, length("query")];
    const [first_key, end_key] = side === "key" ? [at, at + 1] : [0, length("key")];
    const lines = [];
    heads.forEach((head, position) => {
      const shift = offset(position, heads.length);
      for (let query = first; query < end; query++) {
        for (let key = first_key; key < end_key; key++) {
          const value = weight(head, query, key);
          if (value >= least) lines.push({ head, query, key, weight: value, width: line_width(value, heads.length), shift });
        }
      }
    });
    return lines.sort((one, other) => other.weight - one.weight);
  }

  function cells() {
    const heads = shown();
    const across = Math.min(plan.bars / Math.max(1, heads.length), 110 * plan.scale);
    return heads.map((head, position) => ({ head, x: plan.bars_at + position * across, width: across - Math.min(4 * plan.scale, 0.2 * across) }));
  }

  // ---- painting; the screen and the saved image use the same strokes

  function stroke_lines(to, lines, strength, top = 0, height = plan.height) {
    const middle = (plan.left + plan.right) / 2;
    to.save();
    to.globalAlpha = strength;
    for (const line of lines) {
      const [from, onto] = [y_of(line.query) + line.shift, y_of(line.key) + line.shift];
      if (Math.max(from, onto) < top || Math.min(from, onto) > top + height) continue;
      to.strokeStyle = colours.head(line.head + 1);
      to.lineWidth = line.width;
      to.beginPath();
      to.moveTo(plan.left, from);
      to.bezierCurveTo(middle, from, middle, onto, plan.right, onto);
      to.stroke();
    }
    to.restore();
  }

  function write(to, text, x, y, { colour = colours.ink, size = plan.size, weight: bold = 400, align = "left", most = Infinity } = {}) {
    to.font = `${bold} ${size}px ${FONT}`;
    to.fillStyle = colour;
    to.textAlign = align;
    to.textBaseline = "middle";
    to.fillText(shorten(to, text, most), x, y);
  }

  function pill(to, x, y, width, colour, filled) {
    to.save();
    to.beginPath();
    to.roundRect(x + plan.scale, y - plan.row * 0.46, width - 2 * plan.scale, plan.row * 0.92, 4 * plan.scale);
    to.fillStyle = to.strokeStyle = colour;
    to.globalAlpha = 0.16;
    to.fill();
    to.globalAlpha = 1;
    to.lineWidth = 1.5 * plan.scale;
    if (filled) to.stroke();
    to.restore();
  }

  function draw_header(to) {
    const [first, second] = [0.75 * plan.size, 2.0 * plan.size];
    const small = 0.86 * plan.size;
    const [left, right] = [plan.left - plan.pad, plan.right + plan.pad];
    write(to, "query", left, first, { colour: colours.text("query"), weight: 600, align: "right" });
    write(to, "asks", left, second, { colour: colours.faint, size: small, align: "right" });
    write(to, "key", right, first, { colour: colours.text("key"), weight: 600 });
    write(to, "is asked", right, second, { colour: colours.faint, size: small });
    draw_width_key(to, second, small);
    const columns = cells();
    if (columns.length === 0) return;
    const labels = columns.map(({ head }) => frame.heads[head]);
    to.font = `600 ${small}px ${FONT}`;
    const fits = labels.every((label, i) => to.measureText(label).width <= columns[i].width);
    const step = columns[0].width * 1.25 + 0.01;
    const every = fits ? 1 : Math.ceil(to.measureText("16").width * 1.3 / step);
    if (!fits && columns.length > 1) write(to, "head", plan.bars_at, first, { colour: colours.faint, size: small });
    columns.forEach(({ head, x, width }, i) => {
      if (i % every === 0) write(to, fits ? labels[i] : labels[i].match(/\d+$/)?.[0] ?? String(head + 1), x, second, { size: small, weight: 600, most: Math.max(width, every * step) });
      to.fillStyle = colours.head(head + 1);
      to.fillRect(x, plan.header - 0.25 * plan.size, width, Math.max(2, 0.15 * plan.size));
    });
  }

  // Three sample lines, so that a width can be read as a number.
  function draw_width_key(to, y, small) {
    const samples = [0.1, 0.5, 1];
    const step = 4.6 * small;
    if (plan.gap < 3.4 * step || shown().length === 0) return;
    let x = (plan.left + plan.right) / 2 - 1.5 * step;
    for (const value of samples) {
      to.fillStyle = colours.faint;
      const width = line_width(value, shown().length);
      to.fillRect(x, y - width / 2, 1.7 * small, width);
      write(to, String(value), x + 2.1 * small, y, { colour: colours.faint, size: small });
      x += step;
    }
  }

  function draw_words(to, place, lines) {
    const joined = { query: new Set(lines.map((line) => line.query)), key: new Set(lines.map((line) => line.key)) };
    const most = plan.column - 2 * plan.pad;
    for (const side of ["query", "key"]) {
      const [x, align, from] = side === "query" ? [plan.left - plan.pad, "right", plan.left - plan.column] : [plan.right + plan.pad, "left", plan.right];
      words_on(side).forEach((token, at) => {
        const here = place.side === side && place.at === at;
        const kept = side === "query" ? selected() === at : asked_kept === at;
        if (here || kept) pill(to, from, y_of(at), plan.column, colours.text(side), kept);
        const plain = here || place.side === null || joined[side].has(at);
        write(to, token, x, y_of(at), { colour: plain ? colours.ink : colours.faint, weight: here ? 600 : 400, align, most });
      });
    }
  }

  function bars_of({ side, at }) {
    if (side !== "query") return [];
    const bars = cells().flatMap(({ head, x, width }) => frame.keys.map((_, key) => {
      const value = weight(head, at, key);
      return { head, key, weight: value, x, y: y_of(key) - plan.row * 0.42, width: Math.min(1, value) * width, height: plan.row * 0.84, digits: width >= plan.digits ? value.toFixed(2) : "" };
    }));
    return bars.filter((bar) => bar.weight >= LEAST);
  }

  function draw_bars(to, bars) {
    const small = 0.86 * plan.size;
    for (const bar of bars) {
      to.globalAlpha = 0.45;
      to.fillStyle = colours.head(bar.head + 1);
      to.fillRect(bar.x, bar.y, bar.width, bar.height);
      to.globalAlpha = 1;
      write(to, bar.digits, bar.x + 0.2 * plan.size, bar.y + bar.height / 2, { size: small });
    }
  }

  // In a long text the strongest word may lie outside the window: name it at the edge.
  function draw_beyond(to, place, lines, top) {
    const bottom = top + plan.visible;
    const beyond = { up: null, down: null };
    const far = place.side === "query" ? "key" : "query";
    for (const line of lines.filter((one) => one.weight >= WORTH_A_NAME)) {
      const y = y_of(line[far]);
      if (y < top + plan.header) beyond.up ??= line;
      else if (y > bottom) beyond.down ??= line;
    }
    const [x, align] = far === "key" ? [plan.right + plan.pad, "left"] : [plan.left - plan.pad, "right"];
    for (const [way, line] of Object.entries(beyond)) {
      if (!line) continue;
      const y = way === "up" ? plan.header + plan.row / 2 : plan.visible - plan.row / 2;
      to.fillStyle = colours.paper;
      to.fillRect(far === "key" ? plan.right : 0, y - plan.row / 2, plan.column, plan.row);
      const text = `${way === "up" ? "↑" : "↓"} ${line.weight.toFixed(2)} ${words_on(far)[line[far]]}`;
      write(to, text, x, y, { weight: 600, align, most: plan.column - 2 * plan.pad });
    }
  }

  function draw_body(to, place, lines, draw_lines) {
    draw_lines();
    const bars = bars_of(place);
    draw_bars(to, bars);
    draw_words(to, place, place.side === null ? [] : lines);
    return bars;
  }

  const faintness = (place) => (place.side !== null ? 0.9 : shown().length === 1 ? 0.5 : 0.4);

  function sized(one, width, height, ratio) {
    one.width = Math.round(width * ratio);
    one.height = Math.round(height * ratio);
    const to = one.getContext("2d");
    to.setTransform(ratio, 0, 0, ratio, 0, 0);
    return to;
  }

  function paint() {
    if (!plan || picture.clientWidth === 0) return;
    const start = performance.now();
    const place = chosen();
    const top = window_top();
    const ratio = devicePixelRatio || 1;
    const to = sized(canvas, plan.width, plan.visible, ratio);
    const everything = place.side === null;
    const lines = everything ? (all_kept.lines ??= lines_of(place)) : lines_of(place);
    to.save();
    to.beginPath();
    to.rect(0, plan.header, plan.width, plan.visible - plan.header);
    to.clip();
    to.translate(0, -top);
    const coarse = lines.length > 1000 && ratio > 1;
    const bars = draw_body(to, place, lines, () => {
      const first = everything && !all_kept.drawn && !coarse; // many are never pointed at: no second canvas
      if (everything) all_kept.drawn = true;
      if (first || !everything) { stroke_lines(to, lines, faintness(place), top, plan.visible); return; }
      if (all_kept.top !== top || all_kept.ratio !== ratio) {
        Object.assign(all_kept, { top, ratio });
        const behind = sized(all_lines, plan.width, plan.visible, coarse ? 1 : ratio);
        behind.translate(0, -top);
        stroke_lines(behind, lines, faintness(place), top, plan.visible);
      }
      to.drawImage(all_lines, 0, top, plan.width, plan.visible);
    });
    to.restore();
    draw_header(to);
    if (!everything) draw_beyond(to, place, lines, top);
    root.painted = { ...plan, top, ratio, chosen: place, lines, bars, shown: shown(), milliseconds: performance.now() - start };
  }

  function save() {
    const scale = plan?.scale ?? model.get("scale");
    const size = 14 * scale;
    const edge = 16 * scale;
    const room = Math.max(plan?.width ?? 0, 380 * scale);
    const heads = shown();
    const rows = (parts_of, font) => { ruler.font = font; return wrap(ruler, parts_of, room); };
    const titles = rows([...words_of(frame.title), `(${frame.badge} numbers)`], `600 ${size}px ${FONT}`);
    const legend = rows(heads.map((head) => `●${frame.heads[head]}`), `${size}px ${FONT}`);
    const notes = rows(words_of(meaning.textContent), `${0.9 * size}px ${FONT}`);
    const height = 2 * edge + (titles.length + legend.length + notes.length) * 1.5 * size + size + (plan?.height ?? 0);
    const image = document.createElement("canvas");
    const to = sized(image, room + 2 * edge, height, Math.max(2, devicePixelRatio || 1));
    to.fillStyle = colours.paper;
    to.fillRect(0, 0, room + 2 * edge, height);
    to.translate(edge, edge);
    const was = plan;
    plan ??= { size, scale };
    const line_of = (draw) => { to.translate(0, 0.75 * size); draw(); to.translate(0, 0.75 * size); };
    for (const row of titles) line_of(() => write(to, row.map((part) => part.text).join(" "), 0, 0, { size, weight: 600 }));
    for (const row of legend) line_of(() => row.forEach(({ text, x, index }) => {
      write(to, "●", x, 0, { size, colour: colours.head(heads[index] + 1) });
      write(to, text.slice(1), x + 1.1 * size, 0, { size });
    }));
    to.translate(0, 0.5 * size);
    if (!is_empty()) {
      const place = chosen();
      const lines = lines_of(place);
      draw_body(to, place, lines, () => stroke_lines(to, lines, faintness(place)));
      draw_header(to);
      to.translate(0, plan.height);
    }
    to.translate(0, 0.5 * size);
    for (const row of notes) line_of(() => write(to, row.map((part) => part.text).join(" "), 0, 0, { size: 0.9 * size, colour: colours.faint }));
    plan = was;
    save_png(image, frame.title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").toLowerCase() || "lines");
  }

  // ---- words and numbers

  function copy() {
    const plain = (text) => text.replace(/[\t\r\n]+/g, " ");
    const tables = shown().map((head) => {
      const rows = frame.tokens.map((token, query) => [plain(token), ...frame.keys.map((_, key) => Number(weight(head, query, key).toPrecision(7)))]);
      return [[plain(frame.heads[head]), ...frame.keys.map(plain)], ...rows].map((row) => row.join("\t")).join("\n");
    });
    return tables.join("\n\n") + "\n";
  }

  // Three largest of a column of words first; `of` gives the weight of each word.
  const largest = (side, of) => words_on(side).map((_, at) => ({ at, value: of(at) })).sort((one, other) => other.value - one.value).slice(0, 3);

  let told_before = "";
  function say({ side, at }) {
    const told = is_empty() ? [] : shown().map((head) => {
      const list = (far, of) => largest(far, of).map(({ at: place, value }) => `${names[far][place]} ${value.toFixed(2)}`).join(", ");
      if (side === "query") return `${frame.heads[head]}: ${names.query[at]} → ${list("key", (key) => weight(head, at, key))}; row sums to ${frame.row_sums.data[head * length("query") + at].toFixed(2)}`;
      if (side === "key") return `${frame.heads[head]}: ${names.key[at]} ← ${list("query", (query) => weight(head, query, at))}`;
      return `${frame.heads[head]}: ${strongest(head)}`;
    });
    if (!is_empty() && told.length === 0) told.push("No head is switched on: choose one above the picture.");
    if (told.join("\n") === told_before) return;
    told_before = told.join("\n");
    readout.replaceChildren(...told.map((text) => element("div", { text })));
    if (told.length > 4) readout.tabIndex = 0; // it may scroll
    else readout.removeAttribute("tabindex");
  }

  function strongest(head) {
    const size = length("query") * length("key");
    const values = frame.weights.data.subarray(head * size, (head + 1) * size);
    let best = 0;
    for (let i = 1; i < size; i++) if (values[i] > values[best]) best = i;
    return `strongest ${names.query[Math.floor(best / length("key"))]} → ${names.key[best % length("key")]} ${values[best].toFixed(2)}`;
  }

  // ---- what changes

  function forget() {
    all_kept = {};
    const least = least_of_all();
    const all = least > LEAST ? `, with all words at once under ${least}` : "";
    meaning.textContent = `${frame.normalisation.charAt(0).toUpperCase()}${frame.normalisation.slice(1)}. Weights under ${LEAST} are not drawn${all}. `;
  }

  function marked() {
    if (!frame) return;
    say(chosen());
    alive?.ask(); // not there yet at the first frame
  }

  function on_shown() {
    if (!frame) return;
    forget();
    const heads = shown();
    switches.querySelectorAll(".hv-head-switch").forEach((part, head) => part.setAttribute("aria-pressed", heads.includes(head)));
    marked();
  }

  function on_frame() {
    frame = unpack(model);
    colours = palette(model);
    names = { query: told_apart(frame.tokens), key: told_apart(frame.keys) };
    if (asked >= length("key")) asked = null;
    if (asked_kept >= length("key")) asked_kept = null;
    parts.dress(frame);
    make_switches();
    const empty = is_empty();
    if (empty) root.painted = { lines: [], bars: [] };
    quiet.hidden = !empty;
    frame_box.hidden = switches.hidden = note.hidden = empty;
    canvas.setAttribute("aria-label", model.get("words") || "Lines from each word to the words that it looks at");
    plan = empty ? undefined : layout();
    if (!empty) {
      frame_box.style.width = `${plan.width + (plan.scrolls ? SCROLLBAR : 0)}px`;
      frame_box.style.maxHeight = `${plan.visible}px`;
      whole.style.height = `${plan.height}px`;
      canvas.style.width = `${plan.width}px`;
      canvas.style.height = `${plan.visible}px`;
    }
    show_selected();
    on_shown();
  }

  function make_switches() {
    const names_now = JSON.stringify([frame.heads, colours.dark]);
    if (switches.dataset.heads === names_now) return;
    switches.dataset.heads = names_now;
    switches.replaceChildren();
    frame.heads.forEach((name, head) => {
      const turn = (event) => {
        const heads = shown();
        show_and_tell(event.shiftKey ? [head] : heads.includes(head) ? heads.filter((one) => one !== head) : [...heads, head]);
      };
      const made = button(switches, name, "Switch this head on or off; double-click or Shift for this head only", turn, signal);
      made.classList.add("hv-head-switch");
      made.style.setProperty("--hv-head", colours.head(head + 1));
      made.addEventListener("dblclick", () => show_and_tell([head]), { signal });
    });
    element("span", { parent: switches, class: "hv-heads-gap" });
    button(switches, "all", "Show all heads", () => show_and_tell(frame.heads.keys()), signal);
    button(switches, "none", "Hide all heads", () => show_and_tell([]), signal);
    [...switches.querySelectorAll("button")].forEach((part, at) => { part.tabIndex = at ? -1 : 0; });
  }

  // One Tab stop for all switches, arrow keys between them.
  switches.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...switches.querySelectorAll("button")];
    const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
    next.focus();
  }, { signal });
  switches.addEventListener("focusin", ({ target }) => {
    for (const part of switches.querySelectorAll("button")) part.tabIndex = part === target ? 0 : -1;
  }, { signal });

  // ---- pointer and keys

  function place_at({ x, y }) {
    const box = canvas.getBoundingClientRect();
    const [across, down] = [x - box.left, y - box.top];
    if (down < plan.header || down > plan.visible) return null;
    const at = Math.floor((down - plan.header + window_top()) / plan.row);
    const reach = 0.08 * plan.gap;
    const side = across <= plan.left + reach ? "query" : across >= plan.right - reach ? "key" : null;
    return side && at >= 0 && at < length(side) ? { side, at } : null;
  }

  function follow() {
    const place = pointer && plan ? place_at(pointer) : null;
    frame_box.classList.toggle("hv-on-word", place !== null);
    point(place);
  }

  frame_box.addEventListener("pointermove", ({ clientX: x, clientY: y }) => {
    if (x === resting.x && y === resting.y) return; // the page moved, not the hand
    pointer = resting = { x, y };
    follow();
  }, { signal });
  frame_box.addEventListener("pointerleave", () => { pointer = null; resting = {}; follow(); }, { signal });
  frame_box.addEventListener("scroll", () => { if (pointer) follow(); alive.ask(); }, { signal });
  frame_box.addEventListener("click", (event) => {
    const place = place_at({ x: event.clientX, y: event.clientY });
    if (place) choose(place);
  }, { signal });
  canvas.addEventListener("focus", () => { if (canvas.matches(":focus-visible") && !pointer) go({ side: "query", at: selected() ?? 0 }); }, { signal });
  canvas.addEventListener("blur", () => { if (!pointer) point(null); }, { signal });

  function go(place) {
    point(place);
    reveal(place.at);
  }

  function reveal(at) {
    const [above, below] = [at * plan.row, plan.header + (at + 1) * plan.row - plan.visible];
    if (frame_box.scrollTop > above) frame_box.scrollTop = above;
    else if (frame_box.scrollTop < below) frame_box.scrollTop = below;
  }

  let selected_before = null;
  function show_selected() {
    if (!plan || picture.clientWidth === 0 || selected() === selected_before) return;
    selected_before = selected();
    if (selected_before === null) return;
    asked_kept = null;
    if (!pointer) reveal(selected_before);
  }

  canvas.addEventListener("keydown", (event) => {
    if (!plan || !is_plain(event)) return;
    const { side, at } = chosen();
    const here = { side: side ?? "query", at: at ?? 0 };
    const last = length(here.side) - 1;
    const beside = (far) => ({ side: far, at: Math.min(here.at, length(far) - 1) }); // the columns may differ in length
    const moves = { ArrowUp: Math.max(0, here.at - 1), ArrowDown: Math.min(last, here.at + 1), Home: 0, End: last };
    if (event.key in moves) go({ side: here.side, at: side === null ? (event.key === "End" ? last : 0) : moves[event.key] });
    else if (event.key === "ArrowRight") go(beside("key"));
    else if (event.key === "ArrowLeft") go(beside("query"));
    else if (event.key === "Enter" || event.key === " ") { if (side !== null) choose(here); }
    else if (event.key === "Escape") { point(null); choose(null); }
    else return;
    pointer = null;
    event.preventDefault();
    event.stopPropagation();
  }, { signal });

  // ---- life

  function on_mark() {
    show_selected();
    if (!pointer && plan && hovered() !== null) reveal(hovered());
    say(chosen());
  }

  alive = live(model, root, controller, { on_frame, on_mark, paint });
  model.on("change:shown", on_shown);
  return () => {
    model.off("change:shown", on_shown);
    alive.end();
    root.remove();
  };
}

// The words as they are, or with their place where one stands there twice.
function told_apart(words) {
  const repeated = new Set(words.filter((word, at) => words.indexOf(word) !== at));
  return words.map((word, at) => (repeated.has(word) ? `${word} (word ${at + 1})` : word));
}

// Cuts a text to a width, with … at the end.
function shorten(to, text, most) {
  if (most === Infinity || to.measureText(text).width <= most) return text;
  const letters = [...text];
  while (letters.length > 1 && to.measureText(`${letters.join("")}…`).width > most) letters.pop();
  return `${letters.join("")}…`;
}

const words_of = (text) => text.split(/\s+/).filter(Boolean);

// Sets pieces of text one after another in rows no wider than `room`. -> rows of { text, x, index }
function wrap(ruler, pieces, room) {
  const rows = [[]];
  let x = 0;
  pieces.forEach((text, index) => {
    const width = ruler.measureText(text).width;
    if (x + width > room && rows.at(-1).length) { rows.push([]); x = 0; }
    rows.at(-1).push({ text, x, index });
    x += width + ruler.measureText(text.startsWith("●") ? "  mm" : " ").width;
  });
  return rows.filter((row) => row.length);
}

export default { render };
