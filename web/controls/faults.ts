import faultWords from "words:faults";
import linkWords from "words:link";
import pendingWords from "words:pending";
import tryItWords from "words:tryIt";
import { css, html, nothing } from "lit";
import type { Action } from "../engine/door.ts";
import { endOfAll, type Wrong, wrongsOf } from "../scene/wrongs.ts";
import { link, type Subject } from "../state/cursor.ts";
import { intend } from "../state/intents.ts";
import type { World } from "../state/world.ts";
import { base } from "../styles/base.ts";
import { knobStyles } from "../styles/knobs.ts";
import { fill } from "../words/words.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";
import "./link-faults.ts";

/** Everything that is wrong at this moment, and what can be done to the network as a whole. */
export class Faults extends Control {
  static override properties = { world: { attribute: false }, now: { type: Number } };
  declare world: World | null;
  declare now: number;

  constructor() {
    super();
    this.world = null;
    this.now = 0;
  }

  static override styles = [
    base,
    knobStyles,
    css`
      :host { display: grid; gap: var(--space-4); }
      li { display: flex; flex-wrap: wrap; align-items: center; gap: 0 var(--space-2); border-top: 1px solid var(--line); padding: var(--space-1) 0; font-size: var(--size-small); }
      li > :first-child { flex: 1 1 12rem; min-width: 0; min-height: var(--target); display: block; padding: var(--space-2); text-align: left; border: 0; background: none; overflow-wrap: anywhere; }
      li > button:first-child:hover { background: var(--sunken); }
      /* What cannot be opened stands as high as what can. */
      li > span:first-child { padding-block: calc((var(--target) - 1.45em) / 2); }
      li b { font-weight: 650; }
      li .end { padding: 0 var(--space-3); border-color: var(--line); }
      .nothing { margin-top: var(--space-2); padding: var(--space-3); background: var(--sunken); border-radius: var(--radius); }
      .deeds { margin-top: var(--space-2); display: grid; gap: var(--space-2); }
      .deeds > div { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-1) var(--space-3); font-size: var(--size-small); }
      .deeds button, .deeds select { padding: 0 var(--space-3); }
      .deeds label { display: flex; align-items: center; gap: var(--space-2); }
      .deeds .hint { flex: 1 1 12rem; color: var(--ink-soft); }
    `,
  ];

  override render() {
    const { world } = this;
    if (!world) return nothing;
    return html`${this.#wrongs(wrongsOf(world, this.now))}${this.#network(world)}${this.#all(world)}${this.#ones(world)}`;
  }

  #wrongs(wrongs: readonly Wrong[]) {
    const ends = endOfAll(wrongs);
    return html`
      <section>
        <h2>${faultWords.now}</h2>
        ${
          wrongs.length === 0
            ? html`<p class="nothing small">${faultWords.nothing}</p>`
            : html`<ul aria-label=${faultWords.listed}>${wrongs.map((one) => this.#wrong(one))}</ul>`
        }
        ${ends.length > 0 ? html`<div class="actions"><button @click=${() => this.#do(ends)}>${faultWords.endAll}</button></div>` : nothing}
      </section>
    `;
  }

  #wrong({ who, what, subject, end }: Wrong) {
    const text = html`<b>${who}</b> ${what}`;
    const name = fill(faultWords.who, { who, what });
    return html`
      <li>
        ${subject ? html`<button @click=${() => this.#select(subject)}>${text}</button>` : html`<span>${text}</span>`}
        ${end ? html`<button class="end" aria-label=${fill(pendingWords.rowAction, { action: end.name, what: name })} @click=${() => this.#do(end.actions)}>${end.name}</button>` : nothing}
      </li>
    `;
  }

  #network({ serverIds }: World) {
    const faults = faultWords;
    const tryIt = tryItWords;
    return html`
      <section>
        <h2>${faults.network}</h2>
        <div class="deeds">
          <div>
            <label>${faults.bridge}
              <select aria-describedby="bridge" ?disabled=${serverIds.length < 3} @change=${this.#bridge}>
                <option value="">${faults.bridgeNobody}</option>
                ${serverIds.map((id) => html`<option>${id}</option>`)}
              </select>
            </label>
            <span class="hint" id="bridge">${faults.bridgeHint}</span>
          </div>
          <div>
            <button aria-describedby="ring" ?disabled=${serverIds.length < 4} @click=${() => this.#do(["ring"])}>${faults.ring}</button>
            <span class="hint" id="ring">${faults.ringHint}</span>
          </div>
          <div>
            <button aria-describedby="heal" @click=${() => this.#do(["heal_all"])}>${tryIt.healAll}</button>
            <span class="hint" id="heal">${faults.healHint}</span>
          </div>
        </div>
      </section>
    `;
  }

  #all(world: World) {
    return html`
      <section>
        <h2>${faultWords.links}</h2>
        <p class="soft small">${faultWords.linksHint}</p>
        <raft-link-faults .world=${world} .from=${this}></raft-link-faults>
      </section>
    `;
  }

  #ones({ serverIds, clients }: World) {
    const pairs = serverIds.flatMap((a, order) =>
      serverIds.slice(order + 1).map((b) => [a, b] as const),
    );
    return html`
      <section>
        <h2>${faultWords.one}</h2>
        <p class="soft small">${faultWords.oneHint}</p>
        <div class="actions">
          ${serverIds.map((id) => html`<button @click=${() => this.#select({ kind: "server", id })}>${id}</button>`)}
          ${clients.map(({ id }) => html`<button @click=${() => this.#select({ kind: "client", id })}>${id}</button>`)}
          ${pairs.map(([a, b]) => html`<button @click=${() => this.#select(link(a, b))}>${fill(linkWords.title, { a, b })}</button>`)}
        </div>
      </section>
    `;
  }

  #bridge(event: Event): void {
    const select = event.target as HTMLSelectElement;
    if (select.value) this.#do([{ bridge: select.value }]);
    // It is a deed, not a state: the next one begins from nobody again.
    select.value = "";
  }

  #select(subject: Subject): void {
    intend(this, { want: "select", subject, enter: true });
  }

  #do(actions: readonly Action[]): void {
    for (const action of actions) intend(this, { want: "act", action });
  }
}

define("raft-faults", Faults);
