import { css, html, nothing } from "lit";
import type { Sentence } from "../engine/door.ts";
import { glossaryInWords, glossed, type Piece } from "../state/glossary.ts";
import { base } from "../styles/base.ts";
import { fill, words } from "../words/words.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";
import { foreign } from "./foreign.ts";
import { marked } from "./markdown.ts";

/** The one sentence, always in the same place; its detail one fold away, and its words one tap. */
export class SentenceView extends Control {
  static override properties = {
    sentence: { attribute: false },
    seenBy: { type: String },
    language: { type: String },
    explained: { state: true },
  };
  declare sentence: Sentence | null;
  declare seenBy: string | null;
  /** In which the story is told; null: it does not say. */
  declare language: string | null;
  /** The word whose meaning is open. It stays open while sentences come and go, until it has been read. */
  declare explained: string | null;

  constructor() {
    super();
    this.sentence = null;
    this.seenBy = null;
    this.language = null;
    this.explained = null;
  }

  static override styles = [
    base,
    css`
      .voice {
        font: 400 var(--size-voice) / 1.4 var(--font-voice);
        max-width: 34em;
        text-wrap: balance;
      }
      /* The padding makes the word easy to hit and moves nothing: it is taken back at the sides, and has no say in lines. */
      .word { cursor: pointer; padding: 0.75rem 0.375rem; margin: 0 -0.375rem; border-radius: 0.375rem; text-decoration: underline dotted 0.07em var(--line-strong); text-underline-offset: 0.2em; touch-action: manipulation; -webkit-tap-highlight-color: transparent; }
      .word:hover, .word[aria-expanded="true"] { text-decoration: underline solid 0.07em var(--ink); }
      .word:focus-visible { outline-offset: -0.25em; }
      .meaning { display: flex; align-items: flex-start; gap: var(--space-2); max-width: 44em; margin-top: var(--space-1); padding-left: var(--space-3); border-left: 2px solid var(--ink); font-size: var(--size-small); }
      .meaning p { flex: 1; padding: var(--space-1) 0; }
      .meaning button { flex: none; min-width: var(--target); padding: 0; font-size: var(--size-large); color: var(--ink-soft); }
      .above { font-size: var(--size-small); color: var(--ink-soft); font-style: italic; }
      details { display: var(--detail, block); font-size: var(--size-small); color: var(--ink-soft); }
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
      raft-rule { flex-basis: 100%; max-width: 44em; }
      .detail { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-4); padding: 0 var(--beside, 0) var(--space-2) 0; overflow-wrap: anywhere; }
      .violated { color: var(--violated); }
      @container (max-width: 29.99rem) {
        .voice { font-size: 1.125rem; line-height: 1.35; min-height: 5.4em; }
        summary { min-height: 1.75rem; }
      }
    `,
  ];

  override render() {
    const { sentence } = this;
    return html`
      <p class="voice ${sentence?.kind === "violation" ? "violated" : ""}" @keydown=${this.#key}>
        <span lang=${sentence?.kind === "story" ? foreign(this.language) : nothing}>${sentence ? this.#said(sentence) : words.trouble.loading}</span>
      </p>
      ${this.#meaning()}
      ${this.seenBy ? html`<p class="above">${fill(words.sentence.fromAbove, { server: this.seenBy })}</p>` : nothing}
      <details @toggle=${this.#unfold}>
        <summary>${words.sentence.more}</summary>
        <div class="detail">
          ${sentence?.detail ? html`<code>${sentence.detail}</code>` : html`<span>${words.sentence.noDetail}</span>`}
          ${sentence?.rule ? html`<raft-rule .of=${sentence.rule} .section=${sentence.section}></raft-rule>` : nothing}
        </div>
      </details>
    `;
  }

  /** Only the story is written by people, in Markdown; what the engine says may contain any sign. */
  #said({ kind, text }: Sentence): unknown {
    const seen = new Set<string>();
    const words = (plain: string) =>
      glossed(plain, glossaryInWords(), seen).map((piece) => this.#piece(piece));
    return kind === "story" ? marked(text, words) : words(text);
  }

  // A real button would be a block within the line: the comma after it could begin the next one.
  #piece(piece: Piece) {
    if (typeof piece === "string") return piece;
    return html`<span
      class="word"
      role="button"
      tabindex="0"
      data-id=${piece.id}
      aria-expanded=${this.explained === piece.id}
      @click=${() => this.#explain(piece.id)}
    >${piece.text}</span>`;
  }

  #meaning() {
    const term = this.explained === null ? undefined : glossaryInWords()[this.explained];
    if (!term) return html`<div role="status"></div>`;
    return html`
      <div role="status" @keydown=${this.#key}>
        <div class="meaning">
          <p><b>${term.word}</b>: <raft-meaning .of=${this.explained}></raft-meaning></p>
          <button
            class="quiet"
            aria-label=${fill(words.sentence.closeMeaning, { word: term.word })}
            @click=${this.#close}
          ><span aria-hidden="true">×</span></button>
        </div>
      </div>
    `;
  }

  #unfold(): void {
    // It is asked for again the next time.
    import("./rule.ts").catch(() => {});
  }

  #explain(id: string): void {
    this.explained = this.explained === id ? null : id;
    // It is asked for again with the next word.
    import("./meaning.ts").catch(() => {});
  }

  /** The button that closed the meaning is gone with it: the focus goes back to the word, if it is still there. */
  #close(): void {
    const word = this.renderRoot.querySelector<HTMLElement>(`[data-id="${this.explained}"]`);
    this.explained = null;
    word?.focus();
  }

  #key(event: KeyboardEvent): void {
    const id = (event.target as HTMLElement).dataset.id;
    if (event.key === "Escape" && this.explained !== null) this.#close();
    else if (id && (event.key === "Enter" || event.key === " ")) this.#explain(id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

define("raft-sentence", SentenceView);
