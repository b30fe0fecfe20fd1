// Looks at dist/ as a host and a browser with a strict content security policy will.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { gzipSync } from "node:zlib";
import { isMain, main, root, Sorry } from "./run.mjs";
import { checkPages } from "./site/check.mjs";

/**
 * Bytes after gzip. Going over is a decision, to be taken here and in the open. The engine's aim is
 * 120,000, the workbench's 250,000; until they are reached these numbers go up only for what readers
 * get in return: the last of the engine is for a limit of what a stranger's link can cost, without which one claim kept a
 * page busy for hours, and for sharper judges. The format reads and checks scenarios for whoever writes one; the code
 * editor is CodeMirror. An outline is what a page pays for a playground that nobody has seen yet; an embed is what one
 * needs that plays, cluster and logs and few buttons (the aim: 35,000); the last of it is for those who listen: no deed
 * without an answer, no question unheard, no focus lost.
 */
const budgets = {
  engine: 456_000,
  outline: 19_500,
  embed: 93_500,
  workbench: 333_500,
  format: 179_500,
  codeEditor: 128_000,
  firstLoad: 100_000,
};

const dist = join(root, "dist");

function gzipped(files) {
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0);
}

/** The wasm files of one build: Vite keeps their names and adds a hash. */
function named(wasm, name) {
  return wasm.filter((file) => file.split("/").at(-1).startsWith(`${name}_bg-`));
}

/** Vite names everything that is loaded at once in index.html, imports of imports included. */
function firstLoad(html) {
  return [...html.matchAll(/(?:src|href)="\.\/([^"]+\.(?:js|css))"/g)].map(([, file]) => file);
}

/** Scripts and whatever they import at once, and those in turn. */
function withImports(scripts, known = new Set()) {
  for (const file of scripts.filter((one) => !known.has(one))) {
    known.add(file);
    const code = readFileSync(join(dist, file), "utf8");
    const imported = [...code.matchAll(/\b(?:from|import)\s*"(\.{1,2}\/[^"]+\.js)"/g)];
    const folder = posix.dirname(file);
    withImports(
      imported.map(([, path]) => posix.join(folder, path)),
      known,
    );
  }
  return [...known];
}

export function checkSite() {
  const files = readdirSync(dist, { recursive: true })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => statSync(join(dist, name)).isFile());
  const html = readFileSync(join(dist, "index.html"), "utf8");
  const wrong = [];

  for (const file of files.filter((name) => name.endsWith(".js"))) {
    const code = readFileSync(join(dist, file), "utf8");
    if (code.includes("data:application/wasm")) wrong.push(`${file} contains a whole wasm file`);
    if (/["'`]\/assets\//.test(code)) {
      wrong.push(`${file} has an address that breaks in a subfolder`);
    }
  }

  const wasm = files.filter((name) => name.endsWith(".wasm"));
  const builds = {
    engine: named(wasm, "raft"),
    workbench: named(wasm, "workbench"),
    format: named(wasm, "editor"),
  };
  for (const [what, found] of Object.entries(builds)) {
    if (found.length !== 1)
      wrong.push(`there should be one ${what}, and there are ${found.length}`);
  }
  if (wasm.length !== 3) wrong.push(`there should be three wasm files: ${wasm.join(", ")}`);
  const codeEditor = files.filter((name) => /scenario-editor-[^/]*\.js$/.test(name));
  if (codeEditor.length !== 1) wrong.push("CodeMirror should be in one file, with our editor");
  const loaded = firstLoad(html);
  for (const file of loaded) {
    // Its address may be known there; what fetches it is a file of its own.
    if (/workbench|editor|pictures/.test(file))
      wrong.push(`${file} is loaded at once, and few readers need it`);
  }
  for (const file of wasm) {
    const imports = WebAssembly.Module.imports(
      new WebAssembly.Module(readFileSync(join(dist, file))),
    );
    // Anything else (mostly "env") is a function that some crate expects from an operating system.
    const own = /^\.\/(raft|workbench|editor)_bg\.js$/;
    for (const { module, name } of imports.filter(({ module }) => !own.test(module))) {
      wrong.push(`${file} imports ${name} from "${module}"`);
    }
  }

  const [gallery] = files.filter((name) => /gallery\.generated-[^/]*\.json$/.test(name));
  const { scenarios } = JSON.parse(readFileSync(join(dist, gallery), "utf8"));
  for (const name of Object.keys(scenarios)) {
    if (!files.includes(`scenarios/${name}.json`)) wrong.push(`scenarios/${name}.json is missing`);
  }

  const outline = withImports(["raft-playground.js"]);
  const inside = files.filter((name) => /inside-[^/]*\.js$/.test(name));
  if (inside.length !== 1) wrong.push("what runs in a playground should be one file");
  if (outline.some((file) => inside.includes(file))) {
    wrong.push("raft-playground.js brings along what runs in a playground, before anybody sees it");
  }

  const sizes = {
    engine: gzipped(builds.engine),
    outline: gzipped(outline),
    embed: gzipped(withImports([...outline, ...inside])),
    workbench: gzipped(builds.workbench),
    format: gzipped(builds.format),
    codeEditor: gzipped(codeEditor),
    firstLoad: gzipped(loaded),
  };
  for (const [what, size] of Object.entries(sizes)) {
    console.log(`${what}: ${size} of ${budgets[what]} bytes, gzipped`);
    if (size > budgets[what]) wrong.push(`${what} is over its budget`);
  }

  wrong.push(...checkPages(dist, files));

  if (wrong.length > 0) throw new Sorry(`dist: ${wrong.join("\n  dist: ")}`);
}

if (isMain(import.meta.url)) await main(checkSite);
