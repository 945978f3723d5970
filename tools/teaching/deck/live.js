// Explorers on slides: each becomes live in place of its still when its slide is shown. Arrow keys move a control
// that has the focus; all other keys, and those of a remote control, stay the deck's.

import { element, set_style } from "../../../helpers/pictures/live/page.js";
import { Explorer } from "../../pages/live/explorer.js";
import { open_store } from "../../pages/live/store.js";

const ARROWS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];
const REMOTE = { PageDown: () => Reveal.next(), PageUp: () => Reveal.prev() };
const HELD = ["Tab", "Shift", "Control", "Alt", "Meta"]; // with these the focus goes on, or another key comes

const told = (id) => JSON.parse(document.getElementById(id).textContent);

// A slide is scaled as a whole. What is live is scaled back and made larger by itself instead: its canvases stay
// sharp, and a pointer is where a picture thinks that it is.
function fit(slot) {
  const times = Reveal.getScale();
  const scale = slot.dataset.scale * times;
  const place = slot.firstElementChild;
  place.dataset.sight = slot.dataset.sight * times;
  set_style(place, {
    width: `${100 * times}%`,
    height: `${100 * times}%`,
    transform: `scale(${1 / times})`,
    "--hv-times": scale,
  });
  for (const model of slot.live?.models ?? []) model.set("scale", scale);
}

// slot: where an explorer stands, with its still. Does nothing if it is live already.
async function wake(slot, common) {
  if (slot.dataset.awake) return;
  slot.dataset.awake = "soon";
  const { explorer } = slot.dataset;
  const place = element("div", { class: "alive hv-explorer hv-projector" });
  try {
    const store = await open_store(document.getElementById(`${explorer}-store`).textContent);
    slot.prepend(place);
    fit(slot);
    slot.live = new Explorer(place, told(`${explorer}-told`), store, common); // for tests, too
    slot.dataset.awake = "yes";
    fit(slot);
    place.querySelector(".hv-top")?.setAttribute("data-prevent-swipe", ""); // a slider is dragged
    place.addEventListener("keydown", (event) => share_key(event));
  } catch (error) {
    place.remove();
    const said = `This picture does not move here: ${error.message}`;
    element("p", { parent: slot, class: "hv-message", role: "alert", text: said });
    slot.dataset.awake = "failed";
  }
}

// Whether a part uses a key by itself.
function uses(part, { key, defaultPrevented }) {
  if (defaultPrevented) return true;
  if (part.matches("select")) return true;
  if (part.matches("button")) return key === "Enter" || key === " ";
  return ARROWS.includes(key);
}

function share_key(event) {
  const { key, target } = event;
  if (HELD.includes(key)) return;
  if (key in REMOTE) {
    event.preventDefault();
    event.stopPropagation();
    REMOTE[key]();
  } else if (key === "Escape") {
    event.stopPropagation();
    target.blur();
  } else if (uses(target, event)) event.stopPropagation();
  else if (target.matches("input")) target.blur(); // reveal.js takes no key while a field has the focus
}

function begin() {
  if (Reveal.isPrintView()) return; // stills
  const common = told("common");
  common.colour_maps = new DataView(
    Uint8Array.from(atob(common.colour_maps), (one) => one.charCodeAt(0)).buffer,
  );
  const root = document.documentElement;
  const theme = () => {
    document.body.dataset.jpThemeLight = String(!root.classList.contains("dark"));
  };
  new MutationObserver(theme).observe(root, { attributes: true, attributeFilter: ["class"] });
  theme();
  const shown = () => {
    const slide = Reveal.getCurrentSlide();
    if (!slide.contains(document.activeElement)) document.activeElement?.blur();
    for (const slot of slide.querySelectorAll(".live")) wake(slot, common);
  };
  Reveal.on("slidechanged", shown);
  Reveal.on("resize", () => {
    for (const slot of document.querySelectorAll(".live[data-awake]")) if (slot.live) fit(slot);
  });
  shown();
}

if (Reveal.isReady()) begin();
else Reveal.on("ready", begin);
