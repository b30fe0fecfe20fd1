import { css, html, nothing } from "lit";
import type { Voyage } from "../engine/door.ts";
import type { Point } from "../scene/geometry.ts";
import type { Subject } from "../state/cursor.ts";
import { nameOf } from "../state/cursor.ts";
import { intend } from "../state/intents.ts";
import type { World } from "../state/world.ts";
import { base } from "../styles/base.ts";
import { fill, words } from "../words/words.ts";
import { clientCard, serverCard } from "./cards.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";
import { linkCard } from "./link-card.ts";
import { messageCard } from "./message-card.ts";

/** Beside what was tapped, never over it; on a phone it docks under the scene. */
export class Popover extends Control {
  static override properties = {
    subject: { attribute: false },
    world: { attribute: false },
    seenBy: { type: String },
    voyage: { attribute: false },
    at: { attribute: false },
  };
  declare subject: Subject | null;
  declare world: World | null;
  declare seenBy: string | null;
  /** What became of a message that is not on its way any more. */
  declare voyage: Voyage | null;
  /** Its corner, in the units of the stage. */
  declare at: Point | null;

  constructor() {
    super();
    this.subject = null;
    this.world = null;
    this.seenBy = null;
    this.voyage = null;
    this.at = null;
  }

  static override styles = [
    base,
    css`
      .card {
        position: absolute;
        z-index: 5;
        width: 15.75rem;
        /* On a low screen as high as the picture. */
        max-height: min(24rem, max(12rem, 100svh - 9.5rem));
        overflow-y: auto;
        padding: var(--space-3) var(--space-4) var(--space-4);
        background: var(--raised);
        border: 1px solid var(--line);
        border-radius: calc(var(--radius) * 1.5);
        box-shadow: var(--shadow);
        font-size: var(--size-small);
      }
      header { display: flex; align-items: center; justify-content: space-between; gap: var(--space-2); margin-right: calc(-1 * var(--space-3)); }
      header h2 { font-size: var(--size-body); color: var(--ink); }
      .close { min-width: var(--target); padding: 0; border: 0; background: none; font-size: 1.125rem; color: var(--ink-soft); }
      .actions { display: flex; flex-wrap: wrap; gap: var(--space-2); margin-top: var(--space-3); }
      .actions button { padding: 0 var(--space-3); font-size: var(--size-small); }
      .actions [aria-pressed="true"] { border-color: var(--ink); box-shadow: inset 0 0 0 1.5px var(--ink); font-weight: 600; }
      .fact { display: grid; grid-template-columns: 1fr auto; align-items: center; column-gap: var(--space-2); padding: 0.125rem 0; border-top: 1px solid var(--line); }
      .fact dt, .fact dd { grid-column: 1; overflow-wrap: anywhere; }
      .fact dt { color: var(--ink-soft); font-size: var(--size-tiny); }
      .fact dd:last-child { grid-column: 2; grid-row: 1 / 3; }
      .fact button { font-size: var(--size-small); padding: 0 var(--space-2); }
      p + p { margin-top: var(--space-2); }
      details { margin-top: var(--space-2); }
      summary { min-height: var(--target); display: flex; align-items: center; cursor: pointer; list-style: none; color: var(--ink-soft); }
      summary::-webkit-details-marker { display: none; }
      summary::before { content: "›"; width: 0.9em; font-size: 1.15em; line-height: 1; transition: transform var(--quick); transform-origin: 30% 55%; }
      details[open] summary::before { transform: rotate(90deg); }
      .heirs { flex-basis: 100%; margin: 0; }
      .heirs summary { color: var(--ink); }
      .heirs .actions { margin: 0; }
      .heirs .actions button { min-width: var(--target); }
      h3 { margin-top: var(--space-2); }
      .list button { width: 100%; text-align: left; border: 0; background: none; padding: 0 var(--space-2); font-size: var(--size-small); }
      .list button:hover { background: var(--sunken); }
      code { font-size: 0.75rem; overflow-wrap: anywhere; color: var(--ink-soft); }
      @container (max-width: 29.99rem) {
        .card { display: flex; flex-direction: column; position: static; width: auto; max-height: none; box-shadow: none; margin: 0; padding-top: 0; scroll-margin-bottom: 7rem; }
        .card > * { order: 2; }
        .card > header { order: 0; }
        /* Docked under the scene there is little room: first what can be done. */
        .card > .actions { order: 1; margin: 0 0 var(--space-2); }
      }
    `,
  ];

  override render() {
    const { subject, world } = this;
    if (!subject || !world || subject.kind === "entry" || subject.kind === "operation")
      return nothing;
    return html`
      <section
        class="card"
        role="dialog"
        aria-label=${fill(words.popover.label, { subject: nameOf(subject) })}
        .style=${this.at ? `left:${this.at.x}px;top:${this.at.y}px` : ""}
        @keydown=${this.#key}
      >
        ${this.#card(subject, world)}
      </section>
    `;
  }

  #takesFocus = false;

  /** For readers who came by keyboard: as soon as the card is there, straight to what can be done. */
  focusFirst(): void {
    this.#takesFocus = true;
    this.requestUpdate();
  }

  override willUpdate(): void {
    // An action can take its own button away: the focus must not fall out of the card with it.
    if (this.shadowRoot?.activeElement) this.#takesFocus = true;
  }

  override updated(changed: Map<string, unknown>): void {
    if (changed.has("subject") && this.subject) this.#comeIntoSight();
    const find = (what: string) => this.renderRoot.querySelector<HTMLElement>(what);
    const first = find(".actions button:not(:disabled)") ?? find(".close");
    if (!first || !this.#takesFocus) return;
    this.#takesFocus = false;
    if (!this.shadowRoot?.activeElement) first.focus();
  }

  /** Docked under the scene it opens behind the pinned buttons, or below the window. */
  #comeIntoSight(): void {
    const card = this.renderRoot.querySelector(".card");
    if (!card || getComputedStyle(card).position !== "static") return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    card.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
  }

  #card(subject: Exclude<Subject, { kind: "entry" | "operation" }>, world: World) {
    switch (subject.kind) {
      case "server":
        return serverCard(this, world, subject.id, this.seenBy);
      case "message":
        return messageCard(this, world, subject.id, this.voyage);
      case "link":
        return linkCard(this, world, subject.a, subject.b);
      case "client":
        return clientCard(this, world, subject.id);
    }
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    intend(this, { want: "select", subject: null });
  }
}

define("raft-popover", Popover);
