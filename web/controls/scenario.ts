import { css, html, LitElement, nothing } from "lit";
import type { GalleryItem } from "../engine/door.ts";
import { intend } from "../state/intents.ts";
import { isRuled, openingOf } from "../state/next-run.ts";
import {
  brokenIn,
  type Draft,
  differing,
  draftOf,
  type Rule,
  type Rules,
  ruled,
  rulesOf,
  serversOf,
  type Value,
} from "../state/rules.ts";
import { type Start, startOf } from "../state/start.ts";
import { base } from "../styles/base.ts";
import { counted, words } from "../words/words.ts";
import { define } from "./define.ts";
import "./broken-rules.ts";
import "./chances.ts";
import type { StartChange } from "./chances.ts";
import "./rules.ts";
import type { RuleChoice, RulesChange } from "./rules.ts";
import { loadChoice, membersChoice } from "./scenario-parts.ts";

const MOST_SERVERS = 9;

/** Which run: its scenario, its rules, the number of servers, the seed. */
export class ScenarioChoice extends LitElement {
  static override properties = {
    gallery: { attribute: false },
    library: { attribute: false },
    current: { type: String },
    written: { type: String },
    rules: { attribute: false },
    running: { type: String },
    seed: { type: String },
    freshSeed: { attribute: false },
    done: { type: Number },
    actions: { attribute: false },
    keeps: { state: true },
    name: { state: true },
    servers: { state: true },
    wanted: { state: true },
    draft: { state: true },
    unfolded: { state: true },
    start: { state: true },
  };
  declare gallery: readonly GalleryItem[];
  /** Scenarios in which a rule is broken; null: they are on their way. */
  declare library: readonly GalleryItem[] | null;
  /** Gallery name of the run on the screen; empty for an inline one. */
  declare current: string;
  /** The scenario of the run on the screen as it is written, as JSON. */
  declare written: string;
  /** The rules of the run on the screen. */
  declare rules: Rules | null;
  /** The scenario of the run on the screen as it runs, as JSON. */
  declare running: string;
  declare seed: string;
  declare freshSeed: () => string;
  /** How many actions the reader has done in the branch on the screen, and the actions. */
  declare done: number;
  declare actions: () => string;
  /** Whether they shall be done in the next run as well. */
  declare keeps: boolean;
  declare name: string;
  declare servers: number | null;
  declare wanted: string;
  /** The rules that the reader wants. */
  declare draft: Draft | null;
  /** Whether the rules are in sight: who takes a change back is still reading. */
  declare unfolded: boolean;
  /** The faults by chance that the reader wants. */
  declare start: Start;

  constructor() {
    super();
    this.gallery = [];
    this.library = null;
    this.current = "";
    this.written = "";
    this.rules = null;
    this.running = "";
    this.seed = "";
    this.freshSeed = () => "";
    this.done = 0;
    this.actions = () => "";
    this.keeps = true;
    this.name = "";
    this.servers = null;
    this.wanted = "";
    this.draft = null;
    this.unfolded = false;
    this.start = startOf("{}");
  }

