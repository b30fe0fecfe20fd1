import tryItWords from "words:tryIt";
import { css, html, nothing } from "lit";
import { intend } from "../state/intents.ts";
import type { World } from "../state/world.ts";
import { base } from "../styles/base.ts";
import { fill } from "../words/words.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";

/** Long enough to see the arcs run out side by side. */
const ALIGNED = "100ms";
const LOSSES = [0, 5, 20, 50];

/** What one can do to the whole cluster: its timers and its network. */
export class TryIt extends Control {
  static override properties = {
    world: { attribute: false },
    choosing: { attribute: false },
    sessions: { type: Boolean },
  };
  declare world: World | null;
  /** While sides are chosen: the servers of the first side. */
  declare choosing: readonly string[] | null;
  /** Whether clients have sessions. */
  declare sessions: boolean;

  constructor() {
    super();
    this.world = null;
    this.choosing = null;
    this.sessions = false;
  }

  static override styles = [
    base,
    css`
      .groups { display: grid; gap: var(--space-4); grid-template-columns: repeat(auto-fit, minmax(min(15rem, 100%), 1fr)); }
      .row { display: flex; flex-wrap: wrap; align-items: end; gap: var(--space-2); margin-top: var(--space-2); }
      .row button { padding: 0 var(--space-3); font-size: var(--size-small); }
      .row label { display: grid; gap: var(--space-1); font-size: var(--size-small); color: var(--ink-soft); }
      .row select { padding: 0 var(--space-2); color: var(--ink); }
      .deeds { margin-top: var(--space-2); display: grid; gap: var(--space-2); }
      .deeds li { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-1) var(--space-3); font-size: var(--size-small); }
      .deeds button { padding: 0 var(--space-3); font-size: var(--size-small); }
      .deeds span { flex: 1 1 9rem; color: var(--ink-soft); }
      fieldset { grid-column: 1 / -1; scroll-margin: var(--space-2); }
      legend { padding: 0; font-size: var(--size-small); }
      .servers { display: flex; flex-wrap: wrap; gap: 0 var(--space-4); }
      .servers label { display: inline-flex; align-items: center; gap: var(--space-2); min-height: var(--target); }
    `,
  ];

  override render() {
    return html`
      <div class="groups">
        ${this.#network()}
        ${this.choosing ? this.#sides(this.choosing) : nothing}
        ${this.#timers()}
        ${this.sessions ? this.#sessions() : nothing}
      </div>
    `;
  }

  #network() {
    return html`
      <section>
        <h2>${tryItWords.network}</h2>
        <div class="row">
          ${
            this.choosing
              ? nothing
              : html`<button class="partition" @click=${this.#choose}>${tryItWords.partition}</button>`
          }
          <button @click=${() => intend(this, { want: "act", action: "heal_all" })}>${tryItWords.healAll}</button>
          ${this.#loss()}
        </div>
      </section>
    `;
  }

  #loss() {
    const loss = this.world?.loss ?? 0;
    // A scenario may have a rate of its own.
    const rates = [...new Set([...LOSSES, loss])].sort((one, other) => one - other);
    return html`
      <label>${tryItWords.loss}
        <select @change=${this.#lose}>
          ${rates.map((percent) => html`<option value=${percent} .selected=${percent === loss}>${fill(tryItWords.lossValue, { percent })}</option>`)}
        </select>
      </label>
    `;
  }

  #timers() {
    return html`
      <section>
        <h2>${tryItWords.timers}</h2>
        <ul class="deeds">
          <li>
            <button @click=${() => intend(this, { want: "act", action: { set_timer: { servers: "all", remaining: ALIGNED } } })}>${tryItWords.align}</button>
            <span>${tryItWords.alignHint}</span>
          </li>
          <li>
            <button @click=${() => intend(this, { want: "act", action: { time_out: "all" } })}>${tryItWords.together}</button>
            <span>${tryItWords.togetherHint}</span>
          </li>
        </ul>
      </section>
    `;
  }

  #sessions() {
    return html`
      <section>
        <h2>${tryItWords.sessions}</h2>
        <ul class="deeds">
          <li>
            <button @click=${() => intend(this, { want: "act", action: { expire_sessions: "leader" } })}>${tryItWords.expire}</button>
            <span>${tryItWords.expireHint}</span>
          </li>
        </ul>
      </section>
    `;
  }

  #sides(chosen: readonly string[]) {
    const servers = this.world?.serverIds ?? [];
    const split = chosen.length > 0 && chosen.length < servers.length;
    return html`
      <fieldset>
        <legend>${tryItWords.choose}</legend>
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
          <button class="primary" ?disabled=${!split} @click=${this.#build}>${tryItWords.build}</button>
          <button @click=${() => intend(this, { want: "choose-sides", chosen: null })}>${tryItWords.cancel}</button>
        </div>
      </fieldset>
    `;
  }

  /** The wall stands: the choice has not been given up. */
  #built = false;
  #takesFocus: "input" | ".partition" | null = null;

  #build(): void {
    this.#built = true;
    intend(this, { want: "build-wall" });
  }

  #choose(): void {
    this.#takesFocus = "input";
    intend(this, { want: "choose-sides", chosen: [] });
  }

  /** Button and chooser take each other's place: the focus must not fall out of the panel between them. */
  override willUpdate(): void {
    const chooser = this.renderRoot?.querySelector("fieldset");
    if (!this.choosing && chooser?.contains(this.shadowRoot?.activeElement ?? null))
      this.#takesFocus = ".partition";
  }

  override updated(changed: Map<string, unknown>): void {
    const opened = this.choosing !== null && !changed.get("choosing") && changed.has("choosing");
    if (opened) this.renderRoot.querySelector("fieldset")?.scrollIntoView({ block: "nearest" });
    if (changed.get("choosing") && this.choosing === null && !this.#built)
      intend(this, { want: "tell", text: tryItWords.cancelled });
    this.#built = false;
    const next = this.#takesFocus;
    if (!next) return;
    const found = this.renderRoot.querySelector<HTMLElement>(next);
    if (!found) return;
    this.#takesFocus = null;
    found.focus({ preventScroll: opened });
  }

  #toggle(id: string, chosen: readonly string[]): void {
    const next = chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id];
    intend(this, { want: "choose-sides", chosen: next });
  }

  #lose(event: Event): void {
    const percent = (event.target as HTMLSelectElement).value;
    intend(this, { want: "act", action: { set_loss: `${percent}%` } });
  }
}

define("raft-try-it", TryIt);
