import { css, html, LitElement, nothing } from "lit";
import type { Sentence } from "../engine/door.ts";
import { base } from "../styles/base.ts";
import { words } from "../words/words.ts";
import { define } from "./define.ts";

/** The one sentence, always in the same place; its detail and the paper's section one fold away. */
export class SentenceView extends LitElement {
  static override properties = { sentence: { attribute: false } };
  declare sentence: Sentence | null;

  constructor() {
    super();
    this.sentence = null;
  }

  static override styles = [
    base,
    css`
      .voice {
        font: 400 var(--size-voice) / 1.4 var(--font-voice);
        max-width: 34em;
        text-wrap: pretty;
      }
      details { font-size: var(--size-small); color: var(--ink-soft); }
      summary {
        display: inline-flex;
        align-items: center;
        min-height: var(--target);
        cursor: pointer;
        list-style: none;
        touch-action: manipulation;
      }
      summary::-webkit-details-marker { display: none; }
      summary::before { content: "›"; width: 0.9em; font-size: 1.15em; line-height: 1; transition: transform var(--quick); transform-origin: 30% 55%; }
      details[open] summary::before { transform: rotate(90deg); }
      summary:hover { color: var(--ink); }
      .detail { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-4); padding-bottom: var(--space-2); overflow-wrap: anywhere; }
      .violated { color: var(--violated); }
      @container (max-width: 29.99rem) {
        .voice { font-size: 1.125rem; line-height: 1.35; min-height: 5.4em; }
        summary { min-height: 1.75rem; }
      }
    `,
  ];

  override render() {
    const sentence = this.sentence;
    return html`
      <p class="voice ${sentence?.kind === "violation" ? "violated" : ""}">
        <span>${sentence?.text ?? words.trouble.loading}</span>
      </p>
      <details>
        <summary>${words.sentence.more}</summary>
        <div class="detail">
          ${sentence?.detail ? html`<code>${sentence.detail}</code>` : html`<span>${words.sentence.noDetail}</span>`}
          ${sentence?.section ? html`<span>${sentence.section}</span>` : nothing}
        </div>
      </details>
    `;
  }
}

define("raft-sentence", SentenceView);
