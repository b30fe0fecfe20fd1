import chanceWords from "words:chances";
import ruleWords from "words:ruleset";
import { fill } from "../words/words.ts";
import { differing, rulesOf } from "./rules.ts";
import { partsThatDiffer, startOf } from "./start.ts";

/** What of a scenario is not as written, in words: "PreVote on". */
export function changesInWords(written: string, running: string): string[] {
  const now = rulesOf(running);
  const rules = differing(rulesOf(written), now).map((rule) => {
    const value = now[rule];
    const said: Readonly<Record<string, string>> = ruleWords.values;
    const { onOff, other } = ruleWords.changed;
    return fill(typeof value === "boolean" ? onOff : other, {
      rule: ruleWords.names[rule],
      value: said[String(value)] ?? String(value),
    });
  });
  const parts = partsThatDiffer(startOf(written), startOf(running)).map((part) =>
    fill(chanceWords.under, { part: chanceWords.parts[part] }),
  );
  return [...rules, ...parts];
}
