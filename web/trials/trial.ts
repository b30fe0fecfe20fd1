// Real runs for tests: the engine that the page ships, in Node, at any moment of any scenario. Only tests live here and
// only tests come here.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Engine, Story, StoryStep, Timeline, Voice } from "../engine/door.ts";
import { type Shelf, scenarioNamed } from "../engine/gallery.ts";
import { Run } from "../engine/run.ts";
import { type Columns, type Logs, NO_LOGS, refreshLogs } from "../state/logs.ts";
import { merge, type World } from "../state/world.ts";
import { voice } from "../words/words.ts";

type Wasm = typeof import("../engine/wasm/raft.js");

const SCRIPT = "web/engine/wasm/raft.js";
const CODE = "web/engine/wasm/raft_bg.wasm";
const GALLERY = "public/scenarios";

// By name and not by "import": where the engine has not been built yet, the reader shall get a sentence.
for (const file of [SCRIPT, CODE, GALLERY]) {
  if (!existsSync(file)) throw new Error(`${file} is missing: run "npm run build" first.`);
}
const wasm = (await import(/* @vite-ignore */ pathToFileURL(SCRIPT).href)) as Wasm;
wasm.initSync({ module: readFileSync(CODE) });

/** The scenarios of the gallery by name. */
export const shelf: Shelf = Object.fromEntries(
  readdirSync(GALLERY).map((file) => [
    file.replace(".json", ""),
    readFileSync(`${GALLERY}/${file}`, "utf8").trimEnd(),
  ]),
);

/** A run of a scenario of the gallery, or of one that stands in the test. */
export class Trial {
  readonly engine: Engine;
  readonly story: Story;

  constructor(opening: { scenario: string } | { json: string }) {
    const source =
      "json" in opening
        ? opening
        : { name: opening.scenario, json: scenarioNamed(shelf, opening.scenario) };
    this.engine = new Run(wasm.Session.open({ ...spoken(), ...source }));
    this.story = this.engine.story();
  }

  /** After everything that happens up to that millisecond. */
  worldAt(ms: number): World {
    this.engine.seek(ms);
    return merge(null, this.engine.frame(null));
  }

  /** At the moment at which the run stands. */
  worldNow(): World {
    return merge(null, this.engine.frame(null));
  }

  /** Just when a step of the story comes, or so many milliseconds later. */
  worldAtStep(id: string, later = 0): World {
    const { time, processed } = this.timeOfStep(id);
    if (later > 0) return this.worldAt(time + later);
    this.engine.seekTo({ time, processed });
    return merge(null, this.engine.frame(null));
  }

  /** The entries in those columns, as they are at the moment of a world of this run. */
  logsAt(world: World, columns: Columns): Logs {
    this.engine.seekTo(world.position);
    const read = (server: string, from: number, to: number) => this.engine.ledger(server, from, to);
    return refreshLogs(NO_LOGS, world, columns, read, false);
  }

  /** The whole story, painted. */
  timeline(): Timeline {
    this.engine.seek(this.story.until);
    return this.engine.timeline(null);
  }

  step(id: string): StoryStep {
    const step = this.story.steps.find((one) => one.id === id);
    if (step) return step;
    const known = this.story.steps.map((one) => one.id).join(", ");
    throw new Error(`"${this.story.title}" has no step "${id}"; it has ${known}`);
  }

  timeOfStep(id: string): { time: number; processed: number } {
    const { at } = this.step(id);
    if (!at) throw new Error(`"${this.story.title}" never comes to "${id}"`);
    return at;
  }
}

function spoken(): Voice {
  const { language, narration } = voice;
  return { language, narration };
}

export function openTrial(opening: { scenario: string } | { json: string }): Trial {
  return new Trial(opening);
}
