import type { Branch, Opening } from "../engine/door.ts";
import { type Rules, ruled, type Switch, underRules } from "./rules.ts";

/**
 * What the run on the screen is compared with: another branch, the same run with an option the other way round, or a
 * run that came with a link.
 */
export type Against =
  | { kind: "branch"; id: number }
  | { kind: "rule"; rule: Switch }
  | { kind: "run"; fragment: string };

/** What a comparison begins with when nobody says: the branch that this one left, or the one that left it. */
export function firstChoice(branches: readonly Branch[]): Against {
  const current = branches.find((branch) => branch.current);
  const other = current?.parent ?? branches.findLast((branch) => !branch.current)?.id;
  return other === undefined ? { kind: "rule", rule: "pre_vote" } : { kind: "branch", id: other };
}

/** The same run under one other rule, with everything that was done in it. */
export function turned(json: string, rules: Rules, rule: Switch, actions: string): Opening {
  return { json: underRules(json, ruled(rules, rule, rules[rule] !== true)), actions };
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
