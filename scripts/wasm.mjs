// Compiles the engine to WebAssembly, into web/engine/wasm: what every page plays with, and the workbench and the
// scenario format, which are loaded when somebody asks for them.
import { readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { cargoHome, read, root, run, runNode } from "./run.mjs";
import { hashOf, unlessFresh } from "./stamp.mjs";

const folder = "web/engine/wasm";

// What the oldest supported browsers know. Without the explicit list, wasm-opt would refuse what
// rustc emits today, or use what those browsers lack.
const features = [
  "bulk-memory",
  "multivalue",
  "mutable-globals",
  "nontrapping-float-to-int",
  "reference-types",
  "sign-ext",
];

// What rustc is told besides.
const rustFlags = [
  // Panics name the file of a dependency, but not the folder in which this machine keeps it.
  `--remap-path-prefix=${join(cargoHome, "registry", "src")}=`,
  // What is marked #[inline] is copied as readily as anything else, and not more: the standard library marks nearly
  // everything. Measured: 3 kB compressed, and no speed.
  "-Cllvm-args=-inlinehint-threshold=225",
];
const env = { CARGO_ENCODED_RUSTFLAGS: rustFlags.join("\x1f") };

/** The builds: a crate, and what its files are called. What they share is compiled once. */
const builds = [
  { crate: "raft-wasm", name: "raft", profile: "release" },
  { crate: "raft-workbench", name: "workbench", profile: "small" },
  { crate: "raft-editor", name: "editor", profile: "small" },
];

export function buildWasm() {
  const hash = hashOf({
    // Scenarios and sentences come from the page: neither is compiled in.
    files: ["crates", "Cargo.toml", "Cargo.lock", "scripts/wasm.mjs"],
    facts: [read("rustc", ["--version"], "rustc does not run.")],
  });
  for (const { crate, name, profile } of builds) {
    const files = [`${name}.js`, `${name}.d.ts`, `${name}_bg.wasm`];
    const outputs = files.map((file) => `${folder}/${file}`);
    unlessFresh(name === "raft" ? "wasm" : name, hash, outputs, () =>
      compile(crate, name, profile),
    );
  }
}

function compile(crate, name, profile) {
  // no-install: the set-up has put the tools in place, and nothing is to be downloaded here.
  run(
    "wasm-pack",
    [
      ["build", `crates/${crate}`, "--profile", profile, "--target", "web", "--mode", "no-install"],
      ["--no-opt", "--no-pack", "--out-dir", `../../${folder}`, "--out-name", name],
    ].flat(),
    { env, sentence: `${crate} could not be compiled to WebAssembly; the reason is above.` },
  );
  const file = `${name}_bg.wasm`;
  const path = join(root, folder, file);
  const before = readFileSync(path).length;
  runNode(
    "binaryen/bin/wasm-opt",
    [
      path,
      // Until nothing gets smaller any more.
      ["-Oz", "--converge", "--strip-producers"],
      // What is alike has names that are alike, and gzip looks back for 32 kB only. Measured: 2 % of what is sent,
      // although the file itself gets larger. The names have done their work then.
      ["--reorder-functions-by-name", "--strip-debug"],
      // rustc puts the stack first: the lowest addresses are its far end, where nothing is ever kept.
      ["--low-memory-unused"],
      features.map((feature) => `--enable-${feature}`),
      ["-o", `${path}.small`],
    ].flat(),
  );
  renameSync(`${path}.small`, path);
  const bytes = readFileSync(path);
  const gzipped = gzipSync(bytes, { level: 9 }).length;
  console.log(
    `${file}: ${before} bytes from rustc, ${bytes.length} after wasm-opt, ${gzipped} gzipped`,
  );
}
