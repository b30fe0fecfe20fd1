import ruleWords from "words:ruleset";
import scenarioWords from "words:scenario";
import { html } from "lit";
import { LOADS, type Rule, type Rules, type Value } from "../state/rules.ts";

/** Rules that stand beside the number of servers, because they are about how large the run is. */

type Ruled = (rule: Rule, value: Value) => void;

/** How many of the servers are members at the start. */
export function membersChoice(rules: Rules, servers: number, ruled: Ruled) {
  return html`
    <label>${scenarioWords.members}
      <select @change=${(event: Event) => ruled("members", Number(chosen(event)))}>
        <option value="0" .selected=${rules.members === 0}>${scenarioWords.everybody}</option>
        ${Array.from({ length: servers - 1 }, (_, order) => html`<option .selected=${rules.members === order + 1}>${order + 1}</option>`)}
      </select>
    </label>
  `;
}

/** What the clients do by themselves. */
export function loadChoice(rules: Rules, ruled: Ruled) {
  const loads = [...Object.keys(LOADS), ...(rules.load === "own" ? ["own"] : [])] as const;
  const names: Readonly<Record<string, string>> = ruleWords.values;
  return html`
    <label>${ruleWords.names.load}
      <select @change=${(event: Event) => ruled("load", chosen(event))}>
        ${loads.map((load) => html`<option value=${load} .selected=${rules.load === load}>${names[load]}</option>`)}
      </select>
    </label>
  `;
}

function chosen(event: Event): string {
  return (event.target as HTMLSelectElement).value;
}
