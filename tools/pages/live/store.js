// Opens what tools/pages/store.py wrote: what an explorer shows in all its states.

const VERSION = 2;
const SIZES = 16; // bytes at the beginning, which say how long the parts are
const MOST = 2 ** 28; // bytes of a store once it is unpacked; the largest have far fewer
const DEEP = 100; // parts inside each other

export class Damaged extends Error {
  constructor() {
    super("its table of states is cut or damaged.");
  }
}

function bytes_of(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}

// Never more than the last bytes say that it is, so that a few bytes cannot fill the memory.
async function gunzip(bytes) {
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 4, true);
  if (size > MOST) throw new Error("it is too large");
  const parts = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  const whole = new Uint8Array(size);
  try {
    let at = 0;
    for (let part = await parts.read(); !part.done; part = await parts.read()) {
      whole.set(part.value, at); // raises where there is more
      at += part.value.length;
    }
  } catch (error) {
    parts.cancel().catch(() => {});
    throw error;
  }
  return whole.buffer;
}

// base64: text -> { views, tables, ids, arrays }. Throws Damaged: it was cut or changed; gzip's checksum finds that.
// What was damaged before it was packed is found by `check`: in each state that can be chosen later, all is there.
export async function open_store(base64) {
  try {
    const store = parts_of(await gunzip(bytes_of(base64.trim())));
    check(store);
    return store;
  } catch {
    throw new Damaged();
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
  const floats = new Float32Array(from_planes(new Uint8Array(buffer, ends), 4).buffer);
  let begin = 0;
  const each = arrays.map((size) => {
    begin += size;
    return floats.subarray(begin - size, begin);
  });
  return { views, tables, ids, arrays: each };
}

// Whole numbers of 2 or 4 bytes; the first bytes of all are stored first, then the second ones, and so on.
function from_planes(planes, wide) {
  const count = planes.length / wide;
  const numbers = wide === 2 ? new Uint16Array(count) : new Uint32Array(count);
  for (let plane = 0; plane < wide; plane += 1) {
    const begin = plane * count;
    for (let at = 0; at < count; at += 1) numbers[at] |= planes[begin + at] << (8 * plane);
  }
  return numbers;
}

const is_count = (one) => Number.isInteger(one) && one >= 0;
const product = (counts) => counts.reduce((all, one) => all * one, 1);

// Throws Error where something leads nowhere: an array, a text, one of several.
function check({ views, tables, ids, arrays }) {
  const must = (right) => {
    if (!right) throw new Error("a part leads nowhere");
  };
  const sized = (shape) => {
    must(shape.every(is_count));
    return product(shape);
  };

  function plain(part, deep = 0) {
    must(deep < DEEP);
    if (part === null || typeof part !== "object") return;
    if ("array" in part) must(arrays[part.array]?.length === sized(part.shape));
    else for (const name of Object.keys(part)) plain(part[name], deep + 1);
  }

  function looked_up({ i: [start, axes, sizes], t, a }, uses, n_choices) {
    must(
      is_count(start) &&
        axes.length === sizes.length &&
        axes.every((axis) => is_count(axis) && axis < uses.length),
    );
    const [stop, size] = [start + sized(sizes), a ? sized(a) : 0];
    must(stop <= ids.length && (a || Array.isArray(tables[t])));
    for (let at = start; at < stop; at += 1) {
      if (a) must(arrays[ids[at]]?.length === size);
      else must(ids[at] < tables[t].length);
      if (n_choices !== undefined) must(is_count(tables[t][ids[at]]) && tables[t][ids[at]] < n_choices);
    }
  }

  function walk(tree, uses, deep = 0, n_choices = undefined) {
    must(deep < DEEP && Object.keys(tree).length);
    if ("c" in tree) must(n_choices === undefined || (is_count(tree.c) && tree.c < n_choices));
    if ("c" in tree) plain(tree.c);
    else if ("i" in tree) looked_up(tree, uses, n_choices);
    else {
      must(n_choices === undefined);
      if ("v" in tree) walk(tree.v, uses, deep + 1, tree.of.length);
      const parts = tree.of ?? tree.s ?? tree.d ?? tree.l;
      must("d" in tree || Array.isArray(parts));
      for (const name of Object.keys(parts)) walk(parts[name], uses, deep + 1);
    }
  }

  plain(tables);
  for (const { uses, tree } of views) {
    must(Array.isArray(uses));
    walk(tree, uses);
  }
}

// What a view shows in a state, or, for view 0, the message. places: { name: place }. Throws Damaged: no such state.
// What did not change since the view was read last is the same object: each part of the tree keeps its last value.
export function read({ views, tables, ids }, view, places) {
  if (!views[view]) throw new Damaged();
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
  for (let at = 0; at < axes.length; at += 1) {
    if (!(places[axes[at]] < sizes[at])) throw new Damaged();
    place = place * sizes[at] + places[axes[at]];
  }
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
