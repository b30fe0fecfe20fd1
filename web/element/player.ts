import type {
  Action,
  Engine,
  Goal,
  GoalName,
  Position,
  Sentence,
  StepKind,
} from "../engine/door.ts";
import type { Bookmark } from "../state/bookmarks.ts";
import {
  advanceClock,
  EVEN_PACE,
  nextQuestion,
  paceOfStory,
  type Stretch,
} from "../state/clock.ts";
import { glideTo, momentOfGlide, type Passage, shareOfGlide } from "../state/glide.ts";
import { brokenPromises } from "../state/guilt.ts";
import { type Excerpt, WHOLE } from "../state/manner.ts";
import { saidPlainly } from "../state/markdown.ts";
import type { Preferences } from "../state/preferences.ts";
import { isDue, type World } from "../state/world.ts";
import { Place } from "./place.ts";

/** Longer pauses between two frames are not time that was watched: a hidden tab, a sleeping laptop. */
const LONGEST_FRAME = 100;
/** With reduced motion playing goes from telling moment to telling moment, with this long to read each. */
const READING_BEAT = 2400;
/** What plays over and over rests at its end, in wall milliseconds: long enough to see how it ended. */
const REST = 2500;

export type Missed = { goal: Goal; direction: 1 | -1 };

/** Moves through a run as the reader asks. It knows time; it knows nothing of the DOM. */
export class Player extends Place {
  /** What the last "run until" waited for, or looked back for, in vain. */
  missed: Missed | null = null;
  /** How often the reader has done something that is not only looking. */
  deeds = 0;
  /** The part of the run that its author shows. Who has changed the run is in it no more. */
  excerpt: Excerpt = WHOLE;
  #rested = 0;
  /** Where playing was begun: at the end of the excerpt it goes on, and does not stop again. */
  #begunAt = 0;
  #preferences: () => Preferences;
  #glide: Passage | null = null;
  #lastWall: number | null = null;
  #beat = 0;
  #pace: readonly Stretch[];

  constructor(engine: Engine, preferences: () => Preferences, wall: number) {
    super(engine, wall);
    this.#preferences = preferences;
    this.#pace = paceOfStory(this.story);
  }

  protected override get saying(): Sentence | null {
    return #glide in this && this.#glide ? this.#glide.sentence : null;
  }

  protected override get asks(): boolean {
    // The place reads itself while it is being made, before there can be an excerpt or a glide. On the way to a moment
    // nothing is asked: not even where the way begins.
    const glides = #glide in this && this.#glide !== null;
    return !glides && (this.excerpt?.asks ?? true);
  }

