// npm run bench: what the playground costs the machine that shows it. Every figure stands beside a peer from the same
// run, because absolute figures drift from machine to machine and from hour to hour.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { browserFlags, findBrowser } from "./browser.mjs";
import { buildSite } from "./build.mjs";
import { isMain, main, root, Sorry } from "./run.mjs";
import { setUpTests } from "./setup.mjs";

const help = `npm run bench                        measures everything: some minutes
npm run bench -- frames scrub        only these; there are frames, scrub, ledger, hour, cold, article
npm run bench -- --smoke             each very shortly: does the bench still work?
npm run bench -- --built             with the engine and dist/ as they are`;

const thorough = {
  rounds: 3,
  frames: 200,
  warmUp: 120,
  views: 99,
  positions: 1000,
  seconds: 120,
  events: 100_000,
  entries: 10_000,
  columns: 300,
  tens: 6,
  minutes: 10,
  loads: 5,
  patience: 900,
};

const brief = {
  rounds: 1,
  frames: 10,
  warmUp: 2,
  views: 2,
  positions: 5,
  seconds: 5,
  events: 1000,
  entries: 500,
  columns: 5,
  tens: 2,
  minutes: 0.1,
  loads: 1,
  patience: 120,
};

/** The bench has a page of its own that is no part of the site: what is measured is built as the site is. */
async function buildPage() {
  const { build, loadConfigFromFile } = await import("vite");
  const mode = { command: "build", mode: "production" };
  const { config } = await loadConfigFromFile(mode, join(root, "vite.config.ts"));
  await build({
    configFile: false,
    root: join(root, "bench"),
    publicDir: join(root, "public"),
    base: config.base,
    plugins: config.plugins,
    logLevel: "warn",
    build: {
      ...config.build,
      outDir: join(root, "target/bench"),
      emptyOutDir: true,
      rollupOptions: {},
    },
  });
}

/** A page with the bench in it, and the browser's own books. */
async function openPage(browser, address, patience) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.on("pageerror", (error) => console.error(`In the page: ${error.message}`));
  await page.goto(address);
  await page.waitForFunction(() => window.bench);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable");
  return {
    /** Calls the bench in the page. A page in an endless loop never answers. */
    async ask(what, ...operands) {
      let timer;
      const silence = new Promise((_, reject) => {
        const complaint = new Sorry(
          `The page does not answer any more: bench.${what}(${operands}) hangs.`,
        );
        timer = setTimeout(() => reject(complaint), patience * 1000);
      });
      const answer = page.evaluate(
        ([name, given]) => window.bench[name](...given),
        [what, operands],
      );
      // If the silence wins, the browser is closed, and that is no second complaint.
      answer.catch(() => {});
      return Promise.race([answer, silence]).finally(() => clearTimeout(timer));
    },
    close: () => page.close(),
    collectGarbage: () => cdp.send("HeapProfiler.collectGarbage"),
    async metrics() {
      const { metrics } = await cdp.send("Performance.getMetrics");
      return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
    },
  };
}

export async function bench({ smoke = false, only = [] } = {}) {
  if (!existsSync(join(root, "dist/index.html"))) {
    throw new Sorry('There is no site to measure: run "npm run build" first.');
  }
  const size = smoke ? brief : thorough;
  await buildPage();
  // Not before the set-up: in a fresh clone there are no packages yet.
  const { chromium } = await import("@playwright/test");
  const { measureCold } = await import("../bench/cold.mjs");
  const { measureArticle } = await import("../bench/article.mjs");
  const { serve } = await import("../bench/serve.mjs");
  const inPage = await import("../bench/measures.mjs");
  const executablePath = findBrowser();
  const browser = await chromium.launch({
    args: browserFlags,
    ...(executablePath && { executablePath }),
  });
  const [site, own] = [await serve(join(root, "dist")), await serve(join(root, "target/bench"))];
  const wanted = (name) => only.length === 0 || only.includes(name);
  try {
    for (const name of ["frames", "scrub", "ledger", "hour"].filter(wanted)) {
      const open = await openPage(browser, own.address, size.patience);
      await inPage[name](open, size);
      await open.close();
    }
    if (wanted("cold")) await measureCold(browser, site.address, size.loads);
    if (wanted("article")) await measureArticle(browser, site.address, size.rounds);
  } finally {
    await browser.close();
    site.close();
    own.close();
  }
}

if (isMain(import.meta.url)) {
  await main(async () => {
    const words = process.argv.slice(2);
    if (words.includes("--help")) {
      console.log(help);
      return;
    }
    if (!words.includes("--built")) {
      await setUpTests({ inBrowser: true });
      buildSite();
    }
    const only = words.filter((word) => !word.startsWith("--"));
    await bench({ smoke: words.includes("--smoke"), only });
  });
}
