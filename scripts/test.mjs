// npm test: everything, or the stages that are named.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bench } from "./bench.mjs";
import { browserFlags, findBrowser, findDriver } from "./browser.mjs";
import { buildEngine, buildSite } from "./build.mjs";
import { checkCrates } from "./check-crates.mjs";
import { checkSite } from "./check-site.mjs";
import { tryEngines } from "./engines.mjs";
import { testPackage } from "./package/test.mjs";
import { freePort } from "./port.mjs";
import { main, root, run, runNode, Sorry } from "./run.mjs";
import { setUpTests } from "./setup.mjs";

const cargo = (...args) => run("cargo", args);

// Cheap and frequent failures first.
const stages = [
  {
    name: "format",
    about: "Rust formatting",
    run: () => cargo("fmt", "--all", "--check"),
    sentence: 'Rust code is not formatted: run "cargo fmt --all".',
  },
  {
    name: "biome",
    about: "formatting and lints of TypeScript, JavaScript, JSON and CSS",
    run: () => runNode("@biomejs/biome/bin/biome", ["check", "--error-on-warnings"]),
    sentence: 'Biome found something: "npm run fix" repairs most of it.',
  },
  {
    name: "clippy",
    about: "Rust lints, for this machine and for WebAssembly",
    run: () => {
      cargo("clippy", "--workspace", "--all-targets", "--", "-D", "warnings");
      cargo(
        ...["clippy", "--package", "raft-wasm", "--package", "raft-workbench"],
        ...["--package", "raft-editor", "--all-targets"],
        ...["--target", "wasm32-unknown-unknown", "--", "-D", "warnings"],
      );
    },
    sentence: "Clippy found something.",
  },
  {
    name: "rust",
    about: "Rust tests on this machine",
    run: () => {
      cargo("test", "--workspace");
      // Alone, because in the workspace the terminal's features are everybody's: the digests must
      // be the same whether rules can be broken or not.
      cargo("test", "--package", "raft-trials");
      cargo("test", "--package", "raft-trials", "--features", "deviations");
    },
    sentence: "A Rust test failed.",
  },
  {
    name: "core",
    about: "raft-core alone, without and with its features",
    run: () => {
      cargo("test", "--package", "raft-core", "--no-default-features");
      cargo("test", "--package", "raft-core", "--all-features");
    },
    sentence: "A test of raft-core failed.",
  },
  {
    name: "explore",
    about: "every run of the core within small bounds, before all judges",
    run: () =>
      cargo("test", "--manifest-path", join(root, "benches/raft-explore/Cargo.toml"), "--tests"),
    sentence: "A run of the core breaks what must hold, or a broken rule is not found any more.",
  },
  {
    name: "doc",
    about: "Rust documentation without warnings",
    run: () =>
      run("cargo", ["doc", "--workspace", "--no-deps"], { env: { RUSTDOCFLAGS: "-D warnings" } }),
    sentence: "The Rust documentation has a broken link or another warning.",
  },
  {
    name: "crates",
    about: "the crates could be published: metadata, contents, an example each",
    run: checkCrates,
    sentence: "A crate is not ready for crates.io.",
  },
  {
    name: "drift",
    about: "the generated TypeScript types are those of the Rust types",
    run: () =>
      cargo(
        ...["test", "--package", "raft-session", "--features", "typescript"],
        ...["--test", "typescript"],
      ),
    sentence:
      "web/engine/types.generated.ts is not what the Rust types give; the way to renew it is above.",
  },
  {
    name: "engine",
    about: "the WebAssembly build and the gallery",
    run: buildEngine,
    sentence: "The engine could not be built.",
  },
  {
    name: "types",
    needs: ["engine"],
    about: "TypeScript types",
    run: () => runNode("typescript/bin/tsc", ["--build"]),
    sentence: "TypeScript found an error.",
  },
  {
    name: "doors",
    about: "no room of web/ knows what it must not know",
    run: () => runNode("vitest/vitest.mjs", ["run", "web/doors.test.ts"]),
    sentence: "A room of web/ knows something that it must not know.",
  },
  {
    name: "web",
    needs: ["engine"],
    about: "TypeScript tests",
    run: () => runNode("vitest/vitest.mjs", ["run", "--exclude", "web/doors.test.ts"]),
    sentence: "A TypeScript test failed.",
  },
  {
    name: "wasm",
    about: "Rust tests as WebAssembly, in a real browser and under Node",
    inBrowser: true,
    run: testWasm,
    sentence: "A Rust test failed as WebAssembly.",
  },
  {
    name: "build",
    about: "the site",
    run: buildSite,
    sentence: "The site could not be built.",
  },
  {
    name: "site",
    needs: ["build"],
    about: "what the built site contains, what it must not contain, how large it is",
    run: checkSite,
    sentence: "The site is not as it has to be.",
  },
  {
    name: "package",
    needs: ["engine"],
    about: "the npm package: packed, installed in other people's projects, and used there",
    inBrowser: true,
    run: testPackage,
    sentence: "The npm package is not as it has to be.",
  },
  {
    name: "bench",
    needs: ["build"],
    about: "the measurements still work; their figures are not looked at",
    inBrowser: true,
    run: () => bench({ smoke: true }),
    sentence: "A measurement does not work any more.",
  },
  {
    name: "e2e",
    needs: ["build"],
    about: "the built site in a real browser",
    inBrowser: true,
    run: async () => {
      // Vite leaves "production" behind when it has built something, and there Vue keeps its warnings to itself.
      const env = { E2E_PORT: String(await freePort()), NODE_ENV: "test" };
      runNode("@playwright/test/cli.js", ["test"], { env });
    },
    sentence: "A test of the site in the browser failed.",
  },
  {
    name: "engines",
    needs: ["build"],
    about: "the main journeys in Chromium, Firefox and WebKitGTK, as far as they are here",
    inBrowser: true,
    run: tryEngines,
    sentence: "A journey failed in one of the engines.",
  },
];

