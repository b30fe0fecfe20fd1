// What is measured, and how it is told. Each takes an open page (bench.mjs) and prints a table.
import { median, printTable, quantile, row, say } from "./table.mjs";

const MB = 1_000_000;
const FRAME = 4;
const SCRUB = 16;
const ENGINE_MEMORY = 200;
/** How far the crowd of messages may be from the 300 of the budget. */
const CROWD = [270, 330];

async function play({ ask, metrics }, { frames, warmUp }) {
  const before = await metrics();
  const times = await ask("play", frames, warmUp);
  const after = await metrics();
  const spent = (...names) => names.reduce((sum, name) => sum + after[name] - before[name], 0);
  const share = spent("LayoutDuration", "RecalcStyleDuration") / spent("TaskDuration");
  return { times, share };
}

/** Of several rounds the one that was disturbed least: whatever else the machine does can only add to a time. */
async function calmest(rounds, measure) {
  let best = null;
  for (let round = 0; round < rounds; round++) {
    const one = await measure();
    if (!best || quantile(one.times, 0.95) < quantile(best.times, 0.95)) best = one;
  }
  return best;
}

/** Script time of a frame while playing, in every view; beside it the same with three idle servers. */
export async function frames(open, size) {
  const { ask } = open;
  const results = [];
  await ask("open", "idle", 2000);
  const views = (await ask("views")).slice(0, size.views);
  for (const [view, name] of views.entries()) {
    await ask("show", view);
    await ask("open", "idle", 2000);
    const idle = await calmest(size.rounds, () => play(open, size));
    await ask("open", "crowd", 2000);
    const before = await ask("inFlight");
    const crowd = await calmest(size.rounds, () => play(open, size));
    const after = await ask("inFlight");
    if (Math.min(before, after) < CROWD[0] || Math.max(before, after) > CROWD[1]) {
      throw new Error(
        `there should be about 300 messages in flight, and there are ${before}, then ${after}`,
      );
    }
    results.push({ name, idle, crowd, inFlight: `${before}, ${after}` });
  }
  printTable(
    "A frame while playing, 9 servers, about 300 messages in flight: ms of script",
    results.map(({ name, idle, crowd, inFlight }) => ({
      ...row(name, crowd.times, {
        budget: { median: FRAME },
        peer: { name: "3 idle servers", times: idle.times },
      }),
      "in flight": inFlight,
      "style and layout, of all main-thread time": `${Math.round(crowd.share * 100)} %`,
    })),
  );
}

/** Seek, frame and drawing at random positions; beside it the engine alone at the same ones. */
export async function scrub({ ask }, { positions, seconds, events: wanted }) {
  const { events, inElement, inEngine } = await ask("scrub", positions, seconds, wanted);
  printTable(`Scrubbing: random positions in a run of ${events} events, judges on: ms of script`, [
    row("engine alone: seek and frame", inEngine),
    row("element: seek, frame, drawing", inElement, {
      budget: { most: SCRUB },
      peer: { name: "engine alone", times: inEngine },
    }),
  ]);
}

/** A long log on the page: the cells stay few, and what happens costs what happens in a short one. */
export async function ledger({ ask }, { entries, columns }) {
  const measure = (size) => ask("ledger", size, columns);
  const short = await measure(100);
  const long = await measure(entries);
  if (long.log < entries)
    throw new Error(`the log should have ${entries} entries, and has ${long.log}`);
  const peer = (what) => ({ peer: { name: "100 entries", times: short[what] } });
  printTable(`A ledger of ${long.log} entries: ms of script`, [
    row("opening (engine: the whole run)", long.opening, peer("opening")),
    row("showing", long.showing, peer("showing")),
    row("an event that adds an entry", long.growing, peer("growing")),
    row("any other event", long.others, peer("others")),
    row("scrolling to a random column", long.scrolling, peer("scrolling")),
  ]);
  say(`cells in the page: ${long.cells}, with 100 entries ${short.cells}`);
  if (long.cells > 2 * short.cells)
    throw new Error("the page has more cells the longer the log is");
}

/** An hour of watching, in which each frame is a tenth of a second. */
export async function hour({ ask, metrics, collectGarbage }, { tens, minutes }) {
  const rows = [];
  await ask("startWatching");
  for (let part = 0; part <= tens; part++) {
    const watched = await ask("watch", part === 0 ? 0 : minutes);
    await collectGarbage();
    const { JSHeapUsedSize, Nodes } = await metrics();
    rows.push({
      minutes: part * minutes,
      "simulated s": Math.round(watched.simulated / 1000),
      "longest log": watched.log,
      "engine MB": (watched.engine / MB).toFixed(1),
      "JS heap MB": (JSHeapUsedSize / MB).toFixed(1),
      "DOM nodes": Nodes,
      "frame: median ms": part === 0 ? "" : median(watched.times).toFixed(2),
      "95%": part === 0 ? "" : quantile(watched.times, 0.95).toFixed(2),
      "": watched.engine > ENGINE_MEMORY * MB ? "MISSED" : "",
    });
  }
  printTable(`An hour of watching a busy run (engine memory ≤ ${ENGINE_MEMORY} MB)`, rows);
}
