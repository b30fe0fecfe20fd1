// Whether what a command names is there: scripts of npm, files, crates, their tests and features. The commands of
// raft-cli are gathered instead: crates/raft-cli/tests/documents.rs carries them out.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";
import { root } from "../run.mjs";

const text = (file) => readFileSync(join(root, file), "utf8");
const there = (file) => existsSync(join(root, file));
const manifest = () => JSON.parse(text("package.json"));

/** What raft-cli is asked for by a call, or null if it is another program's. */
export function ofRaftCli([program, ...words]) {
  if (program === "raft-cli") return words;
  const from = words.indexOf("--");
  const ours = program === "cargo" && words[0] === "run" && words.includes("raft-cli");
  return ours && from >= 0 ? words.slice(from + 1) : null;
}

const PROGRAMS = {
  npm([what, name]) {
    const { scripts, name: own } = manifest();
    if (what === "install") return name === own ? null : `npm knows no ${name} of ours`;
    const script = what === "run" ? name : what;
    return script in scripts ? null : `package.json has no script “${script}”`;
  },

  npx([tool, ...words]) {
    if (tool === "vitest") return lacking(words.filter((word) => word.includes("/")));
    if (tool !== "playwright") return `nobody has looked what npx ${tool} is`;
    const [, wanted] = words;
    const specs = readdirSync(join(root, "e2e")).filter((name) => name.endsWith(".spec.ts"));
    if (!specs.some((name) => name.includes(wanted))) return `e2e/ has no test “${wanted}”`;
    const project = optionOf(words, "--project");
    const known = text("playwright.config.ts").includes(`name: "${project}"`);
    return known ? null : `playwright.config.ts has no project “${project}”`;
  },

  node([file, ...words]) {
    const code = there(file) && text(file);
    if (!code) return `there is no ${file}`;
    const strange = words.find((word) => !code.includes(`"${word}"`));
    return strange ? `${file} does not know “${strange}”` : null;
  },

  cargo(words) {
    if (words[0].startsWith("+"))
      return words[1] === "fuzz" ? fuzzing(words) : `cargo ${words[1]}?`;
    if (!["run", "test"].includes(words[0])) return `nobody has looked what cargo ${words[0]} is`;
    const own = words.includes("--") ? words.slice(0, words.indexOf("--")) : words;
    const folder = `crates/${optionOf(own, "-p")}`;
    if (!there(`${folder}/Cargo.toml`)) return `there is no ${folder}`;
    const test = optionOf(own, "--test");
    if (test && !there(`${folder}/tests/${test}.rs`) && !there(`${folder}/tests/${test}/main.rs`))
      return `${folder} has no test “${test}”`;
    const feature = optionOf(own, "--features");
    const { features = {} } = parse(text(`${folder}/Cargo.toml`));
    return feature && !(feature in features) ? `${folder} has no feature “${feature}”` : null;
  },
};

/** `--test golden` or `--test=golden`. */
function optionOf(words, option) {
  const at = words.indexOf(option);
  if (at >= 0) return words[at + 1];
  return words.find((word) => word.startsWith(`${option}=`))?.slice(option.length + 1);
}

function lacking(files) {
  const missing = files.find((file) => !there(file));
  return missing ? `there is no ${missing}` : null;
}

function fuzzing(words) {
  const folder = optionOf(words, "--fuzz-dir");
  const target = words.at(-1);
  if (!there(`${folder}/Cargo.toml`)) return `there is no ${folder}`;
  const { bin } = parse(text(`${folder}/Cargo.toml`));
  const found = bin.find(({ name }) => name === target);
  if (!found) return `${folder} has no target “${target}”`;
  return lacking([`${folder}/${found.path}`]);
}

/** What is wrong with a call, or null. */
export function wrongWith(call) {
  const [program, ...words] = call;
  if (program === "raft-cli") return null;
  return PROGRAMS[program](words);
}

/** Variables that a text sets for one command: a test that reads no such variable would ignore it. */
export function variablesOf(content) {
  return [...content.matchAll(/^([A-Z][A-Z_]*)=\S+ (?=\S)/gm)].map(([, name]) => name);
}

/** Whether a Rust test reads this variable of the environment. */
export function isRead(variable) {
  return readdirSync(join(root, "crates"), { recursive: true })
    .map(String)
    .filter((file) => /[\\/]tests[\\/].*\.rs$/.test(file))
    .some((file) => text(`crates/${file}`).includes(`var_os("${variable}")`));
}
