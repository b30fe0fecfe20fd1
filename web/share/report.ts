import type { ViolationFrame } from "../engine/door.ts";
import { fill, words } from "../words/words.ts";

/** A run at a moment, as somebody else has to know it to look into it. */
export type Account = {
  title: string;
  seed: string;
  digest: string;
  /** Milliseconds of simulated time. */
  time: number;
  sentence: string;
  deviations: readonly string[];
  violations: readonly ViolationFrame[];
  /** The last events up to the moment, as golden lines. */
  lines: readonly string[];
};

/** The account as Markdown, to be pasted into an issue or a message. */
export function reportOf(account: Account, link: string): string {
  const { report } = words.share;
  const { title, seed, digest, sentence } = account;
  const operands = { title, seed, digest, sentence, link, time: account.time.toFixed(3) };
  const modified =
    account.deviations.length > 0
      ? fill(report.modified, { rules: account.deviations.join(", ") })
      : report.unmodified;
  return [
    `## ${account.title}`,
    "",
    fill(report.moment, operands),
    "",
    `- ${fill(report.link, operands)}`,
    `- ${fill(report.digest, operands)}`,
    `- ${fill(report.seed, operands)}`,
    `- ${modified}`,
    ...account.violations.map(({ property, text }) => `- **${property}**: ${text}`),
    "",
    report.lines,
    "",
    // Indented, not fenced: a command of a client may contain a fence.
    ...account.lines.map((line) => `    ${line}`),
    "",
  ].join("\n");
}
