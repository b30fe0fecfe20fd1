import { css, html, LitElement } from "lit";
import type { ServerFrame } from "../engine/door.ts";
import { factsOf } from "../scene/describe.ts";
import { fillOfTerm } from "../scene/fill.ts";
import { intend } from "../state/intents.ts";
import type { World } from "../state/world.ts";
import { base } from "../styles/base.ts";
import { termHues } from "../styles/tokens.ts";
import { words } from "../words/words.ts";
import { define } from "./define.ts";

/** Each server in words: a description list, with what just changed marked. */
export class StateList extends LitElement {
  static override properties = { world: { attribute: false }, changes: { attribute: false } };
  declare world: World | null;
  declare changes: ReadonlySet<string>;

  constructor() {
    super();
    this.world = null;
    this.changes = new Set();
  }

  static override styles = [
    base,
    termHues,
    css`
      .servers { display: grid; gap: var(--space-4) var(--space-5); grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); }
      h2 { display: flex; align-items: center; gap: var(--space-2); padding-bottom: var(--space-1); border-bottom: 1px solid var(--line); }
      .swatch { width: 0.8rem; height: 0.8rem; border-radius: 50%; background: var(--fill); border: 1.25px solid var(--ink); }
      button { min-height: var(--target); padding: 0 var(--space-1); border: 0; background: none; font-weight: 650; }
      dl { font-size: var(--size-small); }
      div.fact { display: grid; grid-template-columns: 6.2rem 1fr; gap: var(--space-2); padding: 0.125rem 0.25rem; border-radius: 3px; }
      dt { color: var(--ink-soft); }
      dd { overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
      .changed { background: var(--sunken); }
      .changed dd { font-weight: 650; }
      .changed dd::after { content: " •"; }
    `,
  ];

  override render() {
    return html`<div class="servers">${[...(this.world?.servers.values() ?? [])].map((server) => this.#server(server))}</div>`;
  }

  #server(server: ServerFrame) {
    return html`
      <section>
        <h2>
          <span class="swatch" data-hue=${fillOfTerm(server.up ? server.term : null).hue}></span>
          <button @click=${() => intend(this, { want: "select", subject: { kind: "server", id: server.id } })}>${server.id}</button>
        </h2>
        <dl>
          ${factsOf(server).map((row) => {
            const changed = this.changes.has(`${server.id} ${row.fact}`);
            return html`
              <div class="fact ${changed ? "changed" : ""}" title=${row.note}>
                <dt>${row.name}</dt>
                <dd>${row.value}${changed ? html`<span class="for-ears">, ${words.facts.changed}</span>` : ""}</dd>
              </div>
            `;
          })}
        </dl>
      </section>
    `;
  }
}

define("raft-state-list", StateList);
