import ruleWords from "words:ruleset";
import sharingWords from "words:sharing";
import type { ViolationFrame } from "../engine/door.ts";
import { fill } from "../words/words.ts";
import { inMarkdown } from "./markdown.ts";

/** A run at a moment, as somebody else has to know it to look into it. */
export type Account = {
  title: string;
  seed: string;
  digest: string;
  /** Milliseconds of simulated time. */
  time: number;
  sentence: string;
  /** The version of the engine that ran it. */
  version: string;
  /** In what the rules differ from those that the scenario was written with, in words. */
  changed: readonly string[];
  /** Rules that are broken on purpose. */
  deviations: readonly string[];
  violations: readonly ViolationFrame[];
  /** The last events up to the moment, as golden lines. */
  lines: readonly string[];
};

/** The account as Markdown, to be pasted into an issue or a message. */
export function reportOf(account: Account, link: string): string {
  const { report } = sharingWords;
  const { seed, digest } = account;
  const [title, sentence] = [inMarkdown(account.title), inMarkdown(account.sentence)];
  const operands = { title, seed, digest, sentence, link, time: account.time.toFixed(3) };
  const { deviations, changed } = account;
  const broken =
    deviations.length > 0 ? [fill(report.modified, { rules: deviations.join(", ") })] : [];
  const other = changed.length > 0 ? [fill(ruleWords.under, { rules: changed.join(", ") })] : [];
  const rules = [...broken, ...other];
  return [
    `## ${title}`,
    "",
    fill(report.moment, operands),
    "",
    `- ${fill(report.link, operands)}`,
    `- ${fill(report.digest, operands)}`,
    `- ${fill(report.seed, operands)}`,
    `- ${fill(report.engine, { version: account.version })}`,
    ...(rules.length > 0 ? rules : [report.unmodified]).map((line) => `- ${line}`),
    ...account.violations.map(({ property, text }) => `- **${property}**: ${inMarkdown(text)}`),
    "",
    report.lines,
    "",
    // Indented, not fenced: a command of a client may contain a fence.
    ...account.lines.map((line) => `    ${line.replace(/\s*[\r\n]\s*/g, " ")}`),
    "",
  ].join("\n");
}
