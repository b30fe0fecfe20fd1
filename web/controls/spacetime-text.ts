import { css, html, LitElement, nothing } from "lit";
import type { Spacetime } from "../engine/door.ts";
import { type Chronicle, chronicleOf } from "../scene/chronicle.ts";
import { intend } from "../state/intents.ts";
import { base } from "../styles/base.ts";
import { words } from "../words/words.ts";
import { define } from "./define.ts";

/** The space-time diagram as text: one fold away on the screen, always there on paper. */
export class SpacetimeText extends LitElement {
  static override properties = {
    spacetime: { attribute: false },
    from: { attribute: false },
    open: { state: true },
  };
  declare spacetime: Spacetime | null;
  /** Who says what the reader wants: what stands in the shadow of another part cannot be heard outside. */
  declare from: EventTarget;
  declare open: boolean;

  constructor() {
    super();
    this.spacetime = null;
    this.from = this;
    this.open = false;
  }

  static override styles = [
    base,
    css`
      :host { text-align: right; }
      .text { text-align: left; }
      .fold, .text { pointer-events: auto; }
      .fold { min-height: var(--target); padding: 0; border: 0; background: none; color: var(--ink-soft); font-size: var(--size-small); }
      .fold::before { content: "›"; display: inline-block; width: 1em; }
      .fold[aria-expanded="true"]::before { transform: rotate(90deg); }
      .text { font-size: var(--size-small); padding-bottom: var(--space-3); }
      .servers { display: grid; gap: var(--space-3) var(--space-5); grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); }
      h3 { margin: var(--space-2) 0 0; }
      .messages { max-height: 16rem; overflow-y: auto; columns: 22rem; column-gap: var(--space-5); }
      .messages button { min-height: 1.75rem; width: 100%; padding: 0 var(--space-1); border: 0; background: none; text-align: left; font-size: var(--size-tiny); }
      .messages button:hover { background: var(--sunken); }
      @media (pointer: coarse) { .messages button { min-height: var(--target); } }
      @media print { .fold { display: none; } .messages { max-height: none; } }
    `,
  ];

  override render() {
    const chronicle = this.spacetime && this.open ? chronicleOf(this.spacetime) : null;
    return html`
      <button class="fold" aria-expanded=${this.open} @click=${this.#toggle}>${words.spacetime.asText}</button>
      ${chronicle ? this.#text(chronicle) : nothing}
    `;
  }

  #text({ servers, messages, more }: Chronicle) {
    return html`
      <div class="text">
        <div class="servers">
          ${servers.map(
            ({ name, lives }) => html`
              <section>
                <h3>${name}</h3>
                <ul>${lives.map((life) => html`<li>${life}</li>`)}</ul>
              </section>
            `,
          )}
        </div>
        <h3>${words.spacetime.messages}</h3>
        ${messages.length === 0 ? html`<p class="soft">${words.spacetime.noMessages}</p>` : nothing}
        <ul class="messages" tabindex="0" aria-label=${words.spacetime.messages}>
          ${messages.map(
            ({ id, text, sentAt }) => html`
              <li><button @click=${() => this.#go(id, sentAt)}>${text}</button></li>
            `,
          )}
        </ul>
        ${more ? html`<p class="soft">${more}</p>` : nothing}
      </div>
    `;
  }

  #go(id: string, sentAt: number): void {
    intend(this.from, { want: "seek", to: sentAt });
    intend(this.from, { want: "select", subject: { kind: "message", id } });
  }

  #toggle(): void {
    this.open = !this.open;
  }

  /** Paper has no folds. */
  #unfold = (): void => {
    this.open = true;
  };

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("beforeprint", this.#unfold);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("beforeprint", this.#unfold);
  }
}

define("raft-spacetime-text", SpacetimeText);
