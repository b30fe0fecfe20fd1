import { css, html, nothing } from "lit";
import type { StoryStep } from "../engine/door.ts";
import { intend } from "../state/intents.ts";
import { plainly } from "../state/markdown.ts";
import { base } from "../styles/base.ts";
import { fill, words } from "../words/words.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";
import { foreign } from "./foreign.ts";
import { marked } from "./markdown.ts";

/** Predict, then reveal: no penalty, no timer. The primary button reveals. */
export class Question extends Control {
  static override properties = {
    question: { attribute: false },
    guess: { type: Number },
    revealed: { type: Boolean },
    language: { type: String },
  };
  declare question: StoryStep["question"];
  declare guess: number | null;
  declare revealed: boolean;
  /** In which the story is told; null: it does not say. */
  declare language: string | null;

  constructor() {
    super();
    this.question = null;
    this.guess = null;
    this.revealed = false;
    this.language = null;
  }

  static override styles = [
    base,
    css`
      .box { overflow-wrap: anywhere; display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2) var(--space-3); }
      .text { font-weight: 600; }
      .answers { display: flex; flex-wrap: wrap; gap: var(--space-2); }
      [aria-pressed="true"] { border-color: var(--ink); box-shadow: inset 0 0 0 1.5px var(--ink); font-weight: 600; }
      @container (max-width: 29.99rem) {
        .box { gap: var(--space-1); font-size: var(--size-small); }
        .answers { flex-wrap: nowrap; flex-basis: 100%; }
        .answers button { flex: 1; padding: var(--space-1) var(--space-2); font-size: var(--size-small); line-height: 1.3; }
      }
      /* A phone on its side: it stands over the sentence, which asks the same. */
      @media (max-height: 30rem) {
        .box { gap: var(--space-1); font-size: var(--size-small); }
        .answers { flex-wrap: nowrap; }
        .answers button { padding: 0 var(--space-2); font-size: var(--size-small); line-height: 1.2; }
        .box .soft { display: none; }
      }
      .reveal { text-wrap: pretty; }
    `,
  ];

  override render() {
    const question = this.question;
    if (!question) return nothing;
    // Answered, the question makes room: what follows may be watched.
    if (this.revealed) {
      return html`
        <section class="reveal" aria-label=${words.question.label}>
          ${this.#guessed()}
          <div lang=${foreign(this.language)}>${marked(question.reveal)}</div>
        </section>
      `;
    }
    return html`
      <section class="box" aria-label=${words.question.label}>
        <p class="text" lang=${foreign(this.language)}>${marked(question.text)}</p>
        <div class="answers" lang=${foreign(this.language)}>
          ${question.answers.map(
            (answer, order) => html`
              <button aria-pressed=${this.guess === order} @click=${() => this.#guess(order)}>${plainly(answer)}</button>
            `,
          )}
        </div>
        <p class="soft small" role="status">${this.guess === null ? words.question.hint : words.question.guessed}</p>
      </section>
    `;
  }

  /** What the reader had thought, beside what is so. */
  #guessed() {
    const answer = this.guess === null ? undefined : this.question?.answers[this.guess];
    if (answer === undefined) return nothing;
    return html`<p class="soft small">${fill(words.question.guess, { answer: plainly(answer) })}</p>`;
  }

  #guess(answer: number): void {
    intend(this, { want: "choose-answer", answer });
  }
}

define("raft-question", Question);
