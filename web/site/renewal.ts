import texts from "words:offline";

let announced = false;

/** Says in a corner that there is a new version, once, and lets the reader take it. */
export function announce(next: ServiceWorker): void {
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
