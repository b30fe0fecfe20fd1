// An article with ten playgrounds, read from its beginning to its end: does it scroll as smoothly as with ten pictures?
import { median, printTable, quantile } from "./table.mjs";

const STORIES = [
  "minority-leader",
  "figure-8",
  "split-vote",
  "default",
  "disruptive-removed-server",
  "exactly-once",
  "figure-7",
  "joint-consensus",
  "pre-vote",
  "snapshots",
];
/** What a finger moves in a frame, in pixels. */
const STEP = 24;
/** A frame that came later than this has let one of a 60 Hz screen pass without a picture. */
const LATE = 25;
const BLOCKED = 50;

const KINDS = {
  "ten pictures": (name) =>
    `<img src="./stories/${name}/poster.svg" width="700" height="540" alt="">`,
  "ten playgrounds, at rest": (name) =>
    `<raft-playground scenario="${name}" controls="minimal" ratio="4/3"></raft-playground>`,
  "ten playgrounds that play when they are seen": (name) =>
    `<raft-playground scenario="${name}" controls="minimal" ratio="4/3" autoplay="visible"></raft-playground>`,
};

function article(embed) {
  const chapters = STORIES.map(
    (name) => `<h2>${name}</h2><p style="height: 30rem">Some text.</p>${embed(name)}`,
  );
  return `<!doctype html><html lang="en"><title>An article</title>
    <script type="module" src="./raft-playground.js"></script>
    <body style="max-width: 44rem; margin: 2rem auto">${chapters.join("")}<p style="height: 60rem"></p></body></html>`;
}

/** Runs in the page: scrolls to its end, and gives back how long each frame and each long task took. */
async function scroll({ step }) {
  const tasks = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration);
  }).observe({ type: "longtask" });
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const times = [];
  let before = await frame();
  for (let last = -1; scrollY !== last; ) {
    last = scrollY;
    scrollBy(0, step);
    const now = await frame();
    times.push(now - before);
    before = now;
  }
  return { times, tasks };
}

async function read(browser, address, embed) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const engines = [];
  page.on("request", (request) => {
    if (request.url().endsWith(".wasm")) engines.push(request.url());
  });
  await page.route("**/article.html", (route) =>
    route.fulfill({ contentType: "text/html", body: article(embed) }),
  );
  await page.goto(`${address}article.html`, { waitUntil: "load" });
  const result = await page.evaluate(scroll, { step: STEP });
  await context.close();
  return { ...result, engines: engines.length };
}

export async function measureArticle(browser, address, rounds) {
  const rows = [];
  for (const [what, embed] of Object.entries(KINDS)) {
    const all = [];
    for (let round = 0; round < rounds; round++) all.push(await read(browser, address, embed));
    const late = ({ times }) => times.filter((time) => time > LATE).length;
    // Whatever else the machine does can only make it worse.
    const [best] = all.sort((one, other) => late(one) - late(other));
    const { times, tasks, engines } = best;
    rows.push({
      article: what,
      frames: times.length,
      "median ms": median(times).toFixed(1),
      "95%": quantile(times, 0.95).toFixed(1),
      max: Math.max(...times).toFixed(0),
      [`later than ${LATE} ms`]: late(best),
      [`tasks over ${BLOCKED} ms`]: tasks.length,
      "engines fetched": engines,
    });
  }
  printTable(`Scrolling through an article, ${STEP} pixels a frame`, rows);
}
