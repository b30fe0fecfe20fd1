import spacetimeWords from "words:spacetime";
import { css, html, nothing } from "lit";
import type { Spacetime } from "../engine/door.ts";
import { chronicleOf } from "../scene/chronicle.ts";
import { intend } from "../state/intents.ts";
import { base } from "../styles/base.ts";

import { define } from "./define.ts";
import { Fold } from "./fold.ts";

/** The space-time diagram as text. */
export class SpacetimeText extends Fold {
  static override properties = {
    ...Fold.properties,
    spacetime: { attribute: false },
  };
  declare spacetime: Spacetime | null;

  constructor() {
    super();
    this.spacetime = null;
  }

  static override styles = [
    base,
    Fold.fold,
    css`
      :host { text-align: right; }
      .text { text-align: left; }
      .fold, .text { pointer-events: auto; }
      .servers { display: grid; gap: var(--space-3) var(--space-5); grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); }
      h3 { margin: var(--space-2) 0 0; }
      .messages { max-height: 16rem; overflow-y: auto; columns: 22rem; column-gap: var(--space-5); }
      .messages button { min-height: 1.75rem; width: 100%; padding: 0 var(--space-1); border: 0; background: none; text-align: left; font-size: var(--size-tiny); }
      .messages button:hover { background: var(--sunken); }
      @media (pointer: coarse) { .messages button { min-height: var(--target); } }
      @media print { .messages { max-height: none; } }
    `,
  ];

  protected override get name(): string {
    return spacetimeWords.asText;
  }

  protected override content() {
    if (!this.spacetime) return nothing;
    const { servers, messages, more } = chronicleOf(this.spacetime);
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
        <h3>${spacetimeWords.messages}</h3>
        ${messages.length === 0 ? html`<p class="soft">${spacetimeWords.noMessages}</p>` : nothing}
        <ul class="messages" tabindex="0" aria-label=${spacetimeWords.messages}>
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
    intend(this.from, { want: "select", subject: { kind: "message", id }, enter: true });
  }
}

define("raft-spacetime-text", SpacetimeText);
