// What pictures and pages say, in the language that Python shows. A text in English is its own name, as in
// helpers/languages; tools/languages.py finds those that are given to translate().

let texts = {};

// given: { text in English: the same in another language }, an empty one for English
export function speak(given) {
  if (given) texts = given;
}

// fields: { name: what stands in its place }
export function translate(text, fields = {}) {
  return (texts[text] ?? text).replace(/\{(\w+)\}/g, (field, name) => fields[name] ?? field);
}
