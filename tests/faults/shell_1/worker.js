// Serves the sheet when there is no network: the frame and the scripts, never an answer. Scoped to /r/.
const CACHE = "feuille-v1";
const SHELL = "/r/hors-ligne/";
const FILES = ["/static/core/sign.v1.svg", "/static/surveys/respond.v1.css", "/static/surveys/keep.v1.js", "/static/surveys/respond.v1.js", "/static/surveys/shell.v1.js"];
const PATIENCE = 8000;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([SHELL].concat(FILES))));
});

self.addEventListener("activate", (event) => {
  const old = (names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(old).then(() => self.clients.claim()));
});

function late() {
  return new Promise((resolve, reject) => setTimeout(() => reject(new Error("slow")), PATIENCE));
}

async function page(request) {
  try {
    const response = await Promise.race([fetch(request), late()]);
    if (response.status < 500) return response;
  } catch (error) {
    // No network, or one that does not answer: the sheet goes on without it.
  }
  return (await caches.match(SHELL)) || Response.error();
}

self.addEventListener("fetch", (event) => {
  const request = event.request, path = new URL(request.url).pathname;
  if (request.method !== "GET") return;
  if (FILES.includes(path)) event.respondWith(caches.match(request).then((found) => found || fetch(request)));
  else if (request.mode === "navigate" && path.startsWith("/r/feuille/")) event.respondWith(page(request));
});
