// npm run mutants: changes the rules of the core and the judges in every way that a tool can think of, one at a time, and
// looks whether a test of their crate notices. What nobody notices must be explained in the crate's tests/mutants.txt.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ask, isMain, main, read, root, run, Sorry } from "./run.mjs";
import { hashOf } from "./stamp.mjs";

const tests = (...names) => names.map((name) => `--test=${name}`);

/** `quick`: tests that are quick to build and notice most, a round each; what survives them all meets all the tests there are. */
const crates = [
  {
    name: "raft-core",
    about: "the rules of the core",
    sources: "crates/raft-core/src/rules",
    quick: [["--lib", ...tests("golden", "paper")]],
  },
  {
    name: "raft-check",
    about: "the judges",
    sources: "crates/raft-check/src",
    quick: [
      ["--lib"],
      tests("hand_made", "committed_by_hand", "executed_again", "orders", "liveness", "recordings"),
    ],
  },
];

const help = `npm run mutants                      all of them: some hours
npm run mutants -- CRATE             only those of this crate
npm run mutants -- [CRATE] --list    only names them
npm run mutants -- [CRATE] --check   only compares the last result with the list

Crates:
${crates.map(({ name, about }) => `  ${name.padEnd(11)} ${about}`).join("\n")}`;

const folder = ({ name }) => `target/mutants/${name}`;
const list = ({ name }) => `crates/${name}/tests/mutants.txt`;
const stamp = (crate) => join(root, folder(crate), "sources");
const mutants = ({ name }) => ["mutants", "--package", name];
const sources = (crate) => hashOf({ files: [crate.sources] }).slice(0, 16);

function tryAll(crate) {
  mkdirSync(join(root, folder(crate)), { recursive: true });
  const before = sources(crate);
  const round = (options) =>
    run("cargo", [...mutants(crate), "--output", folder(crate), ...options], {
      // 2: there are survivors, 3: some tests did not end. Which of them matter is decided below.
      fine: [0, 2, 3],
      sentence: `The changes of ${crate.about} could not be tried; the reason is above.`,
      // Nobody debugs a mutant.
      env: { CARGO_PROFILE_TEST_DEBUG: "0", CARGO_PROFILE_DEV_DEBUG: "0" },
    });
  for (const [nth, targets] of [...crate.quick, []].entries()) {
    const again = nth === 0 ? [] : ["--iterate"];
    round([...again, ...targets.map((target) => `--cargo-arg=${target}`)]);
  }
  writeFileSync(stamp(crate), before);
}

function linesOf(text) {
  return text.split("\n").filter(Boolean);
}

/** Names without line and column, which change with every comment. What happens at several places of a function is numbered. */
function namesOf(mutants) {
  const short = (mutant) => mutant.replace(/:\d+:\d+:/, ":");
  return new Map(
    mutants.map((mutant) => {
      const alike = mutants.filter((other) => short(other) === short(mutant));
      const which = alike.length > 1 ? ` (${alike.indexOf(mutant) + 1} of ${alike.length})` : "";
      return [mutant, short(mutant) + which];
    }),
  );
}

/** Writes the result into the head of the list, and returns what there is to complain of. */
function compare(crate) {
  if (!existsSync(stamp(crate)) || readFileSync(stamp(crate), "utf8") !== sources(crate))
    return `${crate.sources} was not tried as it is now: run "npm run mutants -- ${crate.name}".`;
  const outcome = (name) =>
    linesOf(readFileSync(join(root, folder(crate), `mutants.out/${name}.txt`), "utf8"));
  const sentence = `The changes of ${crate.about} could not be listed; the reason is above.`;
  const names = namesOf(linesOf(read("cargo", [...mutants(crate), "--list"], sentence)));
  const missed = outcome("missed").map((mutant) => names.get(mutant));
  const endless = outcome("timeout").length;
  const text = readFileSync(join(root, list(crate)), "utf8");
  const explained = linesOf(text).filter((line) => line.startsWith("crates/"));
  const counts = `${names.size}, of which ${missed.length} survive and ${endless} make a test run for ever`;
  writeFileSync(
    join(root, list(crate)),
    text
      .replace(/^# Sources:.*$/m, `# Sources: ${sources(crate)}`)
      .replace(/^# Mutants:.*$/m, `# Mutants: ${counts}`),
  );
  console.log(`Mutants of ${crate.name}: ${counts}`);
  const gone = explained.filter((one) => !missed.includes(one));
  if (gone.length > 0)
    console.log(`These survive no more, take them off the list:\n${gone.join("\n")}`);
  const surprises = missed.filter((one) => !explained.includes(one)).join("\n");
  return (
    surprises &&
    `No test notices these changes of ${crate.about}. Write one, or explain them in ${list(crate)}:\n${surprises}`
  );
}

if (isMain(import.meta.url)) {
  await main(async () => {
    const words = process.argv.slice(2);
    const flags = words.filter((word) => word.startsWith("--"));
    if (flags.includes("--help")) {
      console.log(help);
      return;
    }
    if (ask("cargo", ["mutants", "--version"]) === null)
      throw new Sorry('cargo-mutants is missing: run "cargo install cargo-mutants --locked".');
    const named = words.filter((word) => !flags.includes(word));
    const stranger = named.find((name) => crates.every((crate) => crate.name !== name));
    if (stranger !== undefined)
      throw new Sorry(
        `There is no "${stranger}" here; there are ${crates.map(({ name }) => name).join(", ")}.`,
      );
    const chosen = crates.filter(({ name }) => named.length === 0 || named.includes(name));
    if (flags.includes("--list")) {
      for (const crate of chosen) run("cargo", [...mutants(crate), "--list"]);
      return;
    }
    if (!flags.includes("--check")) chosen.forEach(tryAll);
    const complaints = chosen.map(compare).filter(Boolean);
    if (complaints.length > 0) throw new Sorry(complaints.join("\n\n"));
  });
}
