import chanceWords from "words:chances";
import keptWords from "words:kept";
import ruleWords from "words:ruleset";
import scenarioWords from "words:scenario";
import { css, html, nothing } from "lit";
import { aboutOf } from "../state/about.ts";
import type { GalleryItem } from "../state/gallery.ts";
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
import { aboutScenario } from "./about.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";
import "./broken-rules.ts";
import "./chances.ts";
import type { StartChange } from "./chances.ts";
import "./rules.ts";
import type { RuleChoice, RulesChange } from "./rules.ts";
import { loadChoice, membersChoice } from "./scenario-parts.ts";

const MOST_SERVERS = 9;

/** Which run: what its scenario says of itself, its rules, the number of servers, the seed. */
export class ScenarioChoice extends Control {
  static override properties = {
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
    servers: { state: true },
    wanted: { state: true },
    draft: { state: true },
    unfolded: { state: true },
    start: { state: true },
  };
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
      .about { display: grid; justify-items: start; gap: var(--space-1); max-width: 44em; }
      .about h2 { font-size: var(--size-body); color: var(--ink); }
      .about h3 { margin-top: var(--space-2); color: var(--ink-soft); }
      .about li { margin-bottom: var(--space-1); overflow-wrap: anywhere; }
      .about button { margin-top: var(--space-2); }
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
    if (changed.has("seed")) this.wanted = this.seed;
    if (changed.has("rules")) this.draft = this.rules && draftOf(this.rules);
    if (changed.has("running") && this.running) this.start = startOf(this.running);
  }

  override render() {
    const { draft } = this;
    const wrong = draft?.wrong.size ?? 0;
    return html`
      <form @submit=${this.#start}>
        ${this.written ? aboutScenario(aboutOf(this.written)) : nothing}
        <div class="row">
          <label>${scenarioWords.servers}
            <select @change=${this.#counted}>
              <option value="">${scenarioWords.asWritten}</option>
              ${Array.from({ length: MOST_SERVERS }, (_, order) => html`<option ?selected=${this.servers === order + 1}>${order + 1}</option>`)}
            </select>
          </label>
          ${draft ? html`${membersChoice(draft.rules, this.#size, this.#rule)}${loadChoice(draft.rules, this.#rule)}` : nothing}
          <label>${scenarioWords.seed}
            <input class="seed" .value=${this.wanted} autocomplete="off" spellcheck="false" @input=${this.#seeded} />
          </label>
          <button type="button" @click=${this.#shuffle}>${scenarioWords.fresh}</button>
        </div>
        ${draft ? this.#rules(draft) : nothing}
        ${draft ? this.#broken(draft) : nothing}
        ${draft ? this.#chances() : nothing}
        ${this.#canKeep ? this.#keeping() : nothing}
        <div class="row">
          <button class="primary" type="submit">${isRuled({ draft, json: this.written, start: this.start }) ? ruleWords.start : scenarioWords.start}</button>
          <p class="mend small" role="status">${wrong > 0 ? counted(ruleWords.mend, wrong) : ""}</p>
        </div>
        <p class="soft small summary">${scenarioWords.hint}</p>
      </form>
    `;
  }

  get #canKeep(): boolean {
    return this.done > 0;
  }

  #keeping() {
    return html`
      <label class="keep">
        <input type="checkbox" .checked=${this.keeps} @change=${(event: Event) => (this.keeps = (event.target as HTMLInputElement).checked)} />
        <span>${counted(keptWords.keep, this.done)} <span class="soft">${keptWords.keepHint}</span></span>
      </label>
    `;
  }

  #rule = (rule: Rule, value: Value): void => {
    const { draft } = this;
    if (draft) this.draft = { ...draft, rules: ruled(draft.rules, rule, value) };
  };

  #rules(draft: Draft) {
    const written = rulesOf(this.written);
    const count = differing(written, draft.rules).length;
    return html`
      <details
        ?open=${this.unfolded || count > 0}
        @toggle=${(event: Event) => {
          this.unfolded = (event.target as HTMLDetailsElement).open;
        }}
      >
        <summary>${ruleWords.title} <span class="soft small">${count > 0 ? counted(ruleWords.count, count) : ""}</span></summary>
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
    const written = startOf(this.written);
    return html`
      <details>
        <summary>${chanceWords.title}</summary>
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

  get #size(): number {
    return this.servers ?? serversOf(this.written);
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
    const opening = openingOf({
      name: this.current,
      json: this.written,
      servers: this.servers,
      draft,
      start: this.start,
      seed: this.wanted,
      actions: this.#canKeep && this.keeps ? this.actions() : null,
    });
    intend(this, { want: "open", opening });
  }
}

define("raft-scenario", ScenarioChoice);
