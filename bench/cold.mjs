// From nothing to the first thing that moves, in a browser that has never seen the site.
import { median, printTable } from "./table.mjs";

const CONDITIONS = {
  "as it is": null,
  "1.6 Mbit/s, 150 ms, CPU ÷ 4": {
    network: {
      offline: false,
      latency: 150,
      downloadThroughput: (1.6e6 / 8) | 0,
      uploadThroughput: (750e3 / 8) | 0,
    },
    cpu: 4,
  },
};

/** Runs in the page, before all else: notes the first frame in which the timer arcs are not where they were. */
function watchArcs() {
  let first = "";
  const look = () => {
    const element = document.querySelector("raft-playground");
    const stage = element?.shadowRoot?.querySelector("raft-stage")?.shadowRoot;
    const arcs = [...(stage?.querySelectorAll("path.arc") ?? [])].map((arc) =>
      arc.getAttribute("d"),
    );
    const now = arcs.join();
    first ||= now;
    if (now === first) requestAnimationFrame(look);
    else window.firstMotion = performance.now();
  };
  requestAnimationFrame(look);
}

async function load(browser, address, condition) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.addInitScript(watchArcs);
  if (condition) {
    const cdp = await context.newCDPSession(page);
    await cdp.send("Network.enable");
    await cdp.send("Network.emulateNetworkConditions", condition.network);
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: condition.cpu });
  }
  await page.goto(address, { waitUntil: "commit" });
  await page.waitForFunction(() => window.firstMotion, null, { timeout: 60_000, polling: 100 });
  const times = await page.evaluate(() => ({
    motion: window.firstMotion,
    paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
  }));
  await context.close();
  return times;
}

export async function measureCold(browser, address, runs) {
  const rows = [];
  for (const [name, condition] of Object.entries(CONDITIONS)) {
    const all = [];
    for (let run = 0; run < runs; run++) all.push(await load(browser, address, condition));
    const [motion, paint] = ["motion", "paint"].map((what) => all.map((one) => one[what]));
    rows.push({
      connection: name,
      runs,
      "first motion": `${Math.round(median(motion))} ms`,
      "from…to": `${Math.round(Math.min(...motion))}…${Math.round(Math.max(...motion))}`,
      "first paint": `${Math.round(median(paint))} ms`,
      ratio: `${(median(motion) / median(paint)).toFixed(1)} × first paint`,
    });
  }
  printTable(
    "From navigation to the first timer arc that has moved, nothing cached (median)",
    rows,
  );
}
