// Whether the crates could be published: what crates.io asks for, and whether each stands on its own feet.
//
//   node scripts/check-crates.mjs            looks, in a second or two
//   node scripts/check-crates.mjs --verify   also compiles each crate from nothing but what would be published: minutes
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { ask, isMain, main, read, run, Sorry } from "./run.mjs";

/** What crates.io takes: https://doc.rust-lang.org/cargo/reference/manifest.html */
const MOST = { keywords: 5, categories: 5, keyword: 20 };
/** Cargo packages crates that depend on each other, and are not published yet, since then. */
const TOGETHER = [1, 90];

function packages() {
  const text = read(
    "cargo",
    ["metadata", "--no-deps", "--format-version", "1"],
    "cargo cannot read the workspace; the reason is above.",
  );
  return JSON.parse(text).packages;
}

const isPublished = ({ publish }) => publish === null;

/** What is missing in a crate's manifest. */
function* manifestTroubles(crate, published) {
  const { description, license, readme, keywords, categories, rust_version, dependencies } = crate;
  if (!description) yield "has no description";
  if (!license) yield "has no licence";
  if (!rust_version) yield "does not say which Rust it needs";
  if (!readme || !existsSync(join(dirname(crate.manifest_path), readme))) yield "has no readme";
  if (keywords.length === 0 || keywords.length > MOST.keywords) yield "needs one to five keywords";
  const long = keywords.find((word) => word.length > MOST.keyword);
  if (long) yield `has a keyword of more than ${MOST.keyword} letters: ${long}`;
  if (categories.length === 0 || categories.length > MOST.categories)
    yield "needs one to five categories";
  for (const { name, path, req, kind } of dependencies) {
    // What only tests need is left out when a crate is published, if it has no version.
    if (!path || kind === "dev") continue;
    if (req === "*") yield `needs ${name} by its path only: say the version as well`;
    if (!published.has(name)) yield `needs ${name}, which is not published`;
  }
}

/** What would be missing in a crate, or too much. */
function* contentTroubles(crate) {
  const files = read(
    "cargo",
    ["package", "--list", "--quiet", "--allow-dirty", "--package", crate.name],
    `cargo cannot say what ${crate.name} consists of; the reason is above.`,
  ).split(/\r?\n/);
  for (const file of ["README.md", "LICENSE-MIT", "LICENSE-APACHE"]) {
    if (!files.includes(file)) yield `would come without ${file}`;
  }
  const test = files.find((file) => /^(tests|fuzz)\//.test(file));
  if (test) yield `would bring ${test} along, which reads what is elsewhere in the repository`;
  const folder = dirname(crate.manifest_path);
  for (const file of files.filter((name) => name.endsWith(".rs"))) {
    const text = readFileSync(join(folder, file), "utf8");
    for (const [, path] of text.matchAll(/include_(?:str|bytes)!\(\s*"([^"]+)"/g)) {
      const inside = relative(folder, join(folder, dirname(file), path)).replaceAll("\\", "/");
      if (!files.includes(inside)) yield `${file} includes ${path}, which would not be there`;
    }
  }
}

/** A runnable example is a test: `cargo test --doc` runs it. */
function* exampleTroubles({ manifest_path, targets }) {
  const library = targets.find(({ kind }) => kind.includes("lib"));
  if (!library) return;
  const head = readFileSync(library.src_path, "utf8").split(/^[^/\n]/m)[0];
  if (!/^\/\/! ```$/m.test(head))
    yield `has no example in ${relative(dirname(manifest_path), library.src_path)}`;
}

export function checkCrates({ verify = false } = {}) {
  const all = packages();
  const published = new Set(all.filter(isPublished).map(({ name }) => name));
  const wrong = [];
  for (const crate of all.filter(isPublished)) {
    const troubles = [
      ...manifestTroubles(crate, published),
      ...contentTroubles(crate),
      ...exampleTroubles(crate),
    ];
    wrong.push(...troubles.map((trouble) => `${crate.name} ${trouble}`));
  }
  if (wrong.length > 0) throw new Sorry(`Not ready for crates.io:\n  ${wrong.join("\n  ")}`);
  packageTogether(all, verify);
  console.log(`${[...published].join(", ")}: ready for crates.io`);
}

function packageTogether(all, verify) {
  const version = /^cargo (\d+)\.(\d+)/.exec(ask("cargo", ["--version"]) ?? "");
  const [major, minor] = [Number(version?.[1]), Number(version?.[2])];
  if (major < TOGETHER[0] || (major === TOGETHER[0] && minor < TOGETHER[1])) {
    console.log(`Not packaged: crates that need each other need cargo ${TOGETHER.join(".")}.`);
    return;
  }
  const others = all
    .filter((crate) => !isPublished(crate))
    .flatMap(({ name }) => ["--exclude", name]);
  run("cargo", [
    ...["package", "--workspace", "--allow-dirty", "--quiet", ...others],
    ...(verify ? [] : ["--no-verify"]),
  ]);
}

if (isMain(import.meta.url)) {
  await main(() => checkCrates({ verify: process.argv.includes("--verify") }));
}
