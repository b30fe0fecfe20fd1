import { type Account, reportOf } from "../share/report.ts";
import { changesInWords } from "../state/changed.ts";
import { brokenPromises } from "../state/guilt.ts";
import { saidPlainly } from "../state/markdown.ts";
import type { Player } from "./player.ts";
import type { Ruling } from "./ruling.ts";

/** So many of the last events a report tells. */
const LAST_EVENTS = 15;

/** What somebody else has to know of the run and the moment, as Markdown. */
export function reportOn(
  player: Player,
  version: string,
  ruling: Ruling | null,
  link: string,
): string {
  return reportOf(accountOf(player, version, ruling), link);
}

function accountOf(player: Player, version: string, ruling: Ruling | null): Account {
  const engine = player.synchronised();
  const { story, world, lists, perception } = player;
  const last = lists.present;
  const lines = engine.events(Math.max(1, last - LAST_EVENTS + 1), last).map((row) => row.line);
  return {
    title: story.title,
    seed: engine.seed(),
    digest: engine.digest(),
    time: player.now,
    sentence: saidPlainly(perception.reading.shown),
    version,
    changed: ruling ? changesInWords(ruling.written, ruling.running) : [],
    deviations: world.deviations,
    violations: brokenPromises(world.violations),
    lines,
  };
}
