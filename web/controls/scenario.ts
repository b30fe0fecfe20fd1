import { css, html, LitElement } from "lit";
import type { GalleryItem, Opening } from "../engine/door.ts";
import { intend } from "../state/intents.ts";
import { base } from "../styles/base.ts";
import { words } from "../words/words.ts";
import { define } from "./define.ts";

const MOST_SERVERS = 9;

/** Which run: its scenario, the number of servers, the seed. */
export class ScenarioChoice extends LitElement {
  static override properties = {
    gallery: { attribute: false },
    current: { type: String },
    seed: { type: String },
    freshSeed: { attribute: false },
    name: { state: true },
    servers: { state: true },
    wanted: { state: true },
  };
  declare gallery: readonly GalleryItem[];
  /** Gallery name of the run on the screen; empty for an inline one. */
  declare current: string;
  declare seed: string;
  declare freshSeed: () => string;
  declare name: string;
  declare servers: number | null;
  declare wanted: string;

  constructor() {
    super();
    this.gallery = [];
    this.current = "";
    this.seed = "";
    this.freshSeed = () => "";
    this.name = "";
    this.servers = null;
    this.wanted = "";
  }

  static override styles = [
    base,
    css`
      form { display: grid; gap: var(--space-3); }
      .row { display: flex; flex-wrap: wrap; align-items: end; gap: var(--space-3); }
      label { display: grid; gap: var(--space-1); font-size: var(--size-small); color: var(--ink-soft); }
      label > * { color: var(--ink); }
      .summary { max-width: 44em; }
      .seed { width: 12rem; font-family: var(--font-mono); font-size: var(--size-small); }
    `,
  ];

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("current")) this.name = this.current;
    if (changed.has("seed")) this.wanted = this.seed;
  }

  override render() {
    const chosen = this.gallery.find((item) => item.name === this.name) ?? this.gallery[0];
    return html`
      <form @submit=${this.#start}>
        <label>${words.scenario.choose}
          <select @change=${this.#named}>
            ${this.gallery.map((item) => html`<option value=${item.name} ?selected=${item.name === this.name}>${item.title}</option>`)}
          </select>
        </label>
        <p class="summary small">${chosen?.summary ?? ""}</p>
        <div class="row">
          <label>${words.scenario.servers}
            <select @change=${this.#counted}>
              <option value="">${words.scenario.asWritten}</option>
              ${Array.from({ length: MOST_SERVERS }, (_, order) => html`<option ?selected=${this.servers === order + 1}>${order + 1}</option>`)}
            </select>
          </label>
          <label>${words.scenario.seed}
            <input class="seed" .value=${this.wanted} autocomplete="off" spellcheck="false" @input=${this.#seeded} />
          </label>
          <button type="button" @click=${this.#shuffle}>${words.scenario.fresh}</button>
        </div>
        <div class="row">
          <button class="primary" type="submit">${words.scenario.start}</button>
        </div>
        <p class="soft small summary">${words.scenario.hint}</p>
      </form>
    `;
  }

  #named(event: Event): void {
    this.name = (event.target as HTMLSelectElement).value;
    this.wanted = "";
  }

  #counted(event: Event): void {
    this.servers = Number((event.target as HTMLSelectElement).value) || null;
  }

  #seeded(event: Event): void {
    this.wanted = (event.target as HTMLInputElement).value;
  }

  #shuffle(): void {
    this.wanted = this.freshSeed();
  }

  #start(event: Event): void {
    event.preventDefault();
    const opening: Opening = {};
    if (this.name) opening.scenario = this.name;
    if (this.servers) opening.servers = this.servers;
    // The seed that is on the screen belongs to the run that is on the screen, unless the reader changed it.
    if (this.wanted && (this.wanted !== this.seed || this.name === this.current))
      opening.seed = this.wanted;
    intend(this, { want: "open", opening });
  }
}

define("raft-scenario", ScenarioChoice);
