// Opens what tools/pages/store.py wrote: what an explorer shows in all its states.

const VERSION = 2;
const SIZES = 16; // bytes at the beginning, which say how long the parts are

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

// base64: text -> { views, tables, ids, arrays }. Throws Damaged: it was cut or changed; gzip's checksum finds that.
export async function open_store(base64) {
  try {
    return parts_of(await gunzip(bytes_of(base64.trim())));
  } catch {
    throw new Damaged("its table of states is cut or damaged.");
  }
}

function parts_of(buffer) {
  const [n_text, wide, n_ids, n_floats] = new Uint32Array(buffer, 0, 4);
  const ends = SIZES + n_text + wide * n_ids;
  if (buffer.byteLength !== ends + 4 * n_floats) throw new Error("a part is missing");
  const { version, views, tables, arrays } = JSON.parse(
    new TextDecoder().decode(new Uint8Array(buffer, SIZES, n_text)),
  );
  if (version !== VERSION) throw new Error("it is of another version");
  const ids = from_planes(new Uint8Array(buffer, SIZES + n_text, wide * n_ids), wide);
  const floats = new Float32Array(from_planes(new Uint8Array(buffer, ends), 4));
  let begin = 0;
  const each = arrays.map((size) => {
    begin += size;
    return floats.subarray(begin - size, begin);
  });
  return { views, tables, ids: wide === 2 ? new Uint16Array(ids) : new Uint32Array(ids), arrays: each };
}

// Numbers of some bytes each; the first bytes of all are stored first, then the second ones, and so on. -> ArrayBuffer
function from_planes(planes, wide) {
  const count = planes.length / wide;
  const bytes = new Uint8Array(planes.length);
  for (let plane = 0; plane < wide; plane += 1)
    for (let from = plane * count, to = plane; to < bytes.length; from += 1, to += wide)
      bytes[to] = planes[from];
  return bytes.buffer;
}

// What a view shows in a state, or, for view 0, the message. places: { name: place }
// What did not change since the view was read last is the same object: each part of the tree keeps its last value.
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
  if ("c" in tree) return tree.c;
  if ("i" in tree) return looked_up(tree, places, tables, ids);
  if ("v" in tree) return value_of(tree.of[value_of(tree.v, places, tables, ids)], places, tables, ids);
  if ("s" in tree) return tree.s.map((part) => value_of(part, places, tables, ids)).join(" ");
  const parts = tree.d ?? tree.l;
  const value = Array.isArray(parts) ? [] : {};
  for (const name of Object.keys(parts)) value[name] = value_of(parts[name], places, tables, ids);
  tree.last = unless_alike(tree.last, value);
  return tree.last;
}

function looked_up(tree, places, tables, ids) {
  const [start, axes, sizes] = tree.i;
  let place = 0;
  for (let at = 0; at < axes.length; at += 1) place = place * sizes[at] + places[axes[at]];
  const id = ids[start + place];
  if ("t" in tree) return tables[tree.t][id];
  if (tree.last?.array !== id) tree.last = { array: id, shape: tree.a };
  return tree.last;
}

// The last value where its parts are those of the new one, which has the same kind.
function unless_alike(last, value) {
  if (!last || Array.isArray(last) !== Array.isArray(value)) return value;
  const names = Object.keys(value);
  if (names.length !== Object.keys(last).length) return value;
  return names.every((name) => last[name] === value[name]) ? last : value;
}

// A structure whose arrays are told by number, as a view's model gets it.
// last: what this gave before for the same view, of which everything that stays alike is used again
// -> { structure, numbers, used: the arrays in their order }
export function sent(structure, arrays, last) {
  const used = [];
  let size = 0;
  const fill = (part, before) => {
    if (part === null || typeof part !== "object") return part;
    if ("array" in part) {
      const at = size;
      used.push(arrays[part.array]);
      size += arrays[part.array].length;
      return before?.at === at && before.shape === part.shape ? before : { at, shape: part.shape };
    }
    const value = Array.isArray(part) ? [] : {};
    for (const name of Object.keys(part)) value[name] = fill(part[name], before?.[name]);
    return unless_alike(before, value);
  };
  const filled = fill(structure, last?.structure);
  if (used.length === last?.used.length && used.every((array, at) => array === last.used[at]))
    return { structure: filled, numbers: last.numbers, used };
  const numbers = new Float32Array(size);
  let at = 0;
  for (const array of used) {
    numbers.set(array, at);
    at += array.length;
  }
  return { structure: filled, numbers: new DataView(numbers.buffer), used };
}
