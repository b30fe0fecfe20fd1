import type { Engine, EngineModule } from "../engine/door.ts";
import { aboutOf } from "../state/about.ts";
import { forkNameOf } from "../state/fork.ts";
import { type Rules, rulesOf } from "../state/rules.ts";
import type { Player } from "./player.ts";

/** Under which rules a run stands, and which ones its scenario was written with. */
export type Ruling = {
  /** The gallery's name of the scenario, also where it runs under other rules; empty for one that is not from there. */
  name: string;
  /** The scenario as written, as JSON. */
  written: string;
  now: Rules;
  /** The scenario as it runs, as JSON. */
  running: string;
  /** What the scenario calls the same story with other rules; empty: it has none. */
  fork: string;
  /** In which language it is told; null: it does not say. */
  language: string | null;
  /** Whether it runs as written, but for its seed. What differs is said by who is asked. */
  asWritten: boolean;
};

/** The engine spells a scenario as the gallery does. */
function alike(written: string, running: string): boolean {
  const [one, other] = [written, running].map((json) => ({ ...JSON.parse(json), seed: 0 }));
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Other rules make a scenario inline. Its title still says which one of the gallery it is. */
export function rulingOf(engine: Engine, module: EngineModule): Ruling {
  const story = engine.story();
  const json = engine.scenarioJson();
  const name = story.name ?? module.nameOfTitle(story.title) ?? "";
  const written = module.written(name) ?? json;
  const now = rulesOf(json);
  // The gallery's texts that do not say their language were there before there were two.
  const language = aboutOf(json).language ?? (name === "" ? null : "en");
  return {
    language,
    name,
    written,
    now,
    running: json,
    fork: forkNameOf(json),
    asWritten: alike(written, json),
  };
}

/** The story on the screen as it was written, and where it stands; null: rules, chance or the reader have changed it. */
export function storyAsWritten(
  { world, story, now }: Player,
  ruling: Ruling | null,
): { name: string; step: string | null; time: number } | null {
  if (!ruling?.name || !ruling.asWritten || world.freePlay || world.branch !== 0) return null;
  const step = story.steps[world.step];
  return { name: ruling.name, step: step?.at?.time === now ? step.id : null, time: now };
}
