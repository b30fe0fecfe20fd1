import { CARD, type Popover } from "../controls/popover.ts";
import type { TimelineView } from "../controls/timeline.ts";
import type { Point } from "../scene/geometry.ts";
import { type Subject, same } from "../state/cursor.ts";
import type { StageHost } from "./stage-host.ts";
import type { Visit } from "./visit.ts";

/** Draws everything that moves with simulated time; the rest of the page is Lit's. */
export class Painter {
  #root: () => ParentNode;
  #card: { subject: Subject | null; at: Point | null } = { subject: null, at: null };

  constructor(root: () => ParentNode) {
    this.#root = root;
  }

  paint(visit: Visit): void {
    const stage = this.#stage();
    const { player, cursor, choosing } = visit;
    if (!player) stage?.paintGhost();
    if (!stage || !player) return;
    const { world, now, introductions } = player;
    stage.paint(world, { cursor, paused: !player.playing, introductions, choosing }, now);
    const timeline = this.#root().querySelector<TimelineView>("raft-timeline");
    if (timeline) timeline.now = now;
    const popover = this.#popover();
    if (popover) popover.at = cursor.selected ? this.#placeOfCard(stage, cursor.selected) : null;
  }

  /** When a card closes under the focus, the focus goes back to the server it was about. */
  focusAfterCard(visit: Visit): () => void {
    const { selected } = visit.cursor;
    const inCard = this.#popover()?.shadowRoot?.activeElement != null;
    return () => {
      if (inCard && selected?.kind === "server" && !visit.cursor.selected)
        this.#stage()?.focusServer(selected.id);
    };
  }

  /** Chosen once for a subject: a card that hops about cannot be read. */
  #placeOfCard(stage: StageHost, subject: Subject): Point | null {
    if (!same(this.#card.subject, subject) || !this.#card.at) {
      this.#card = { subject, at: stage.beside(subject, CARD) };
    }
    return this.#card.at;
  }

  #stage(): StageHost | null {
    return this.#root().querySelector<StageHost>("raft-stage");
  }

  #popover(): Popover | null {
    return this.#root().querySelector<Popover>("raft-popover");
  }
}
