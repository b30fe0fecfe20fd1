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
import { nextQuestion } from "../state/clock.ts";
import { glideTo, momentOfGlide, type Passage, shareOfGlide } from "../state/glide.ts";
import { type Excerpt, WHOLE } from "../state/manner.ts";
import { saidPlainly } from "../state/markdown.ts";
import type { Preferences } from "../state/preferences.ts";
import type { World } from "../state/world.ts";
import { fill, words } from "../words/words.ts";
import { Place } from "./place.ts";

type Missed = { goal: Goal; direction: 1 | -1 };

/** Goes through a run as the reader asks: to a moment, by steps whose way is shown, into another branch. */
export class Traveller extends Place {
  /** What the last "run until" waited for, or looked back for, in vain. */
  missed: Missed | null = null;
  /** How often the reader has done something that is not only looking. */
  deeds = 0;
  /** The part of the run that its author shows. Who has changed the run is in it no more. */
  excerpt: Excerpt = WHOLE;
  protected readonly preferences: () => Preferences;
  /** When the last frame was; null: what passes until the next one does not count. */
  protected lastWall: number | null = null;
  #glide: Passage | null = null;
  /** What is said after a step that found nothing to tell, for as long as the run stands there. */
  #nothing: { world: World; sentence: Sentence } | null = null;

  constructor(engine: Engine, preferences: () => Preferences, wall: number) {
    super(engine, wall);
    this.preferences = preferences;
  }

  protected override get saying(): Sentence | null {
    // The place reads itself while it is being made, before there can be a glide.
    if (!(#nothing in this)) return null;
    if (this.#glide) return this.#glide.sentence;
    const told = this.#nothing;
    const there = told?.world.position.processed === this.world.position.processed;
    return there && told.world.branch === this.world.branch ? told.sentence : null;
  }

  protected override get asks(): boolean {
    // There is no excerpt yet while the place is being made, either. On the way to a moment
    // nothing is asked: not even where the way begins.
    const glides = #glide in this && this.#glide !== null;
    return !glides && (this.excerpt?.asks ?? true);
  }

  override get moving(): boolean {
    return this.playing || (#glide in this && this.#glide !== null);
  }

  /** What Next and Back step by: the story's beats, as they are counted beside them, else every telling event. */
  strideOf(direction: 1 | -1): StepKind {
    const beyond = ({ time }: Position) => (direction === 1 ? time > this.now : time < this.now);
    const told = this.story.steps.some(({ at }) => at !== null && beyond(at));
    return told && !this.world.freePlay ? "story" : "telling";
  }

  step(direction: 1 | -1, what: StepKind, wall: number): void {
    this.arrive();
    this.playing = false;
    const { text } = this.world.sentence;
    const moved = this.stepNow(direction, what, wall);
    if (moved) this.#answer(what === "event" ? null : text, wall);
  }

  /** A deed is never met with silence: where the sentence stays as it was, who listens is told the event. */
  #answer(before: string | null, wall: number): void {
    if (this.question) return;
    if (before === null || before === (this.saying ?? this.world.sentence).text)
      this.perception.tell(this.lists.latest()?.line ?? "", wall);
  }

  protected stepNow(direction: 1 | -1, what: StepKind, wall: number): boolean {
    this.question = null;
    this.catchUp();
    if (direction === -1) this.passed.clear();
    const question = direction === 1 ? this.questionAhead() : null;
    const { violations } = this.world;
    const from = this.now;
    const moved = this.engine.step(direction, what);
    this.refresh(wall, direction === 1 && moved);
    // What tells something next may lie behind a question: nobody is led past it.
    if (question !== null && this.world.position.time > question) {
      this.engine.seek(question);
      this.refresh(wall, false);
    }
    // A quiet cluster: what was told last is long past, and would seem to have happened just now.
    if (direction === 1 && what === "telling" && this.world.violations.length === violations.length)
      this.#sayNothing(from, wall);
    return moved;
  }

  #sayNothing(from: number, wall: number): void {
    if (this.question || (this.lists.latest()?.telling ?? true)) return;
    const time = Math.round(from);
    const text = fill(words.sentence.nothing, { time });
    const sentence = {
      ...this.world.sentence,
      kind: "rest",
      text,
      detail: null,
      rule: null,
    } as const;
    this.#nothing = { world: this.world, sentence };
    this.read(wall);
  }

  /** The moment of the next question that the story asks. */
  protected questionAhead(): number | null {
    return this.asks && !this.world.freePlay
      ? nextQuestion(this.story, this.now, this.passed)
      : null;
  }

  /** A step whose way is shown. Single events lie so close that there is nothing to show between them. */
  glide(direction: 1 | -1, what: StepKind, wall: number): void {
    this.arrive();
    if (what === "event" || this.preferences().reducedMotion) {
      this.step(direction, what, wall);
      return;
    }
    this.playing = false;
    this.catchUp();
    this.refresh(wall, true);
    const origin = this.world;
    this.stepNow(direction, what, wall);
    const { position: there } = this.world;
    const sentence = this.saying ?? this.world.sentence;
    if (there.processed !== origin.position.processed) this.#answer(origin.sentence.text, wall);
    if (this.question || there.time === origin.position.time) return;
    this.engine.seekTo(origin.position);
    this.#glide = { ...glideTo(there, origin.position.time), origin, sentence };
    this.refresh(wall, false);
  }

  /** Goes on with the way to where the reader wanted to be. False: there is none. */
  protected glidesOn(wall: number): boolean {
    const glide = this.#glide;
    if (!glide) return false;
    glide.since ??= wall;
    if (shareOfGlide(glide, wall) < 1) this.passTo(momentOfGlide(glide, wall), wall);
    else this.arrive(wall);
    return true;
  }

  /** Ends a glide where it leads to: whatever is asked now is asked of that place. */
  protected arrive(wall = this.lastWall ?? 0): void {
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
    const { text } = this.world.sentence;
    this.#leave();
    this.engine.seekTo(position);
    this.refresh(wall, false);
    this.#answer(text, wall);
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
    this.arrive();
    this.playing = false;
    this.question = null;
    this.catchUp();
    const before = this.world;
    this.missed = call() ? null : wanted;
    this.refresh(wall, false);
    this.perception.compare(before, this.world);
    if (!this.missed) this.#answer(before.sentence.text, wall);
  }

  toStepStart(wall: number): void {
    const start = this.story.steps[this.world.step]?.at;
    if (start) this.go(start, wall);
  }

  act(action: Action, wall: number): void {
    this.arrive(wall);
    this.catchUp();
    const { text } = this.world.sentence;
    this.engine.act(action);
    this.deeds++;
    this.question = null;
    this.refresh(wall, true);
    if (this.onlyAnswered) this.answeredIn = null;
    this.lists.refresh(this.world, wall, false);
    this.#answer(text, wall);
  }

  /** Runs a call that puts another run on the screen: a branch, the story, the start. */
  jump(call: (engine: Engine) => void, wall: number): void {
    this.arrive(wall);
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
    this.arrive();
    this.catchUp();
    return this.engine;
  }

  /** The exact place on the screen, to come back to. */
  here(): Bookmark {
    this.synchronised();
    this.refresh(this.lastWall ?? 0, true);
    const { branch, position } = this.world;
    return { branch, position, text: saidPlainly(this.perception.reading.shown) };
  }
}
