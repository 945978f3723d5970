// What a page does when it is opened: each explorer becomes live when it comes near, in place of its still, or
// stays a still where that fails, and says so.

import { element } from "../../../helpers/pictures/live/page.js";
import { Explorer } from "./explorer.js";
import { open_store } from "./store.js";

const NEAR = "600px"; // above or below what is seen: what wakes there moves nothing that is looked at

const told = (id) => JSON.parse(document.getElementById(id).textContent);

// figure: what holds the still and says with data-explorer which parts belong to it
async function wake(figure, common) {
  const { explorer } = figure.dataset;
  const place = element("div", { class: "hv-explorer" });
  try {
    const store = await open_store(document.getElementById(`${explorer}-store`).textContent);
    figure.prepend(place); // it is painted for the width that it has here
    figure.live = new Explorer(place, told(`${explorer}-told`), store, common);
    keep_place(figure, () => figure.classList.add("awake"));
  } catch (error) {
    place.remove();
    const said = `This picture does not move here: ${error.message}`;
    element("p", { parent: figure, class: "hv-message", role: "alert", text: said });
  }
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
  for (const figure of document.querySelectorAll("[data-explorer]")) near.observe(figure);
}

begin();
