// Gets a machine ready. Every step looks first, does nothing when nothing is missing, and says in
// one sentence what to install when it cannot help itself. Nothing here may import an npm package:
// this runs before there are any.
//
//   node scripts/setup.mjs    everything that building and testing need
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { findBrowser, findDriver } from "./browser.mjs";
import { ask, isMain, main, root, run, Sorry, usePrograms } from "./run.mjs";
import { hashOf } from "./stamp.mjs";

const WASM_PACK = "0.15.1";
const GECKODRIVER = "0.37.1";

function atLeast(version, wanted) {
  const [a, b] = [version, wanted].map((text) => text.split(".").map(Number));
  for (let i = 0; i < b.length; i++) {
    if ((a[i] ?? 0) !== b[i]) return (a[i] ?? 0) > b[i];
  }
  return true;
}

function node() {
  const version = process.versions.node;
  const fits =
    atLeast(version, "22.12") || (version.startsWith("20.") && atLeast(version, "20.19"));
  if (!fits) {
    throw new Sorry(
      `This needs Node 20.19 or 22.12 or a later one, and this is ${version}: get one from https://nodejs.org.`,
    );
  }
}

function rust() {
  const found = ask("rustc", ["--version"])?.split(" ")[1];
  if (!found || !ask("cargo", ["--version"])) {
    throw new Sorry("This needs Rust (cargo and rustc): install it from https://rustup.rs.");
  }
  const wanted = /^rust-version = "(.+)"$/m.exec(readFileSync(join(root, "Cargo.toml"), "utf8"))[1];
  if (!atLeast(found.split("-")[0], wanted)) {
    throw new Sorry(
      `This needs Rust ${wanted} or later, and this is ${found}: run "rustup update stable".`,
    );
  }
}

function rustLints() {
  if (ask("cargo", ["fmt", "--version"]) && ask("cargo", ["clippy", "--version"])) return;
  run("rustup", ["component", "add", "rustfmt", "clippy"], {
    sentence:
      'The tests need rustfmt and clippy: run "rustup component add rustfmt clippy", or install them the way you installed Rust.',
  });
}

function wasmTarget() {
  const libraries = ask("rustc", [
    "--print",
    "target-libdir",
    "--target",
    "wasm32-unknown-unknown",
  ]);
  if (libraries && existsSync(libraries)) return;
  run("rustup", ["target", "add", "wasm32-unknown-unknown"], {
    sentence:
      'This needs Rust\'s WebAssembly target: run "rustup target add wasm32-unknown-unknown", or install it the way you installed Rust.',
  });
}

function packages() {
  const stamp = join(root, "node_modules/.made-from");
  const hash = hashOf({
    files: ["package-lock.json"],
    facts: [process.platform, process.arch, process.versions.modules],
  });
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
  run("npm", ["ci", "--no-audit", "--no-fund"], {
    shell: process.platform === "win32",
    sentence:
      "The npm packages could not be installed: check that the npm registry can be reached, then try again.",
  });
  writeFileSync(stamp, hash);
}

