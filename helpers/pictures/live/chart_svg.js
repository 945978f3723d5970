// Elements of an SVG picture, made by DOM calls: no text ever becomes markup.

export const SVG = "http://www.w3.org/2000/svg";

const short = (value) => (typeof value === "number" ? Math.round(value * 100) / 100 : value);

export function draw(parent, tag, attributes = {}, text) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, short(value));
  if (text !== undefined) made.textContent = text; // text, never markup
  parent.append(made);
  return made;
}

// x, y: where the text begins, ends or has its middle, half-way up its letters.  whole: what it was cut from.
export function write(parent, text, x, y, look) {
  const { size, colour, anchor = "middle", weight = 400, turned = false, halo, whole = "" } = look;
  if (text.endsWith("…") && whole && text !== whole) {
    // what was cut shows under the pointer
    parent = draw(parent, "g");
    draw(parent, "title", {}, whole);
  }
  const attributes = {
    x: turned ? -y : x,
    y: (turned ? x : y) + 0.35 * size,
    "font-size": size,
    "font-weight": weight,
    "text-anchor": anchor,
    fill: colour,
  };
  if (turned) attributes.transform = "rotate(-90)";
  if (halo)
    Object.assign(attributes, {
      stroke: halo,
      "stroke-width": 0.3 * size,
      "stroke-linejoin": "round",
      "paint-order": "stroke",
    });
  return draw(parent, "text", attributes, text);
}
