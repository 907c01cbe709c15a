// Keeps the site, so that it works without a network after one visit: the pages at once, Python when
// a page that answers has been visited.  It stands at the root of the site; the name of the cache is
// that of the build.
const CACHE = "@BUILD@";
const PAGES = @PAGES@;
const PYTHON = @PYTHON@;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(PAGES)));
});
self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
    await self.clients.claim();
  })());
});
self.addEventListener("message", (event) => {
  if (event.data !== "keep Python") return;
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(PYTHON)));
});
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  const path = address.pathname.replace(/\/$/, "/index.html");
  event.respondWith((async () => {
    const cache = await caches.open(CACHE);
    return (await cache.match(path)) || fetch(event.request);
  })());
});
