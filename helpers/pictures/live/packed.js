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
    return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, fill(value)]));
  };
  return fill(model.get("structure"));
}
