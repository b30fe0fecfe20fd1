import "./page-language.ts";
// What runs in the playground comes with the page: here everybody looks at it.
import "./element/inside.ts";
import "./element/defined.ts";
import type { RaftPlayground } from "./element/raft-playground.ts";
import { openingOfAddress } from "./share/address.ts";

/** The site: one playground, and what the address asks of it. */
const playground = document.querySelector<RaftPlayground>("raft-playground");

function follow(): void {
  if (!playground) return;
  const address = new URL(location.href);
  const opening = openingOfAddress(address);
  const view = address.searchParams.get("view");
  if (view) playground.view = view;
  if (opening.fragment) {
    playground.link = opening.fragment;
    // Whoever follows a link to a moment wants to see that moment.
    playground.autoplay = "never";
  }
  if (opening.scenario) playground.scenario = opening.scenario;
  if (opening.seed) playground.seed = opening.seed;
}

/** A file that is dropped beside the playground is meant for it. Left alone, the browser would leave the page for it. */
function passOn(event: DragEvent): void {
  const { dataTransfer, type } = event;
  if (event.defaultPrevented || !dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  if (type === "drop") playground?.dispatchEvent(new DragEvent("drop", { dataTransfer }));
}

follow();
addEventListener("dragover", passOn);
addEventListener("drop", passOn);
addEventListener("hashchange", follow);
// Not before the playground is there: nobody waits for this.
void import("./site/offline.ts").then(({ worksOffline }) => worksOffline());
