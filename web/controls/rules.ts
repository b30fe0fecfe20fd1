import { css, html, LitElement, nothing } from "lit";
import {
  CHOICES,
  type Choice,
  differing,
  NUMBERS,
  type Numeral,
  numeral,
  type Rule,
  type Rules,
  ruled,
  SWITCHES,
  type Switch,
  type Value,
} from "../state/rules.ts";
import { base } from "../styles/base.ts";
import { fill, words } from "../words/words.ts";
import { define } from "./define.ts";

/** What the reader wants instead; the form around it listens. */
export type RulesChange = CustomEvent<Rules>;

/** The choices that Raft leaves open, each with its reason and where it is written down. */
export class RuleChoice extends LitElement {
  static override properties = { rules: { attribute: false }, written: { attribute: false } };
  declare rules: Rules | null;
  /** The rules of the scenario as it is written. */
  declare written: Rules | null;

  constructor() {
    super();
    this.rules = null;
    this.written = null;
  }

  static override styles = [
    base,
    css`
      .group { display: grid; gap: 0 var(--space-5); grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr)); }
      .group + h2, p + h2 { margin-top: var(--space-4); }
      .rule { display: grid; grid-template-columns: 1fr auto; align-items: center; gap: 0 var(--space-3); padding: var(--space-2) 0; border-top: 1px solid var(--line); align-content: start; }
      .why { grid-column: 1 / -1; margin: 0; font-size: var(--size-small); color: var(--ink-soft); }
      .switch { display: contents; cursor: pointer; }
      .name { display: flex; align-items: center; min-height: var(--target); }
      .other .name { font-weight: 650; }
      .other .name::after { content: attr(data-written); margin-left: var(--space-2); font-weight: 400; font-size: var(--size-tiny); color: var(--ink-soft); }
      .hit { display: grid; place-items: center; min-width: var(--target); min-height: var(--target); }
      select { padding: 0 var(--space-2); max-width: 12rem; }
      input[type="number"] { width: 5rem; padding: 0 var(--space-2); }
      .back { margin-top: var(--space-2); }
    `,
  ];

  override render() {
    const { rules, written } = this;
    if (!rules || !written) return nothing;
    const { groups } = words.ruleset;
    const changed = differing(rules, written).length > 0;
    return html`
      <p class="soft small">${words.ruleset.intro}</p>
      <h2>${groups.elections}</h2>
      <div class="group">${SWITCHES.filter((rule) => rule !== "sessions").map((rule) => this.#switch(rule, rules))}</div>
      <h2>${groups.clients}</h2>
      <div class="group">${this.#choice("reads", rules)}${this.#choice("proposals", rules)}${this.#switch("sessions", rules)}</div>
      <h2>${groups.log}</h2>
      <div class="group">
        ${this.#choice("backtracking", rules)}
        ${(Object.keys(NUMBERS) as Numeral[]).map((rule) => this.#number(rule, rules))}
      </div>
      ${changed ? html`<button type="button" class="back" @click=${() => this.#say(written)}>${words.ruleset.asWritten}</button>` : nothing}
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
    const values: Readonly<Record<string, string>> = words.ruleset.values;
    return this.#row(
      rule,
      html`<label class="switch">${this.#name(rule)}<select
        aria-describedby="why-${rule}"
        @change=${(event: Event) => this.#set(rule, (event.target as HTMLSelectElement).value)}
      >${CHOICES[rule].map((value) => html`<option value=${value} .selected=${rules[rule] === value}>${values[value]}</option>`)}</select></label>`,
    );
  }

  #number(rule: Numeral, rules: Rules) {
    const [least, most] = NUMBERS[rule];
    return this.#row(
      rule,
      html`<label class="switch">${this.#name(rule)}<input
        type="number"
        inputmode="numeric"
        min=${least}
        max=${most}
        aria-describedby="why-${rule}"
        .value=${String(rules[rule])}
        @change=${(event: Event) => this.#type(rule, event.target as HTMLInputElement)}
      /></label>`,
    );
  }

  #row(rule: Switch | Choice | Numeral, control: unknown) {
    const other = this.rules?.[rule] !== this.written?.[rule];
    const { whys, sections } = words.ruleset;
    return html`
      <div class="rule ${other ? "other" : ""}">
        ${control}
        <p class="why" id="why-${rule}">${whys[rule]} <span>${sections[rule]}</span></p>
      </div>
    `;
  }

  #name(rule: Switch | Choice | Numeral) {
    const other = this.rules?.[rule] !== this.written?.[rule];
    const note = other
      ? fill(words.ruleset.was, { value: valueInWords(this.written?.[rule] ?? "") })
      : "";
    return html`<span class="name" data-written=${note}>${words.ruleset.names[rule]}</span>`;
  }

  #type(rule: Numeral, field: HTMLInputElement): void {
    const value = numeral(rule, field.value) ?? this.rules?.[rule] ?? NUMBERS[rule][2];
    field.value = String(value);
    this.#set(rule, value);
  }

  #set(rule: Rule, value: Value): void {
    if (this.rules) this.#say(ruled(this.rules, rule, value));
  }

  #say(rules: Rules): void {
    this.dispatchEvent(new CustomEvent<Rules>("rules", { detail: rules }));
  }
}

function valueInWords(value: Value): string {
  const values: Readonly<Record<string, string>> = words.ruleset.values;
  return values[String(value)] ?? String(value);
}

define("raft-rules", RuleChoice);
