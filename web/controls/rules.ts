import choices from "words:choices";
import ruleWords from "words:ruleset";
import { css, html, nothing } from "lit";
import {
  CHOICES,
  type Choice,
  type Draft,
  differing,
  draftOf,
  NUMBERS,
  type Numeral,
  type Rule,
  type Rules,
  ruled,
  type Switch,
  typed,
  UNLIMITED,
  type Value,
} from "../state/rules.ts";
import { base } from "../styles/base.ts";
import { fill } from "../words/words.ts";
import { Control } from "./control.ts";
import { define } from "./define.ts";

/** What the reader wants instead; the form around it listens. */
export type RulesChange = CustomEvent<Draft>;

const ELECTIONS = [
  "pre_vote",
  "check_quorum",
  "leader_stickiness",
  "noop",
  "lease_reads",
] as const satisfies readonly Switch[];

/** The choices that Raft leaves open, each with its reason and where it is written down. */
export class RuleChoice extends Control {
  static override properties = { draft: { attribute: false }, written: { attribute: false } };
  declare draft: Draft | null;
  /** The rules of the scenario as it is written. */
  declare written: Rules | null;

  constructor() {
    super();
    this.draft = null;
    this.written = null;
  }

  static override styles = [
    base,
    css`
      .group { display: grid; gap: 0 var(--space-5); grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr)); }
      .group + h2, p + h2 { margin-top: var(--space-4); }
      .rule { display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: center; gap: 0 var(--space-3); padding: var(--space-2) 0; border-top: 1px solid var(--line); align-content: start; }
      .why { grid-column: 1 / -1; margin: 0; font-size: var(--size-small); color: var(--ink-soft); }
      .switch { display: contents; cursor: pointer; }
      .name { display: flex; flex-wrap: wrap; align-items: center; align-content: center; column-gap: var(--space-2); min-height: var(--target); }
      .other .name { font-weight: 650; }
      .other .name::after { content: attr(data-written); font-weight: 400; font-size: var(--size-tiny); color: var(--ink-soft); }
      .hit { display: grid; place-items: center; min-width: var(--target); min-height: var(--target); }
      select { padding: 0 var(--space-2); max-width: 12rem; }
      input:not([type]) { width: 5rem; padding: 0 var(--space-2); }
      .wrong { grid-column: 1 / -1; margin: 0 0 var(--space-1); font-size: var(--size-small); font-weight: 600; }
      .wrong::before { content: "! "; }
      [aria-invalid] { border-width: 2px; border-color: var(--ink); }
      .back { margin-top: var(--space-2); }
    `,
  ];

  override render() {
    const { draft, written } = this;
    if (!draft || !written) return nothing;
    const { rules, wrong } = draft;
    const { groups } = ruleWords;
    const changed = differing(rules, written).length + wrong.size > 0;
    return html`
      <p class="soft small">${ruleWords.intro}</p>
      <h2>${groups.elections}</h2>
      <div class="group">${ELECTIONS.map((rule) => this.#switch(rule, rules))}</div>
      <h2>${groups.clients}</h2>
      <div class="group">${this.#choice("reads", rules)}${this.#choice("proposals", rules)}${this.#switch("sessions", rules)}</div>
      <h2>${groups.members}</h2>
      <div class="group">${this.#choice("activation", rules)}${this.#switch("step_down_on_removal", rules)}</div>
      <h2>${groups.log}</h2>
      <div class="group">
        ${this.#choice("backtracking", rules)}
        ${(Object.keys(NUMBERS) as Numeral[]).map((rule) => this.#number(rule, draft))}
      </div>
      ${changed ? html`<button type="button" class="back" @click=${() => this.#say(draftOf(written))}>${ruleWords.asWritten}</button>` : nothing}
    `;
  }

  #switch(rule: Switch, rules: Rules) {
    return this.#row(
      rule,
      html`<label class="switch">${this.#name(rule)}<span class="hit"><input
        type="checkbox"
        role="switch"
        aria-describedby="why-${rule}"
        .checked=${rules[rule] === true}
        @change=${(event: Event) => this.#set(rule, (event.target as HTMLInputElement).checked)}
      /></span></label>`,
    );
  }

  #choice(rule: Choice, rules: Rules) {
    const values: Readonly<Record<string, string>> = ruleWords.values;
    return this.#row(
      rule,
      html`<label class="switch">${this.#name(rule)}<select
        aria-describedby="why-${rule}"
        @change=${(event: Event) => this.#set(rule, (event.target as HTMLSelectElement).value)}
      >${CHOICES[rule].map((value) => html`<option value=${value} .selected=${rules[rule] === value}>${values[value]}</option>`)}</select></label>`,
    );
  }

  #number(rule: Numeral, { rules, wrong }: Draft) {
    const [least, most, plain] = NUMBERS[rule];
    const mistyped = wrong.get(rule);
    const shown = rules[rule] === UNLIMITED ? "" : String(rules[rule]);
    const complaint = plain === UNLIMITED ? ruleWords.wrongOrNone : ruleWords.wrong;
    return this.#row(
      rule,
      html`<label class="switch">${this.#name(rule)}<input
        inputmode="numeric"
        autocomplete="off"
        placeholder=${plain === UNLIMITED ? ruleWords.values.unlimited : nothing}
        aria-invalid=${mistyped === undefined ? nothing : "true"}
        aria-describedby=${mistyped === undefined ? `why-${rule}` : `wrong-${rule} why-${rule}`}
        .value=${mistyped ?? shown}
        @input=${(event: Event) => this.#type(rule, event.target as HTMLInputElement)}
      /></label>${mistyped === undefined ? nothing : html`<p class="wrong" id="wrong-${rule}">${fill(complaint, { least, most })}</p>`}`,
    );
  }

  #row(rule: Switch | Choice | Numeral, control: unknown) {
    const other = this.draft?.rules[rule] !== this.written?.[rule];
    const { whys, sections } = choices;
    return html`
      <div class="rule ${other ? "other" : ""}">
        ${control}
        <p class="why" id="why-${rule}">${whys[rule]} <span>${sections[rule]}</span></p>
      </div>
    `;
  }

  #name(rule: Switch | Choice | Numeral) {
    const other = this.draft?.rules[rule] !== this.written?.[rule];
    const note = other
      ? fill(ruleWords.was, { value: valueInWords(this.written?.[rule] ?? "") })
      : "";
    return html`<span class="name" data-written=${note}>${ruleWords.names[rule]}</span>`;
  }

  /** With every letter, not when the field is left: what is said of a number must not move the button that is pressed. */
  #type(rule: Numeral, field: HTMLInputElement): void {
    if (this.draft) this.#say(typed(this.draft, rule, field.value));
  }

  #set(rule: Rule, value: Value): void {
    if (this.draft) this.#say({ ...this.draft, rules: ruled(this.draft.rules, rule, value) });
  }

  #say(draft: Draft): void {
    this.dispatchEvent(new CustomEvent<Draft>("rules", { detail: draft }));
  }

  /** Takes the reader to the first number that cannot be used. */
  mend(): void {
    this.renderRoot.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }
}

function valueInWords(value: Value): string {
  const values: Readonly<Record<string, string>> = ruleWords.values;
  return values[String(value)] ?? String(value);
}

define("raft-rules", RuleChoice);
