// Makes the npm package: a folder, and the tarball that would be published.
//
//   npm run package     target/npm/raft-playground/ and target/npm/raft-playground-VERSION.tgz
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildEngine } from "./build.mjs";
import { readContract } from "./package/contract.mjs";
import { buildLibrary, wasmFiles } from "./package/library.mjs";
import { manifestOf, referenceOf } from "./package/manifest.mjs";
import { writeTypes } from "./package/types.mjs";
import { isMain, main, read, root, Sorry } from "./run.mjs";
import { setUpBuild } from "./setup.mjs";

const folder = join(root, "target/npm");
export const staged = join(folder, "raft-playground");
const dist = join(staged, "dist");

const own = () => JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** What npm reads. Nothing is run at installation, and nothing else is installed: Lit is in the scripts. */
function packageJson() {
  const { name, version, description, license, author } = own();
  // Where pages are made and none is shown there is no element, and importing it is no error. Workers of hosts call
  // themselves browsers as well, and windows of Electron call themselves Node: the first word counts.
  const element = (file, types = file) => ({
    types: `./dist/${types}.d.ts`,
    workerd: "./dist/server.js",
    "edge-light": "./dist/server.js",
    browser: `./dist/${file}.js`,
    node: "./dist/server.js",
    default: `./dist/${file}.js`,
  });
  return {
    name,
    version,
    description,
    keywords: ["raft", "consensus", "distributed-systems", "simulation", "web-component", "wasm"],
    license,
    author,
    type: "module",
    engines: { node: "^20.19.0 || >=22.12.0" },
    exports: {
      ".": element("raft-playground"),
      "./element": element("element"),
      "./inline": element("raft-playground.inline"),
      "./engine": { types: "./dist/engine.d.ts", default: "./dist/engine.js" },
      "./frame": { types: "./dist/frame.d.ts", default: "./dist/frame.js" },
      ...Object.fromEntries(Object.values(wasmFiles).map(({ to }) => [`./${to}`, `./dist/${to}`])),
      "./schema.json": "./schema.json",
      "./events.schema.json": "./events.schema.json",
      "./scenarios/*.json": "./scenarios/*.json",
      "./custom-elements.json": "./custom-elements.json",
      "./package.json": "./package.json",
    },
    types: "./dist/raft-playground.d.ts",
    unpkg: "./dist/raft-playground.js",
    jsdelivr: "./dist/raft-playground.js",
    customElements: "./custom-elements.json",
    // Importing these does something. The controls inside define themselves as well, hence the parts.
    sideEffects: [
      "./dist/raft-playground.js",
      "./dist/raft-playground.inline.js",
      "./dist/element.js",
      "./dist/parts/*.js",
    ],
    files: ["dist", "scenarios", "*.json", "LICENSE*"],
  };
}

function write(file, content) {
  const text = typeof content === "string" ? content : `${JSON.stringify(content, null, 2)}\n`;
  writeFileSync(join(staged, file), text);
}

function copyFiles() {
  for (const { from, to } of Object.values(wasmFiles)) {
    copyFileSync(join(root, "web/engine/wasm", from), join(dist, to));
  }
  for (const file of ["LICENSE", "LICENSE-MIT", "LICENSE-APACHE"]) {
    copyFileSync(join(root, file), join(staged, file));
  }
  copyFileSync(join(root, "docs/scenario.schema.json"), join(staged, "schema.json"));
  copyFileSync(join(root, "docs/events.schema.json"), join(staged, "events.schema.json"));
}

/** The guide, with what the element promises in the place of the note that says where that stands. */
function readme(contract) {
  const guide = readFileSync(join(root, "docs/package.md"), "utf8");
  const place = /<!-- reference -->\n(?:.+\n)+/;
  if (!place.test(guide))
    throw new Sorry("docs/package.md has no place for the element's reference.");
  return guide
    .replace(place, () => referenceOf(contract))
    .replaceAll(/^<!-- (?:shell|file: \S+) -->\n/gm, "");
}

function copyScenarios() {
  const from = join(root, "public/scenarios");
  mkdirSync(join(staged, "scenarios"), { recursive: true });
  for (const name of readdirSync(from))
    copyFileSync(join(from, name), join(staged, "scenarios", name));
  // What there is: the sections of the gallery, and what is said of each scenario.
  copyFileSync(
    join(root, "web/engine/gallery.generated.json"),
    join(staged, "scenarios/index.json"),
  );
}

/** The path of the tarball. */
export async function buildPackage() {
  buildEngine();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  const contract = await readContract();
  await buildLibrary(dist);
  writeTypes(dist, contract);
  copyFiles();
  copyScenarios();
  write("custom-elements.json", manifestOf(contract));
  write("README.md", readme(contract));
  write("package.json", packageJson());
  const packed = read(
    process.platform === "win32" ? "npm.cmd" : "npm",
    [
      "pack",
      staged,
      "--pack-destination",
      folder,
      "--json",
      "--ignore-scripts",
      "--loglevel=error",
    ],
    "The package could not be packed; the reason is above.",
  );
  const [{ filename, size, entryCount }] = JSON.parse(packed);
  console.log(`${filename}: ${size} bytes, ${entryCount} files`);
  return join(folder, filename);
}

if (isMain(import.meta.url)) {
  await main(async () => {
    setUpBuild();
    console.log(`${await buildPackage()} is ready for "npm publish".`);
  });
}
