import type { Action, Engine, Position, StepKind, Story, StoryStep } from "../engine/door.ts";
import { rangeEnd } from "../scene/timeline.ts";
import { type Announcement, announce, SILENCE } from "../state/announcer.ts";
import { changesBetween } from "../state/changes.ts";
import {
  advanceClock,
  EVEN_PACE,
  nextQuestion,
  paceOfStory,
  type Stretch,
} from "../state/clock.ts";
import { type Introductions, introduce } from "../state/introductions.ts";
import { type Columns, type Logs, NO_LOGS, refreshLogs } from "../state/logs.ts";
import type { Preferences } from "../state/preferences.ts";
import { type Reading, read, startReading } from "../state/reading.ts";
import { merge, type World } from "../state/world.ts";
import { Lists } from "./lists.ts";

/** Longer pauses between two frames are not time that was watched: a hidden tab, a sleeping laptop. */
const LONGEST_FRAME = 100;
/** With reduced motion playing goes from telling moment to telling moment, with this long to read each. */
const READING_BEAT = 2400;

export type Question = { step: StoryStep; guess: number | null; revealed: boolean };

/** One open run and the reader's place in it. It knows time; it knows nothing of the DOM. */
export class Player {
  readonly engine: Engine;
  readonly story: Story;
  world: World;
  /** The moment on the screen: it may lie between two events, where only messages and arcs move. */
  now: number;
  playing = false;
  question: Question | null = null;
  logs: Logs = NO_LOGS;
  columns: Columns = { from: 1, to: 12 };
  readonly lists: Lists;
  reading: Reading;
  announcement: Announcement = SILENCE;
  introductions: Introductions = new Map();
  changes: ReadonlySet<string> = new Set();
  #preferences: () => Preferences;
  #lastWall: number | null = null;
  #beat = 0;
  #pace: readonly Stretch[];
  #passed = new Set<string>();

  constructor(engine: Engine, preferences: () => Preferences, wall: number) {
    this.engine = engine;
    this.#preferences = preferences;
    this.story = engine.story();
    this.#pace = paceOfStory(this.story);
    this.world = merge(null, engine.frame(null));
    this.now = this.world.position.time;
    this.lists = new Lists(engine, this.story);
    this.reading = startReading(this.world.sentence, wall, this.now);
    this.#follow(null, wall, false);
  }

  /** The story is being told, or steps of it may still come. */
  get scripted(): boolean {
    return !this.world.freePlay || this.world.scriptArmed;
  }

  /** The right end of the timeline. */
  get end(): number {
    return rangeEnd(this.story.until, Math.max(this.world.end, this.now));
  }

  play(): void {
    if (this.question && !this.question.revealed)
      this.question = { ...this.question, revealed: true };
    else {
      this.question = null;
      this.playing = true;
      this.#beat = READING_BEAT;
    }
    this.#lastWall = null;
  }

  pause(): void {
    this.playing = false;
  }

  guess(answer: number): void {
    if (this.question) this.question = { ...this.question, guess: answer };
  }

  /** Time that passed unseen does not count: the next frame starts afresh. */
  skipTime(): void {
    this.#lastWall = null;
  }

  tick(wall: number): void {
    const passed = this.#lastWall === null ? 0 : Math.min(LONGEST_FRAME, wall - this.#lastWall);
    this.#lastWall = wall;
    if (!this.playing) return;
    if (this.#preferences().reducedMotion) this.#tickByBeats(passed, wall);
    else this.#tickSmoothly(passed, wall);
  }

  #tickSmoothly(passed: number, wall: number): void {
    const target = advanceClock(
      this.now,
      passed,
      this.#preferences().speed,
      this.world.freePlay ? EVEN_PACE : this.#pace,
    );
    const stop = this.world.freePlay ? null : nextQuestion(this.story, this.now, this.#passed);
    this.now = stop !== null && target >= stop ? stop : target;
    const next = this.world.nextEventAt;
    if (next !== null && this.now >= next) this.#simulate(wall);
    else this.#read(wall);
  }

  #simulate(wall: number): void {
    this.engine.advance(this.now);
    this.#refresh(wall, true);
  }

