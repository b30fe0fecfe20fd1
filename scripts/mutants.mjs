// npm run mutants: changes the rules of the core in every way that a tool can think of, and looks whether a test notices.
// What nobody notices must be explained in crates/raft-core/tests/mutants.txt.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ask, isMain, main, root, run, Sorry } from "./run.mjs";
import { hashOf } from "./stamp.mjs";

const help = `npm run mutants                  all of them: about an hour
npm run mutants -- --list            only names them
npm run mutants -- --check           only compares the last result with the list`;

const LIST = "crates/raft-core/tests/mutants.txt";
const OUTPUT = "target/mutants.out";
const MUTANTS = ["mutants", "--package", "raft-core"];
/** Quick to build, and enough for most. */
const QUICK = ["--lib", "--test=golden", "--test=paper"].map((target) => `--cargo-arg=${target}`);

function tryAll(passes) {
  run("cargo", [...MUTANTS, "--output", "target", ...passes], {
    // 2: there are survivors, 3: some tests did not end. Which of them matter is decided below.
    fine: [0, 2, 3],
    sentence: "The rules could not be tried; the reason is above.",
    // Nobody debugs a mutant.
    env: { CARGO_PROFILE_TEST_DEBUG: "0", CARGO_PROFILE_DEV_DEBUG: "0" },
  });
}

/** Without line and column, which change with every comment. */
function names(lines) {
  return lines
    .split("\n")
    .filter(Boolean)
    .map((line) => line.replace(/:\d+:\d+:/, ":"));
}

function outcome(name) {
  return names(readFileSync(join(root, OUTPUT, `${name}.txt`), "utf8"));
}

/** Writes the result into the head of the list, and complains of whatever is not explained. */
function compare() {
  const [missed, endless] = ["missed", "timeout"].map(outcome);
  const all = names(ask("cargo", [...MUTANTS, "--list"]) ?? "");
  const text = readFileSync(join(root, LIST), "utf8");
  const explained = text.split("\n").filter((line) => line.startsWith("crates/"));
  const rules = hashOf({ files: ["crates/raft-core/src/rules"] }).slice(0, 16);
  const counts = `${all.length}, of which ${missed.length} survive and ${endless.length} make a test run for ever`;
  writeFileSync(
    join(root, LIST),
    text
      .replace(/^# Rules:.*$/m, `# Rules: ${rules}`)
      .replace(/^# Mutants:.*$/m, `# Mutants: ${counts}`),
  );
  console.log(`Mutants: ${counts}`);
  const gone = explained.filter((one) => !missed.includes(one));
  if (gone.length > 0)
    console.log(`These survive no more, take them off the list:\n${gone.join("\n")}`);
  const surprises = missed.filter((one) => !explained.includes(one));
  if (surprises.length === 0) return;
  throw new Sorry(
    `No test notices these changes of the rules. Write one, or explain them in ${LIST}:\n${surprises.join("\n")}`,
  );
}

if (isMain(import.meta.url)) {
  await main(async () => {
    const words = process.argv.slice(2);
    if (words.includes("--help")) {
      console.log(help);
      return;
    }
    if (ask("cargo", ["mutants", "--version"]) === null)
      throw new Sorry('cargo-mutants is missing: run "cargo install cargo-mutants --locked".');
    if (words.includes("--list")) {
      run("cargo", [...MUTANTS, "--list"]);
      return;
    }
    if (!words.includes("--check")) {
      tryAll(QUICK);
      // What has survived that meets all the tests there are.
      tryAll(["--iterate"]);
    }
    compare();
  });
}
