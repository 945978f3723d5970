// What the tests ask of a page that is not JupyterLab's: Voilà's, or the imitated one of VS Code.
// Nothing takes time for a sign: pictures are asked whether they are painted.

const frames = async (count) => {
  for (let i = 0; i < count; i++) await new Promise(requestAnimationFrame);
};
const roots = () => [...document.querySelectorAll(".hv-root")].filter((one) => one.checkVisibility());
const drawing = (root) => root.querySelector(".hv-picture canvas, .hv-picture svg");
const name = (root) => root.querySelector(".hv-title").textContent;

globalThis.client = {
  frames,
  roots,

  // So many pictures are there, painted, and stand still.
  rest: async (least = 0) => {
    for (let before, now; now === undefined || before !== now; ) {
      before = now;
      do await frames(2);
      while (roots().length < least || roots().some((root) => root.unpainted?.() !== false));
      now = roots().map((root) => root.getBoundingClientRect().top + scrollY).join();
    }
  },

  // Pictures in which all is of one colour, or nothing is drawn
  blank: () =>
    roots()
      .filter((root) => {
        const one = drawing(root);
        if (!one?.getContext) return !one || one.querySelectorAll("*").length < 5;
        const { data } = one.getContext("2d").getImageData(0, 0, one.width, one.height);
        const pixels = new Uint32Array(data.buffer);
        return pixels.every((pixel) => pixel === pixels[0]);
      })
      .map(name),

  // Explorers that have a control for arrow keys: the first such control of each
  movable: () => [...document.querySelectorAll(".hv-explorer")].filter((one) => client.handle(one)),
  handle: (explorer) =>
    [...explorer.querySelectorAll(".hv-controls .noUi-handle")].find((one) => one.checkVisibility()),
  looks: (explorer) =>
    [...explorer.querySelectorAll(".hv-root")]
      .filter((root) => root.checkVisibility())
      .map((root) => drawing(root).toDataURL?.() ?? drawing(root).outerHTML)
      .join(),
};
