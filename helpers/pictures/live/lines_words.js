// The words and numbers of a LinesFrame: what the readout, the line below the picture and the copied table
// say.

import { translate } from "./language.js";
import { is_empty, LEAST, weight_of, weights_of, words_on } from "./lines_layout.js";
import { one_line } from "./text.js";

// The words as they are, or with their place where one stands there twice.
export function told_apart(words) {
  const repeated = new Set(words.filter((word, at) => words.indexOf(word) !== at));
  return words.map((word, at) =>
    repeated.has(word) ? translate("{word} (word {number})", { word, number: at + 1 }) : word,
  );
}

// least: the smallest weight that is drawn while all words are shown at once.
export function meaning_of({ normalisation }, least) {
  const start = normalisation.charAt(0).toUpperCase() + normalisation.slice(1);
  const said =
    least > LEAST
      ? translate("Weights under {least} are not drawn, with all words at once under {more}.", {
          least: LEAST,
          more: least,
        })
      : translate("Weights under {least} are not drawn.", { least: LEAST });
  return `${start}. ${said} `;
}

// For each head a line about the chosen word, or about all. names: of both sides, told apart. -> list of
// texts
export function say(frame, names, shown, place) {
  if (is_empty(frame)) return [];
  if (!shown.length) return [translate("No head is switched on: choose one above the picture.")];
  return shown.map((head) => `${frame.heads[head]}: ${say_head(frame, names, head, place)}`);
}

function say_head(frame, names, head, { side, at }) {
  if (side === "query") {
    const list = largest(frame, names, "key", (key) => weight_of(frame, head, at, key));
    const sum = frame.row_sums.data[head * frame.tokens.length + at].toFixed(2);
    return `${names.query[at]} → ${list}; ${translate("row sums to {sum}", { sum })}`;
  }
  if (side === "key") {
    const list = largest(frame, names, "query", (query) => weight_of(frame, head, query, at));
    return `${names.key[at]} ← ${list}`;
  }
  return strongest(frame, names, head);
}

// The three largest of a side, as text; weight: of each word.
function largest(frame, names, side, weight) {
  const all = words_on(frame, side).map((_, at) => ({ at, value: weight(at) }));
  const first = all.sort((one, other) => other.value - one.value).slice(0, 3);
  return first.map(({ at, value }) => `${names[side][at]} ${value.toFixed(2)}`).join(", ");
}

function strongest(frame, names, head) {
  const values = weights_of(frame, head);
  let best = 0;
  for (let at = 1; at < values.length; at++) if (values[at] > values[best]) best = at;
  const [query, key] = [Math.floor(best / frame.keys.length), best % frame.keys.length];
  const pair = `${names.query[query]} → ${names.key[key]} ${values[best].toFixed(2)}`;
  return translate("strongest {pair}", { pair });
}

// A table for each head: its name and the keys, then a row for each query; tabs between columns.
export function table(frame, shown) {
  const tables = shown.map((head) => {
    const number = (query, key) => Number(weight_of(frame, head, query, key).toPrecision(7));
    const rows = frame.tokens.map((token, query) => [
      one_line(token),
      ...frame.keys.map((_, key) => number(query, key)),
    ]);
    return [[one_line(frame.heads[head]), ...frame.keys.map(one_line)], ...rows]
      .map((row) => row.join("\t"))
      .join("\n");
  });
  return `${tables.join("\n\n")}\n`;
}
