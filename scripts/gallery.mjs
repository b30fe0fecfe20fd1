// Turns scenarios/*.toml into one JSON file for the page, so that the page needs no TOML parser
// and shows exactly what the terminal reads.
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { read, root } from "./run.mjs";
import { hashOf, unlessFresh } from "./stamp.mjs";

/** What the page opens with, and what it fetches when somebody asks what breaks without a rule. */
const SHELVES = {
  "web/engine/gallery.generated.json": "scenarios",
  "web/engine/deviations.generated.json": "scenarios/deviations",
};

export function buildGallery() {
  const hash = hashOf({
    files: ["crates", "locales", "scenarios", "Cargo.toml", "Cargo.lock", "scripts/gallery.mjs"],
  });
  unlessFresh("gallery", hash, Object.keys(SHELVES), () => {
    for (const [output, folder] of Object.entries(SHELVES)) buildShelf(output, folder);
  });
}

function buildShelf(output, folder) {
  const scenarios = readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".toml"))
    .sort()
    .map((name) => `${folder}/${name}`);
  const json = read(
    "cargo",
    ["run", "--quiet", "--package", "raft-cli", "--", "json", ...scenarios],
    "The scenarios could not be read; the reason is above.",
  );
  mkdirSync(dirname(join(root, output)), { recursive: true });
  writeFileSync(join(root, output), json);
  console.log(`${output}: ${scenarios.length} scenarios`);
}
