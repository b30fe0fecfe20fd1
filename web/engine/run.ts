import type {
  Action,
  Branch,
  Comparison,
  Engine,
  EventRow,
  Found,
  Frame,
  Goal,
  GoalName,
  Kept,
  LedgerEntry,
  Linearization,
  OutlookFrame,
  Position,
  PublicState,
  Spacetime,
  StepKind,
  Story,
  Timeline,
  Voice,
  Why,
  WhyNot,
  WhyNotQuestion,
  WhyQuestion,
} from "./door.ts";
import { translate } from "./problems.ts";
import type { Session } from "./wasm/raft.js";

/** The wasm session with its errors translated. */
export class Run implements Engine {
  #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  frame(since: number | null): Frame {
    return this.#call((session) => session.frame(since ?? undefined));
  }

  advance(toMs: number): void {
    this.#call((session) => session.advance(toMs));
  }

  play(toMs: number): boolean {
    return this.#call((session) => session.play(toMs));
  }

  outlook(): OutlookFrame {
    return this.#call((session) => session.outlook());
  }

  seek(ms: number): void {
    this.#call((session) => session.seek(ms));
  }

  seekTo(position: Position): void {
    this.#call((session) => session.seekTo(position));
  }

  step(direction: 1 | -1, what: StepKind): boolean {
    return this.#call((session) => session.step(direction, what));
  }

  act(action: Action): void {
    this.#call((session) => session.act(JSON.stringify(action)));
  }

  showAnswer(step: string): void {
    this.#call((session) => session.showAnswer(step));
  }

  ledger(server: string, from: number, to: number): LedgerEntry[] {
    return this.#call((session) => session.ledger(server, from, to));
  }

  events(from: number, to: number): EventRow[] {
    return this.#call((session) => session.events(from, to));
  }

  eventCount(): number {
    return this.#call((session) => session.eventCount());
  }

  find(text: string, from: number): Found {
    return this.#call((session) => session.find(text, from));
  }

  spacetime(from: number, to: number): Spacetime {
    return this.#call((session) => session.spacetime(from, to));
  }

  spacetimeSince(known: number, to: number): Spacetime {
    return this.#call((session) => session.spacetimeSince(known, to));
  }

  linearization(from: number, to: number): Linearization {
    return this.#call((session) => session.linearization(from, to));
  }

  why(question: WhyQuestion): Why {
    return this.#call((session) => session.why(question));
  }

  whyNot(question: WhyNotQuestion): WhyNot {
    return this.#call((session) => session.whyNot(question));
  }

  runUntil(what: Goal): boolean {
    return this.#call((session) => session.runUntil(what));
  }

  runBack(what: GoalName): boolean {
    return this.#call((session) => session.runBack(what));
  }

  compare(other: Engine, untilMs: number): Comparison {
    if (!(other instanceof Run)) throw new TypeError("only runs of this engine can be compared");
    return this.#call((session) => session.compare(other.#session, untilMs));
  }

  timeline(known: number | null): Timeline {
    return this.#call((session) => session.timeline(known ?? undefined));
  }

  story(): Story {
    return this.#call((session) => session.story());
  }

  state(): PublicState {
    return this.#call((session) => session.state());
  }

  branches(): Branch[] {
    return this.#call((session) => session.branches());
  }

  switchBranch(id: number): void {
    this.#call((session) => session.switchBranch(id));
  }

  renameBranch(id: number, name: string): void {
    this.#call((session) => session.renameBranch(id, name));
  }

  branchLink(id: number): string {
    return this.#call((session) => session.branchLink(id));
  }

  actionsJson(): string {
    return this.#call((session) => session.actionsJson());
  }

  kept(): Kept | null {
    return this.#call((session) => session.kept());
  }

  backToStory(): void {
    this.#call((session) => session.backToStory());
  }

  reset(): void {
    this.#call((session) => session.reset());
  }

  shareLink(): string {
    return this.#call((session) => session.shareLink());
  }

  scenarioJson(): string {
    return this.#call((session) => session.scenarioJson());
  }

  speak({ language, narration }: Voice): void {
    this.#call((session) => session.speak(language, narration));
  }

  seed(): string {
    return this.#call((session) => session.seed());
  }

  digest(): string {
    return this.#call((session) => session.digest());
  }

  free(): void {
    try {
      this.#session.free();
    } catch {
      // What has stopped itself cannot be freed, and is let go of all the same.
    }
  }

  #call<T>(use: (session: Session) => T): T {
    try {
      return use(this.#session);
    } catch (thrown) {
      throw translate(thrown);
    }
  }
}
