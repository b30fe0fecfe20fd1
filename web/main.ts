import "./element/raft-playground.ts";
import type { RaftPlayground } from "./element/raft-playground.ts";
import { openingOfAddress } from "./share/address.ts";

/** The site: one playground, and what the address asks of it. */
const playground = document.querySelector<RaftPlayground>("raft-playground");

function follow(): void {
  if (!playground) return;
  const opening = openingOfAddress(new URL(location.href));
  if (opening.fragment) playground.link = opening.fragment;
  if (opening.scenario) playground.scenario = opening.scenario;
  if (opening.seed) playground.seed = opening.seed;
}

follow();
addEventListener("hashchange", follow);