  static override styles = [
    base,
    css`
      form { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-3); }
      form > label { grid-template-columns: minmax(0, 1fr); }
      .row { display: flex; flex-wrap: wrap; align-items: end; gap: var(--space-3); }
      label { display: grid; gap: var(--space-1); font-size: var(--size-small); color: var(--ink-soft); }
      label > * { color: var(--ink); }
      .keep { display: flex; align-items: center; gap: var(--space-2); min-height: var(--target); }
      .summary { max-width: 44em; }
      summary { min-height: var(--target); display: flex; align-items: center; gap: var(--space-2); cursor: pointer; font-weight: 600; }
      summary::-webkit-details-marker { display: none; }
      summary::before { content: "›"; transition: transform var(--quick); }
      details[open] summary::before { transform: rotate(90deg); }
      .mend { display: flex; align-items: center; min-height: var(--target); }
      .seed { width: 12rem; font-family: var(--font-mono); font-size: var(--size-small); }
    `,
  ];

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("current")) this.name = this.current;
    if (changed.has("seed")) this.wanted = this.seed;
    if (changed.has("rules")) this.draft = this.rules && draftOf(this.rules);
    if (changed.has("running") && this.running) this.start = startOf(this.running);
  }

  override render() {
    const chosen = this.#item;
    const { draft } = this;
    const wrong = draft?.wrong.size ?? 0;
    return html`
      <form @submit=${this.#start}>
        <label>${words.scenario.choose}
          <select @change=${this.#named}>
            ${this.current === "" ? html`<option value="" ?selected=${this.name === ""}>${words.scenario.own}</option>` : nothing}
            ${this.#options(this.gallery)}
            ${this.library ? html`<optgroup label=${words.broken.shelf}>${this.#options(this.library)}</optgroup>` : nothing}
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
          ${draft ? html`${membersChoice(draft.rules, this.#size, this.#rule)}${loadChoice(draft.rules, this.#rule)}` : nothing}
          <label>${words.scenario.seed}
            <input class="seed" .value=${this.wanted} autocomplete="off" spellcheck="false" @input=${this.#seeded} />
          </label>
          <button type="button" @click=${this.#shuffle}>${words.scenario.fresh}</button>
        </div>
        ${draft ? this.#rules(draft) : nothing}
        ${draft ? this.#broken(draft) : nothing}
        ${draft ? this.#chances() : nothing}
        ${this.#canKeep ? this.#keeping() : nothing}
        <div class="row">
          <button class="primary" type="submit">${isRuled({ draft, json: this.#json, start: this.start }) ? words.ruleset.start : words.scenario.start}</button>
          <p class="mend small" role="status">${wrong > 0 ? counted(words.ruleset.mend, wrong) : ""}</p>
        </div>
        <p class="soft small summary">${words.scenario.hint}</p>
      </form>
    `;
  }

  #options(items: readonly GalleryItem[]) {
    return items.map(
      ({ name, title }) =>
        html`<option value=${name} ?selected=${name === this.name}>${title}</option>`,
    );
  }

  get #item(): GalleryItem | undefined {
    return [...this.gallery, ...(this.library ?? [])].find(({ name }) => name === this.name);
  }

  /** What was done in one scenario says nothing in another. */
  get #canKeep(): boolean {
    return this.done > 0 && this.name === this.current;
  }

  #keeping() {
    return html`
      <label class="keep">
        <input type="checkbox" .checked=${this.keeps} @change=${(event: Event) => (this.keeps = (event.target as HTMLInputElement).checked)} />
        <span>${counted(words.kept.keep, this.done)} <span class="soft">${words.kept.keepHint}</span></span>
      </label>
    `;
  }

  #rule = (rule: Rule, value: Value): void => {
    const { draft } = this;
    if (draft) this.draft = { ...draft, rules: ruled(draft.rules, rule, value) };
  };

  #rules(draft: Draft) {
    const written = rulesOf(this.#json);
    const count = differing(written, draft.rules).length;
    return html`
      <details
        ?open=${this.unfolded || count > 0}
        @toggle=${(event: Event) => {
          this.unfolded = (event.target as HTMLDetailsElement).open;
        }}
      >
        <summary>${words.ruleset.title} <span class="soft small">${count > 0 ? counted(words.ruleset.count, count) : ""}</span></summary>
        <raft-rules
          .draft=${draft}
          .written=${written}
          @rules=${(event: RulesChange) => {
            this.draft = event.detail;
          }}
        ></raft-rules>
      </details>
    `;
  }

  #broken(draft: Draft) {
    const count = brokenIn(draft.rules).length;
    return html`
      <details ?open=${count > 0}>
        <summary>${words.broken.title} <span class="soft small">${count > 0 ? words.broken.notRaft : ""}</span></summary>
        <raft-broken-rules
          .draft=${draft}
          .library=${this.library}
          @rules=${(event: RulesChange) => {
            this.draft = event.detail;
          }}
        ></raft-broken-rules>
      </details>
    `;
  }

  #chances() {
    const written = startOf(this.#json);
    return html`
      <details>
        <summary>${words.chances.title}</summary>
        <raft-chances
          .start=${this.start}
          .written=${written}
          @start=${(event: StartChange) => {
            this.start = event.detail;
          }}
        ></raft-chances>
      </details>
    `;
  }

  /** The scenario that is chosen, as it is written. */
  get #json(): string {
    return this.#item?.json ?? this.written;
  }

  get #size(): number {
    return this.servers ?? serversOf(this.#json);
  }

  #named(event: Event): void {
    this.name = (event.target as HTMLSelectElement).value;
    this.wanted = "";
    this.draft = draftOf(rulesOf(this.#json));
    this.start = startOf(this.#json);
  }

  #counted(event: Event): void {
    this.servers = Number((event.target as HTMLSelectElement).value) || null;
    // Who is not there cannot be a member: then all are.
    if (Number(this.draft?.rules.members) >= this.#size) this.#rule("members", 0);
  }

  #seeded(event: Event): void {
    this.wanted = (event.target as HTMLInputElement).value;
  }

  #shuffle(): void {
    this.wanted = this.freshSeed();
  }

  #start(event: Event): void {
    event.preventDefault();
    const { draft } = this;
    if (draft && draft.wrong.size > 0) {
      this.renderRoot.querySelector<RuleChoice>("raft-rules")?.mend();
      return;
    }
    // The seed that is on the screen belongs to the run that is on the screen, unless the reader changed it.
    const meant = this.wanted !== this.seed || this.name === this.current;
    const opening = openingOf({
      name: this.name,
      json: this.#json,
      servers: this.servers,
      draft,
      start: this.start,
      seed: meant ? this.wanted : "",
      actions: this.#canKeep && this.keeps ? this.actions() : null,
    });
    intend(this, { want: "open", opening });
  }
}

define("raft-scenario", ScenarioChoice);
