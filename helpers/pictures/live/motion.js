// From one state of a picture to the next: how far it is on its way, and what lies between two of them.
// Only colours, widths and places are ever between: a text tells the new state from the first frame on.

const LENGTH = 400; // milliseconds
const REST = 430; // a state that comes sooner after the last one is a moving hand's: it is shown at once
const AHEAD = 30; // the first frame is under way already
export const MOST_CELLS = 20_000; // a larger picture jumps

export const mix = (from, to, share) => from + (to - from) * share;

// Fast at first, then slower: the eye sees at once that something moves.  0..1 -> 0..1
export const eased = (share) => 1 - (1 - share) ** 3;

// What lies between two lists of numbers: colours of one that is no number in either are the new ones.
// scale: what a number before is worth now, where the largest colour stands for another number.
export function blend(before, after, share, scale = 1) {
  return after.map((one, at) => {
    const between = mix(before[at] * scale, one, share);
    return Number.isFinite(between) ? between : one;
  });
}

// Every number of `after` on its way from the same one of `before`, in whatever they nest; what is not a
// number in both, or is named in `kept`, is the new one.
export function blend_numbers(before, after, share, kept = []) {
  if (Number.isFinite(before) && Number.isFinite(after)) return mix(before, after, share);
  if (!before || !after || typeof after !== "object" || typeof before !== "object") return after;
  if (Array.isArray(after)) return after.map((one, at) => blend_numbers(before[at], one, share));
  const entries = Object.entries(after).map(([name, one]) => [
    name,
    kept.includes(name) ? one : blend_numbers(before[name], one, share),
  ]);
  return Object.fromEntries(entries);
}

// Whether two lists are as long, and most of what they name is the same: “tired” may become “wide”, another
// sentence is another thing.
export function alike(before, after) {
  if (before.length !== after.length) return false;
  return 2 * after.filter((one, at) => one === before[at]).length >= after.length;
}

const PAGE = {
  ask: (callback) => requestAnimationFrame(callback),
  cancel: (number) => cancelAnimationFrame(number),
};

// Moves one picture at a time. page: { ask(callback): call it in the next frame with its time, cancel }
export function mover(page = PAGE) {
  let waiting = 0;
  let last = -Infinity;

  // Whether a hand is moving: a state came while a motion ran, or soon after another one.
  function hurries(now) {
    const hurried = waiting !== 0 || now - last < REST;
    last = now;
    return hurried;
  }

  // paint(share): the first time at once, the last time with 1
  function start(now, paint) {
    const step = (time) => {
      const share = eased(Math.min(1, (time - now + AHEAD) / LENGTH));
      waiting = share < 1 ? page.ask(step) : 0;
      paint(share);
    };
    step(now);
  }

  // -> whether a motion ran
  function stop() {
    const ran = waiting !== 0;
    if (ran) page.cancel(waiting);
    waiting = 0;
    return ran;
  }
  return { hurries, start, stop, runs: () => waiting !== 0 };
}

// Whether a picture may move: somebody sees it, and nobody asked the system for less motion.
// stopped(): it may no longer.
export function sight(part, stopped, signal) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let seen = false;
  const told = () => may_move() || stopped();
  const observer = new IntersectionObserver((entries) => {
    seen = entries.at(-1).isIntersecting;
    told();
  });
  const may_move = () => seen && !calm.matches && !document.hidden;
  observer.observe(part);
  calm.addEventListener("change", told, { signal });
  document.addEventListener("visibilitychange", told, { signal });
  signal.addEventListener("abort", () => observer.disconnect());
  return may_move;
}
