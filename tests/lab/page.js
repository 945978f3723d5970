// What the tests ask of JupyterLab in the page. window.jupyterapp is its own application object.
window.lab = (path) => {
  const panel = [...(window.jupyterapp?.shell.widgets("main") ?? [])].find((one) => one.context?.path === path);
  const kernel = panel?.sessionContext.session?.kernel;
  const cells = panel?.content.widgets ?? [];
  const outputs = ({ model }) => Array.from({ length: model.outputs?.length ?? 0 }, (_, at) => model.outputs.get(at));
  const frames = async (count) => { for (let i = 0; i < count; i++) await new Promise(requestAnimationFrame); };
  const ask = (code, more) => kernel.requestExecute({ code, store_history: false, ...more });

  // The controls of a cell by the words beside them.
  const controls = (place) => new Map([...cells[place].node.querySelectorAll(".hv-controls > *, button.hv-controls")]
    .map((box) => [(box.querySelector(":scope > .widget-label") ?? box).innerText.trim(), box]));

  return {
    panel, kernel, cells, frames, ask, controls,

    // Those of a new explorer appear one after the other: wait for this one, ten seconds at most. Cells above that
    // are still painted can push it out of sight, where its words are not there.
    control: async (place, label) => {
      for (let i = 0; i < 600 && !controls(place).has(label); i++) {
        if (i % 60 === 59) await lab(path).show(place, true);
        await frames(1);
      }
      return controls(place).get(label) ?? null;
    },

    painted: (place) => cells[place].node.querySelectorAll(".hv-picture canvas, .hv-picture svg").length,

    // Every code cell has run, or one has failed, and nothing is on its way.
    finished: () => {
      const code = cells.filter(({ model }) => model.type === "code" && model.sharedModel.getSource().trim());
      const failed = code.some((cell) => outputs(cell).some(({ type }) => type === "error"));
      return (failed || code.every(({ model }) => model.executionCount !== null))
        && !code.some(({ model }) => model.executionState === "running") && kernel?.status === "idle";
    },

    // The kernel has done all that the page told it, and the page has painted what came back. A control holds a
    // change back while an earlier one is on its way, so the kernel is asked until the page has nothing more to tell.
    settle: async () => {
      let told = 0;
      const count = (_, { direction, msg }) => { told += direction === "send" && msg.header.msg_type === "comm_msg"; };
      kernel.anyMessage.connect(count);
      try {
        for (let quiet = 0; quiet < 2; ) {
          told = 0;
          await ask("", { silent: true }).done;
          await frames(1);
          quiet = told ? 0 : quiet + 1;
        }
      } finally { kernel.anyMessage.disconnect(count); }
      await frames(2);
    },

    // Pictures are left out: to send them all takes long.
    read: () => cells.map((cell) => ({
      type: cell.model.type, source: cell.model.sharedModel.getSource(), count: cell.model.executionCount ?? null,
      outputs: outputs(cell).map((one) => JSON.parse(JSON.stringify(one, (kind, data) => kind.startsWith("image/") ? "" : data))),
    })),

    place: (text) => cells.findIndex(({ model }) => model.sharedModel.getSource().includes(text)),

    // A cell in sight that stands still, or still stands where it stood. Cells far away are not painted.
    show: async (place, to_top) => {
      const cell = cells[place];
      const box = cell.node.getBoundingClientRect(), sight = panel.content.node.getBoundingClientRect();
      if (to_top || !box.height || box.bottom < sight.top + 40 || box.top > sight.bottom - 40) {
        await panel.content.scrollToItem(place, "start");
        await frames(2);
      } else if (cell.stood === `${box.top} ${box.height}` && cell.node.isConnected) return cell.node;
      await cell.ready;
      for (let same = 0, i = 0; same < 3 && i < 300; i++) {
        await frames(1);
        const { top, height } = cell.node.getBoundingClientRect();
        const now = cell.node.isConnected ? `${top} ${height}` : `gone ${i}`;
        same = now === cell.stood ? same + 1 : 0;
        cell.stood = now;
      }
      return cell.node;
    },
  };
};

window.lab.within = (seconds, work) => {
  const late = (_, fail) => setTimeout(() => fail(new Error(`no answer within ${seconds} s`)), 1000 * seconds);
  return Promise.race([work(), new Promise(late)]);
};

// Scrolls until a place of a drawing, y below its top, is well inside the window.
window.lab.into_sight = (drawing, y) => {
  const at = drawing.getBoundingClientRect().top + y;
  if (at > 60 && at < innerHeight - 60) return;
  for (let one = drawing.parentElement; one; one = one.parentElement) {
    if (one.scrollHeight > one.clientHeight && /auto|scroll/.test(getComputedStyle(one).overflowY)) {
      one.scrollTop += at - innerHeight / 2;
      return;
    }
  }
};
