import { words } from "./words.ts";

/** The rule behind a decision, in words; the engine names rules by ids such as `majority-commits`. */
export function ruleInWords(id: string): string {
  const rules: Readonly<Record<string, string>> = words.rules;
  return rules[id] ?? id;
}
