// Keeps the app on the phone, so that it opens without a network. `cargo xtask page` fills in the release and its files.
const RELEASE = "__RELEASE__";
// What the app does not start without, its first script first, and what it loads when it is needed. Their names change with their content.
const FIRST = __FIRST__;
const LATER = __LATER__;
// Files outlive releases: what did not change is not loaded again. The document is of exactly one release.
const FILES = "files";
const SHELL = `shell-${RELEASE}`;
const DOCUMENT = "/app/";
// Pictures that somebody has looked at, by what they show and not by the signature in their address, which changes.
const PICTURES = "pictures";
const PICTURES_KEPT = 400;

const sent = async (address, options) => {
  const answer = await fetch(address, options);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer;
};

// No file of the app is a document: one that comes as such is the sign-in page of somebody's network.
const isFile = (answer) => answer.ok && !(answer.headers.get("content-type") ?? "").startsWith("text/html");

// One after the other: what a bad network interrupts goes on where it stopped.
const keep = async (addresses) => {
  const files = await caches.open(FILES);
  for (const address of addresses) {
    if (await files.match(address)) continue;
    const answer = await sent(address);
    if (!isFile(answer)) throw new Error(`${address} is not what it should be`);
    await files.put(address, answer);
  }
};

const install = async () => {
  await keep(FIRST);
  const shell = await sent(DOCUMENT, { cache: "reload" });
  // Here a sign-in page could pass; ours names the script of this release.
  if (!(await shell.clone().text()).includes(FIRST[0])) throw new Error(`${DOCUMENT} is not of this release`);
  // Last, because it says that the release is complete.
  await (await caches.open(SHELL)).put(DOCUMENT, shell);
};

const takeOver = async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith("shell-") && name !== SHELL) await caches.delete(name);
  }
  const files = await caches.open(FILES);
  const wanted = new Set([...FIRST, ...LATER]);
  for (const request of await files.keys()) {
    if (!wanted.has(new URL(request.url).pathname)) await files.delete(request);
  }
  await self.clients.claim();
};

const kept = async (cache, address, request) => {
  const files = await caches.open(cache);
  const known = await files.match(address);
  if (known) return known;
  const answer = await fetch(request);
  // Where there is no room it is used all the same.
  if (cache === FILES && isFile(answer)) await files.put(address, answer.clone()).catch(() => {});
  return answer;
};

// A picture never changes: the one on the phone is as good as the server's, and costs nothing.
const picture = async (request, address) => {
  const pictures = await caches.open(PICTURES);
  const known = await pictures.match(address.pathname);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok && (answer.headers.get("content-type") ?? "").startsWith("image/")) {
    // Where there is no room it is shown all the same.
    await pictures.put(address.pathname, answer.clone()).catch(() => {});
    const all = await pictures.keys();
    await Promise.all(all.slice(0, Math.max(0, all.length - PICTURES_KEPT)).map((old) => pictures.delete(old)));
  }
  return answer;
};

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("message", (event) => {
  // The page says when: never under somebody's hands.
  if (event.data === "take over") self.skipWaiting();
  // After the app has started, so that it does not compete with it. What fails is loaded when it is needed.
  if (event.data === "load the rest") event.waitUntil(keep(LATER).catch(() => {}));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  // Other calls, and whatever is sent, are never touched.
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (address.pathname.startsWith("/app")) event.respondWith(kept(SHELL, DOCUMENT, request));
  } else if (address.pathname.startsWith("/api/v1/photos/")) {
    event.respondWith(picture(request, address));
  } else if (FIRST.includes(address.pathname) || LATER.includes(address.pathname)) {
    event.respondWith(kept(FILES, address.pathname, request));
  }
});
