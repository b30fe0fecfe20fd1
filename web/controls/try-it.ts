import { css, html, LitElement, nothing } from "lit";
import { intend } from "../state/intents.ts";
import type { World } from "../state/world.ts";
import { base } from "../styles/base.ts";
import { words } from "../words/words.ts";
import { define } from "./define.ts";

/** What one can do to the whole cluster: its timers and its network. */
export class TryIt extends LitElement {
  static override properties = { world: { attribute: false }, choosing: { attribute: false } };
  declare world: World | null;
  /** While sides are chosen: the servers of the first side. */
  declare choosing: readonly string[] | null;

  constructor() {
    super();
    this.world = null;
    this.choosing = null;
  }

  static override styles = [
    base,
    css`
      .groups { display: grid; gap: var(--space-4) var(--space-4); grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); }
      .row { display: flex; flex-wrap: wrap; gap: var(--space-2); margin-top: var(--space-2); }
      .row button { padding: 0 var(--space-3); font-size: var(--size-small); }
      fieldset { grid-column: 1 / -1; }
      legend { padding: 0; font-size: var(--size-small); }
      .servers { display: flex; flex-wrap: wrap; gap: 0 var(--space-4); }
      .servers label { display: inline-flex; align-items: center; gap: var(--space-2); min-height: var(--target); }
    `,
  ];

  override render() {
    return html`
      <div class="groups">
        <section>
          <h2>${words.tryIt.network}</h2>
          <div class="row">
            ${
              this.choosing
                ? nothing
                : html`<button @click=${() => intend(this, { want: "choose-sides", chosen: [] })}>${words.tryIt.partition}</button>`
            }
            <button @click=${() => intend(this, { want: "act", action: "heal_all" })}>${words.tryIt.healAll}</button>
          </div>
        </section>
        ${this.choosing ? this.#sides(this.choosing) : nothing}
        <section>
          <h2>${words.tryIt.timers}</h2>
          <div class="row">
            <button
              title=${words.tryIt.alignHint}
              @click=${() => intend(this, { want: "act", action: { set_timer: { servers: "all", remaining: ALIGNED } } })}
            >${words.tryIt.align}</button>
            <button
              title=${words.tryIt.togetherHint}
              @click=${() => intend(this, { want: "act", action: { time_out: "all" } })}
            >${words.tryIt.together}</button>
          </div>
        </section>
      </div>
    `;
  }

  #sides(chosen: readonly string[]) {
    const servers = this.world?.serverIds ?? [];
    const split = chosen.length > 0 && chosen.length < servers.length;
    return html`
      <fieldset>
        <legend>${words.tryIt.choose}</legend>
        <div class="servers">
          ${servers.map(
            (id) => html`
              <label>
                <input type="checkbox" .checked=${chosen.includes(id)} @change=${() => this.#toggle(id, chosen)} />${id}
              </label>
            `,
          )}
        </div>
        <div class="row">
          <button class="primary" ?disabled=${!split} @click=${() => intend(this, { want: "build-wall" })}>${words.tryIt.build}</button>
          <button @click=${() => intend(this, { want: "choose-sides", chosen: null })}>${words.tryIt.cancel}</button>
        </div>
      </fieldset>
    `;
  }

  #toggle(id: string, chosen: readonly string[]): void {
    const next = chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id];
    intend(this, { want: "choose-sides", chosen: next });
  }
}

/** Long enough to see the arcs run out side by side. */
const ALIGNED = "100ms";

define("raft-try-it", TryIt);
