// The snippets of shell: what they start is there, and what they ask of raft-cli is carried out by
// crates/raft-cli/tests/documents.rs, to which the list that is kept here is handed over.
import { load } from "js-yaml";
import { expect, it } from "vitest";
import { everyFence } from "./census.mjs";
import { isRead, ofRaftCli, variablesOf, wrongWith } from "./commands.mjs";
import { tried } from "./fences.mjs";
import { callsOf } from "./shell.mjs";

const HANDED_OVER = "../../crates/raft-cli/tests/documents.json";
const SOAK = "docs/soak.md";

const shell = everyFence().filter(({ language }) => language === "sh");

/** The pod with the last index. */
function podOf({ completions, template }) {
  const [{ command, args }] = template.spec.containers;
  expect(command).toEqual(["/bin/sh", "-c"]);
  return callsOf(args[0], { JOB_COMPLETION_INDEX: String(completions - 1) });
}

it("what the documents' commands name is there", () => {
  const wrong = shell.flatMap(({ document, line, content }) => {
    const calls = callsOf(content);
    expect(calls.length, `${document}:${line} starts nothing`).toBeGreaterThan(0);
    const unread = variablesOf(content).filter((name) => !isRead(name));
    return [
      ...calls.map((call) => ({ call: call.join(" "), why: wrongWith(call) })),
      ...unread.map((name) => ({ call: name, why: "no test reads this variable" })),
    ]
      .filter(({ why }) => why)
      .map(({ call, why }) => `${document}:${line}: ${call}: ${why}`);
  });
  expect(shell.length).toBeGreaterThan(7);
  expect(wrong).toEqual([]);
});

it("the job for many machines gives every part of the seeds to a pod", () => {
  const { kind, spec } = load(tried("docs/soak.md", "the job"));
  expect([kind, spec.completionMode]).toEqual(["Job", "Indexed"]);
  const [[, ...words]] = podOf(spec);
  expect(words[words.indexOf("--shard") + 1]).toBe(`${spec.completions - 1}/${spec.completions}`);
  expect(spec.maxFailedIndexes).toBe(spec.completions);
});

it("what they ask of raft-cli is handed over to its tests", async () => {
  const asked = new Map();
  const add = (document, calls) => {
    const given = calls.map(ofRaftCli).filter(Boolean);
    if (given.length > 0) asked.set(document, [...(asked.get(document) ?? []), ...given]);
  };
  for (const { document, content } of shell) add(document, withoutTheMiddle(callsOf(content)));
  add(SOAK, podOf(load(tried("docs/soak.md", "the job")).spec));
  // Out of date? Look whether the documents say what they should, and run this test with -u.
  await expect(written(asked)).toMatchFileSnapshot(HANDED_OVER);
});

/** Of a hundred parts of one range, the first and the last say what all do. */
function withoutTheMiddle(calls) {
  return calls.length < 50 ? calls : [calls[0], calls.at(-1)];
}

function written(asked) {
  const documents = [...asked].map(([document, calls]) => {
    const lines = calls.map((call) => `    ${JSON.stringify(call)}`);
    return `  ${JSON.stringify(document)}: [\n${lines.join(",\n")}\n  ]`;
  });
  return `{\n${documents.join(",\n")}\n}\n`;
}

it("a command that cannot be is found", () => {
  const why = (text) => callsOf(text).map(wrongWith);
  expect(why("npm run biuld")).toEqual(["package.json has no script “biuld”"]);
  expect(why("npm install raft-palyground")[0]).toContain("raft-palyground");
  expect(why("npx vitest run web/trails -u")).toEqual(["there is no web/trails"]);
  expect(why("npx playwright test pixels")).toEqual(["e2e/ has no test “pixels”"]);
  expect(why("npx playwright test pictures --project=desk")[0]).toContain("no project “desk”");
  expect(why("node scripts/engines.mjs --instal")[0]).toContain("does not know “--instal”");
  expect(why("cargo test -p raft-cor")).toEqual(["there is no crates/raft-cor"]);
  expect(why("cargo test -p raft-core --test silver")[0]).toContain("no test “silver”");
  expect(why("cargo test -p raft-session --features ts")[0]).toContain("no feature “ts”");
  expect(why("cargo +nightly fuzz run --fuzz-dir crates/raft-core/fuzz leap")[0]).toContain("leap");
  expect(variablesOf("UPDATE_SILVER=1 cargo test -p raft-core\n").map(isRead)).toEqual([false]);
  expect(() => callsOf("rm -rf everything")).toThrow("does not get to the end");
  expect(() => callsOf('for one in a; do raft-cli "$one"')).toThrow("does not get to the end");
});

it("the shell says what is started, as it understands it", () => {
  const hunt = 'all="raft-cli hunt"\nfor one in a b; do $all --seed "$one x"; done # not this';
  expect(callsOf(hunt)).toEqual([
    ["raft-cli", "hunt", "--seed", "a x"],
    ["raft-cli", "hunt", "--seed", "b x"],
  ]);
  expect(callsOf("seq 0 1 | parallel --joblog log \\\n  raft-cli soak --shard {}/2")).toEqual([
    ["raft-cli", "soak", "--shard", "0/2"],
    ["raft-cli", "soak", "--shard", "1/2"],
  ]);
  expect(ofRaftCli(["cargo", "run", "-p", "raft-cli", "--", "run", "x"])).toEqual(["run", "x"]);
});
