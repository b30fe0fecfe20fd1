import sharingWords from "words:sharing";
import { css, html, nothing } from "lit";
import { type Intent, intend } from "../state/intents.ts";
import { base } from "../styles/base.ts";
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
      .row { position: relative; display: flex; flex-wrap: wrap; align-items: center; justify-content: flex-end; gap: var(--space-2); }
      /* What it is called and what it has done lie on each other: the button is as wide as the longer of the two. */
      button { display: inline-grid; place-items: center; font-size: var(--size-small); padding: 0 var(--space-3); }
      button > span { grid-area: 1 / 1; }
      button:not(.done) > span + span, button.done > span:first-child { visibility: hidden; }
      /* Over the bar: in it, the text would push away what the reader has just pressed. */
      label { position: absolute; z-index: 6; right: 0; bottom: calc(100% + var(--space-2)); display: flex; align-items: center; gap: var(--space-2); padding: var(--space-3); background: var(--raised); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: var(--shadow); font-size: var(--size-small); white-space: nowrap; max-width: 100cqi; }
      textarea { font: var(--size-tiny) / 1.4 var(--font-mono); width: 15rem; min-width: 0; flex: 1 1 auto; height: var(--target); padding: var(--space-1) var(--space-2); resize: vertical; color: inherit; background: var(--raised); border: 1px solid var(--line-strong); border-radius: var(--radius); }
      /* Nothing is below them there. */
      @container (max-width: 29.99rem) { label { bottom: auto; top: calc(100% + var(--space-2)); flex-wrap: wrap; } }
    `,
  ];

  override render() {
    return html`
      <div class="row">
        <span class="for-ears" role="status">${this.copied ? sharingWords.done[this.copied] : ""}</span>
        ${
          this.byHand
            ? html`<label @keydown=${this.#key}>${sharingWords.byHand}<textarea readonly .value=${this.byHand} @focus=${selectAll}></textarea></label>`
            : nothing
        }
        ${this.#button("link", sharingWords.copy, { want: "share" })}
        ${this.#button("report", sharingWords.copyReport, { want: "report" }, sharingWords.copyReportHint)}
      </div>
    `;
  }

  #button(what: "link" | "report", name: string, intent: Intent, hint?: string) {
    return html`
      <button
        class=${this.copied === what ? "done" : ""}
        title=${hint ?? nothing}
        ?disabled=${this.disabled}
        @click=${() => intend(this, intent)}
      ><span>${name}</span><span>${sharingWords.copied}</span></button>
    `;
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    intend(this, { want: "put-away" });
    this.renderRoot.querySelector("button")?.focus();
  }

  override updated(changed: Map<string, unknown>): void {
    if (changed.has("byHand") && this.byHand) this.renderRoot.querySelector("textarea")?.focus();
  }
}

function selectAll(event: Event): void {
  (event.target as HTMLTextAreaElement).select();
}

define("raft-copy-link", CopyLink);
