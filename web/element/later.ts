import type { Popover } from "../controls/popover.ts";

/**
 * Panels that nobody looks at are not loaded: each is a file of its own that arrives the first time it is shown. Until
 * then its tag stands in the page without a meaning; what was set on it counts as soon as it has one.
 */
const FILES = {
  "raft-popover": () => import("../controls/popover.ts"),
  "raft-notice": () => import("../controls/notice.ts"),
  "raft-question": () => import("../controls/question.ts"),
  "raft-speed": () => import("../controls/speed.ts"),
  "raft-copy-link": () => import("../controls/copy-link.ts"),
  "raft-panels": () => import("../controls/panels.ts"),
  "raft-client-form": () => import("../controls/client-form.ts"),
  "raft-try-it": () => import("../controls/try-it.ts"),
  "raft-members": () => import("../controls/members.ts"),
  "raft-entry-card": () => import("../controls/entry-card.ts"),
  "raft-pending": () => import("../controls/pending.ts"),
  "raft-faults": () => import("../controls/faults.ts"),
  "raft-link-faults": () => import("../controls/link-faults.ts"),
  "raft-server-faults": () => import("../controls/server-faults.ts"),
  "raft-state-list": () => import("../controls/state-list.ts"),
  "raft-event-list": () => import("../controls/event-list.ts"),
  "raft-properties": () => import("../controls/properties.ts"),
  "raft-why": () => import("../controls/why.ts"),
  "raft-scenario": () => import("../controls/scenario.ts"),
  "raft-gallery": () => import("./gallery.ts"),
  "raft-workshop": () => import("../editor/workshop.ts"),
  "raft-exporting": () => import("../controls/exporting.ts"),
  "raft-embedding": () => import("../controls/embedding.ts"),
  "raft-pictures": () => import("../film/pictures.ts"),
  "raft-help": () => import("../controls/help.ts"),
  "raft-legend": () => import("./legend.ts"),
  "raft-spacetime": () => import("./spacetime-host.ts"),
  "raft-clients": () => import("./clients-host.ts"),
  "raft-view-menu": () => import("../controls/view-menu.ts"),
  "raft-branches": () => import("../controls/branches.ts"),
  "raft-compare": () => import("./compare-host.ts"),
  "raft-exercise": () => import("../controls/exercise.ts"),
  "raft-kept": () => import("../controls/kept.ts"),
} as const;

export type LateTag = keyof typeof FILES;

const asked = new Set<LateTag>();

/** Sees to it that a tag gets its meaning. A file that cannot be fetched is asked for again the next time. */
export function fetchLater(...tags: LateTag[]): void {
  for (const tag of tags) {
    if (asked.has(tag)) continue;
    asked.add(tag);
    FILES[tag]().catch(() => asked.delete(tag));
  }
}

/** Puts the focus into a card that is opened. Its file may still be on its way, and the card be closed again until then. */
export function enterCard(card: Popover | null): void {
  const tag: LateTag = "raft-popover";
  if (customElements.get(tag)) card?.focusFirst();
  else void customElements.whenDefined(tag).then(() => enterArrived(card));
}

async function enterArrived(card: Popover | null): Promise<void> {
  // What was set on it before counts from its first update on.
  await card?.updateComplete;
  if (card?.subject) card.focusFirst();
}