function testWasm() {
  const browser = findBrowser();
  const settings = join(root, "target/webdriver.json");
  const options = { binary: browser, args: ["--headless=new", ...browserFlags] };
  mkdirSync(join(root, "target"), { recursive: true });
  writeFileSync(settings, JSON.stringify({ "goog:chromeOptions": options }));
  run(
    "wasm-pack",
    [
      ["test", "--headless", "--chrome", "--chromedriver", findDriver(browser)],
      ["--mode", "no-install", "crates/raft-wasm"],
    ].flat(),
    {
      env: {
        WASM_BINDGEN_TEST_WEBDRIVER_JSON: settings,
        // Seconds. Against a browser that hangs, not against a machine that is slow.
        WASM_BINDGEN_TEST_TIMEOUT: "600",
      },
    },
  );
  run("wasm-pack", [
    ...["test", "--node", "--mode", "no-install", "crates/raft-wasm"],
    ...["--test", "node"],
  ]);
}

const help = `npm test                 runs all stages
npm test -- STAGE…       runs these stages and those that they need
npm test -- --help       prints this

Stages, in their order:
${stages.map(({ name, about }) => `  ${name.padEnd(8)} ${about}`).join("\n")}`;

function withNeeds(names) {
  const known = new Map(stages.map((stage) => [stage.name, stage]));
  const wanted = new Set();
  const want = (name) => {
    const stage = known.get(name);
    if (!stage) {
      throw new Sorry(`There is no stage "${name}"; there are ${[...known.keys()].join(", ")}.`);
    }
    wanted.add(stage);
    stage.needs?.forEach(want);
  };
  names.forEach(want);
  return stages.filter((stage) => wanted.has(stage));
}

function duration(since) {
  const seconds = (performance.now() - since) / 1000;
  return seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

async function timed(title, stage) {
  console.log(`\n━━ ${title}: ${stage.about}`);
  const start = performance.now();
  try {
    await stage.run();
  } catch (error) {
    if (!(error instanceof Sorry) || !stage.sentence) throw error;
    throw new Sorry(`${title}: ${stage.sentence}\n  ${error.message}`);
  }
  console.log(`━━ ${title} passed in ${duration(start)}`);
}

await main(async () => {
  const names = process.argv.slice(2);
  if (names.includes("--help")) {
    console.log(help);
    return;
  }
  const start = performance.now();
  const chosen = names.length === 0 ? stages : withNeeds(names);
  const inBrowser = chosen.some((stage) => stage.inBrowser);
  await timed("set-up", { about: "tools and packages", run: () => setUpTests({ inBrowser }) });
  for (const [i, stage] of chosen.entries()) {
    await timed(`${stage.name} (${i + 1} of ${chosen.length})`, stage);
  }
  const count = chosen.length === 1 ? "1 stage" : `${chosen.length} stages`;
  console.log(`\n✓ ${count} passed in ${duration(start)}.`);
});
