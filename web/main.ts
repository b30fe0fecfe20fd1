import "./page-language.ts";
// What runs in the playground comes with the page: here everybody looks at it.
import "./element/inside.ts";
import "./element/defined.ts";
import type { RaftPlayground } from "./element/raft-playground.ts";
import { openingOfAddress } from "./share/address.ts";

/** The site: one playground, and what the address asks of it. */
const playground = document.querySelector<RaftPlayground>("raft-playground");

/** The run that is on its way was asked for by the address. */
let led = false;
/** The story of the gallery on the screen; null: there is none yet, or it is none of the gallery's. */
let shown: string | null = null;

function follow(): void {
  if (!playground) return;
  const address = new URL(location.href);
  const { fragment = null, scenario = null, seed = null } = openingOfAddress(address);
  const view = address.searchParams.get("view");
  if (view) playground.view = view;
  // Whoever follows a link to a moment wants to see that moment.
  if (fragment) playground.autoplay = "never";
  led = true;
  // The reader may have gone elsewhere since: what was asked for before is asked for again.
  playground.link = "";
  playground.link = fragment;
  playground.scenario = scenario;
  playground.seed = seed;
}

/** A story that the reader has chosen is one that they can come back to, and reload. */
function keepUp({ detail }: CustomEvent<{ scenario: string | null }>): void {
  const [before, asked] = [shown, led];
  shown = detail.scenario;
  led = false;
  if (asked || shown === null || shown === before) return;
  const address = new URL(location.href);
  address.searchParams.delete("scenario");
  address.searchParams.delete("seed");
  address.hash = shown;
  history.pushState(null, "", address);
}

/** A file that is dropped beside the playground is meant for it. Left alone, the browser would leave the page for it. */
function passOn(event: DragEvent): void {
  const { dataTransfer, type } = event;
  if (event.defaultPrevented || !dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  if (type === "drop") playground?.dispatchEvent(new DragEvent("drop", { dataTransfer }));
}

follow();
playground?.addEventListener("ready", (event) => keepUp(event as Parameters<typeof keepUp>[0]));
addEventListener("dragover", passOn);
addEventListener("drop", passOn);
// Back and forward as well: between a story and the address without one nothing but that is told.
addEventListener("popstate", follow);
// Not before the playground is there: nobody waits for this.
void import("./site/site.ts");
