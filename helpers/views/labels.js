// Finds the controls of the explorer that it stands in; sets names and keeps JupyterLab from taking their keys.
function render({ el }) {
  const controller = new AbortController();
  let observer, larger;
  const name_all = (explorer) => {
    for (const control of explorer.querySelectorAll(".hv-controls > *")) {
      const label = control.querySelector(":scope > .widget-label")?.textContent;
      const handle = control.querySelector(".noUi-handle");
      if (handle && label) {
        handle.setAttribute("aria-label", label);
        const readout = control.querySelector(".widget-readout")?.textContent;
        if (readout) handle.setAttribute("aria-valuetext", readout);
      }
      if (label && control.classList.contains("widget-toggle-buttons")) {
        control.setAttribute("role", "group");
        control.setAttribute("aria-label", label);
      }
    }
    for (const part of explorer.querySelectorAll("button.jupyter-widget-toggle-button, button.widget-toggle-button")) part.setAttribute("aria-pressed", part.classList.contains("mod-active"));
    explorer.querySelector(".hv-message")?.setAttribute("role", "alert");
    const focusable = ".hv-controls :is(.noUi-handle, input, select, textarea, button, .widget-readout), button.hv-controls";
    for (const part of explorer.querySelectorAll(focusable)) part.setAttribute("data-lm-suppress-shortcuts", "true");
  };
  const start = () => {
    const explorer = el.closest(".hv-explorer");
    if (!explorer) { if (!controller.signal.aborted) requestAnimationFrame(start); return; }
    name_all(explorer);
    observer = new MutationObserver(() => name_all(explorer));
    larger = new MutationObserver(() => requestAnimationFrame(() => requestAnimationFrame(() => {
      if (explorer.contains(document.activeElement)) document.activeElement.scrollIntoView({ block: "nearest" }); // the switch that was pressed stays in sight
    })));
    larger.observe(explorer, { attributeFilter: ["class"] });
    for (const controls of explorer.querySelectorAll(".hv-controls")) observer.observe(controls, { childList: true, subtree: true, characterData: true, attributeFilter: ["class"] });
  };
  requestAnimationFrame(start);
  return () => { controller.abort(); observer?.disconnect(); larger?.disconnect(); };
}

export default { render };
