// Compiles the engine to WebAssembly, into web/engine/wasm.
import { readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { read, root, run, runNode } from "./run.mjs";
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

export function buildWasm() {
  const hash = hashOf({
    // Rust code may include scenarios and sentences as text.
    files: ["crates", "locales", "scenarios", "Cargo.toml", "Cargo.lock", "scripts/wasm.mjs"],
    facts: [read("rustc", ["--version"], "rustc does not run.")],
  });
  const outputs = ["raft.js", "raft.d.ts", "raft_bg.wasm"].map((name) => `${folder}/${name}`);
  unlessFresh("wasm", hash, outputs, () => {
    // no-install: the set-up has put the tools in place, and nothing is to be downloaded here.
    run(
      "wasm-pack",
      [
        ["build", "crates/raft-wasm", "--release", "--target", "web", "--mode", "no-install"],
        ["--no-opt", "--no-pack", "--out-dir", `../../${folder}`, "--out-name", "raft"],
      ].flat(),
      { sentence: "The engine could not be compiled to WebAssembly; the reason is above." },
    );
    const path = join(root, folder, "raft_bg.wasm");
    const before = readFileSync(path).length;
    runNode(
      "binaryen/bin/wasm-opt",
      [
        path,
        ["-Oz", "--strip-debug", "--strip-producers"],
        // rustc puts the stack first: the lowest addresses are its far end, where nothing is ever kept.
        ["--low-memory-unused"],
        features.map((feature) => `--enable-${feature}`),
        ["-o", `${path}.small`],
      ].flat(),
    );
    renameSync(`${path}.small`, path);
    const bytes = readFileSync(path);
    console.log(
      `raft_bg.wasm: ${before} bytes from rustc, ${bytes.length} after wasm-opt, ${gzipSync(bytes, { level: 9 }).length} gzipped`,
    );
  });
}
