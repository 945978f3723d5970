// Says in one line what the page is doing, from the first moment until the first live picture is painted.
(() => {
  const line = document.createElement("div");
  line.id = "course-progress";
  line.setAttribute("role", "status");
  line.style.cssText = "position:fixed;left:0;right:0;bottom:0;z-index:10000;padding:10px 16px;font:16px/1.4 system-ui,sans-serif;background:#1f2328;color:#fff;text-align:center";
  document.body.append(line);
  const narrow = matchMedia("(max-width: 600px)").matches;
  let first; // the cell that was run first

  const words = () => {
    const panel = window.jupyterapp?.shell.currentWidget;
    if (!panel?.sessionContext) return "Opening the notebook …";
    const kernel = panel.sessionContext.session?.kernel;
    const code = panel.content.widgets.filter(({ model }) => model.type === "code").map(({ model }) => model);
    const running = code.findIndex(({ executionState }) => executionState === "running");
    if (running >= 0 && kernel?.status === "busy") {
      first ??= running;
      return `Running cell ${running + 1} of ${code.length} …` + (running === first ? " The first one takes longest: it loads numpy and all that draws." : "");
    }
    if (first !== undefined) return line.textContent;
    if (kernel?.status === "idle") return "Python is ready. Run the cells, from the top, " + (narrow ? "with ▶ above." : "with Shift + Enter.");
    return "Starting Python inside this page. The first time this fetches about [[SIZE]] …";
  };

  // What came before something kept it, and what a still picture needs: so all works without a network, too.
  performance.setResourceTimingBufferSize(5000);
  const keep = () => window.keepCourse?.(...performance.getEntriesByType("resource").map(({ name }) => name), "later");
  navigator.serviceWorker?.addEventListener("message", ({ data }) => {
    if (data !== "newer") return;
    clearInterval(watch);
    line.textContent = "The course has a newer version, and this page is of the one before. Load the page again.";
    document.body.append(line);
  });

  // On a phone the notebook has the width: its files are behind the folder at the left. They were opened meanwhile.
  let alone = !narrow;
  const make_room = ({ shell }) => {
    alone = true;
    shell.collapseLeft();
    shell.collapseRight();
    if (shell.isSideTabBarVisible("right")) shell.toggleSideTabBarVisibility("right");
  };

  const watch = setInterval(() => {
    const said = words();
    if (!alone && window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel) make_room(window.jupyterapp);
    if (document.querySelector(".hv-picture canvas, .hv-picture svg")) { clearInterval(watch); line.remove(); keep(); } else if (line.textContent !== said) line.textContent = said;
  }, 200);
  line.textContent = words();
})();
