// Without a line: the built files and a page that says so; of Today the last copy, until its owner signs out.

const worker = globalThis as unknown as ServiceWorkerGlobalScope;

const [FILES, DAY] = ["milepost-files", "milepost-day"];
const OFFLINE = "/offline";
const BUILT = /\/static\/built\/[\w.-]+/g;
/** Where nobody is signed in: what was kept of a day is let go. */
const GATE = ["/sign-in", "/sign-up"];

async function prepare(): Promise<void> {
  const page = await fetch(OFFLINE, { credentials: "omit" });
  const text = await page.clone().text();
  const files = await caches.open(FILES);
  for (const old of await files.keys()) await files.delete(old);
  await files.put(OFFLINE, page);
  await files.addAll([...new Set(text.match(BUILT) ?? [])]);
}

async function built(request: Request): Promise<Response> {
  const files = await caches.open(FILES);
  const kept = await files.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await files.put(request, answer.clone());
  return answer;
}

async function visited(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  try {
    const answer = await fetch(request);
    if (GATE.includes(new URL(answer.url || request.url).pathname)) await caches.delete(DAY);
    else if (pathname === "/today" && answer.ok && !answer.redirected) await (await caches.open(DAY)).put(pathname, answer.clone());
    return answer;
  } catch {
    const day = pathname === "/today" || pathname === "/" ? await caches.match("/today", { cacheName: DAY }) : undefined;
    return day ?? (await caches.match(OFFLINE, { cacheName: FILES })) ?? Response.error();
  }
}

worker.addEventListener("install", (event) => {
  event.waitUntil(prepare().then(() => worker.skipWaiting()));
});
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/built/")) event.respondWith(built(request));
  else if (request.mode === "navigate" && !url.pathname.startsWith("/api/")) event.respondWith(visited(request));
});