  #tickByBeats(passed: number, wall: number): void {
    this.#beat += passed * this.#preferences().speed;
    const beat = (this.story.steps[this.world.step]?.pace ?? 0) * 1000 || READING_BEAT;
    if (this.#beat < beat) return;
    this.#beat = 0;
    if (!this.#stepNow(1, this.nextKind(), wall)) this.playing = false;
  }

  /** What the Next button steps by: with reduced motion the story's beats, else every telling event. */
  nextKind(): StepKind {
    const ahead = this.story.steps.some((step) => step.at !== null && step.at.time > this.now);
    return this.#preferences().reducedMotion && ahead && !this.world.freePlay ? "story" : "telling";
  }

  step(direction: 1 | -1, what: StepKind, wall: number): void {
    this.playing = false;
    this.#stepNow(direction, what, wall);
  }

  #stepNow(direction: 1 | -1, what: StepKind, wall: number): boolean {
    this.question = null;
    this.#catchUp();
    const moved = this.engine.step(direction, what);
    this.#refresh(wall, direction === 1 && moved);
    return moved;
  }

  seek(ms: number, wall: number): void {
    this.question = null;
    const moment = Math.max(0, ms);
    this.engine.seek(moment);
    this.#refresh(wall, false);
    this.now = moment;
  }

  go(position: Position, wall: number): void {
    this.question = null;
    this.engine.seekTo(position);
    this.#refresh(wall, false);
  }

  toStepStart(wall: number): void {
    const start = this.story.steps[this.world.step]?.at;
    if (start) this.go(start, wall);
  }

  act(action: Action, wall: number): void {
    this.#catchUp();
    this.engine.act(action);
    this.question = null;
    this.#refresh(wall, true);
    this.lists.refresh(this.now, wall, false);
  }

  /** Runs a call that puts another run on the screen: a branch, the story, the start. */
  jump(call: (engine: Engine) => void, wall: number): void {
    this.question = null;
    this.#catchUp();
    call(this.engine);
    this.#refresh(wall, false);
    this.lists.refresh(this.now, wall, false);
  }

  /** The engine stands at the last event; what is asked of it must mean the moment on the screen. */
  #catchUp(): void {
    if (this.now > this.world.position.time) this.engine.advance(this.now);
  }

  synchronised(): Engine {
    this.#catchUp();
    return this.engine;
  }

  lookAt(columns: Columns): void {
    this.columns = columns;
    this.#readLogs(true);
  }

  #refresh(wall: number, continuous: boolean): void {
    const before = this.world;
    this.world = merge(before, this.engine.frame(before.version));
    if (!this.playing || this.world.position.time > this.now) this.now = this.world.position.time;
    this.#follow(before, wall, continuous);
  }

  #follow(before: World | null, wall: number, continuous: boolean): void {
    const { world } = this;
    const changes = changesBetween(before, world);
    if (changes.size > 0 || !continuous) this.changes = continuous ? changes : new Set();
    this.introductions = introduce(this.introductions, world);
    this.#readLogs(continuous);
    if (world.waitingForAnswer) this.#stopAtQuestion();
    this.#read(wall);
    this.lists.refresh(this.now, wall, this.playing);
  }

  #stopAtQuestion(): void {
    const step = this.story.steps[this.world.step];
    if (!step?.question || this.#passed.has(step.id)) return;
    this.#passed.add(step.id);
    this.question = { step, guess: null, revealed: false };
    this.playing = false;
  }

  #read(wall: number): void {
    const moment = { wall, time: this.now, playing: this.playing };
    this.reading = read(this.reading, this.world.sentence, moment, this.lists.timeline.marks);
    this.announcement = announce(this.announcement, this.reading.shown.text, wall, this.playing);
  }

  #readLogs(continuous: boolean): void {
    const ask = (server: string, from: number, to: number) => this.engine.ledger(server, from, to);
    this.logs = refreshLogs(this.logs, this.world, this.columns, ask, continuous);
  }
}
