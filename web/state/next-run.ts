import type { Opening } from "../engine/door.ts";
import { type Draft, differing, rulesOf, underRules, withServers } from "./rules.ts";
import { partsThatDiffer, type Start, startOf, withStart } from "./start.ts";

/** What the reader has chosen for the next run. */
export type Choice = {
  /** The gallery's name of the scenario; empty for one of its own. */
  name: string;
  /** The scenario as it is written, as JSON. */
  json: string;
  /** null: as many as are written. */
  servers: number | null;
  /** null: nothing is known of its rules. */
  draft: Draft | null;
  start: Start;
  /** Empty: the scenario's. */
  seed: string;
  /** What is done there as well; null: nothing. */
  actions: string | null;
};

/** Whether the run stands under other rules or faults than its scenario was written with. */
export function isRuled({ draft, json, start }: Pick<Choice, "draft" | "json" | "start">): boolean {
  if (draft === null) return false;
  return (
    differing(rulesOf(json), draft.rules).length > 0 ||
    partsThatDiffer(startOf(json), start).length > 0
  );
}

/** What has to be opened for it: a scenario under other rules is another scenario. */
export function openingOf(choice: Choice): Opening {
  const { name, json, servers, draft, start, seed, actions } = choice;
  const opening: Opening = {};
  const ruled = isRuled(choice);
  if (draft && ruled) {
    const sized = servers ? withServers(json, servers) : json;
    opening.json = withStart(underRules(sized, draft.rules), start);
  } else if (name) opening.scenario = name;
  else opening.json = json;
  if (servers && !ruled) opening.servers = servers;
  if (seed) opening.seed = seed;
  if (actions !== null) opening.actions = actions;
  return opening;
}
