import { css, html } from "lit";
import { intend } from "../state/intents.ts";
import { base } from "../styles/base.ts";
import { fill, words } from "../words/words.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";

/** The primary button, which never moves, with Back and Next beside it. */
export class Transport extends Control {
  static override properties = {
    playing: { type: Boolean },
    asking: { type: Boolean },
    canStep: { type: Boolean },
    step: { type: Number },
    steps: { type: Number },
  };
  declare playing: boolean;
  /** The run waits at a question: the primary button shows the answer. */
  declare asking: boolean;
  declare canStep: boolean;
  /** The story's step in force, from 0; −1 before the first. */
  declare step: number;
  declare steps: number;

  constructor() {
    super();
    this.playing = false;
    this.asking = false;
    this.canStep = false;
    this.step = -1;
    this.steps = 0;
  }

  static override styles = [
    base,
    css`
      .row { display: flex; align-items: center; gap: var(--space-2); }
      .play { order: 2; min-width: 7.25rem; }
      .back { order: 1; min-width: 5rem; }
      .next { order: 3; min-width: 5rem; }
      .progress {
        order: 4;
        min-width: 4rem;
        padding-left: var(--space-2);
        color: var(--ink-soft);
        font-size: var(--size-small);
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      .sign { margin: 0 0.35em; }
      @container (max-width: 29.99rem) {
        .row { justify-content: center; }
        .play { flex: 1.4; min-width: 0; padding: 0 var(--space-1); }
        .back, .next { flex: 1; min-width: min-content; padding: 0 0.1875rem; }
        .progress { min-width: 3rem; padding: 0; text-align: right; }
      }
    `,
  ];

  override render() {
    // Pause is the first tab stop, so the primary button comes first here and is put in the middle by CSS.
    return html`
      <div class="row" role="group" aria-label=${words.transport.group}>
        <button class="play primary" ?disabled=${!this.canStep} @click=${this.#primary}>
          ${this.#primaryName()}
        </button>
        <button class="back" ?disabled=${!this.canStep} @click=${() => intend(this, { want: "back" })}>
          <span class="sign" aria-hidden="true">‹</span>${words.transport.back}
        </button>
        <button class="next" ?disabled=${!this.canStep} @click=${() => intend(this, { want: "next" })}>
          ${words.transport.next}<span class="sign" aria-hidden="true">›</span>
        </button>
        ${this.#progress()}
      </div>
    `;
  }

  #primary(): void {
    intend(this, { want: "toggle" });
  }

  #primaryName(): string {
    if (this.asking) return words.transport.showMe;
    return this.playing ? words.transport.pause : words.transport.play;
  }

  #progress() {
    if (this.steps === 0) return null;
    const operands = { step: Math.max(0, this.step + 1), steps: this.steps };
    return html`
      <span class="progress">
        <span aria-hidden="true">${fill(words.transport.progressShort, operands)}</span>
        <span class="for-ears">${fill(words.transport.progress, operands)}</span>
      </span>
    `;
  }
}

define("raft-transport", Transport);
