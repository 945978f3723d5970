// What a page does when it is opened: each explorer and card becomes live when it comes near, in place of its still, or
// stays a still where that fails, and says so.

import { speak, translate } from "../../../helpers/pictures/live/language.js";
import { element } from "../../../helpers/pictures/live/page.js";
import { card } from "./cards.js";
import { Explorer } from "./explorer.js";
import { Damaged, open_store } from "./store.js";

const NEAR = "900px"; // above or below what is seen: what wakes there moves nothing that is looked at

const told = (id) => JSON.parse(document.getElementById(id).textContent);

// This code begins when the text and the parts of the first picture are there; what stands behind it may come still.
const code = document.getElementById("code");
const is_there = (name) =>
  document.getElementById(`${name}-told`)?.compareDocumentPosition(code) & Node.DOCUMENT_POSITION_FOLLOWING;
const whole = new Promise((done) => {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", done);
  else done();
});

// still: says with data-explorer or data-card which parts belong to it
async function wake(still, common) {
  const { explorer, card: name = explorer } = still.dataset;
  const place = element("div", { class: "hv-explorer" });
  if (!is_there(name)) await whole;
  try {
    const packed = document.getElementById(`${name}-store`); // of a card without pictures there is none
    const store = packed && (await open_store(packed.textContent));
    still.prepend(place); // it is painted for the width that it has here
    const { lab } = document.body.dataset;
    if (explorer) still.live = new Explorer(place, told(`${name}-told`), store, common);
    else still.live = card(place, told(`${name}-told`), { store, common, lab });
    keep_place(still, () => still.classList.add("awake"));
    hand_over_focus(still);
  } catch (error) {
    place.remove();
    const why =
      error instanceof Damaged
        ? translate("its table of states is cut or damaged.")
        : translate("a part of it is damaged ({error}).", { error: error.message });
    const said = explorer
      ? translate("This picture does not move here: {error}", { error: why })
      : translate("This card cannot be used here: {error}", { error: why });
    element("p", { parent: still, class: "hv-message", role: "alert", text: said });
  }
}

// What sleeps takes the focus itself, so that Tab does not pass it by; once awake, its first part has it.
function hand_over_focus(still) {
  const had = document.activeElement === still;
  still.removeAttribute("tabindex");
  if (had) still.querySelector("input, select, button, [tabindex='0']")?.focus({ preventScroll: true });
}

// A picture above what is seen may change its height: what is seen stays where it is, in every browser.
function keep_place(figure, change) {
  const before = figure.getBoundingClientRect();
  change();
  if (before.bottom > 0 || CSS.supports("overflow-anchor", "auto")) return;
  window.scrollBy({ top: figure.getBoundingClientRect().height - before.height, behavior: "instant" });
}

// Wakes pictures one after the other, what is seen first; between two of them the page answers.
class Waker {
  #waiting = new Set();
  #busy = false;

  constructor(common) {
    this.common = common;
  }

  add(figure) {
    this.#waiting.add(figure);
    this.#go();
  }

  async #go() {
    if (this.#busy) return;
    this.#busy = true;
    while (this.#waiting.size) {
      const next = nearest(this.#waiting);
      this.#waiting.delete(next);
      await wake(next, this.common);
      await new Promise((done) => setTimeout(done));
    }
    this.#busy = false;
  }
}

function nearest(figures) {
  const away = (figure) => {
    const { top, bottom } = figure.getBoundingClientRect();
    return Math.max(top - innerHeight, -bottom, 0);
  };
  return [...figures].reduce((best, one) => (away(one) < away(best) ? one : best));
}

function follow_theme() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const tell = () => {
    document.body.dataset.jpThemeLight = String(!dark.matches);
  };
  dark.addEventListener("change", tell);
  tell();
}

function begin() {
  follow_theme();
  const common = told("common");
  speak(common.texts);
  common.colour_maps = new DataView(
    Uint8Array.from(atob(common.colour_maps), (one) => one.charCodeAt(0)).buffer,
  );
  const waker = new Waker(common);
  const near = new IntersectionObserver(
    (seen) => {
      for (const { isIntersecting, target } of seen) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        waker.add(target);
      }
    },
    { rootMargin: NEAR },
  );
  for (const still of document.querySelectorAll("[data-explorer], [data-card]")) {
    still.tabIndex = 0;
    near.observe(still);
  }
}

begin();
