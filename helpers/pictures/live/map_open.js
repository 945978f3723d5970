// Opens the notebook that a step leads to, beside the one it stands in. JupyterLab and Notebook hear a click on what
// names a command (their CommandLinker); where there is none, the link is a plain one.

import { translate } from "./language.js";

const NOTEBOOK = /[^\s:/][^\n:]*\.ipynb/;

// The path of the notebook that an element stands in, as its tab or the address tells it. -> text, or ""
export function path_of(el, { pathname, search } = location) {
  const panel = el.closest(".jp-NotebookPanel");
  const tab = panel?.id && document.querySelector(`[data-id="${CSS.escape(panel.id)}"]`);
  const told = (tab?.title ?? "")
    .split("\n")
    .slice(1) // the first line is its name
    .map((line) => NOTEBOOK.exec(line)?.[0])
    .find(Boolean);
  if (told) return told;
  const way = /\/(?:tree|notebooks|doc\/tree)\/(.+\.ipynb)$/.exec(decodeURIComponent(pathname))?.[1];
  return way ?? new URLSearchParams(search).get("path") ?? "";
}

// The path of what a link leads to, from the folder of the notebook it stands in. language: that is shown
export function target_of(from, leads, language = translate("en")) {
  const parts = from.split("/").slice(0, -1);
  // Links are told from the folder of the core, in which are more/ and those of other languages
  if (["more", language !== "en" && language].includes(parts.at(-1))) parts.pop();
  return [...parts, leads].join("/");
}

// Lets JupyterLab take a click on a link. anchor: an <a> with its href
export function lead(anchor) {
  const from = path_of(anchor);
  if (!from) return;
  const path = target_of(from, anchor.getAttribute("href"));
  anchor.dataset.commandlinkerCommand = "docmanager:open";
  anchor.dataset.commandlinkerArgs = JSON.stringify({ path });
}
