import { css, html, LitElement, nothing } from "lit";
import { intend } from "../state/intents.ts";
import { base } from "../styles/base.ts";
import { words } from "../words/words.ts";
import { define } from "./define.ts";

/** Copy link; where the clipboard is closed to us, the link stands in a field, selected. */
export class CopyLink extends LitElement {
  static override properties = {
    copied: { type: Boolean },
    byHand: { type: String },
    disabled: { type: Boolean },
  };
  declare copied: boolean;
  /** The link, when the reader has to copy it by hand. */
  declare byHand: string;
  declare disabled: boolean;

  constructor() {
    super();
    this.copied = false;
    this.byHand = "";
    this.disabled = false;
  }

  static override styles = [
    base,
    css`
      .row { display: flex; flex-wrap: wrap; align-items: center; justify-content: flex-end; gap: var(--space-2); }
      button { font-size: var(--size-small); padding: 0 var(--space-3); }
      label { display: flex; align-items: center; gap: var(--space-2); font-size: var(--size-small); }
      input { width: 14rem; font-size: var(--size-small); }
      [role="status"] { font-size: var(--size-small); color: var(--ink-soft); }
    `,
  ];

  override render() {
    return html`
      <div class="row">
        <span role="status">${this.copied ? words.share.copied : ""}</span>
        ${
          this.byHand
            ? html`<label>${words.share.byHand}<input readonly .value=${this.byHand} @focus=${this.#selectAll} /></label>`
            : nothing
        }
        <button ?disabled=${this.disabled} @click=${() => intend(this, { want: "share" })}>${words.share.copy}</button>
      </div>
    `;
  }

  override updated(changed: Map<string, unknown>): void {
    if (changed.has("byHand") && this.byHand) this.renderRoot.querySelector("input")?.focus();
  }

  #selectAll(event: Event): void {
    (event.target as HTMLInputElement).select();
  }
}

define("raft-copy-link", CopyLink);
