// Makes the site work without a network after the first visit. What it keeps is exactly one build: every file is known
// by its hash, all of them are there before the build is used, and pages never get files of two builds. It belongs to
// the site alone: a playground in somebody else's page never registers it, and frames are left to the network.

/** Written before this code by scripts/site/offline.mjs. */
declare const BUILD: Build;

type Build = {
  id: string;
  /** Places in the site with the beginning of the SHA-256 of what is there. */
  files: Readonly<Record<string, string>>;
};

// The compiler's library knows either pages or workers; these are the parts of a worker that are needed here.
type Lasting = Event & { waitUntil(work: Promise<unknown>): void };
type Asking = Lasting & {
  request: Request;
  /** Who asks; empty: nobody yet, because a page is on its way. */
  readonly clientId: string;
  respondWith(answer: Response | Promise<Response>): void;
};
type Telling = Lasting & { data: unknown; ports: readonly MessagePort[] };
type Scope = {
  readonly registration: { readonly scope: string };
  readonly clients: {
    matchAll(of: {
      type: "window";
      includeUncontrolled: true;
    }): Promise<readonly { url: string }[]>;
    get(id: string): Promise<{ readonly frameType: string } | undefined>;
  };
  skipWaiting(): Promise<void>;
  addEventListener<E extends Event>(kind: string, listener: (event: E) => void): void;
};

const worker = self as unknown as Scope;
const home = new URL(worker.registration.scope);
/** Several sites can live on one origin, and each looks after its own caches only. */
const OURS = `raft-playground ${home.pathname} `;
const NAME = OURS + BUILD.id;
/** Where a cache says which files it has. No page is there. */
const LIST = new URL(".files", home).href;
const AT_ONCE = 6;
const FRAMES = ["iframe", "frame", "embed", "object"];

worker.addEventListener<Lasting>("install", (event) => event.waitUntil(keep()));
worker.addEventListener<Lasting>("activate", (event) => event.waitUntil(forgetOthers()));
worker.addEventListener<Asking>("fetch", answer);
worker.addEventListener<Telling>("message", (event) => event.waitUntil(hear(event)));

/** Takes in the whole build, or nothing of it. */
async function keep(): Promise<void> {
  const cache = await caches.open(NAME);
  const known = await inOtherBuilds();
  const open = Object.entries(BUILD.files);
  const next = async (): Promise<void> => {
    for (let one = open.pop(); one; one = open.pop()) {
      const [place, hash] = one;
      const url = new URL(place, home).href;
      await cache.put(url, (await known(hash)) ?? (await fetched(url, hash)));
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, next));
    await cache.put(LIST, new Response(JSON.stringify(BUILD.files)));
  } catch (failure) {
    await caches.delete(NAME);
    throw failure;
  }
}

/** Most files of a build were in the one before it. */
async function inOtherBuilds(): Promise<(hash: string) => Promise<Response | undefined>> {
  const places = new Map<string, [Cache, string]>();
  for (const name of await caches.keys()) {
    if (!name.startsWith(OURS) || name === NAME) continue;
    const cache = await caches.open(name);
    const list = await cache.match(LIST);
    if (!list) continue;
    for (const [place, hash] of Object.entries((await list.json()) as Build["files"])) {
      places.set(hash, [cache, new URL(place, home).href]);
    }
  }
  return async (hash) => {
    const [cache, url] = places.get(hash) ?? [];
    const response = url === undefined ? undefined : await cache?.match(url);
    // Every page of the host can write into it.
    const isIt = response && (await hashOf(await response.clone().arrayBuffer())).startsWith(hash);
    return isIt ? response : undefined;
  };
}

/** From the host, and only if it is what was built: while a host takes up a new build it has files of two. */
async function fetched(url: string, hash: string): Promise<Response> {
  const response = await fetch(url, { cache: "no-cache" });
  const body = await response.arrayBuffer();
  if (!response.ok || !(await hashOf(body)).startsWith(hash)) {
    throw new Error(`${url} is not what this build has there (HTTP ${response.status})`);
  }
  const headers = new Headers(response.headers);
  for (const gone of ["content-encoding", "content-length"]) headers.delete(gone);
  return new Response(body, { headers });
}

async function hashOf(body: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function forgetOthers(): Promise<void> {
  const others = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== NAME);
  await Promise.all(others.map((name) => caches.delete(name)));
}

function answer(event: Asking): void {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || !url.href.startsWith(home.href)) return;
  // A playground in a frame is somebody's article: it gets what the host has.
  if (FRAMES.includes(request.destination)) return;
  const place = decodeURIComponent(url.pathname.slice(home.pathname.length));
  const file = place === "" || place.endsWith("/") ? `${place}index.html` : place;
  if (Object.hasOwn(BUILD.files, file)) event.respondWith(asBuilt(file, event));
  else if (request.mode === "navigate") event.respondWith(led(url, `${place}/index.html`, request));
}

/** What a page in a frame asks for is as new as the page itself, which came from the host. */
async function asBuilt(file: string, { request, clientId }: Asking): Promise<Response> {
  const asking = clientId ? await worker.clients.get(clientId) : undefined;
  return asking?.frameType === "nested" ? fetch(request) : kept(file, request);
}

/** Browsers may throw single files away when room is short. */
async function kept(file: string, request: Request): Promise<Response> {
  const cache = await caches.open(NAME);
  return (await cache.match(new URL(file, home).href)) ?? fetch(request);
}

/** To the folder, as hosts do; else to whatever the host has, and without a network to the page that says so. */
async function led(url: URL, folder: string, request: Request): Promise<Response> {
  if (Object.hasOwn(BUILD.files, folder)) {
    return Response.redirect(`${url.origin}${url.pathname}/${url.search}`, 301);
  }
  try {
    return await fetch(request);
  } catch (failure) {
    if (!Object.hasOwn(BUILD.files, "404.html")) throw failure;
    const lost = await kept("404.html", new Request(new URL("404.html", home)));
    return new Response(lost.body, { status: 404, headers: lost.headers });
  }
}

/**
 * A page would like this build instead of the one it was loaded with. That is possible when nobody else is at work: other
 * pages of the old build would get files of the new one.
 */
async function hear({ data, ports }: Telling): Promise<void> {
  if (data !== "renew") return;
  const pages = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const alone = pages.filter(({ url }) => url.startsWith(home.href)).length <= 1;
  ports[0]?.postMessage(alone);
  if (alone) await worker.skipWaiting();
}
