import stateWords from "words:state";
import { css, html, nothing } from "lit";
import { copyText } from "../share/clipboard.ts";
import { base } from "../styles/base.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";

/** How long the button says that it has done its work. */
const SAID_FOR = 2000;

/** Copies a text that is written only when it is asked for; where the clipboard is closed to us, it stands in a field. */
export class CopyText extends Control {
  static override properties = {
    text: { attribute: false },
    name: { type: String },
    about: { type: String },
    main: { type: Boolean },
    copied: { state: true },
    byHand: { state: true },
  };
  declare text: () => string;
  /** What stands on the button. */
  declare name: string;
  /** Its name for ears, where several of them stand on one page. */
  declare about: string;
  /** It is what one came for. */
  declare main: boolean;
  declare copied: boolean;
  declare byHand: string;
  #said: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.text = () => "";
    this.name = "";
    this.about = "";
    this.main = false;
    this.copied = false;
    this.byHand = "";
  }

  static override styles = [
    base,
    css`
      :host { display: inline-block; }
      .quiet { padding: 0 var(--space-2); font-size: var(--size-small); color: var(--ink-soft); }
      .quiet:hover { color: var(--ink); }
      label { display: grid; gap: var(--space-1); font-size: var(--size-small); }
      textarea { font: var(--size-tiny) / 1.4 var(--font-mono); width: 15rem; max-width: 100%; padding: var(--space-2); color: inherit; background: var(--raised); border: 1px solid var(--line-strong); border-radius: var(--radius); }
    `,
  ];

  override render() {
    return html`
      <button class=${this.main ? "primary" : "quiet"} aria-label=${this.about || nothing} @click=${this.#copy}>${this.copied ? stateWords.copied : this.name}</button>
      <span class="for-ears" role="status">${this.copied ? stateWords.copied : ""}</span>
      ${
        this.byHand
          ? html`<label>${stateWords.byHand}<textarea readonly rows="6" .value=${this.byHand} @focus=${selectAll}></textarea></label>`
          : nothing
      }
    `;
  }

  override updated(changed: Map<string, unknown>): void {
    if (changed.has("byHand") && this.byHand) this.renderRoot.querySelector("textarea")?.focus();
  }

  async #copy(): Promise<void> {
    const text = this.text();
    this.copied = await copyText(text);
    this.byHand = this.copied ? "" : text;
    // Who copies once more is told for as long.
    clearTimeout(this.#said);
    if (this.copied) this.#said = setTimeout(() => (this.copied = false), SAID_FOR);
  }
}

function selectAll(event: Event): void {
  (event.target as HTMLTextAreaElement).select();
}

define("raft-copy-text", CopyText);
