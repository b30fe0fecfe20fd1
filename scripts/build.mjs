// Builds the site into dist/, which any static host serves from any folder.
//
//   node scripts/build.mjs            engine, gallery and site
//   node scripts/build.mjs --engine   only what the web sources import: engine and gallery
import { join } from "node:path";
import { buildGallery } from "./gallery.mjs";
import { isMain, main, root, run, runNode } from "./run.mjs";
import { setUpBuild } from "./setup.mjs";
import { buildWasm } from "./wasm.mjs";

export function buildEngine() {
  buildGallery();
  buildWasm();
}

export function buildSite() {
  buildEngine();
  runNode("vite/bin/vite.js", ["build"], {
    sentence: "The site could not be built; the reason is above.",
  });
  // A program of its own, because it needs packages, and nothing here does.
  run(process.execPath, [join(root, "scripts/site/build.mjs")], {
    sentence: "The pages around the playground could not be built; the reason is above.",
  });
}

if (isMain(import.meta.url)) {
  await main(() => {
    setUpBuild();
    if (process.argv.includes("--engine")) buildEngine();
    else buildSite();
  });
}
