import keptWords from "words:kept";
import { css, html, nothing } from "lit";
import type { Kept } from "../engine/door.ts";
import { intend } from "../state/intents.ts";
import { base } from "../styles/base.ts";
import { counted, fill } from "../words/words.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";
import "./copy-text.ts";

/** What became of the reader's actions in another run: how many were done again, and which make no sense there, and why. */
export class KeptActions extends Control {
  static override properties = { kept: { attribute: false }, fixed: { type: Boolean } };
  declare kept: Kept | null;
  /** It stays as long as the run: there is nothing to close. */
  declare fixed: boolean;

  constructor() {
    super();
    this.kept = null;
    this.fixed = false;
  }

  static override styles = [
    base,
    css`
      :host { font-size: var(--size-small); }
      .row { display: flex; flex-wrap: wrap; align-items: center; gap: 0 var(--space-3); min-height: var(--target); }
      li { padding: 2px 0 2px var(--space-4); overflow-wrap: anywhere; }
      li::before { content: "× "; }
      .link { border: 0; background: none; padding: 0 var(--space-1); font-size: var(--size-small); text-decoration: underline; text-underline-offset: 0.2em; text-decoration-color: var(--line-strong); }
    `,
  ];

  override render() {
    const { kept } = this;
    if (!kept) return nothing;
    const { lost } = kept;
    return html`
      <div role="status">
        <div class="row">
          <span>${this.#said(kept.kept, lost.length)}</span>
          ${lost.length > 0 ? html`<raft-copy-text .text=${() => kept.json} .name=${keptWords.copy}></raft-copy-text>` : nothing}
          ${this.fixed ? nothing : html`<button class="link" @click=${() => intend(this, { want: "dismiss" })}>${keptWords.dismiss}</button>`}
        </div>
        ${
          lost.length > 0
            ? html`<ul>${lost.map((one) => html`<li>${fill(keptWords.lost, { action: one.action, time: Math.round(one.time), reason: one.reason })}</li>`)}</ul>`
            : nothing
        }
      </div>
    `;
  }

  #said(kept: number, lost: number): string {
    const done = counted(keptWords.done, kept);
    return lost === 0 ? done : `${done} ${counted(keptWords.notDone, lost)}`;
  }
}

define("raft-kept", KeptActions);