function toolFolder(name) {
  const caches =
    process.platform === "win32"
      ? (process.env.LOCALAPPDATA ?? join(homedir(), "AppData/Local"))
      : process.platform === "darwin"
        ? join(homedir(), "Library/Caches")
        : (process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"));
  return join(caches, "raft-playground", name);
}

/**
 * A program from crates.io in a folder of its own, outside the clone: every clone shares it, and
 * other versions that people use elsewhere stay as they are. Built from source because ready-made
 * downloads depend on hosts that closed networks do not reach; lightly optimised because building
 * it takes longer than it will ever run.
 */
function cargoTool(crate, version, optLevel, extra = []) {
  const folder = toolFolder(`${crate}-${version}`);
  usePrograms(join(folder, "bin"));
  // Cargo moves the programs there when all of them are built.
  if (existsSync(join(folder, "bin"))) return;
  console.log(`Building ${crate} ${version}, once for this machine: a few minutes.`);
  const args = ["install", crate, "--version", version, "--root", folder, "--quiet", ...extra];
  const env = { CARGO_PROFILE_RELEASE_OPT_LEVEL: optLevel };
  try {
    run("cargo", [...args, "--locked"], { env });
  } catch {
    // A mirror of crates.io may lack one of the newest versions that the tool's lock file names.
    console.log("Trying again without the lock file of the tool.");
    run("cargo", args, {
      env,
      sentence: `${crate} could not be built: run "cargo install ${crate} --version ${version} --locked" to see why.`,
    });
  }
}

function wasmPack() {
  const found = ask("wasm-pack", ["--version"])?.split(" ")[1];
  if (!found || !atLeast(found, WASM_PACK)) cargoTool("wasm-pack", WASM_PACK, "0");
}

/** The command line must be of the very version of the library, or it refuses to work. */
function wasmBindgen() {
  const lock = readFileSync(join(root, "Cargo.lock"), "utf8");
  const wanted = /name = "wasm-bindgen"\nversion = "(.+)"/.exec(lock.replaceAll("\r", ""))?.[1];
  if (!wanted) throw new Sorry("Cargo.lock does not name a version of wasm-bindgen.");
  if (ask("wasm-bindgen", ["--version"])?.split(" ")[1] === wanted) return;
  // Without its default features it has no TLS, which it would need for a browser on another host.
  cargoTool("wasm-bindgen-cli", wanted, "1", ["--no-default-features"]);
}

/** Where Firefox's driver is, if it was built here. */
export function useGeckoDriver() {
  usePrograms(join(toolFolder(`geckodriver-${GECKODRIVER}`), "bin"));
}

/** Firefox's driver, which Debian does not have. */
export function installGeckoDriver() {
  useGeckoDriver();
  if (ask("geckodriver", ["--version"]) === null) cargoTool("geckodriver", GECKODRIVER, "0");
}

function isRoot() {
  return process.getuid?.() === 0;
}

function installBrowser() {
  const packages = ["install", "-y", "--no-install-recommends", "chromium", "chromium-driver"];
  if (process.platform === "darwin" && ask("brew", ["--version"])) {
    run("brew", ["install", "--cask", "google-chrome", "chromedriver"]);
  } else if (ask("apt-get", ["--version"]) && (isRoot() || ask("sudo", ["-n", "true"]) !== null)) {
    const apt = isRoot() ? ["apt-get"] : ["sudo", "-n", "apt-get"];
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    run(apt[0], [...apt.slice(1), "update", "-q"], { env });
    run(apt[0], [...apt.slice(1), ...packages], { env });
  }
}

function browser() {
  const ready = () => {
    const path = findBrowser();
    return path !== null && findDriver(path) !== null;
  };
  if (ready()) return;
  const named = process.env.CHROME_PATH;
  if (named && !existsSync(named)) {
    throw new Sorry(`CHROME_PATH names ${named}, and there is nothing.`);
  }
  console.log("Installing a browser and its driver for the tests.");
  try {
    installBrowser();
  } catch (error) {
    if (!(error instanceof Sorry)) throw error;
  }
  if (!ready()) {
    throw new Sorry(
      "The tests need Chrome or Chromium and a ChromeDriver of the same version: install both (Debian: chromium and chromium-driver), or name them in CHROME_PATH and CHROMEDRIVER_PATH.",
    );
  }
}

/** What it takes to build and serve the site. */
export function setUpBuild() {
  for (const step of [node, rust, wasmTarget, packages, wasmPack, wasmBindgen]) step();
}

/** What it takes to run tests, with or without those that drive a browser. */
export function setUpTests({ inBrowser }) {
  setUpBuild();
  rustLints();
  if (inBrowser) browser();
}

if (isMain(import.meta.url)) {
  await main(() => {
    setUpTests({ inBrowser: true });
    console.log("Everything that building and testing need is here.");
  });
}
