// What tests/lab/access.py asks of the page: axe-core's rules, and what the Tab key reaches.

// JupyterLab's <body> is 0 px high and clips what overflows, so axe would take everything on the page for hidden.
const judged_by_axe = async (parts, left_out, only) => {
  const rules = Object.fromEntries(left_out.map((name) => [name, { enabled: false }]));
  const resultTypes = ["violations", "passes", "incomplete"];
  document.body.style.height = "100vh";
  try {
    const chosen = only.length ? { runOnly: only } : { rules };
    return await axe.run({ include: parts }, { ...chosen, elementRef: true, resultTypes });
  } finally {
    document.body.style.height = "";
  }
};

const kind_of = (part) => {
  const kinds = {
    slider: ".noUi-handle",
    value: ".widget-readout",
    picture: ".hv-picture [role=img]",
    head: ".hv-head-switch",
    option: ".widget-toggle-buttons button",
    fold: ".hv-fold",
    switch: ".widget-toggle-button",
    radio: "input[type=radio]",
    menu: "select",
    field: "input, textarea",
    button: "button",
  };
  return Object.keys(kinds).find((kind) => part.matches(kinds[kind])) ?? "other";
};

// Colours as they are drawn: red, green and blue, whatever way they are written. To draw takes long.
const known = new Map();
const numbers = (colour) => {
  if (!known.has(colour)) known.set(colour, drawn(colour));
  return known.get(colour);
};
const drawn = (colour) => {
  const to = document.createElement("canvas").getContext("2d");
  to.fillStyle = colour;
  to.fillRect(0, 0, 1, 1);
  return [...to.getImageData(0, 0, 1, 1).data].slice(0, 3);
};

const light = (colour) => {
  const linear = numbers(colour)
    .map((one) => one / 255)
    .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
  return linear.reduce((sum, one, i) => sum + one * [0.2126, 0.7152, 0.0722][i], 0);
};

const contrast = (one, other) => {
  const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
};

const behind = (part) => {
  for (let one = part; one; one = one.parentElement) {
    const colour = getComputedStyle(one).backgroundColor;
    if (!/, 0\)$|transparent/.test(colour)) return colour;
  }
  return "rgb(255, 255, 255)";
};

window.access = {
  // What axe-core says of the parts of cells that match `ours`, place by place. cells: place -> the cell's element
  judge: async (cells, ours, left_out, only) => {
    const parts = new Map(cells.map(([place, cell]) =>
      [place, [...cell.querySelectorAll(ours)].filter((part) => part.checkVisibility())]));
    const found = Object.fromEntries(cells.map(([place]) =>
      [place, { faults: [], judged: 0, parts: parts.get(place).length }]));
    const all = [...parts.values()].flat();
    if (!all.length) return found;
    const told = await judged_by_axe(all, left_out, only);
    const of = ({ element }) =>
      found[cells.find(([place]) => parts.get(place).some((part) => part.contains(element)))[0]];
    for (const { id, help, impact, nodes } of told.violations) {
      if (impact !== "serious" && impact !== "critical") continue;
      for (const node of nodes)
        of(node).faults.push(`${id} (${help}): ${node.html.slice(0, 160)} ${node.failureSummary}`);
    }
    for (const { id, nodes } of [...told.passes, ...told.violations])
      if (id === "color-contrast") for (const node of nodes) of(node).judged += 1;
    return found;
  },

  // What the Tab key should reach in a cell, in order. A group of radio buttons is one stop.
  stops: (cell) => {
    const parts = "button, input, select, textarea, [tabindex], [contenteditable=true]";
    return [...cell.querySelectorAll(".hv-explorer, .hv-root")]
      .filter((one) => !one.parentElement.closest(".hv-explorer"))
      .flatMap((one) => [...one.querySelectorAll(parts)])
      .filter((part) => {
        if ((part.tabIndex < 0 && !part.isContentEditable) || part.disabled || !part.checkVisibility()) return false;
        if (part.type !== "radio" || !part.name) return true;
        const all = [...cell.querySelectorAll(`input[name="${part.name}"]`)];
        return part === (all.find((one) => one.checked) ?? all[0]);
      });
  },

  // Which of these stops has the focus, or -1.
  at: (cell) => {
    const part = document.activeElement;
    const same = (one) => one === part || (part.type === "radio" && one.name === part.name);
    return window.access.stops(cell).findIndex(same);
  },

  // What a person who sees and one who hears the page would know of the part that has the focus.
  focused: (cell) => {
    const part = document.activeElement, style = getComputedStyle(part), box = part.getBoundingClientRect();
    const at = window.access.at(cell);
    if (at < 0) {
      const inside = [...cell.querySelectorAll(".hv-explorer, .hv-root")].some((one) => one.contains(part));
      return { at, inside, tag: part.outerHTML.slice(0, 200) };
    }
    const root = part.closest(".hv-root"), readout = root?.querySelector(".hv-readout");
    return {
      at, kind: kind_of(part), checked: part.checked,
      name: part.getAttribute("aria-label") ?? (part.labels?.[0] ?? part).innerText.trim() ?? "",
      text: part.value ?? part.innerText,
      valuetext: part.getAttribute("aria-valuetext"),
      pressed: part.getAttribute("aria-pressed"),
      expanded: part.getAttribute("aria-expanded"),
      readout: part.closest(".hv-controls > *")?.querySelector(".widget-readout")?.innerText,
      outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
      contrast: contrast(style.outlineColor, behind(part.parentElement)),
      keeps_keys: part.closest("[data-lm-suppress-shortcuts=true]") !== null,
      in_sight: box.bottom > 0 && box.top < innerHeight,
      told: readout?.innerText,
      hint: readout?.classList.contains("hv-hint"),
      said: root?.querySelector(".hv-said")?.innerText,
    };
  },
};
