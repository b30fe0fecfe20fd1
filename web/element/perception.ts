import type { Engine, Sentence, Timeline } from "../engine/door.ts";
import { type Announcement, add, announce, SILENCE, tell } from "../state/announcer.ts";
import { changesBetween } from "../state/changes.ts";
import { type Introductions, introduce } from "../state/introductions.ts";
import {
  type Columns,
  columnsIn,
  type Logs,
  lastIndex,
  NEWEST,
  NO_LOGS,
  refreshLogs,
  type Sight,
} from "../state/logs.ts";
import { saidPlainly } from "../state/markdown.ts";
import { type Reading, read, startReading } from "../state/reading.ts";
import type { World } from "../state/world.ts";

export type Moment = { wall: number; time: number; playing: boolean };

/** What the reader has taken in of a run: the sentence in force, what just changed, which glyphs are known, the logs in sight. */
export class Perception {
  reading: Reading;
  announcement: Announcement = SILENCE;
  introductions: Introductions = new Map();
  changes: ReadonlySet<string> = new Set();
  logs: Logs = NO_LOGS;
  columns: Columns;
  #sight = NEWEST;
  #engine: Engine;

  constructor(engine: Engine, world: World, wall: number, time: number) {
    this.#engine = engine;
    this.columns = columnsIn(NEWEST, 0);
    this.reading = startReading(world.sentence, wall, time);
  }

  /** `continuous`: no jump in time lies between the two worlds. */
  follow(before: World | null, world: World, continuous: boolean): void {
    const changes = changesBetween(before, world);
    if (changes.size > 0 || !continuous) this.changes = continuous ? changes : new Set();
    this.introductions = introduce(this.introductions, world);
    this.#readLogs(world, continuous);
  }

  /** After a glide: what has changed is what changed on the whole way. */
  compare(before: World, world: World): void {
    this.changes = changesBetween(before, world);
  }

  read(sentence: Sentence, moment: Moment, marks: Timeline["marks"]): void {
    this.reading = read(this.reading, sentence, moment, marks);
    const text = saidPlainly(this.reading.shown);
    this.announcement = announce(this.announcement, text, moment.wall, moment.playing);
  }

  /** Says something to who listens, before whatever happens next. */
  tell(text: string, wall: number): void {
    this.announcement = tell(this.announcement, text, wall);
  }

  /** Says something more to who listens. */
  add(text: string, wall: number): void {
    this.announcement = add(this.announcement, text, wall);
  }

  lookAt(sight: Sight, world: World): void {
    this.#sight = sight;
    this.#readLogs(world, true);
  }

  #readLogs(world: World, continuous: boolean): void {
    const ask = (server: string, from: number, to: number) => this.#engine.ledger(server, from, to);
    const last = lastIndex(world, this.logs);
    this.columns = columnsIn(this.#sight, last);
    this.logs = refreshLogs(this.logs, world, this.columns, ask, continuous);
    // What has just been overwritten stays in sight for a beat.
    const longest = lastIndex(world, this.logs);
    if (longest === last) return;
    this.columns = columnsIn(this.#sight, longest);
    this.logs = refreshLogs(this.logs, world, this.columns, ask, continuous);
  }
}
