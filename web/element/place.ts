import type { Engine, Kept, Sentence, Story, StoryStep, Voyage } from "../engine/door.ts";
import { rangeEnd } from "../scene/timeline.ts";
import type { Subject } from "../state/cursor.ts";
import type { Sight } from "../state/logs.ts";
import { plainly, saidPlainly } from "../state/markdown.ts";
import { isDue, merge, type World } from "../state/world.ts";
import { words } from "../words/words.ts";
import { Lists } from "./lists.ts";
import { Perception } from "./perception.ts";

export type Question = { step: StoryStep; guess: number | null; revealed: boolean };

/** The reader's place in one open run: the world there, the moment on the screen, and what is perceived of it. */
export class Place {
  readonly engine: Engine;
  readonly story: Story;
  /** What became of the actions that this run was opened with; null: it was opened without any. */
  kept: Kept | null;
  world: World;
  /** The moment on the screen: it may lie between two events, where only messages and arcs move. */
  now: number;
  playing = false;
  question: Question | null = null;
  readonly lists: Lists;
  readonly perception: Perception;
  /** The branch in which nothing was done but what shows an answer. */
  protected answeredIn: number | null = null;
  /** Questions at which the story has stopped already. */
  protected passed = new Set<string>();

  constructor(engine: Engine, wall: number) {
    this.engine = engine;
    this.story = engine.story();
    this.kept = engine.kept();
    this.world = merge(null, engine.frame(null));
    this.now = this.world.position.time;
    this.lists = new Lists(engine);
    this.perception = new Perception(engine, this.world, wall, this.now);
    this.#follow(null, wall, false);
  }

  /** The story is being told, or steps of it may still come. */
  get scripted(): boolean {
    return !this.world.freePlay || this.world.scriptArmed;
  }

  /** The run is another one than the story only because an answer was shown. */
  get onlyAnswered(): boolean {
    return this.answeredIn === this.world.branch;
  }

  /** The right end of the timeline. */
  get end(): number {
    return rangeEnd(this.story.until, Math.max(this.world.end, this.now));
  }

  /** Whether the story's questions stop it. Where nobody can answer, they are sentences like the others. */
  protected get asks(): boolean {
    return true;
  }

  /** Something on the screen is under way. */
  get moving(): boolean {
    return this.playing;
  }

  guess(answer: number): void {
    if (this.question) this.question = { ...this.question, guess: answer };
  }

  /** Stands still without asking the engine anything: it may have failed. */
  halt(): void {
    this.playing = false;
  }

  renameBranch(id: number, name: string): void {
    this.engine.renameBranch(id, name);
    this.lists.reread();
  }

  lookAt(sight: Sight): void {
    this.perception.lookAt(sight, this.world);
  }

  /** What became of a message that was picked in the space-time diagram. */
  voyageOf(subject: Subject | null): Voyage | null {
    return subject?.kind === "message" ? this.lists.voyage(subject.id) : null;
  }

  /** The engine stands at the last event; what is asked of it must mean the moment on the screen. */
  protected catchUp(): void {
    if (this.now > this.world.position.time) this.engine.advance(this.now);
  }

  /** Comes to a moment on the way to another one: between two events nothing but that moment is new. */
  protected passTo(moment: number, wall: number): void {
    const forwards = moment >= this.now;
    const due = isDue(this.world, moment);
    if (!forwards) this.engine.seek(moment);
    else if (due) this.engine.advance(moment);
    if (!forwards || due) this.refresh(wall, forwards);
    this.now = moment;
  }

  /** Reads what the engine has become. `continuous`: no jump in time lies between. */
  protected refresh(wall: number, continuous: boolean): void {
    const before = this.world;
    this.world = merge(before, this.engine.frame(before.version));
    if (!this.playing || this.world.position.time > this.now) this.now = this.world.position.time;
    this.#follow(before, wall, continuous);
  }

  /** What is said here, if it is not what the world says: on the way to a moment, the sentence of that moment. */
  protected get saying(): Sentence | null {
    return null;
  }

  protected read(wall: number): void {
    const moment = { wall, time: this.now, playing: this.playing };
    const sentence = this.saying ?? this.world.sentence;
    this.perception.read(sentence, moment, this.lists.timeline.marks);
  }

  #follow(before: World | null, wall: number, continuous: boolean): void {
    const asked = this.question;
    this.perception.follow(before, this.world, continuous);
    if (this.world.waitingForAnswer) this.#stopAtQuestion();
    const asks = this.question !== asked;
    this.read(wall);
    if (asks && this.question) this.#pose(this.question, wall);
    this.lists.refresh(this.world, wall, this.moving);
  }

  /** A question stands below the picture: who listens has to hear that it is asked, and what may be answered. */
  #pose({ step: { question } }: Question, wall: number): void {
    if (!question) return;
    const { shown } = this.perception.reading;
    const asked = [question.text, ...question.answers].map(plainly);
    this.perception.tell([saidPlainly(shown), words.question.label, ...asked].join(" – "), wall);
  }

  #stopAtQuestion(): void {
    const step = this.story.steps[this.world.step];
    if (!this.asks || !step?.question || this.passed.has(step.id)) return;
    this.passed.add(step.id);
    this.question = { step, guess: null, revealed: false };
    this.playing = false;
  }

  /** The answer in words and, where it can be seen happening, the run that shows it. True if there is one. */
  protected reveal(asked: Question, wall: number): boolean {
    const { id, question } = asked.step;
    const shows = question?.shows ?? false;
    if (shows) {
      const untouched = !this.world.freePlay;
      this.catchUp();
      this.engine.showAnswer(id);
      this.refresh(wall, true);
      if (untouched) this.answeredIn = this.world.branch;
    }
    this.question = { ...asked, revealed: true };
    this.perception.tell(plainly(question?.reveal ?? ""), wall);
    return shows;
  }
}
