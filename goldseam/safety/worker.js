// Keeps a few public things for times without a network, and nothing else. The list is written by the server.
const KEPT = "ALLOWED";
const NAME = "CACHE";
const PATIENCE = 3000;

self.addEventListener("install", (event) => {
  // Static files bear their content in their name: what the browser just fetched is fetched no second time.
  const freshness = (address) => (/\/$/.test(address) ? "reload" : "default");
  const fresh = KEPT.map((address) => new Request(address, { cache: freshness(address), credentials: "omit" }));
  event.waitUntil(caches.open(NAME).then((kept) => kept.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => name !== NAME).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => self.clients.claim()));
});

const stored = (address) => caches.open(NAME).then((kept) => kept.match(address));
const late = () => new Promise((_, fail) => { setTimeout(fail, PATIENCE); });

// Where a page leads when the network fails. Only these three are ever answered from what is kept.
const instead = async (path) => {
  if (path === "/help/" || path === "/away/") return stored(path);
  if (path === "/exit/") return Response.redirect("/away/", 303);
  return stored("/offline/");
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") {
    const path = address.pathname;
    const asked = fetch(request);
    // Help must not wait for a network that hangs.
    const answer = path === "/help/" ? Promise.race([asked, late()]) : asked;
    event.respondWith(answer.catch(async () => (await instead(path)) ?? Response.error()));
  } else if (!address.search && !/\/$/.test(address.pathname) && KEPT.includes(address.pathname)) {
    event.respondWith(stored(address.pathname).then((kept) => kept ?? fetch(request)));
  }
});

// A message from the server: whatever it holds, this is what is shown, and a second one takes the place of the first.
self.addEventListener("push", (event) => {
  const shown = { body: "There is something new.", tag: "notes", icon: "ICON", badge: "ICON" };
  event.waitUntil(self.registration.showNotification("Notes", shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow("/"));
});
