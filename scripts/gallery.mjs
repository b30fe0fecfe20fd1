// Turns docs/gallery.toml and the scenarios into what the page reads, so that the page needs no TOML parser and shows
// exactly what the terminal reads. All of it is fetched when somebody asks for it: the list of all scenarios, their
// pictures, and each of them as a file of its own.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { read, root } from "./run.mjs";
import { hashOf, unlessFresh } from "./stamp.mjs";

const INDEX = "web/engine/gallery.generated.json";
const PICTURES = "web/engine/pictures.generated.json";
/** Vite copies what is in public/ as it is: these have addresses that people can guess. */
const FOLDER = "public/scenarios";

export function buildGallery() {
  const hash = hashOf({
    files: [
      ...["crates", "locales", "scenarios", "docs/gallery.toml"],
      ...["Cargo.toml", "Cargo.lock", "scripts/gallery.mjs"],
    ],
  });
  unlessFresh("gallery", hash, [INDEX, PICTURES, `${FOLDER}/default.json`], () => {
    const printed = read(
      "cargo",
      [
        "run",
        "--quiet",
        "--package",
        "raft-cli",
        "--",
        "gallery",
        "docs/gallery.toml",
        "scenarios",
      ],
      "The gallery could not be made; the reason is above.",
    );
    const { texts, pictures, ...index } = JSON.parse(printed);
    // What is not there any more must not stay reachable.
    rmSync(join(root, FOLDER), { recursive: true, force: true });
    for (const [name, text] of Object.entries(texts)) write(`${FOLDER}/${name}.json`, text);
    write(INDEX, JSON.stringify(index));
    write(PICTURES, JSON.stringify(pictures));
    console.log(`gallery: ${Object.keys(texts).length} scenarios`);
  });
}

function write(file, text) {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), `${text}\n`);
}
