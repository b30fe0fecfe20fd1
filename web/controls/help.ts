import helpWords from "words:help";
import { css, html } from "lit";
import { alphabetical } from "../state/glossary.ts";
import { HELP_PARTS, type HelpPart, intend } from "../state/intents.ts";
import { base } from "../styles/base.ts";
import { voice } from "../words/words.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";
import { meaningOf } from "./meaning.ts";
import "./key-list.ts";

/** How to use the page, what its signs and words mean, and what it leaves out: one part at a time. */
export class Help extends Control {
  static override properties = { letters: { type: Boolean }, section: { type: String } };
  declare letters: boolean;
  declare section: HelpPart;

  constructor() {
    super();
    this.letters = true;
    this.section = "use";
  }

  static override styles = [
    base,
    css`
      nav { display: flex; flex-wrap: wrap; gap: var(--space-1); margin-bottom: var(--space-4); }
      nav button { padding: 0 var(--space-3); font-size: var(--size-small); color: var(--ink-soft); }
      nav [aria-current="true"] { background: var(--sunken); border-color: var(--line-strong); color: var(--ink); font-weight: 600; }
      .use li { position: relative; padding: 0 0 var(--space-3) 2.25rem; max-width: 38em; counter-increment: sentence; }
      .use li::before { content: counter(sentence); position: absolute; left: 0; top: 0; width: 1.5rem; text-align: right; font: 400 1.25rem / 1.1 var(--font-voice); color: var(--ink-soft); }
      .limits li { padding: 0 0 var(--space-2) var(--space-4); text-indent: calc(-1 * var(--space-4)); max-width: 40em; }
      .limits li::before { content: "–"; display: inline-block; width: var(--space-4); text-indent: 0; color: var(--ink-soft); }
      .limits p { margin-bottom: var(--space-2); }
      dl { columns: 17rem 2; column-gap: var(--space-5); font-size: var(--size-small); }
      dl div { break-inside: avoid; padding-bottom: var(--space-3); }
      dt { font-weight: 650; }
    `,
  ];

  override render() {
    return html`
      <nav aria-label=${helpWords.label}>
        ${HELP_PARTS.map(
          (part) => html`
            <button
              class="quiet"
              aria-current=${part === this.section ? "true" : "false"}
              @click=${() => intend(this, { want: "panel", panel: "help", part })}
            >${helpWords.parts[part]}</button>
          `,
        )}
      </nav>
      ${this.#content()}
    `;
  }

  #content() {
    switch (this.section) {
      case "use":
        return html`<ol class="use">${Object.values(helpWords.use).map((sentence) => html`<li>${sentence}</li>`)}</ol>`;
      case "glyphs":
        return html`<slot name="legend"></slot>`;
      case "keys":
        return html`<raft-key-list .letters=${this.letters}></raft-key-list>`;
      case "words":
        return html`<dl>${alphabetical(voice.language).map(([id, { word }]) => html`<div><dt>${word}</dt><dd>${meaningOf(id)}</dd></div>`)}</dl>`;
      case "limits":
        return html`<div class="limits">${limits()}</div>`;
    }
  }
}

function limits() {
  const { intro, ...rest } = helpWords.limits;
  return html`<p>${intro}</p><ul>${Object.values(rest).map((one) => html`<li>${one}</li>`)}</ul>`;
}

define("raft-help", Help);