  override get moving(): boolean {
    // The place reads itself while it is being made, before there can be a glide.
    return this.playing || (#glide in this && this.#glide !== null);
  }

  play(wall: number): void {
    this.#arrive(wall);
    if (this.question && !this.question.revealed) this.playing = this.reveal(this.question, wall);
    else {
      this.question = null;
      this.playing = true;
    }
    this.#beat = READING_BEAT;
    this.#lastWall = null;
    this.#begunAt = this.now;
    this.#rested = 0;
  }

  /** Stands still. What had to be left out while it went by is told now. */
  pause(): void {
    if (!this.playing) return;
    this.halt();
    this.catchUp();
    this.refresh(this.#lastWall ?? 0, true);
  }

  /** Time that passed unseen does not count: the next frame starts afresh. */
  skipTime(): void {
    this.#lastWall = null;
  }

  tick(wall: number): void {
    const passed = this.#lastWall === null ? 0 : Math.min(LONGEST_FRAME, wall - this.#lastWall);
    this.#lastWall = wall;
    if (this.#glide) this.#glideOn(this.#glide, wall);
    else if (!this.playing) return;
    else if (this.#preferences().reducedMotion) this.#tickByBeats(passed, wall);
    else this.#tickSmoothly(passed, wall);
  }

  #tickSmoothly(passed: number, wall: number): void {
    const pace = this.world.freePlay ? EVEN_PACE : this.#pace;
    const target = advanceClock(this.now, passed, this.#preferences().speed, pace);
    const stop = this.#stopBefore(target);
    this.now = stop ?? target;
    const atEnd = stop !== null && stop === this.#end;
    if (!isDue(this.world, this.now)) this.read(wall);
    else {
      const arrived = this.engine.play(this.now);
      // Where a promise is broken or the exercise is solved the run stands still, at that very moment: it is what
      // people came to see.
      if (!arrived) this.playing = false;
      this.refresh(wall, true);
    }
    if (atEnd) this.#atEnd(passed, wall);
  }

  /** The next place on the way to `target` where playing stops. */
  #stopBefore(target: number): number | null {
    if (this.world.freePlay) return null;
    const stops = [this.#questionAhead(), this.#end].filter((one) => one !== null && one <= target);
    return stops.length > 0 ? Math.min(...(stops as number[])) : null;
  }

  /** Where the author's part of the run ends. Who plays on from there has seen it. */
  get #end(): number | null {
    const { to } = this.excerpt;
    if (this.world.freePlay || to === null) return null;
    return this.#begunAt < to ? to : null;
  }

  #atEnd(passed: number, wall: number): void {
    this.#rested += passed;
    if (!this.excerpt.loops) this.pause();
    else if (this.#rested >= REST) {
      this.#rested = 0;
      this.seek(this.excerpt.from, wall);
    }
  }

  #tickByBeats(passed: number, wall: number): void {
    this.#beat += passed * this.#preferences().speed;
    const pace = this.story.steps[this.world.step]?.pace;
    if (this.#beat < (pace ? pace * 1000 : READING_BEAT)) return;
    this.#beat = 0;
    const before = this.world;
    const moved = this.#stepNow(1, this.strideOf(1), wall);
    const end = this.#end;
    if (end !== null && this.now >= end) this.playing = false;
    if (!moved || isTurningPoint(before, this.world)) this.playing = false;
  }

  /** What Next and Back step by: the story's beats, as they are counted beside them, else every telling event. */
  strideOf(direction: 1 | -1): StepKind {
    const beyond = ({ time }: Position) => (direction === 1 ? time > this.now : time < this.now);
    const told = this.story.steps.some(({ at }) => at !== null && beyond(at));
    return told && !this.world.freePlay ? "story" : "telling";
  }

  step(direction: 1 | -1, what: StepKind, wall: number): void {
    this.#arrive();
    this.playing = false;
    const moved = this.#stepNow(direction, what, wall);
    if (what === "event" && moved) this.perception.tell(this.lists.latest()?.line ?? "", wall);
  }

  #stepNow(direction: 1 | -1, what: StepKind, wall: number): boolean {
    this.question = null;
    this.catchUp();
    if (direction === -1) this.passed.clear();
    const question = direction === 1 ? this.#questionAhead() : null;
    const moved = this.engine.step(direction, what);
    this.refresh(wall, direction === 1 && moved);
    // What tells something next may lie behind a question: nobody is led past it.
    if (question !== null && this.world.position.time > question) {
      this.engine.seek(question);
      this.refresh(wall, false);
    }
    return moved;
  }

  /** The moment of the next question that the story asks. */
  #questionAhead(): number | null {
    return this.asks && !this.world.freePlay
      ? nextQuestion(this.story, this.now, this.passed)
      : null;
  }

  /** A step whose way is shown. Single events lie so close that there is nothing to show between them. */
  glide(direction: 1 | -1, what: StepKind, wall: number): void {
    this.#arrive();
    if (what === "event" || this.#preferences().reducedMotion) {
      this.step(direction, what, wall);
      return;
    }
    this.playing = false;
    this.catchUp();
    this.refresh(wall, true);
    const origin = this.world;
    this.#stepNow(direction, what, wall);
    const { position: there, sentence } = this.world;
    if (this.question || there.time === origin.position.time) return;
    this.engine.seekTo(origin.position);
    this.#glide = { ...glideTo(there, origin.position.time), origin, sentence };
    this.refresh(wall, false);
  }

