// The page in which VS Code shows a notebook's outputs, imitated around its own widget manager
// (@vscode/jupyter-ipywidgets8): no Jupyter theme, classes of its own on the body, and variables --vscode-*.
// The kernel is a real one, over Jupyter's socket; here stands as much of a connection as that manager asks for.

const listened = () => {
  const heard = new Set();
  return {
    connect: (hear) => heard.add(hear),
    disconnect: (hear) => heard.delete(hear),
    emit: (told) => { for (const hear of heard) hear(kernel, told); },
  };
};

// A message with buffers is bytes: how many parts, where each begins, the message, the buffers.
const text_of = new TextDecoder();
const parse = (data) => {
  if (typeof data === "string") return { ...JSON.parse(data), buffers: [] };
  const view = new DataView(data);
  const starts = Array.from({ length: view.getUint32(0) }, (_, at) => view.getUint32(4 * (at + 1)));
  const parts = starts.map((start, at) => new DataView(data.slice(start, starts[at + 1] ?? data.byteLength)));
  return { ...JSON.parse(text_of.decode(parts[0])), buffers: parts.slice(1) };
};

const futures = new Map(); // of what the kernel was asked and has not done
const comms = new Map();
const targets = new Map();
let socket;
let chain = Promise.resolve(); // each message is dealt with before the next one

function tell(msg_type, content, metadata = {}) {
  const header = { msg_id: crypto.randomUUID(), msg_type, session: kernel.clientId, username: "", version: "5.3",
    date: new Date().toISOString() };
  socket.send(JSON.stringify({ header, parent_header: {}, metadata, content, channel: "shell", buffers: [] }));
  const future = { msg: { header }, onIOPub() {}, onReply() {}, onStdin() {}, dispose() {} };
  future.done = new Promise((done) => { future.end = done; });
  futures.set(header.msg_id, future);
  return future;
}

const comm_of = (targetName, commId) => ({
  targetName, commId, onMsg() {}, onClose() {},
  open: (data, metadata) => tell("comm_open", { target_name: targetName, comm_id: commId, data }, metadata),
  send: (data, metadata) => tell("comm_msg", { comm_id: commId, data }, metadata),
  close: (data, metadata) => tell("comm_close", { comm_id: commId, data }, metadata),
  dispose() {},
});

const kernel = {
  id: "kernel", name: "python3", username: "", clientId: crypto.randomUUID(), status: "idle",
  connectionStatus: "connected", handleComms: true, isDisposed: false,
  registerCommTarget: (target, opened) => targets.set(target, opened),
  removeCommTarget: (target) => targets.delete(target),
  createComm: (target, id) => {
    comms.set(id, comm_of(target, id));
    return comms.get(id);
  },
  requestCommInfo: () => Promise.resolve({ content: { status: "ok", comms: {} } }),
};
for (const signal of "statusChanged connectionStatusChanged iopubMessage unhandledMessage anyMessage disposed".split(" "))
  kernel[signal] = listened();

async function heard(message) {
  const { header, parent_header, content } = message;
  const future = futures.get(parent_header.msg_id);
  if (message.channel === "shell") {
    if (future) future.reply = message;
    await future?.onReply(message);
  } else {
    if (header.msg_type === "comm_open") {
      const comm = comm_of(content.target_name, content.comm_id);
      comms.set(content.comm_id, comm);
      await targets.get(content.target_name)?.(comm, message);
    }
    if (header.msg_type === "comm_msg") await comms.get(content.comm_id)?.onMsg(message);
    if (header.msg_type === "comm_close") await comms.get(content.comm_id)?.onClose(message);
    kernel.iopubMessage.emit(message);
    await future?.onIOPub(message);
    if (header.msg_type === "status" && content.execution_state === "idle" && future) future.idle = true;
  }
  if (future?.idle && (future.reply || future.msg.header.msg_type.startsWith("comm_"))) { // nobody replies to those
    futures.delete(parent_header.msg_id);
    future.end();
  }
}

// ---- modules: anywidget's, as it lies in each learner's environment, names what it needs

