// Keeps what was read once, so that the site works without a network after one visit.  It stands at
// the root of the site; the name of the cache is that of the build.
const CACHE = "@BUILD@";
const FIRST = @FILES@;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FIRST)));
});
self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
    await self.clients.claim();
  })());
});
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  event.respondWith((async () => {
    const cache = await caches.open(CACHE);
    const kept = await cache.match(address.pathname);
    if (kept) return kept;
    const answer = await fetch(event.request);
    if (answer.ok) cache.put(address.pathname, answer.clone());
    return answer;
  })());
});
