import { expect, test } from "vitest";
import { type Account, reportOf } from "./report.ts";

const ACCOUNT: Account = {
  title: "Three servers",
  seed: "2a",
  digest: "0011",
  time: 470.25,
  sentence: "n2 leads.",
  version: "1.2.3",
  changed: [],
  deviations: [],
  violations: [],
  lines: ["470ms n2 leads", "470ms ``` is a command"],
};
const LINK = "https://example.org/#v1.d.A";
const report = (facts: Partial<Account> = {}) => reportOf({ ...ACCOUNT, ...facts }, LINK);

test("a report has link, digest, seed, engine, rules and the last lines", () => {
  const text = report();
  for (const part of [LINK, "`0011`", "`2a`", "1.2.3", "At 470.250 ms: n2 leads."])
    expect(text).toContain(part);
  expect(text).toContain("No rule was changed.");
  // A fence in a command must not end the lines.
  expect(text).toContain("\n    470ms n2 leads\n    470ms ``` is a command\n");
});

test("rules that are broken or other than written are marked, and what was violated", () => {
  const text = report({
    changed: ["PreVote on"],
    deviations: ["vote-twice"],
    violations: [
      {
        property: "ElectionSafety",
        text: "Two leaders in term 2.",
        at: { time: 470, processed: 1 },
        event: 40,
        contradicts: null,
        about: [],
        operations: [],
        promised: true,
      },
    ],
  });
  expect(text).not.toContain("No rule was changed.");
  expect(text).toContain("- Rules broken on purpose: vote-twice. This is not Raft.");
  expect(text).toContain("- Other rules than written: PreVote on");
  expect(text).toContain("- **ElectionSafety**: Two leaders in term 2.");
});
