// Says in one line what the page is doing, from the first moment until the first live picture is painted.
(() => {
  const line = document.createElement("div");
  line.id = "course-progress";
  line.setAttribute("role", "status");
  line.style.cssText = "position:fixed;left:0;right:0;bottom:0;z-index:10000;padding:10px 16px;font:16px/1.4 system-ui,sans-serif;background:#1f2328;color:#fff;text-align:center";
  document.body.append(line);
  const say = (words) => { if (line.textContent !== words) line.textContent = words; };

  const state = () => {
    const panel = window.jupyterapp?.shell.currentWidget;
    if (!panel?.sessionContext) return "Opening the notebook …";
    const kernel = panel.sessionContext.session?.kernel;
    const cells = panel.content?.widgets ?? [];
    if (document.querySelector(".hv-picture canvas, .hv-picture svg")) return "";
    if (!kernel || ["unknown", "starting", "connecting"].includes(kernel.status)) return "Starting Python inside this page. The first time this fetches about 60 MB …";
    const code = cells.filter(({ model }) => model.type === "code");
    const running = code.findIndex(({ model }) => model.executionState === "running" || /^\[\*\]/.test(model.executionCount ?? ""));
    if (kernel.status === "busy") return `Running cell ${running < 0 ? "" : `${running + 1} of ${code.length} `}… The first one takes longest, for it loads numpy and the pictures.`;
    if (!code.some(({ model }) => model.executionCount)) return "Python is ready. Run the cells, from the top, with Shift + Enter.";
    return null; // between two cells: the last words stay
  };

  const watch = setInterval(() => {
    const words = state();
    if (words === "") { clearInterval(watch); line.remove(); return; }
    if (words !== null) say(words);
  }, 200);
  say("Opening the notebook …");
})();
