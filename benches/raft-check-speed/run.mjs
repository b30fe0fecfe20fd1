// node benches/raft-check-speed/run.mjs              measures everything: some minutes
// node benches/raft-check-speed/run.mjs --rounds 3   each so many times instead of 5
// node benches/raft-check-speed/run.mjs --patience 9 cuts off who takes longer than so many seconds, instead of 60
//
// One table: how long raft-check, todc-utils and stateright take to say whether a history is linearizable.
import { join } from "node:path";
import { main, read, run } from "../../scripts/run.mjs";

const manifest = ["--manifest-path", join(import.meta.dirname, "Cargo.toml")];

await main(() => {
  run("cargo", ["build", "--release", ...manifest]);
  const sentence = "Cargo does not understand the benchmark's manifest.";
  const about = read("cargo", ["metadata", "--format-version", "1", ...manifest], sentence);
  run(join(JSON.parse(about).target_directory, "release", "speed"), process.argv.slice(2));
});
