// What a page complains of and asks for, from its first line on, for a browser whose driver does not tell: WebKit.
// heard: list of { kind: "error" or "warn", text, url }

performance.setResourceTimingBufferSize(100000);
window.heard = [];
window.hear = (kind, text, url = "") => heard.push({ kind, text: String(text), url });

const source_of = ({ target }) => target?.src ?? target?.href; // what was not loaded: a script, a picture, a style
addEventListener("error", (event) => hear("error", event.message ?? "not loaded", event.filename ?? source_of(event)), true);
addEventListener("unhandledrejection", ({ reason }) => hear("error", `${reason} ${reason?.stack ?? ""}`));
for (const kind of ["error", "warn"]) {
  const say = console[kind];
  console[kind] = (...told) => {
    hear(kind, told.map((one) => (one instanceof Error ? `${one} ${one.stack}` : String(one))).join(" "));
    say.apply(console, told);
  };
}

// All that it asked for, and what was answered.  -> list of { kind: "request" or "answer", url, status }
window.asked_for = () => performance.getEntriesByType("resource").flatMap(({ name, responseStatus }) =>
  [{ kind: "request", url: name }, { kind: "answer", url: name, status: responseStatus ?? 0 }]);
