import type { Engine, Sentence } from "../engine/door.ts";
import { type Introductions, introduce } from "../state/introductions.ts";
import { columnsIn, type Logs, lastIndex, NO_LOGS, refreshLogs } from "../state/logs.ts";
import { type Reading, read, startReading } from "../state/reading.ts";
import { isDue, merge, type World } from "../state/world.ts";

/** A moment of a run, with what a reader would know of it who has watched it come. */
export type Shot = {
  world: World;
  /** It may lie between two events: there only messages and arcs move. */
  now: number;
  sentence: Sentence;
  introductions: Introductions;
  logs: Logs;
};

/**
 * Plays a run for whoever draws it, from moment to moment and never by a clock: the same wish gives the same shots. It
 * has a run of its own, so that nothing on the screen moves.
 */
export class Reel {
  readonly #engine: Engine;
  /** How many columns of the logs fit. */
  readonly #fits: number;
  readonly #marks: ReturnType<Engine["timeline"]>["marks"];
  #world: World;
  #now: number;
  #reading: Reading;
  #introductions: Introductions = new Map();
  #logs: Logs = NO_LOGS;

  /** Begins where the engine stands. */
  constructor(engine: Engine, fits: number) {
    this.#engine = engine;
    this.#fits = fits;
    this.#marks = engine.timeline(null).marks;
    this.#world = merge(null, engine.frame(null));
    this.#now = this.#world.position.time;
    this.#reading = startReading(this.#world.sentence, 0, this.#now);
    this.#follow(false);
  }

  get shot(): Shot {
    return {
      world: this.#world,
      now: this.#now,
      sentence: this.#reading.shown,
      introductions: this.#introductions,
      logs: this.#logs,
    };
  }

  /** Goes on to a later moment. `shown`: when in the film that is, because a sentence stays as long as one reads it. */
  forward(moment: number, shown: number): Shot {
    if (isDue(this.#world, moment)) {
      this.#engine.advance(moment);
      this.#world = merge(this.#world, this.#engine.frame(this.#world.version));
      this.#follow(true);
    }
    this.#now = Math.max(moment, this.#world.position.time);
    const at = { wall: shown, time: this.#now, playing: true };
    this.#reading = read(this.#reading, this.#world.sentence, at, this.#marks);
    return this.shot;
  }

  #follow(continuous: boolean): void {
    this.#introductions = introduce(this.#introductions, this.#world);
    const ask = (server: string, from: number, to: number) => this.#engine.ledger(server, from, to);
    const sight = { first: null, fits: this.#fits };
    const columns = columnsIn(sight, lastIndex(this.#world, this.#logs));
    this.#logs = refreshLogs(this.#logs, this.#world, columns, ask, continuous);
  }
}
