// The instruments come first: what is loaded after them takes their clock for the browser's.
import {
  engineMemory,
  measured,
  passFrame,
  realNow,
  recordFrames,
  takeTheClock,
} from "./instruments.ts";
import "../web/element/inside.ts";
import "../web/element/defined.ts";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import { Playground } from "./playground.ts";
import { chaos, crowd, idle, longLog } from "./scenarios.ts";

const element = document.querySelector<RaftPlayground>("raft-playground");
if (!element) throw new Error("there is no playground on the page");
const playground = new Playground(element);
const scenarios = { crowd, idle, longLog };

/** The same positions in every run of the bench. */
function positions(count: number, end: number): number[] {
  let state = 1;
  return Array.from({ length: count }, () => {
    state = (state * 48271) % 2147483647;
    return Math.floor((state / 2147483647) * end);
  });
}

async function play(frames: number, warmUp: number): Promise<number[]> {
  element?.play();
  await recordFrames(warmUp);
  const times = await recordFrames(frames);
  element?.pause();
  return times;
}

/** What scripts/bench.mjs calls from outside. Times are milliseconds of script. */
const bench = {
  open: (name: keyof typeof scenarios, at: number) => playground.open(scenarios[name], at),
  inFlight: () => playground.inFlight(),
  views: async () => (await playground.tabsThere()).map((tab) => tab.textContent?.trim() ?? ""),
  show: (view: number) => playground.tabs()[view]?.click(),
  play,

  /** Random positions in a run: by the element, and by an engine alone. */
  async scrub(count: number, seconds: number, wanted: number) {
    const run = chaos(seconds);
    const engine = await playground.engineOf(run);
    const end = seconds * 1000;
    engine.seek(end);
    const events = engine.eventCount();
    if (events < wanted) throw new Error(`the run has ${events} events and should have ${wanted}`);
    await playground.open(run, end);
    const [inElement, inEngine]: number[][] = [[], []];
    let { version } = engine.frame(null);
    for (const to of positions(count, end)) {
      inElement?.push(await measured(() => element.seek(to)));
      const started = realNow();
      engine.seek(to);
      version = engine.frame(version).version;
      inEngine?.push(realNow() - started);
    }
    engine.free();
    return { events, inElement, inEngine };
  },

  /** A log of at least so many entries: opened, shown, growing by single events, scrolled to random columns. */
  async ledger(entries: number, count: number) {
    const at = await playground.timeOfEntry(longLog, entries);
    const started = realNow();
    await playground.open(longLog, at);
    const opening = [realNow() - started];
    const times = {
      showing: [] as number[],
      growing: [] as number[],
      others: [] as number[],
      scrolling: [] as number[],
    };
    for (let again = 0; again < count; again++)
      times.showing.push(await measured(() => element.seek(at)));
    const region = playground.ledger();
    const scrollTo = (left: number) => {
      region.scrollLeft = left;
      // The browser's own event would come a frame later, outside of what is measured.
      region.dispatchEvent(new Event("scroll"));
    };
    // At the right end new entries stay in sight.
    await measured(() => scrollTo(region.scrollWidth));
    let last = playground.lastColumn();
    while (times.growing.length < count) {
      const time = await measured(() => element.stepForward());
      times[playground.lastColumn() > last ? "growing" : "others"].push(time);
      last = playground.lastColumn();
      if (times.others.length > 100 * count) throw new Error("no new entry comes into sight");
    }
    let cells = 0;
    for (const to of positions(count, region.scrollWidth)) {
      times.scrolling.push(await measured(() => scrollTo(to)));
      cells = Math.max(cells, region.querySelectorAll("td, th").length);
    }
    return { ...times, opening, cells, log: playground.longestLog() };
  },

  async startWatching() {
    await playground.open(chaos(600), 0);
    takeTheClock();
    element.play();
  },

  /** So many minutes of watching, in frames of a tenth of a second: of longer ones the player counts no more. */
  async watch(minutes: number) {
    const times: number[] = [];
    for (let frame = 0; frame < minutes * 600; frame++) times.push(await passFrame(100));
    const simulated = element.state?.time ?? 0;
    return { times, simulated, log: playground.longestLog(), engine: engineMemory() };
  },
};

declare global {
  interface Window {
    bench: typeof bench;
  }
}
window.bench = bench;
