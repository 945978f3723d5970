// What a page does when it is opened: each explorer becomes live when it comes near, in place of its still, or
// stays a still where that fails, and says so.

import { element } from "../../../helpers/pictures/live/page.js";
import { Explorer } from "./explorer.js";
import { open_store } from "./store.js";

const NEAR = "600px"; // below or above what is seen

const told = (id) => JSON.parse(document.getElementById(id).textContent);

// figure: what holds the still and says with data-explorer which parts belong to it
async function awake(figure, common) {
  const { explorer } = figure.dataset;
  try {
    const store = await open_store(document.getElementById(`${explorer}-store`).textContent);
    const place = element("div", { class: "hv-explorer" });
    figure.before(place);
    figure.live = new Explorer(place, told(`${explorer}-told`), store, common); // for tests, too
    figure.hidden = true;
  } catch (error) {
    const said = `This picture does not move here: ${error.message}`;
    element("p", { parent: figure, class: "hv-message", role: "alert", text: said });
  }
}

function begin() {
  const common = told("common");
  common.colour_maps = new DataView(
    Uint8Array.from(atob(common.colour_maps), (one) => one.charCodeAt(0)).buffer,
  );
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const theme = () => {
    document.body.dataset.jpThemeLight = String(!dark.matches);
  };
  dark.addEventListener("change", theme);
  theme();
  const near = new IntersectionObserver(
    (seen) => {
      for (const { isIntersecting, target } of seen) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        awake(target, common);
      }
    },
    { rootMargin: NEAR },
  );
  for (const figure of document.querySelectorAll("[data-explorer]")) near.observe(figure);
}

begin();
