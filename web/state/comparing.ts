import type { Branch, Opening } from "../engine/door.ts";
import { forkOf } from "./fork.ts";
import { type Rules, ruled, SWITCHES, type Switch, underRules } from "./rules.ts";

/**
 * What can be turned round to see what it is for: an option, or all that is broken on purpose is mended, or whatever the
 * scenario itself offers.
 */
export type Turnable = Switch | "deviations" | "fork";
export const TURNABLE: readonly Turnable[] = [...SWITCHES, "deviations", "fork"];

/**
 * What the run on the screen is compared with: another branch, the same run with an option the other way round, or a
 * run that came with a link.
 */
export type Against =
  | { kind: "branch"; id: number }
  | { kind: "rule"; rule: Turnable }
  | { kind: "run"; fragment: string };

/** What a comparison begins with when nobody says: the branch that this one left, or the one that left it. */
export function firstChoice(branches: readonly Branch[], rules: Rules | null): Against {
  const current = branches.find((branch) => branch.current);
  const other = current?.parent ?? branches.findLast((branch) => !branch.current)?.id;
  if (other !== undefined) return { kind: "branch", id: other };
  return { kind: "rule", rule: rules?.deviations ? "deviations" : "pre_vote" };
}

/** The same run under one other rule, with everything that was done in it. */
export function turned(json: string, rules: Rules, rule: Turnable, actions: string): Opening {
  // A link can ask for what its scenario does not offer: then nothing is turned.
  if (rule === "fork") return { json: forkOf(json)?.json ?? json, actions };
  const value = rule === "deviations" ? "" : rules[rule] !== true;
  return { json: underRules(json, ruled(rules, rule, value)), actions };
}

/** A choice as the value of an option in a list. */
export function nameOfChoice(against: Against): string {
  switch (against.kind) {
    case "branch":
      return `branch ${against.id}`;
    case "rule":
      return `rule ${against.rule}`;
    case "run":
      return "run";
  }
}
