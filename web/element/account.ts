import type { Account } from "../share/report.ts";
import { brokenPromises } from "../state/guilt.ts";
import { saidPlainly } from "../state/markdown.ts";
import type { Player } from "./player.ts";
import type { Ruling } from "./ruling.ts";

/** So many of the last events a report tells. */
const LAST_EVENTS = 15;

/** What a report says about the run and the moment. */
export function accountOf(player: Player, version: string, ruling: Ruling | null): Account {
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
    changed: ruling?.changed ?? [],
    deviations: world.deviations,
    violations: brokenPromises(world.violations),
    lines,
  };
}
