// Colours for all pictures: those that Python sent, in the theme of the page, and what can be read on them.

// Where the page names no Jupyter theme, as in VS Code, Colab or a page of one's own, ipywidgets' controls
// are dark on white whatever the system prefers, and so are pictures, each on its own ground.
export const is_dark = () => document.body.dataset.jpThemeLight === "false";

// "#rrggbb" -> [red, green, blue], from 0 to 255
export const rgb = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

export function luminance(rgb) {
  const [red, green, blue] = rgb.map((part) =>
    part <= 10 ? part / 3295 : ((part / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

// Black or white, whichever stands out more: at least 4.5 : 1 on any colour.
export const ink_on = (rgb) => (luminance(rgb) > 0.179 ? "#000000" : "#ffffff");

export function contrast(one, other) {
  const [dark, bright] = [luminance(one), luminance(other)].sort((first, second) => first - second);
  return (bright + 0.05) / (dark + 0.05);
}

// The colour itself, or the nearest shade of it towards the ink that stands out from the paper.
export function shade(colour, { paper, ink }, least) {
  let made = rgb(colour);
  for (let i = 0; i < 20 && contrast(made, rgb(paper)) < least; i++) {
    made = made.map((part, at) => Math.round(part + 0.1 * (rgb(ink)[at] - part)));
  }
  return `#${made.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

// Which of the 256 colours of a map a number is painted in: the same rounding as style.colour_of in Python.
export function step_of(value, kind, limit) {
  const share = kind === "weights" ? value / limit : (value / limit + 1) / 2;
  return Math.min(255, Math.max(0, Math.floor(share * 255 + 0.5)));
}

// The colours of the current theme, for painting on a canvas or writing to an SVG.
export function palette(model) {
  const dark = is_dark();
  const [paper, ink] = dark ? ["#111111", "#e6e8ea"] : ["#ffffff", "#1f2328"];
  const heads = model.get("heads").map((head) => (dark ? shade(head, { paper, ink }, 4.5) : head));
  const sent = model.get("colour_maps");
  const maps = new Uint8Array(sent.buffer ?? sent, sent.byteOffset ?? 0, sent.byteLength);
  const map = (at) => maps.subarray(768 * (at + dark), 768 * (at + dark + 1));
  const tables = { weights: map(0), signed: map(2) };
  const roles = model.get("roles");
  return {
    dark,
    paper: dark ? "#111111" : "#ffffff",
    ink: dark ? "#e6e8ea" : "#1f2328",
    faint: dark ? "#a3abb5" : "#59616b",
    grid: dark ? "#3a4048" : "#d9dde2",
    result: dark ? "#dce1e7" : "#343e4a",
    error: dark ? "#ff8a80" : "#b3261e",
    hatch: dark ? "#4d5560" : "#b4bcc6",
    fill: (role) => roles[role].fill,
    text: (role) => roles[role][dark ? "dark" : "light"],
    head: (number) => heads[(number - 1) % heads.length],
    colour: (value, kind, limit) => {
      const at = 3 * step_of(value, kind, limit);
      return [...tables[kind].subarray(at, at + 3)];
    },
    // What fills a box, if a map says it: as style.box_colour in Python.
    box(value, role, limit) {
      if (role === "weight") return this.colour(value, "weights", limit);
      return role === "plain" ? this.colour(0.6 * value, "signed", limit) : null;
    },
    table: (kind) => tables[kind],
  };
}

// What frames a panel and what its title is written in: its head's colour, else its role's. A panel without
// either has a thin grey frame, and no colour of its own.
export function panel_colours(panel, colours) {
  const own = panel.head === null ? panel.role : `head ${panel.head + 1}`;
  if (own === "plain") return { plain: true, frame: colours.grid, title: colours.ink };
  const { fill, text } = role_colours(colours)(own);
  return { plain: false, frame: fill, title: text };
}

// Whose colour a box wears: that of the head it belongs to, else its panel's role.
export function box_role(panel, row, column) {
  const slot = panel.slots && Math.floor((column * panel.slots) / panel.values.shape[1]);
  const head = panel.slots ? slot : panel.links[0] === "head" ? row : panel.head;
  return head === null ? panel.role : `head ${head + 1}`;
}

// The name of a row that is a head is written in that head's colour, any other in ink.
export const row_colour = (panel, row, colours) =>
  panel.links[0] === "head" ? role_colours(colours)(`head ${row + 1}`).text : colours.ink;

// The colours of a role. -> role => { fill: for areas; strong: for lines; text: for words }
export function role_colours(colours) {
  const made = new Map();
  const make = (role) => {
    if (role === "result" || role === "error")
      return { fill: colours[role], strong: colours[role], text: colours[role] };
    if (!role.startsWith("head "))
      return { fill: colours.fill(role), strong: colours.text(role), text: colours.text(role) };
    const head = colours.head(Number(role.slice(5)));
    return { fill: head, strong: shade(head, colours, 3), text: shade(head, colours, 4.5) };
  };
  return (role) => {
    if (!made.has(role)) made.set(role, make(role));
    return made.get(role);
  };
}