const modules = {};
const required = async (asked) => {
  modules[asked] ??= await new Promise((done) => {
    window.define = (needs, factory) => done(factory(...needs.map((one) => modules[one])));
    Object.assign(document.head.appendChild(document.createElement("script")), { src: `/vscode/${asked}.js` });
  });
  return modules[asked];
};
window.requirejs = ([asked], loaded, failed) => required(asked).then(loaded, failed);

// ---- outputs

const WIDGET = "application/vnd.jupyter.widget-view+json";
const made = (parent, tag, more = {}) => Object.assign(parent.appendChild(document.createElement(tag)), more);

// As VS Code does once a widget stands: whatever can be pressed gets the focus, and Enter and Space press it.
function press_by_keys(container) {
  for (const one of container.querySelectorAll("button:not([tabindex]), [role=button]:not([tabindex]), a[href]:not([tabindex])")) {
    one.setAttribute("tabindex", "0");
    one.addEventListener("keydown", (event) => {
      if (!["Enter", " "].includes(event.key)) return;
      event.preventDefault();
      one.click();
    });
  }
}

async function show(parent, { data }) {
  const output = made(parent, "div", { className: "output" });
  if (data[WIDGET]) {
    output.classList.add("cell-output-ipywidget-background");
    const inner = made(output, "div", { className: "cell-output-ipywidget-background", tabIndex: 0, role: "region",
      ariaLabel: "Interactive widget output" });
    const model = await vscode.manager.get_model(data[WIDGET].model_id);
    const view = await vscode.manager.create_view(model, { el: inner });
    await vscode.manager.display_view(data[WIDGET], view, { node: inner });
  } else if (data["text/html"]) output.innerHTML = data["text/html"];
  else if (data["image/png"]) made(output, "img", { src: `data:image/png;base64,${data["image/png"]}`, alt: "picture" });
  else made(output, "pre", { textContent: data["text/plain"] });
}

globalThis.vscode = {
  kernel,

  start: async (address) => {
    socket = new WebSocket(address);
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => { chain = chain.then(() => heard(parse(data))); };
    await new Promise((opened, failed) => Object.assign(socket, { onopen: opened, onerror: () => failed(new Error("no kernel")) }));
    window.define = (id, factory) => { modules[id] = factory(); };
    const { activate } = await import("/vscode/ipywidgets.js");
    activate();
    window.vscIPyWidgets8.load();
    const loader = {
      widgetsRegisteredInRequireJs: new Set(["anywidget"]), loadWidgetScript: async () => {},
      errorHandler: (...told) => console.error(...told), successHandler() {},
    };
    vscode.manager = new window.vscIPyWidgets.WidgetManager(kernel, document.body, loader, () => {});
  },

  // Runs a cell and shows what it gives. -> what went wrong
  run: async (code) => {
    const parent = made(document.querySelector("main"), "section"), wrong = [], shown = [];
    const asked = tell("execute_request", { code, silent: false, store_history: true, user_expressions: {},
      allow_stdin: true, stop_on_error: true });
    asked.onIOPub = ({ header: { msg_type }, content }) => {
      if (msg_type === "error" || content.name === "stderr") wrong.push(content.evalue ?? content.text);
      if (msg_type === "stream") made(parent, "pre", { textContent: content.text });
      if (["display_data", "execute_result"].includes(msg_type)) shown.push(show(parent, content));
    };
    await asked.done;
    await Promise.all(shown);
    return wrong;
  },

  // The kernel has done all that the page told it, and it is painted.
  settle: async () => {
    do {
      for (const future of [...futures.values()]) await future.done;
      await chain;
      await client.rest();
    } while (futures.size);
  },

  by_keys: () => { for (const one of document.querySelectorAll(".output > .cell-output-ipywidget-background")) press_by_keys(one); },

  // Puts on a theme: its name on the body, its colours, and how the widgets' ground is treated.
  dress: ({ kind, colours, rules }) => {
    document.body.className = kind;
    document.documentElement.style.cssText = Object.entries(colours).map(([key, value]) => `--vscode-${key}: ${value}`).join(";");
    document.querySelector("#host").textContent = rules;
  },
};
