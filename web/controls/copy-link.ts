import { css, html, nothing } from "lit";
import { intend } from "../state/intents.ts";
import { base } from "../styles/base.ts";
import { words } from "../words/words.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";

/** Copy link, copy report; where the clipboard is closed to us, the text stands in a field, selected. */
export class CopyLink extends Control {
  static override properties = {
    copied: { type: String },
    byHand: { type: String },
    disabled: { type: Boolean },
  };
  declare copied: "link" | "report" | null;
  /** The text, when the reader has to copy it by hand. */
  declare byHand: string;
  declare disabled: boolean;

  constructor() {
    super();
    this.copied = null;
    this.byHand = "";
    this.disabled = false;
  }

  static override styles = [
    base,
    css`
      .row { display: flex; flex-wrap: wrap; align-items: center; justify-content: flex-end; gap: var(--space-2); }
      button { font-size: var(--size-small); padding: 0 var(--space-3); }
      label { display: flex; align-items: center; gap: var(--space-2); font-size: var(--size-small); }
      textarea { font: var(--size-tiny) / 1.4 var(--font-mono); width: 15rem; height: var(--target); padding: var(--space-1) var(--space-2); resize: vertical; color: inherit; background: var(--raised); border: 1px solid var(--line-strong); border-radius: var(--radius); }
      [role="status"] { font-size: var(--size-small); color: var(--ink-soft); }
      /* It has to be there before it speaks, but takes no room while it is silent. */
      [role="status"]:empty { position: absolute; }
      @container (max-width: 29.99rem) {
        [role="status"]:not(:empty) { order: 2; flex-basis: 100%; text-align: right; }
      }
    `,
  ];

  override render() {
    return html`
      <div class="row">
        <span role="status">${this.copied ? words.share.done[this.copied] : ""}</span>
        ${
          this.byHand
            ? html`<label>${words.share.byHand}<textarea readonly .value=${this.byHand} @focus=${selectAll}></textarea></label>`
            : nothing
        }
        <button ?disabled=${this.disabled} @click=${() => intend(this, { want: "share" })}>${words.share.copy}</button>
        <button ?disabled=${this.disabled} title=${words.share.copyReportHint} @click=${() => intend(this, { want: "report" })}>${words.share.copyReport}</button>
      </div>
    `;
  }

  override updated(changed: Map<string, unknown>): void {
    if (changed.has("byHand") && this.byHand) this.renderRoot.querySelector("textarea")?.focus();
  }
}

function selectAll(event: Event): void {
  (event.target as HTMLTextAreaElement).select();
}

define("raft-copy-link", CopyLink);
