// node benches/raft-explore/run.mjs            explores everything: some minutes
// node benches/raft-explore/run.mjs --quick    what takes seconds
//
// Every run of the core within bounds, all rules on and with rules broken, and the same figures of stateright's own
// Raft example, which is compiled from the registry's copy of stateright.
import { join } from "node:path";
import { main, read, run } from "../../scripts/run.mjs";

const manifest = ["--manifest-path", join(import.meta.dirname, "Cargo.toml")];

await main(() => {
  run("cargo", ["build", "--release", "--features", "peer", ...manifest]);
  const sentence = "Cargo does not understand the exploration's manifest.";
  const about = read("cargo", ["metadata", "--format-version", "1", ...manifest], sentence);
  run(join(JSON.parse(about).target_directory, "release", "explore"), process.argv.slice(2));
});
