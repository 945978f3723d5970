// What the tests ask of JupyterLab in the page. window.jupyterapp is its own application object.
// Nothing here takes time for a sign: the kernel, the pictures and the notebook are asked whether they are done.
// lab.within ends, with words, what would wait for ever.

// anywidget gives a picture up that is not loaded within two seconds, which on a busy machine is too soon.
const signal_after = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = (milliseconds) => signal_after(100 * milliseconds);

// What the page told a kernel and the kernel has not answered. A control is heard on a thread of its own, beside the
// cells, so that only the status "idle" that answers a message says that it is done.
const told = new WeakMap();
const unanswered = (kernel) => {
  if (!kernel || told.has(kernel)) return told.get(kernel) ?? new Set();
  const waiting = new Set();
  told.set(kernel, waiting);
  kernel.anyMessage.connect((_, { direction, msg }) => {
    if (direction === "send" && msg.header.msg_type.startsWith("comm_")) waiting.add(msg.header.msg_id);
  });
  kernel.iopubMessage.connect((_, { header, content, parent_header }) => { // heard once the page has done what it says
    if (header.msg_type === "status" && content.execution_state === "idle") waiting.delete(parent_header.msg_id);
  });
  kernel.statusChanged.connect((_, status) => { if (/restarting|dead|terminating/.test(status)) waiting.clear(); });
  return waiting;
};

const frames = async (count) => { for (let i = 0; i < count; i++) await new Promise(requestAnimationFrame); };

const where = (parts) => parts.map((one) => {
  const { left, top, width, height } = one.getBoundingClientRect();
  return one.isConnected ? [left, top, width, height].join(" ") : "gone";
}).join();

// Every live picture shows what its model holds, every other one is loaded, and they stand still, as these parts do.
// A change of size is heard at the end of one frame and painted in the next, so it takes two to know.
const at_rest = async (...parts) => {
  const pictures = () => [...document.querySelectorAll(".hv-root")];
  const stills = () => [...document.querySelectorAll(".jp-Notebook img")];
  for (let before, now; now === undefined || before !== now; ) {
    before = now;
    do await frames(2); while (pictures().some((root) => root.unpainted?.()) || stills().some((one) => !one.complete));
    now = where([...pictures(), ...parts]);
  }
};

window.lab = (path) => {
  const panel = [...(window.jupyterapp?.shell.widgets("main") ?? [])].find((one) => one.context?.path === path);
  const kernel = panel?.sessionContext.session?.kernel;
  const cells = panel?.content.widgets ?? [];
  const outputs = ({ model }) => Array.from({ length: model.outputs?.length ?? 0 }, (_, at) => model.outputs.get(at));
  const ask = (code, more) => kernel.requestExecute({ code, store_history: false, ...more });
  const waiting = unanswered(kernel);
  const answered = () => new Promise((done) => {
    const heard = () => { kernel.iopubMessage.disconnect(heard); done(); };
    kernel.iopubMessage.connect(heard);
  });

  const in_sight = ({ node }) => {
    const box = node.getBoundingClientRect(), sight = panel.content.node.getBoundingClientRect();
    return node.isConnected && box.height > 0 && box.bottom >= sight.top + 40 && box.top <= sight.bottom - 40;
  };

  // The controls of a cell by the words beside them, or, where only a number is seen, by the name that is said.
  const controls = (place) => new Map([...cells[place].node.querySelectorAll(".hv-controls > *, button.hv-controls")]
    .map((box) => [box.matches(".hv-chip") ? box.getAttribute("aria-label")
      : (box.querySelector(":scope > .widget-label") ?? box).innerText.trim(), box]));

  return {
    panel, kernel, cells, frames, at_rest, ask, controls,

    // Those of a new explorer appear one after the other: wait for this one. Cells above that are still painted can
    // push it out of sight, where its words are not there.
    control: async (place, label) => {
      for (; !controls(place).has(label); await frames(1)) await lab(path).show(place);
      return controls(place).get(label);
    },

    // How many live pictures of a cell are painted.
    painted: (place) => [...cells[place].node.querySelectorAll(".hv-root")].filter((root) => root.unpainted?.() === false).length,

    // The kernel has done all that the page told it, and the page has painted what came back. A control holds a
    // change back while an earlier one is on its way, and tells it once that one is answered.
    settle: async () => {
      do {
        while (waiting.size) await answered();
        await ask("", { silent: true }).done; // and the cells are done, too
        await at_rest();
      } while (waiting.size);
    },

    // A cell has run again: it has another number than before.
    ran: async (place, before) => {
      const { model } = cells[place];
      while ([null, before].includes(model.executionCount) || model.executionState === "running") await frames(1);
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
      if (!to_top && in_sight(cell) && cell.stood === where([cell.node])) return cell.node;
      do {
        if (to_top || !in_sight(cell)) await panel.content.scrollToItem(place, "start");
        await cell.ready;
        await at_rest(cell.node);
      } while (!in_sight(cell)); // what was painted above pushed it away
      cell.stood = where([cell.node]);
      return cell.node;
    },
  };
};

// What goes on for `seconds` is given up; the error says what was waited for, and what there is to know about it.
window.lab.within = (seconds, what, path, work) => {
  const late = (_, fail) => setTimeout(() => fail(new Error(`not done within ${seconds} s: ${what}. ${state(path)}`)), 1000 * seconds);
  return Promise.race([work(), new Promise(late)]);
};

const state = (path) => {
  const { kernel } = window.lab(path);
  const unpainted = [...document.querySelectorAll(".hv-root")].filter((root) => root.unpainted?.()).length;
  return `The kernel is ${kernel?.status ?? "gone"}, ${unanswered(kernel).size} messages to it are unanswered, ${unpainted} pictures unpainted.`;
};

// Scrolls until a place of a drawing, y below its top, is well inside the window. Says whether it had to.
window.lab.into_sight = (drawing, y) => {
  const at = drawing.getBoundingClientRect().top + y;
  const stuck = drawing.closest(".hv-explorer")?.querySelector(".hv-stays")?.getBoundingClientRect().bottom ?? 0;
  if (at > Math.max(60, stuck + 2) && at < innerHeight - 60) return false;
  for (let one = drawing.parentElement; one; one = one.parentElement) {
    if (one.scrollHeight > one.clientHeight && /auto|scroll/.test(getComputedStyle(one).overflowY)) {
      one.scrollTop += at - Math.max(innerHeight / 2, (stuck + innerHeight) / 2);
      return true;
    }
  }
  return false;
};
