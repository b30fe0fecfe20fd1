// The main journeys on the built site, in three engines: Chromium, Firefox and WebKitGTK (which shares its engine with
// Safari, and is not Safari), each over WebDriver. An engine that is not on the machine is skipped, and that is said.
//
//   node scripts/engines.mjs              runs them
//   node scripts/engines.mjs --install    installs Firefox and WebKitGTK with their drivers, where it can
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { browserFlags, findBrowser, findDriver } from "./browser.mjs";
import { freePort } from "./port.mjs";
import { ask, isMain, main, root, run, Sorry } from "./run.mjs";
import { installGeckoDriver, useGeckoDriver } from "./setup.mjs";

const firstOf = (...places) => places.flat().find((place) => place && existsSync(place)) ?? null;
const onPath = (name) => ask("sh", ["-c", `command -v ${name}`])?.trim() || null;

function miniBrowser() {
  const folders = [
    "/usr/lib",
    "/usr/libexec",
    "/usr/lib/x86_64-linux-gnu",
    "/usr/lib/aarch64-linux-gnu",
  ];
  const versions = ["webkit2gtk-4.1", "webkitgtk-6.0", "webkit2gtk-4.0"];
  return firstOf(folders.flatMap((one) => versions.map((two) => join(one, two, "MiniBrowser"))));
}

/** What is needed to drive each engine; null: it is not here. */
const engines = {
  chromium() {
    const binary = findBrowser();
    const driver = binary && findDriver(binary);
    if (!driver) return null;
    const args = [...browserFlags, "--headless=new", "--window-size=1280,900"];
    return {
      driver: [driver],
      port: (port) => [`--port=${port}`],
      capabilities: { browserName: "chrome", "goog:chromeOptions": { binary, args } },
    };
  },
  firefox() {
    useGeckoDriver();
    const binary = firstOf(process.env.FIREFOX_PATH, onPath("firefox"), onPath("firefox-esr"));
    const driver = onPath("geckodriver");
    if (!binary || !driver) return null;
    const args = ["-headless", "--width=1280", "--height=900"];
    return {
      driver: [driver],
      port: (port) => ["--port", String(port)],
      capabilities: { browserName: "firefox", "moz:firefoxOptions": { binary, args } },
    };
  },
  webkitgtk() {
    const [driver, binary, screen] = [onPath("WebKitWebDriver"), miniBrowser(), onPath("Xvfb")];
    if (!driver || !binary || !screen) return null;
    return {
      driver: [driver],
      screen,
      port: (port) => [`--port=${port}`],
      capabilities: {
        browserName: "MiniBrowser",
        "webkitgtk:browserOptions": { binary, args: ["--automation"] },
      },
    };
  },
};

/** WebKitGTK has no mode without a screen. */
async function screenFor({ screen }) {
  if (!screen) return { env: {}, close: () => {} };
  const number = 90 + (process.pid % 400);
  const process_ = spawn(
    screen,
    [`:${number}`, "-screen", "0", "1280x1000x24", "-nolisten", "tcp"],
    {
      stdio: "ignore",
    },
  );
  await new Promise((resolve) => setTimeout(resolve, 1000));
  return { env: { DISPLAY: `:${number}` }, close: () => process_.kill() };
}

async function answering(address) {
  for (let nth = 0; nth < 100; nth++) {
    const there = await fetch(`${address}/status`).then(
      (response) => response.ok,
      () => false,
    );
    if (there) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Sorry(`No driver answers at ${address}.`);
}

async function drive(name, engine, site) {
  const { Builder, Capabilities } = await import("selenium-webdriver");
  const { journeys } = await import("../e2e/engines/journeys.mjs");
  const screen = await screenFor(engine);
  const port = await freePort();
  const [program, ...flags] = engine.driver;
  const driver = spawn(program, [...flags, ...engine.port(port)], {
    stdio: "ignore",
    env: { ...process.env, ...screen.env },
  });
  const address = `http://127.0.0.1:${port}`;
  let session = null;
  const facts = {};
  try {
    await answering(address);
    session = await new Builder()
      .usingServer(address)
      .withCapabilities(new Capabilities(engine.capabilities))
      .build();
    await session.manage().setTimeouts({ script: 30_000, pageLoad: 60_000 });
    for (const [what, journey] of Object.entries(journeys)) {
      const start = performance.now();
      try {
        facts[what] = await journey(session, site);
      } catch (error) {
        throw new Sorry(`${name}: ${what}: ${error.stack ?? error}`);
      }
      console.log(`  ✓ ${name}: ${what} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
    }
  } finally {
    await session?.quit().catch(() => {});
    driver.kill();
    screen.close();
  }
  return facts;
}

export async function tryEngines() {
  const { serve } = await import("../bench/serve.mjs");
  const site = await serve(join(root, "dist"));
  const told = [];
  try {
    for (const [name, find] of Object.entries(engines)) {
      const engine = find();
      if (engine) told.push([name, await drive(name, engine, site.address)]);
      else
        console.log(
          `  – ${name} is skipped: it is not on this machine ("node scripts/engines.mjs --install").`,
        );
    }
  } finally {
    site.close();
  }
  if (told.length === 0) throw new Sorry("There is no browser to try the site in.");
  // What the journeys give back are digests and links: the same run is the same run in every engine.
  const [[first, facts], ...others] = told;
  for (const [name, other] of others) {
    for (const [what, fact] of Object.entries(facts)) {
      const [one, two] = [JSON.stringify(fact), JSON.stringify(other[what])];
      if (one !== two) throw new Sorry(`${what}: ${first} says ${one}, and ${name} says ${two}.`);
    }
  }
}

export function installEngines() {
  const isRoot = process.getuid?.() === 0;
  if (!ask("apt-get", ["--version"])) {
    console.log("Firefox and WebKitGTK are installed here only where there is apt-get.");
    return;
  }
  const apt = isRoot ? ["apt-get"] : ["sudo", "-n", "apt-get"];
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const names = ["firefox-esr", "webkit2gtk-driver", "xvfb"];
  if (!onPath("firefox-esr") || !onPath("WebKitWebDriver") || !onPath("Xvfb")) {
    run(apt[0], [...apt.slice(1), "update", "-q"], { env });
    run(apt[0], [...apt.slice(1), "install", "-y", "--no-install-recommends", ...names], { env });
  }
  installGeckoDriver();
}

if (isMain(import.meta.url)) {
  await main(async () => {
    if (process.argv.includes("--install")) installEngines();
    else await tryEngines();
  });
}
