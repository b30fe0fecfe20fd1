import type { Engine } from "../engine/door.ts";
import { advanceClock, EVEN_PACE, paceOfStory, type Stretch } from "../state/clock.ts";
import { brokenPromises } from "../state/guilt.ts";
import type { Preferences } from "../state/preferences.ts";
import { isDue, type World } from "../state/world.ts";
import { Traveller } from "./traveller.ts";

/** Longer pauses between two frames are not time that was watched: a hidden tab, a sleeping laptop. */
const LONGEST_FRAME = 100;
/** With reduced motion playing goes from telling moment to telling moment, with this long to read each. */
const READING_BEAT = 2400;
/** What plays over and over rests at its end, in wall milliseconds: long enough to see how it ended. */
const REST = 2500;

/** Lets a run go on by itself, at the pace of its story, as far as its author shows it. It knows nothing of the DOM. */
export class Player extends Traveller {
  /** Whether somebody else's run came here, in a link: what was done in it was not done here. */
  sent = false;
  #rested = 0;
  /** Where playing was begun: at the end of the excerpt it goes on, and does not stop again. */
  #begunAt = 0;
  #beat = 0;
  #pace: readonly Stretch[];

  constructor(engine: Engine, preferences: () => Preferences, wall: number) {
    super(engine, preferences, wall);
    this.#pace = paceOfStory(this.story);
  }

  /** Whether the reader has had a hand in this run. */
  get isOwn(): boolean {
    return !this.sent || this.deeds > 0;
  }

  play(wall: number): void {
    this.arrive(wall);
    if (this.question && !this.question.revealed) this.playing = this.reveal(this.question, wall);
    else {
      this.question = null;
      this.playing = true;
    }
    this.#beat = READING_BEAT;
    this.lastWall = null;
    this.#begunAt = this.now;
    this.#rested = 0;
  }

  /** Stands still. What had to be left out while it went by is told now. */
  pause(): void {
    if (!this.playing) return;
    this.halt();
    this.catchUp();
    this.refresh(this.lastWall ?? 0, true);
  }

  /** Time that passed unseen does not count: the next frame starts afresh. */
  skipTime(): void {
    this.lastWall = null;
  }

  tick(wall: number): void {
    const passed = this.lastWall === null ? 0 : Math.min(LONGEST_FRAME, wall - this.lastWall);
    this.lastWall = wall;
    if (this.glidesOn(wall) || !this.playing) return;
    if (this.preferences().reducedMotion) this.#tickByBeats(passed, wall);
    else this.#tickSmoothly(passed, wall);
  }

  #tickSmoothly(passed: number, wall: number): void {
    const pace = this.world.freePlay ? EVEN_PACE : this.#pace;
    const target = advanceClock(this.now, passed, this.preferences().speed, pace);
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
    const stops = [this.questionAhead(), this.#end].filter((one) => one !== null && one <= target);
    return stops.length > 0 ? Math.min(...(stops as number[])) : null;
  }

  /**
   * Where the author's part of the run ends: where they say, else with the last sentence, which what comes after it would
   * take away before it is read. Who plays on from there has seen it.
   */
  get #end(): number | null {
    const to = this.excerpt.to ?? this.story.steps.at(-1)?.at?.time ?? null;
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
    this.#beat += passed * this.preferences().speed;
    const pace = this.story.steps[this.world.step]?.pace;
    if (this.#beat < (pace ? pace * 1000 : READING_BEAT)) return;
    this.#beat = 0;
    const before = this.world;
    const moved = this.stepNow(1, this.strideOf(1), wall);
    const end = this.#end;
    if (end !== null && this.now >= end) this.playing = false;
    if (!moved || isTurningPoint(before, this.world)) this.playing = false;
  }
}

/** Whether something has come that people want to look at: a promise was broken, or the exercise is solved. */
function isTurningPoint(before: World, now: World): boolean {
  const broken = (world: World) => brokenPromises(world.violations).length;
  const solved = (world: World) => Boolean(world.exercise?.solved);
  return broken(now) > broken(before) || (solved(now) && !solved(before));
}
