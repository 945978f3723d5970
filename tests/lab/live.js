// What the tests ask of a live page, in each browser. Nothing takes time for a sign: pictures are asked whether they
// are painted.

const frames = async (count) => {
  for (let i = 0; i < count; i++) await new Promise(requestAnimationFrame);
};

const stills = () => [...document.querySelectorAll("[data-explorer], [data-card]")];
const figures = () => [...document.querySelectorAll("[data-explorer]")];
const drawing = (root) => root.querySelector(".hv-picture canvas, .hv-picture svg");
const is_reset = (one) => one.matches("button") && one.textContent.trim() === "Reset";
const looks = (root) => drawing(root)?.toDataURL?.() ?? drawing(root)?.outerHTML;

globalThis.live = {
  frames,
  count: () => figures().length,

  // Everything that is awake is painted and stands still.
  rest: async () => {
    const roots = () => [...document.querySelectorAll(".hv-root")].filter((one) => one.checkVisibility());
    for (let before, now; now === undefined || before !== now; ) {
      before = now;
      do await frames(2);
      while (roots().some((root) => root.unpainted?.()));
      now = roots().map((root) => root.getBoundingClientRect().top + scrollY).join();
    }
  },

  // Brings one into sight, to the top, and waits until it is awake. -> its element
  show: async (still) => {
    const one = typeof still === "number" ? figures()[still] : still;
    one.scrollIntoView({ block: "start", behavior: "instant" });
    while (!one.classList.contains("awake") && !one.querySelector(".hv-message:not([hidden])")) await frames(1);
    await live.rest();
    one.scrollIntoView({ block: "start", behavior: "instant" });
    await live.rest();
    return one;
  },

  show_all: async () => {
    for (const one of stills()) await live.show(one);
    scrollTo({ top: 0, behavior: "instant" });
    await live.rest();
  },

  roots: (at) => [...figures()[at].querySelectorAll(".hv-root")].filter((one) => one.checkVisibility()),
  // What is said of its pictures, and what is painted
  words: (at) => live.roots(at).map((root) => root.querySelector("[role=img]")?.ariaLabel ?? ""),
  looks: (at) => live.roots(at).map(looks),
  stands: (at) => live.roots(at).map(({ painted }) => JSON.stringify({ ...painted, milliseconds: 0, repainted: 0 })),

  // Pictures in which all is of one colour, or nothing is drawn
  blank: (at) =>
    live.roots(at).filter((root) => {
      const one = drawing(root);
      if (!one?.getContext) return !one || one.querySelectorAll("*").length < 5;
      const { data } = one.getContext("2d").getImageData(0, 0, one.width, one.height);
      const pixels = new Uint32Array(data.buffer);
      return pixels.every((pixel) => pixel === pixels[0]);
    }).length,

  reset: (at) => [...figures()[at].querySelectorAll("button")].find(is_reset),

  // Where the keys are, once what they came to is awake
  stop: async () => {
    const asleep = ":is([data-explorer], [data-card]):not(.awake)";
    do await live.rest();
    while (document.activeElement.matches(asleep));
    const one = document.activeElement;
    const figure = one.closest("[data-explorer]");
    const is = (what) => one.matches(what);
    const kinds = { range: "input[type=range]", list: "select:has(option + option)", button: "[aria-pressed=false]" };
    const { outlineStyle, boxShadow } = getComputedStyle(one);
    return {
      kind: Object.keys(kinds).find((kind) => is(kinds[kind])) ?? (is_reset(one) ? "reset" : "other"),
      name: (one.ariaLabel ?? one.textContent).slice(0, 60),
      at: figures().indexOf(figure), // -1: in none
      control: is("input, select") || (is("button") && one.closest(".hv-root") === null),
      last: is("input[type=range]") && one.value === one.max,
      outlined: outlineStyle !== "none" || boxShadow !== "none",
      ends: one === document.body,
    };
  },

  // Where a finger finds the handle of a range, as a share of its width; a handle never goes beyond the ends
  handle: (one) => {
    one.scrollIntoView({ block: "center", behavior: "instant" });
    const { x, y, width, height } = one.getBoundingClientRect();
    const inner = 16 / width;
    return { x, y, width, height, start: inner / 2 + (1 - inner) * (one.value / one.max) };
  },

  // What a finger would miss
  small: (smallest) => [...document.querySelectorAll("main :is(input, select, button, summary)")]
    .filter((one) => one.checkVisibility())
    .map((one) => ({ name: (one.ariaLabel ?? one.textContent).slice(0, 60), box: (one.closest("label") ?? one).getBoundingClientRect() }))
    .filter(({ box }) => Math.min(box.width, box.height) < smallest - 0.5)
    .map(({ name, box }) => `${name}: ${Math.round(box.width)} x ${Math.round(box.height)}`),

  // What sticks out of the screen at the right, and is in nothing that scrolls or cuts it off
  wide: () => {
    const out = (one) => one.getBoundingClientRect().right > innerWidth + 1;
    const held = (one) => one && ((getComputedStyle(one).overflowX !== "visible" && !out(one)) || held(one.parentElement));
    return [...document.querySelectorAll("main *")]
      .filter((one) => one.checkVisibility() && out(one) && !held(one.parentElement))
      .map((one) => one.outerHTML.slice(0, 120));
  },

  // Each in sight, one after the other. -> how many of its pictures are blank
  all_blank: async () => {
    const told = [];
    for (let at = 0; at < live.count(); at++) {
      await live.show(at);
      told.push(live.blank(at));
    }
    return told;
  },

  // The first explorer with a slider, which gets the focus. -> [its place, whether the slider stands at its end]
  first_slider: async () => {
    for (let at = 0; at < live.count(); at++) {
      const ranges = (await live.show(at)).querySelectorAll("input[type=range]");
      const one = [...ranges].find((range) => range.checkVisibility());
      if (!one) continue;
      one.focus();
      return [at, one.value === one.max];
    }
  },
};
