import type { Pending } from "../controls/pending.ts";
import type { Popover } from "../controls/popover.ts";
import type { TimelineView } from "../controls/timeline.ts";
import { CARD } from "../scene/beside.ts";
import type { Point } from "../scene/geometry.ts";
import { type Subject, same } from "../state/cursor.ts";
import type { Intent } from "../state/intents.ts";
import type { ClientsHost } from "./clients-host.ts";
import type { CompareHost } from "./compare-host.ts";
import { enterCard } from "./later.ts";
import type { SpacetimeHost } from "./spacetime-host.ts";
import type { StageHost } from "./stage-host.ts";
import type { Visit } from "./visit.ts";

/** Draws everything that moves with simulated time; the rest of the page is Lit's. */
export class Painter {
  #root: () => ParentNode;
  /** From where the card was opened, if that was a list. */
  #opener: HTMLElement | null = null;
  #card: { subject: Subject | null; at: Point | null } = { subject: null, at: null };

  constructor(root: () => ParentNode) {
    this.#root = root;
  }

  paint(visit: Visit): void {
    // It cannot be drawn on where somebody else on the page has taken its name first.
    const stage = this.#stage();
    const { player } = visit;
    if (!player) stage?.paintGhost?.(visit.poster.servers);
    if (!player) return;
    const { cursor, choosing, seenBy } = visit.attention;
    const { world, now, perception } = player;
    const { introductions } = perception;
    const paused = !player.moving;
    stage?.paint?.(world, { cursor, paused, introductions, choosing, seenBy }, now);
    const timeline = this.#find<TimelineView>("raft-timeline");
    if (timeline) timeline.now = now;
    this.#find<Pending>("raft-pending")?.passes?.(now);
    this.#find<SpacetimeHost>("raft-spacetime")?.paint?.(player, visit.attention);
    this.#find<ClientsHost>("raft-clients")?.paint?.(player, visit.attention);
    this.#find<CompareHost>("raft-compare")?.paint?.(visit);
    const popover = this.#popover();
    if (stage && popover)
      popover.at = cursor.selected ? this.#placeOfCard(stage, cursor.selected) : null;
  }

  /**
   * Who opens a card from a list goes on in it. When a card closes under the focus, the focus goes back there, or to the
   * server the card was about.
   */
  focusAfterCard(visit: Visit, intent: Intent): () => void {
    const { selected } = visit.attention.cursor;
    const card = this.#popover();
    const inCard = card?.shadowRoot?.activeElement != null;
    if (intent.want === "select" && intent.enter) {
      const opener = deepestFocus();
      return () => {
        this.#opener = opener;
        enterCard(card);
        card?.scrollIntoView({ block: "nearest" });
      };
    }
    return () => {
      if (!inCard || visit.attention.cursor.selected) return;
      if (this.#opener?.isConnected) this.#opener.focus();
      else if (selected?.kind === "server") this.#stage()?.focusServer(selected.id);
      this.#opener = null;
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
    return this.#find<StageHost>("raft-stage");
  }

  #popover(): Popover | null {
    return this.#find<Popover>("raft-popover");
  }

  #find<E extends Element>(tag: string): E | null {
    return this.#root().querySelector<E>(tag);
  }
}

/** Through all shadows. */
export function deepestFocus(): HTMLElement | null {
  let focus = document.activeElement;
  while (focus?.shadowRoot?.activeElement) focus = focus.shadowRoot.activeElement;
  return focus instanceof HTMLElement && focus !== document.body ? focus : null;
}
