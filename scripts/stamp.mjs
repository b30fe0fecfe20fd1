// Skips work whose inputs have not changed. Contents are compared, not times, because a checkout
// gives every file a new time.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./run.mjs";

function* filesIn(path) {
  if (statSync(path).isFile()) {
    yield path;
    return;
  }
  for (const name of readdirSync(path).sort()) {
    if (!name.startsWith(".") && name !== "target") yield* filesIn(join(path, name));
  }
}

/** One hash over files, folders and other facts (a compiler's version, a flag). */
export function hashOf({ files, facts = [] }) {
  const hash = createHash("sha256");
  for (const fact of facts) hash.update(`${fact}\0`);
  for (const name of files) {
    const path = join(root, name);
    if (!existsSync(path)) continue;
    for (const file of filesIn(path)) {
      hash
        .update(`${file.slice(root.length)}\0`)
        .update(readFileSync(file))
        .update("\0");
    }
  }
  return hash.digest("hex");
}

/** Calls `make` unless `outputs` are there and were made from the same hash. */
export function unlessFresh(name, hash, outputs, make) {
  const stamp = join(root, "target/stamps", name);
  const fresh =
    outputs.every((path) => existsSync(join(root, path))) &&
    existsSync(stamp) &&
    readFileSync(stamp, "utf8") === hash;
  if (fresh) return;
  make();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}
