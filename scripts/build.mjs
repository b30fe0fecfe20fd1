// Builds the site into dist/.
//
//   node scripts/build.mjs            engine, gallery and site
//   node scripts/build.mjs --engine   only what the web sources import: engine and gallery
import { buildGallery } from "./gallery.mjs";
import { isMain, main, runNode } from "./run.mjs";
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
}

if (isMain(import.meta.url)) {
  await main(() => {
    setUpBuild();
    if (process.argv.includes("--engine")) buildEngine();
    else buildSite();
  });
}
