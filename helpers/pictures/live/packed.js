// Numbers that are painted in these steps of their colour map, see pack.colours_alone in Python.
function from_steps({ steps, shape, kind, limit }) {
  const data = new Float32Array(shape.reduce((product, length) => product * length, 1));
  for (let at = 0; at < data.length; at++) {
    const share = ((steps.data[Math.floor(at / 3)] >> (8 * (at % 3))) & 255) / 255;
    data[at] = limit * (kind === "weights" ? share : 2 * share - 1);
  }
  return { shape, data };
}

// What may be None in each of a list of parts. The kernel inside a browser leaves None out of what it sends.
const NONE = { panels: "head", nodes: "row" };
const with_none = (parts, name) => parts.map((part) => ({ [name]: null, ...part }));

// Puts the arrays back into the structure that Python's frames.kinds.pack made.
export function unpack(model) {
  const sent = model.get("numbers");
  const bytes = new Uint8Array(sent.buffer ?? sent, sent.byteOffset ?? 0, sent.byteLength);
  const numbers = new Float32Array(bytes.slice().buffer);
  const fill = (part) => {
    if (Array.isArray(part)) return part.map(fill);
    if (part === null || typeof part !== "object") return part;
    if ("at" in part && "shape" in part) {
      const size = part.shape.reduce((product, length) => product * length, 1);
      return { shape: part.shape, data: numbers.subarray(part.at, part.at + size) };
    }
    const filled = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, fill(value)]));
    for (const name in NONE) if (name in filled) filled[name] = with_none(filled[name], NONE[name]);
    return "steps" in filled ? from_steps(filled) : filled;
  };
  return fill(model.get("structure"));
}
