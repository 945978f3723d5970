// What a page complains of and asks for, from its first line on, for a browser whose driver does not tell: WebKit.
// heard: list of { kind: "error", "warn", "request" or "answer", text, url, status }

performance.setResourceTimingBufferSize(100000);
window.heard = [];
window.hear = (kind, text, url = "") => heard.push({ kind, text: String(text), url });

const source_of = ({ target }) => target?.src ?? target?.href; // what was not loaded: a script, a picture, a style
// A page that has unsaved cells asks whether it may be left: nobody is there to say.
addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), true);
addEventListener("error", (event) => hear("error", event.message ?? "not loaded", event.filename ?? source_of(event)), true);
addEventListener("unhandledrejection", ({ reason }) => hear("error", `${reason} ${reason?.stack ?? ""}`));
for (const kind of ["error", "warn"]) {
  const say = console[kind];
  console[kind] = (...told) => {
    hear(kind, told.map((one) => (one instanceof Error ? `${one} ${one.stack}` : String(one))).join(" "));
    say.apply(console, told);
  };
}

// WebKit lists no answer's status, and nothing that failed
const asks = window.fetch;
window.fetch = async (...asked) => {
  const url = asked[0]?.url ?? String(asked[0]);
  heard.push({ kind: "request", url });
  try {
    const answer = await asks(...asked);
    heard.push({ kind: "answer", url, status: answer.status });
    return answer;
  } catch (error) {
    if (error.name !== "AbortError") hear("error", `not loaded: ${error}`, url);
    throw error;
  }
};
window.asked_for = () => performance.getEntriesByType("resource").map(({ name }) => ({ kind: "request", url: name }));
