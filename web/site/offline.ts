/** Scripts lie in a folder of the site; what is built keeps its address there. */
const SCRIPT = "../service-worker.js";

/** What a browser says about its network, where it says anything. */
type Connection = { readonly saveData?: boolean };

/**
 * Lets the site work without a network from now on, once it has nothing better to do. Only for the site's own pages, in
 * a window of their own: who shows a page in a frame has not asked for anything to be kept.
 */
export function worksOffline(): void {
  const { connection } = navigator as { connection?: Connection };
  const wanted = "serviceWorker" in navigator && window.top === window && !connection?.saveData;
  if (!wanted || !import.meta.env.PROD) return;
  const begin = () => void register().catch(() => {});
  const idly = () => ("requestIdleCallback" in window ? requestIdleCallback(begin) : begin());
  if (document.readyState === "complete") idly();
  else addEventListener("load", idly, { once: true });
}

/** Where it is refused (no storage, a private window) the site works as it does without. */
async function register(): Promise<void> {
  const url = new URL(SCRIPT, import.meta.url);
  const registration = await navigator.serviceWorker.register(url, { updateViaCache: "none" });
  const look = () => {
    const { waiting } = registration;
    // Without a controller this is the first visit, and nothing is new.
    if (!waiting || !navigator.serviceWorker.controller) return;
    void import("./renewal.ts").then(({ announce }) => announce(waiting));
  };
  look();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", look);
  });
}
