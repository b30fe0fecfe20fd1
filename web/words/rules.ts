import rules from "words:rules";

/** The rule behind a decision, in words; the engine names rules by ids such as `majority-commits`. */
export function ruleInWords(id: string): string {
  const all: Readonly<Record<string, string>> = rules;
  return all[id] ?? id;
}
