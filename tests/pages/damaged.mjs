// Opens stores that somebody spoiled, and shows each state of those that open. What comes of each is written as JSON:
// "damaged", or how many states were shown. argv: a file with [{ store: base64, places: [{ name: place }, …] }, …]

import { readFileSync } from "node:fs";
import { Damaged, open_store, read, sent } from "../../tools/pages/live/store.js";

async function outcome({ store: base64, places }) {
  let shown = 0;
  try {
    const store = await open_store(base64);
    for (const place of places) {
      read(store, 0, place);
      for (let view = 1; view < store.views.length; view += 1) sent(read(store, view, place), store.arrays);
      shown += 1;
    }
  } catch (error) {
    if (!(error instanceof Damaged)) return error.stack;
    return "damaged";
  }
  return shown;
}

const found = [];
for (const one of JSON.parse(readFileSync(process.argv[2], "utf8"))) found.push(await outcome(one));
console.log(JSON.stringify(found));
