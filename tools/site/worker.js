// Keeps what was fetched of the site, so that nothing is fetched twice and it opens without a network.
// Each file of this version is kept under its SHA-256. What has another one is of another version, and is neither
// kept nor mixed in; what a new version has unchanged need not be fetched again, the rest is deleted.
const FILES = [[FILES]]; // path: the SHA-256, shortened
const LISTS = [[LISTS]]; // what is kept together
const SCOPE = self.registration.scope;
const NAME = `attention-course ${new URL(SCOPE).pathname}`;

const place = (hash) => new URL(`kept/${hash}`, SCOPE).href;
const labs = async () => (await self.clients.matchAll({ type: "window", includeUncontrolled: true }))
  .map(({ url }) => url).filter((url) => url.startsWith(new URL("lab/", SCOPE).href));

// The file that an address stands for, or undefined: not one of this version.
const named = (address) => {
  const { origin, pathname } = new URL(address, SCOPE);
  if (!`${origin}${pathname}`.startsWith(SCOPE)) return undefined;
  const path = decodeURIComponent(`${origin}${pathname}`.slice(SCOPE.length)).replace(/(^|\/)$/, "$1index.html");
  return Object.hasOwn(FILES, path) ? path : undefined;
};

const sha256 = async (bytes) => {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return btoa(String.fromCharCode(...hash.slice(0, 18))).replaceAll("+", "-").replaceAll("/", "_");
};

// A file of this version, from what is kept, or fetched and kept.  Gives another answer for a file that is not there
// any more, or is of another version by now.
const coming = new Map(); // path: what is being fetched
const answer = async (path, options) => {
  if (!coming.has(path)) coming.set(path, brought(path, options).finally(() => coming.delete(path)));
  return (await coming.get(path)).clone();
};
const brought = async (path, options) => {
  const cache = await caches.open(NAME), kept = await cache.match(place(FILES[path]));
  if (kept) return kept;
  for (const way of ["default", "reload"]) { // the browser's own cache may hold what stood there before
    const fetched = await fetch(new URL(path, SCOPE), { cache: way, ...options });
    if (fetched.status !== 200) return fetched;
    const bytes = await fetched.arrayBuffer();
    if (await sha256(bytes) !== FILES[path]) continue;
    const headers = new Headers(fetched.headers);
    for (const name of ["content-encoding", "content-length"]) headers.delete(name); // of how it came, not of what it is
    const whole = new Response(bytes, { headers });
    await cache.put(place(FILES[path]), whole.clone()).catch(() => {}); // there may be no room
    return whole;
  }
  await self.registration.update().catch(() => {});
  for (const client of await self.clients.matchAll({ includeUncontrolled: true })) client.postMessage("newer");
  return new Response("This file is of a newer version of the course. Load the page again.", { status: 503 });
};

// A page that was asked for: of a new version, if one waits and no JupyterLab of this one is open.
const opened = async (path, address) => {
  if (self.registration.waiting && (await labs()).every((url) => url === address)) {
    self.registration.waiting.postMessage({ begin: true, from: address });
    return new Response("", { headers: { Refresh: "0", "Content-Type": "text/html" } });
  }
  const found = await answer(path);
  if (found.status !== 503) return found;
  if (!path.startsWith("lab/")) return fetch(new URL(path, SCOPE)); // it needs no other file
  return new Response(found.body, { headers: { Refresh: "1", "Content-Type": "text/html" } }); // the new version is on its way
};

// Keep these, too, one after the other, as long as no new version waits. Each is an address, or a name in LISTS.
const keep = async (asked) => {
  for (const path of new Set(asked.flatMap((one) => LISTS[one] ?? named(one)))) {
    const { waiting, installing } = self.registration;
    if (waiting || installing) return;
    if (path) await answer(path, { priority: "low" }).catch(() => {});
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event, path = named(request.url);
  if (request.method !== "GET" || path === undefined) return;
  event.respondWith(request.mode === "navigate" ? opened(path, request.url) : answer(path));
});

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  const cache = await caches.open(NAME), wanted = new Set(Object.values(FILES).map(place));
  for (const { url } of await cache.keys()) if (!wanted.has(url)) await cache.delete(url);
  await self.clients.claim();
})()));

self.addEventListener("message", (event) => {
  const { begin, from, keep: asked } = event.data;
  if (asked) event.waitUntil(keep(asked).then(() => event.ports[0]?.postMessage("kept")));
  if (begin) event.waitUntil(labs().then((open) => open.every((url) => url === from) && self.skipWaiting()));
});
