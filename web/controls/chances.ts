import chanceWords from "words:chances";
import { css, html, nothing } from "lit";
import {
  knobsOf,
  partsThatDiffer,
  type Setting,
  START_PARTS,
  type Start,
  type StartPart,
} from "../state/start.ts";
import { base } from "../styles/base.ts";
import { knobStyles } from "../styles/knobs.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";
import { knobs } from "./knob.ts";

/** What the reader wants instead; the form around it listens. */
export type StartChange = CustomEvent<Start>;

/** What is wrong from the start, by chance, and what the clients are like. */
export class Chances extends Control {
  static override properties = { start: { attribute: false }, written: { attribute: false } };
  declare start: Start | null;
  /** As the scenario is written. */
  declare written: Start | null;

  constructor() {
    super();
    this.start = null;
    this.written = null;
  }

  static override styles = [
    base,
    knobStyles,
    css`
      h2 { margin-top: var(--space-4); }
      .other { font-weight: 650; color: var(--ink); }
      .back { margin-top: var(--space-3); }
    `,
  ];

  override render() {
    const { start, written } = this;
    if (!start || !written) return nothing;
    const other = partsThatDiffer(written, start);
    return html`
      <p class="soft small">${chanceWords.intro}</p>
      ${START_PARTS.map((part) => this.#part(part, start, other.includes(part)))}
      ${other.length > 0 ? html`<button type="button" class="back" @click=${() => this.#say(written)}>${chanceWords.asWritten}</button>` : nothing}
    `;
  }

  #part(part: StartPart, start: Start, other: boolean) {
    const setting = start[part];
    if (!setting) return nothing;
    return html`
      <section role="group" aria-labelledby="part-${part}">
        <h2 id="part-${part}" class=${other ? "other" : ""}>${chanceWords.parts[part]}</h2>
        <div class="knobs">
          ${knobs<Setting>(knobsOf(part), setting, (next) => this.#say({ ...start, [part]: next }))}
        </div>
      </section>
    `;
  }

  #say(start: Start): void {
    this.dispatchEvent(new CustomEvent<Start>("start", { detail: start }));
  }
}

define("raft-chances", Chances);
