
// What the browser has fetched of the course is kept (service-worker.js). Without that all works as well.
(() => {
  const { root } = document.currentScript.dataset;
  const { serviceWorker, connection } = navigator;
  if (!serviceWorker || !location.protocol.startsWith("http")) return;
  const idle = window.requestIdleCallback ?? setTimeout;
  const costly = connection?.saveData || /[23]g/.test(connection?.effectiveType);
  const keep = async (...asked) => (await serviceWorker.ready).active.postMessage({ keep: asked });
  const begin = ({ waiting }) => waiting?.postMessage({ begin: true });
  window.addEventListener("load", async () => {
    try {
      const registration = await serviceWorker.register(`${root}service-worker.js`);
      registration.addEventListener("updatefound", () => {
        registration.installing.addEventListener("statechange", () => begin(registration));
      });
      begin(registration);
    } catch {
      return; // a browser that keeps nothing
    }
    idle(() => keep(location.href, ...costly ? [] : ["pages"]));
    if (costly || !matchMedia("(any-pointer: fine)").matches) return;
    document.addEventListener("pointerdown", () => idle(() => keep("lab")), { once: true }); // somebody is at work
  });
  window.keepCourse = keep;
})();
