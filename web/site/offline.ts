import texts from "words:offline";

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
    if (waiting && navigator.serviceWorker.controller) announce(waiting);
  };
  look();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", look);
  });
}

let announced = false;

function announce(next: ServiceWorker): void {
  if (announced) return;
  announced = true;
  const notice = document.createElement("aside");
  notice.className = "renewal";
  notice.setAttribute("role", "status");
  const text = document.createElement("p");
  const reload = button(texts.reload, () => void renew(next, text, reload));
  const dismiss = button(texts.dismiss, () => notice.remove());
  notice.append(text, reload, dismiss);
  document.body.append(notice);
  // A live region speaks of what changes in it, not of what it is born with.
  text.textContent = texts.renewed;
}

function button(label: string, press: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", press);
  return made;
}

async function renew(
  next: ServiceWorker,
  text: HTMLElement,
  reload: HTMLButtonElement,
): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const taken = new Promise<void>((done) => {
    navigator.serviceWorker.addEventListener("controllerchange", () => done(), { once: true });
  });
  const alone = new Promise<boolean>((answer) => {
    port1.onmessage = ({ data }) => answer(data === true);
  });
  next.postMessage("renew", [port2]);
  if (await alone) {
    await taken;
    location.reload();
  } else {
    text.textContent = texts.later;
    reload.remove();
  }
}
