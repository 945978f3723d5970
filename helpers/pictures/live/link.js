// Views inside one element of class hv-linked tell each other what is pointed at, chosen or switched on; the
// kernel is not asked. A place is told by what it counts, from 0, as far as it is known:
// { query, key, head }.
// hear({ what: "point" | "choose" | "heads", place, shown }) is called for what others tell; only the view
// that tells is read aloud. -> tell(what, { place, shown })
export function link({ root, readout }, signal, hear) {
  document.addEventListener(
    "hv-link",
    ({ detail }) => {
      if (detail.from === root || detail.group !== root.closest(".hv-linked")) return;
      readout.setAttribute("aria-live", "off");
      hear(detail);
    },
    { signal },
  );
  return (what, { place, shown }) => {
    readout.setAttribute("aria-live", "polite");
    const group = root.closest(".hv-linked");
    if (group)
      document.dispatchEvent(
        new CustomEvent("hv-link", { detail: { group, from: root, what, place, shown } }),
      );
  };
}
