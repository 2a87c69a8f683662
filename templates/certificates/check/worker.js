{% load static %}// Keeps the page for checking off line, which holds the published keys. It keeps no answer about anybody.
const KEPT = "check-off-line";
const PAGE = "{% url 'check:offline' %}";
const FILES = [PAGE, "{% static 'css/site.css' %}", "{% static 'js/site.js' %}", "{% static 'django_htmx/htmx-2.min.js' %}"];

async function keep() {
  const cache = await caches.open(KEPT);
  await cache.addAll(FILES.map((file) => new Request(file, { cache: "reload" })));
}

async function answer(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(request.mode === "navigate" ? PAGE : request, { ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(answer(event.request));
});
