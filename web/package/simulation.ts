import { actionAsked, placeAsked } from "../element/requests.ts";
import type {
  Action,
  Comparison,
  Engine,
  EngineModule,
  EventRow,
  ExportFormat,
  Frame,
  Goal,
  GoalName,
  Position,
  PublicState,
  Sentence,
  Setting,
  StepKind,
  Story,
  ViolationFrame,
  Why,
  WhyNot,
  WhyNotQuestion,
  WhyQuestion,
} from "../engine/door.ts";
import { EngineProblem } from "../engine/problems.ts";
import type { EventRecord } from "./records.ts";

/**
 * A run. It stands at a moment, can go to any other one, and remembers all that has been done in it. Whatever throws
 * leaves it as it was. All times are milliseconds of simulated time.
 */
export class Simulation {
  /** null: its memory has been given back. */
  #held: Engine | null;
  readonly #module: EngineModule;

  /** @internal */
  constructor(engine: Engine, module: EngineModule) {
    this.#held = engine;
    this.#module = module;
  }

  get #engine(): Engine {
    if (!this.#held) throw nowhere("this run has been freed", "nothing more to be asked of it");
    return this.#held;
  }

  /** The story: title, steps, and where it ends. */
  get story(): Story {
    return this.#engine.story();
  }

  /** The moment at which the run stands. */
  get time(): number {
    return this.#frame().position.time;
  }

  /** Every server, every message on its way and every violation, at this moment. */
  get state(): PublicState {
    return this.#engine.state();
  }

  /** What is happening at this moment, in a sentence. */
  get sentence(): Sentence {
    return this.#frame().sentence;
  }

  /** Properties that have been violated so far, in the order in which they were. */
  get violations(): readonly ViolationFrame[] {
    return this.#setting().violations;
  }

  /** What has not gone as the scenario says so far: steps that never came, expectations that did not hold. */
  get troubles(): readonly string[] {
    return this.#setting().troubles;
  }

  /** Rules that are broken on purpose. If there are any, this is not Raft. */
  get deviations(): readonly string[] {
    return this.#setting().deviations;
  }

  /** Of everything that has happened so far: two runs with one digest are one run. */
  get digest(): string {
    return this.#engine.digest();
  }

  /** The seed, in hexadecimal. */
  get seed(): string {
    return this.#engine.seed();
  }

  /** The fragment of a link to this run at this moment: put it behind the address of a playground. */
  get link(): string {
    return this.#engine.shareLink();
  }

  /** The scenario of this run as plain data, with the seed and the servers that it has here. */
  get scenario(): object {
    return JSON.parse(this.#engine.scenarioJson());
  }

  /** How many events are known: all that have been simulated, also those after this moment. */
  get eventCount(): number {
    return this.#engine.eventCount();
  }

  /** Goes to the end of the story. */
  toEnd(): this {
    return this.seek(this.story.until);
  }

  /**
   * Goes to a moment, after everything that happens up to then; to a step of the story, by its slug or its number from
   * 1; or to just after an event, by its number from 1.
   */
  seek(to: number | { step: string | number } | { event: number }): this {
    const place = typeof to === "number" ? { time: to } : placeAsked(to);
    if ("time" in place) this.#engine.seek(place.time);
    else if ("step" in place) this.#engine.seekTo(this.#positionOfStep(place.step));
    else this.#engine.seekTo(this.#positionOfEvent(place.event));
    return this;
  }

  /** Goes one step on (1) or back (-1): an event, one that tells something, or a step of the story. False: there is none. */
  step(direction: 1 | -1 = 1, what: StepKind = "event"): boolean {
    if (direction !== 1 && direction !== -1) throw nowhere(`step(${direction})`, "1 or -1");
    return this.#engine.step(direction, what);
  }

  /** Goes on until something is so. False: it gave up, and stands where it did. */
  runUntil(goal: Goal): boolean {
    return this.#engine.runUntil(goal ?? String(goal));
  }

  /** Goes back to the last time something was so. False: it never was, and the run stays. */
  runBack(goal: GoalName): boolean {
    return this.#engine.runBack(goal);
  }

  /** Does something, here and now. In the past this begins another branch. */
  act(action: Action): this {
    this.#engine.act(actionAsked(action, "act"));
    return this;
  }

  /** Events by their numbers from 1, both included; without numbers all that are known. */
  events(from = 1, to = this.eventCount): EventRow[] {
    return this.#engine.events(from, to);
  }

  /** Why something is as it is at this moment: the chain of causes. */
  why(question: WhyQuestion): Why {
    return this.#engine.why(question);
  }

  /** Why something is not so at this moment: what stands in the way. */
  whyNot(question: WhyNotQuestion): WhyNot {
    return this.#engine.whyNot(question);
  }

  /** In what this run and another one differ, up to a moment. */
  compare(other: Simulation, until: number = this.story.until): Comparison {
    if (!(other instanceof Simulation)) throw nowhere("compare: this is no run", "another run");
    return this.#engine.compare(other.#engine, until);
  }

  /** Everything from the beginning up to this moment as the lines of `events.schema.json`: facts, messages, verdicts. */
  async records(): Promise<EventRecord[]> {
    const lines = (await this.export("ndjson")).trimEnd().split("\n");
    return lines.map((line) => JSON.parse(line) as EventRecord);
  }

  /** This run up to this moment, written down. */
  async export(format: ExportFormat): Promise<string> {
    return this.#module.exportRun(this.link, format);
  }

  /** Gives the run's memory back. Whatever else is called after that throws. */
  free(): void {
    this.#held?.free();
    this.#held = null;
  }

  /** Everything that is on a screen at this moment. */
  #frame(): Frame {
    return this.#engine.frame(null);
  }

  #setting(): Setting {
    const { setting } = this.#frame();
    if (!setting) throw new Error("a whole frame came without its setting");
    return setting;
  }

  #positionOfStep(step: string | number): Position {
    const { steps } = this.story;
    const number = /^\d+$/.test(String(step)) ? Number(step) : Number.NaN;
    const found = steps.find(({ id }) => id === step) ?? steps[number - 1];
    if (found?.at) return found.at;
    const names = steps.map(({ id }) => id).join(", ");
    throw nowhere(
      found ? `the story never comes to step "${step}"` : `the story has no step "${step}"`,
      names || "a story with steps",
    );
  }

  #positionOfEvent(event: number): Position {
    const [row] = Number.isSafeInteger(event) && event > 0 ? this.events(event, event) : [];
    if (row) return row.position;
    throw nowhere(`no event ${event} is known`, `a number from 1 to ${this.eventCount}`);
  }
}

function nowhere(message: string, expected: string): EngineProblem {
  return new EngineProblem({ kind: "name", message, path: null, expected });
}
