// Opens what tools/pages/store.py wrote: what an explorer shows in all its states.

const PLANES = 4; // bytes of a number, stored one after the other

export class Damaged extends Error {}

function bytes_of(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}

async function gunzip(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

// base64: text -> { views, tables, ids, arrays }. Throws Damaged.
export async function open_store(base64) {
  try {
    return parts_of(await gunzip(bytes_of(base64.trim())));
  } catch (error) {
    throw new Damaged(`This table of states cannot be read: ${error.message}`);
  }
}

function parts_of(buffer) {
  const [n_text, n_ids, n_floats] = new Uint32Array(buffer.slice(0, 12));
  if (buffer.byteLength !== 12 + n_text + 2 * n_ids + 4 * n_floats) throw new Error("a part is missing");
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 12, n_text)));
  const ids = new Uint16Array(buffer.slice(12 + n_text, 12 + n_text + 2 * n_ids));
  const planes = new Uint8Array(buffer, 12 + n_text + 2 * n_ids);
  const bytes = new Uint8Array(4 * n_floats);
  for (let plane = 0; plane < PLANES; plane += 1)
    for (let at = 0; at < n_floats; at += 1) bytes[PLANES * at + plane] = planes[plane * n_floats + at];
  const floats = new Float32Array(bytes.buffer);
  let begin = 0;
  const arrays = head.arrays.map((size) => {
    begin += size;
    return floats.subarray(begin - size, begin);
  });
  return { views: head.views, tables: head.tables, ids, arrays };
}

// What a view shows in a state, or, for view 0, the message. places: { name: place }
export function read({ views, tables, ids }, view, places) {
  const { uses, tree } = views[view];
  return value_of(
    tree,
    uses.map((name) => places[name]),
    tables,
    ids,
  );
}

function value_of(tree, places, tables, ids) {
  const below = (part) => value_of(part, places, tables, ids);
  if ("c" in tree) return tree.c;
  if ("d" in tree)
    return Object.fromEntries(Object.entries(tree.d).map(([name, part]) => [name, below(part)]));
  if ("l" in tree) return tree.l.map(below);
  if ("s" in tree) return tree.s.map(below).join("");
  if ("b" in tree) {
    const rest = places.map((place, axis) => (axis === tree.b ? 0 : place));
    return value_of(tree.of[places[tree.b]], rest, tables, ids);
  }
  const [start, axes, sizes] = tree.i;
  const place = axes.reduce((sum, axis, at) => sum * sizes[at] + places[axis], 0);
  return tables[tree.t][ids[start + place]];
}

// A structure whose arrays are told by number, as a view's model gets it: { structure, numbers }
export function sent(structure, arrays) {
  const used = [];
  let size = 0;
  const fill = (part) => {
    if (Array.isArray(part)) return part.map(fill);
    if (part === null || typeof part !== "object") return part;
    if ("array" in part) {
      const at = size;
      used.push(arrays[part.array]);
      size += arrays[part.array].length;
      return { at, shape: part.shape };
    }
    return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, fill(one)]));
  };
  const filled = fill(structure);
  const numbers = new Float32Array(size);
  let at = 0;
  for (const array of used) {
    numbers.set(array, at);
    at += array.length;
  }
  return { structure: filled, numbers: new DataView(numbers.buffer) };
}
