import keysWords from "words:keys";
import { css, html } from "lit";
import { intend } from "../state/intents.ts";
import { base } from "../styles/base.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";

export class KeyList extends Control {
  static override properties = { letters: { type: Boolean } };
  declare letters: boolean;

  constructor() {
    super();
    this.letters = true;
  }

  static override styles = [
    base,
    css`
      dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: 0 var(--space-5); font-size: var(--size-small); }
      dl div { display: grid; grid-template-columns: 6rem 1fr; align-items: baseline; gap: var(--space-3); padding: var(--space-1) 0; }
      dt { font-family: var(--font-mono); }
      label { display: inline-flex; align-items: center; gap: var(--space-2); min-height: var(--target); margin-top: var(--space-2); font-size: var(--size-small); }
    `,
  ];

  override render() {
    return html`
      <dl>
        ${Object.values(keysWords.rows).map((row) => html`<div><dt>${row.keys}</dt><dd>${row.does}</dd></div>`)}
      </dl>
      <label>
        <input type="checkbox" .checked=${this.letters} @change=${this.#switched} />${keysWords.letters}
      </label>
    `;
  }

  #switched(event: Event): void {
    intend(this, { want: "letters", on: (event.target as HTMLInputElement).checked });
  }
}

define("raft-key-list", KeyList);