  #glideOn(glide: Passage, wall: number): void {
    glide.since ??= wall;
    if (shareOfGlide(glide, wall) >= 1) {
      this.#arrive(wall);
      return;
    }
    const moment = momentOfGlide(glide, wall);
    const forwards = moment >= this.now;
    const due = isDue(this.world, moment);
    if (!forwards) this.engine.seek(moment);
    else if (due) this.engine.advance(moment);
    if (!forwards || due) this.refresh(wall, forwards);
    this.now = moment;
  }

  /** Ends a glide where it leads to: whatever is asked now is asked of that place. */
  #arrive(wall = this.#lastWall ?? 0): void {
    const glide = this.#glide;
    if (!glide) return;
    this.#glide = null;
    this.engine.seekTo(glide.to);
    this.refresh(wall, glide.to.time >= glide.from);
    this.perception.compare(glide.origin, this.world);
  }

  seek(ms: number, wall: number): void {
    this.#leave();
    const moment = Math.max(0, ms);
    this.engine.seek(moment);
    this.refresh(wall, false);
    this.now = moment;
  }

  go(position: Position, wall: number): void {
    this.#leave();
    this.engine.seekTo(position);
    this.refresh(wall, false);
  }

  /** Runs on, unseen, until something is so. */
  runUntil(goal: Goal, wall: number): void {
    this.#run({ goal, direction: 1 }, () => this.engine.runUntil(goal), wall);
  }

  /** Back to when something last was so. */
  runBack(goal: GoalName, wall: number): void {
    this.#run({ goal, direction: -1 }, () => this.engine.runBack(goal), wall);
  }

  #run(wanted: Missed, call: () => boolean, wall: number): void {
    this.#arrive();
    this.playing = false;
    this.question = null;
    this.catchUp();
    const before = this.world;
    this.missed = call() ? null : wanted;
    this.refresh(wall, false);
    this.perception.compare(before, this.world);
  }

  toStepStart(wall: number): void {
    const start = this.story.steps[this.world.step]?.at;
    if (start) this.go(start, wall);
  }

  act(action: Action, wall: number): void {
    this.#arrive(wall);
    this.catchUp();
    this.engine.act(action);
    this.deeds++;
    this.question = null;
    this.refresh(wall, true);
    if (this.onlyAnswered) this.answeredIn = null;
    this.lists.refresh(this.world, wall, false);
  }

  /** Runs a call that puts another run on the screen: a branch, the story, the start. */
  jump(call: (engine: Engine) => void, wall: number): void {
    this.#arrive(wall);
    this.#askAgain();
    this.catchUp();
    call(this.engine);
    this.deeds++;
    this.refresh(wall, false);
    this.lists.refresh(this.world, wall, false);
  }

  /** Time is about to jump: what was under way is over. */
  #leave(): void {
    this.#glide = null;
    this.#askAgain();
  }

  /** Whoever comes to a question another time is asked another time. */
  #askAgain(): void {
    this.question = null;
    this.passed.clear();
  }

  synchronised(): Engine {
    this.#arrive();
    this.catchUp();
    return this.engine;
  }

  /** The exact place on the screen, to come back to. */
  here(): Bookmark {
    this.synchronised();
    this.refresh(this.#lastWall ?? 0, true);
    const { branch, position } = this.world;
    return { branch, position, text: saidPlainly(this.perception.reading.shown) };
  }
}

/** Whether something has come that people want to look at: a promise was broken, or the exercise is solved. */
function isTurningPoint(before: World, now: World): boolean {
  const broken = (world: World) => brokenPromises(world.violations).length;
  const solved = (world: World) => Boolean(world.exercise?.solved);
  return broken(now) > broken(before) || (solved(now) && !solved(before));
}
