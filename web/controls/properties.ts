import promises from "words:promises";
import { css, html, nothing } from "lit";
import type { OutlookFrame, ViolationFrame } from "../engine/door.ts";
import { intend } from "../state/intents.ts";
import type { World } from "../state/world.ts";
import { base } from "../styles/base.ts";
import { fill, words } from "../words/words.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";

/** The promises in groups, each with what it says: those of the paper's Figure 3, to clients, and the invariants. */
const groups = () => Object.values(promises);

/** Each property with its name and its state: it holds so far, or has been violated, at which moment and why. */
export class Properties extends Control {
  static override properties = {
    world: { attribute: false },
    outlook: { attribute: false },
  };
  declare world: World | null;
  /** Whether the cluster can go on, and does. */
  declare outlook: OutlookFrame | null;

  constructor() {
    super();
    this.world = null;
    this.outlook = null;
  }

  static override styles = [
    base,
    css`
      h2 { margin: var(--space-4) 0 var(--space-1); font-size: var(--size-small); }
      .list > li { display: grid; grid-template-columns: 1.5rem 1fr; gap: 0 var(--space-1); padding: var(--space-2) 0; }
      .list > li + li { border-top: 1px solid var(--line); }
      .sign { font-weight: 800; text-align: center; }
      .name { font-weight: 650; }
      .state { margin-left: var(--space-2); font-size: var(--size-small); color: var(--ink-soft); }
      .says { font-size: var(--size-small); color: var(--ink-soft); max-width: 42rem; }
      .broken > .sign, .broken .name, .broken .state { color: var(--violated); }
      .told { max-width: 42rem; }
      .missing { margin-left: var(--space-4); list-style: disc; font-size: var(--size-small); }
      .doors { display: flex; flex-wrap: wrap; gap: var(--space-2); margin-top: var(--space-1); }
      .doors button { font-size: var(--size-small); padding: 0 var(--space-3); }
    `,
  ];

  override render() {
    const { world } = this;
    if (!world) return nothing;
    return html`
      <p class="soft small">${words.properties.intro}</p>
      ${this.outlook ? this.#progress(this.outlook) : nothing}
      ${groups().map(
        ({ title, says }) => html`
          <h2>${title}</h2>
          <ul class="list">${Object.entries(says).map(([name, said]) => this.#property(name, said, world))}</ul>
        `,
      )}
    `;
  }

  /** No progress is no violation as long as there cannot be any. */
  #progress({ kind, said }: OutlookFrame) {
    const [whole, ...missing] = said;
    const stalled = kind === "stalled";
    const sign = { quiet: "✓", possible: "✓", impossible: "–", stalled: "!" }[kind];
    return html`
      <h2>${words.properties.progress}</h2>
      <ul class="list">
        <li class=${stalled ? "broken" : ""}>
          <span class="sign" aria-hidden="true">${sign}</span>
          <div>
            <p class=${stalled ? "told name" : "told"}>${whole}</p>
            ${missing.length > 0 ? html`<ul class="missing">${missing.map((one) => html`<li>${one}</li>`)}</ul>` : nothing}
          </div>
        </li>
      </ul>
    `;
  }

  #property(name: string, said: string, world: World) {
    const found = world.violations.find(({ property }) => property === name);
    const broken = found?.promised === true;
    return html`
      <li class=${broken ? "broken" : ""} data-property=${name}>
        <span class="sign" aria-hidden="true">${broken ? "!" : found ? "–" : "✓"}</span>
        <div>
          <p><span class="name">${name}</span><span class="state">${stateOf(found)}</span></p>
          <p class="says">${said}</p>
          ${found ? this.#violation(found, world) : nothing}
        </div>
      </li>
    `;
  }

  #violation(found: ViolationFrame, { position }: World) {
    const question = { violated: found.property };
    return html`
      <p class="told">${found.text}</p>
      <p class="doors">
        ${
          position.time === found.at.time
            ? nothing
            : html`<button @click=${() => intend(this, { want: "go", position: found.at })}>${words.properties.go}</button>`
        }
        <button @click=${() => intend(this, { want: "why", question })}>${words.properties.why}</button>
      </p>
    `;
  }
}

function stateOf(found: ViolationFrame | undefined): string {
  if (!found) return words.properties.holds;
  const { violated, unpromised } = words.properties;
  return fill(found.promised ? violated : unpromised, { time: Math.round(found.at.time) });
}

define("raft-properties", Properties);
