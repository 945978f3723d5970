// A LinesFrame on its way: lines and bars change their width, and a fan of lines swings to the word that asks
// now.
// A state is { scene, lines: those that are drawn }.

import { bars_of } from "./lines_layout.js";
import { alike, MOST_CELLS, mix } from "./motion.js";

const STRONG = 0.25; // the strongest line of a word swings to the new one, if both weigh so much

function are_alike({ scene: before }, { scene: after }) {
  const same_page = ["width", "row", "header", "left", "right", "scale", "limit"].every(
    (name) => before.plan[name] === after.plan[name],
  );
  const [one, other] = [before.frame, after.frame];
  return (
    same_page &&
    before.colours.dark === after.colours.dark &&
    after.frame.weights.data.length <= MOST_CELLS &&
    alike(one.tokens, other.tokens) &&
    alike(one.keys, other.keys) &&
    one.heads.join("\n") === other.heads.join("\n") &&
    before.shown.join() === after.shown.join()
  );
}

const bars_in = ({ frame, plan, shown, place }) => bars_of(frame, plan, shown, place);

// What a line is called before and after: where another word asks, its line to the same word is the same line.
// Names are whole numbers, quick to find among a thousand lines.
function names_of({ frame }, before, after) {
  const [n_queries, n_keys] = [frame.tokens.length, frame.keys.length];
  const one_side = before.side === after.side ? after.side : null;
  const swings = one_side && before.at !== after.at;
  const of_side = {
    query: ({ head, key }) => head * n_keys + key,
    key: ({ head, query }) => head * n_queries + query,
  };
  return swings ? of_side[one_side] : ({ head, query, key }) => (head * n_queries + query) * n_keys + key;
}

// The strongest line of each word in each head, by who asks.
function strongest(lines, n_queries) {
  const found = new Map();
  for (const line of lines) {
    const asks = line.head * n_queries + line.query;
    if (!found.has(asks)) found.set(asks, line); // the strongest come first
  }
  return found;
}

// Lines in pairs: [before, after], one of them null where it comes or goes.
// follow: of how many words the strongest line stays itself where it leads to another word now.
function paired(before, after, name, follow = 0) {
  const left = new Map(before.map((line) => [name(line), line]));
  const pairs = [];
  const taken = new Set();
  if (follow) {
    const onto = strongest(after, follow);
    for (const [asks, line] of strongest(before, follow)) {
      const next = onto.get(asks);
      if (!next || next.key === line.key || Math.min(line.weight, next.weight) < STRONG) continue;
      pairs.push([line, next]);
      left.delete(name(line));
      taken.add(next);
    }
  }
  for (const line of after) {
    if (taken.has(line)) continue;
    const its_name = name(line);
    pairs.push([left.get(its_name) ?? null, line]);
    left.delete(its_name);
  }
  return [...pairs, ...[...left.values()].map((line) => [line, null])];
}

// A line that comes grows from nothing, one that goes shrinks; with a fan both move to the word that asks now.
function line_between([from, to], share, fan) {
  const [one, other] = [from ?? to, to ?? from];
  const begin = from || !fan ? one : { ...to, ...fan.before };
  const end = to || !fan ? other : { ...from, ...fan.after };
  return {
    head: other.head,
    query: mix(begin.query, end.query, share),
    key: mix(begin.key, end.key, share),
    weight: other.weight,
    width: mix(from?.width ?? 0, to?.width ?? 0, share),
    shift: mix(one.shift, other.shift, share),
  };
}

function bar_between([from, to], share) {
  const width = mix(from?.width ?? 0, to?.width ?? 0, share);
  return to ? { ...to, width, digits_at: to.digits_at + width - to.width } : { ...from, width, digits: "" };
}

// The word that asks, or is asked, as far as its mark has come. -> { side: at }
const mark_between = (before, after, share) =>
  before.side === after.side && after.side ? { [after.side]: mix(before.at, after.at, share) } : {};

const are_same = (before, after) =>
  before.length === after.length &&
  after.every((line, at) =>
    ["head", "query", "key", "width"].every((name) => line[name] === before[at][name]),
  );

// -> share => { lines, bars, mark }, or null where nothing moves, or another thing is shown
export function way_between(before, after) {
  if (!before || !are_alike(before, after)) return null;
  const [from, to] = [before.scene.place, after.scene.place];
  if (from.side === to.side && from.at === to.at && are_same(before.lines, after.lines)) return null;
  const swings = from.side !== null && from.side === to.side && from.at !== to.at;
  const { tokens, keys } = after.scene.frame;
  const name = names_of(after.scene, from, to);
  const lines = paired(before.lines, after.lines, name, swings ? 0 : tokens.length);
  const bar_name = ({ head, key }) => head * keys.length + key;
  const bars = paired(bars_in(before.scene), bars_in(after.scene), bar_name);
  const fan = swings ? { before: { [from.side]: from.at }, after: { [to.side]: to.at } } : null;
  return (share) => ({
    lines: lines.map((pair) => line_between(pair, share, fan)),
    bars: bars.map((pair) => bar_between(pair, share)),
    mark: mark_between(from, to, share),
  });
}
