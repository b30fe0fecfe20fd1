import type { Branch, Engine, EventRow, Spacetime, Timeline, Voyage } from "../engine/door.ts";
import type { Search } from "../state/search.ts";
import type { Span } from "../state/span.ts";
import type { World } from "../state/world.ts";

/** While playing the lists need not be newer than this. */
const FRESH_FOR = 400;
const PAUSE_A_VOYAGE = 4;
const LONGEST_PAUSE = 1600;
const EVENTS_BEFORE = 150;
const EVENTS_AFTER = 50;
/** A search looks at so many stretches of the run before it asks whether to go on. */
const STRETCHES_A_SEARCH = 4;

/** What is told about the whole run: its timeline, its branches, its messages, the events around the playhead. */
export class Lists {
  timeline: Timeline;
  branches: Branch[];
  search: Search | null = null;
  #engine: Engine;
  /** Of which branch, with how many marks, the timeline is. */
  #painted = "";
  /** Up to where the space-time diagram knows the run, and since when. */
  #known = "";
  #knownAt = Number.NEGATIVE_INFINITY;
  /** Events up to the playhead. */
  #present = 0;
  #events: readonly EventRow[] | null = null;
  #readAt = Number.NEGATIVE_INFINITY;
  #spacetime: { key: string; answer: Spacetime } | null = null;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.timeline = engine.timeline();
    this.branches = engine.branches();
  }

  /** Asks the engine again only for what has changed; while playing, not at every event. */
  refresh(world: World, wall: number, playing: boolean): void {
    if (playing && wall - this.#readAt < FRESH_FOR) return;
    this.#readAt = wall;
    const painted = `${world.branch} ${world.marks}`;
    if (painted !== this.#painted) {
      this.timeline = this.#engine.timeline();
      this.branches = this.#engine.branches();
    } else if (world.end !== this.timeline.end) this.timeline = until(this.timeline, world.end);
    this.#painted = painted;
    this.#present = world.events;
    this.#events = null;
    if (playing && wall - this.#knownAt < this.#pause()) return;
    this.#knownAt = wall;
    this.#known = `${painted} ${this.timeline.end}`;
  }

  /** A crowded diagram is worth waiting for: to ask for hundreds of messages takes longer than a frame. */
  #pause(): number {
    const voyages = this.#spacetime?.answer.voyages.length ?? 0;
    return Math.min(LONGEST_PAUSE, voyages * PAUSE_A_VOYAGE);
  }

  /** The number of the last event up to the playhead. */
  get present(): number {
    return this.#present;
  }

  /** The last event that has happened. */
  latest(): EventRow | undefined {
    return this.#engine.events(this.#present, this.#present)[0];
  }

  /** The events around the playhead. Only who shows them asks for them: their lines are made by replay. */
  get events(): readonly EventRow[] {
    if (!this.#events) {
      const from = Math.max(1, this.#present - EVENTS_BEFORE);
      this.#events = this.#engine.events(from, this.#present + EVENTS_AFTER);
    }
    return this.#events;
  }

  /** The messages and lanes of a stretch, as of the last refresh. */
  spacetime(span: Span): Spacetime {
    const key = [span.from, span.to, this.#known].join();
    if (this.#spacetime?.key !== key)
      this.#spacetime = { key, answer: this.#engine.spacetime(span.from, span.to) };
    return this.#spacetime.answer;
  }

  /** What became of a message that the diagram shows. */
  voyage(id: string): Voyage | null {
    return this.#spacetime?.answer.voyages.findLast((voyage) => voyage.id === id) ?? null;
  }

  /** Looks for events whose golden line contains a text; `more`: goes on where the last search stopped. */
  find(text: string, more: boolean): void {
    if (text === "") {
      this.search = null;
      return;
    }
    const before = more && this.search?.text === text ? this.search : null;
    const rows = [...(before?.rows ?? [])];
    const sought = rows.length;
    let next: number | null = before?.next ?? 1;
    for (let stretch = 0; stretch < STRETCHES_A_SEARCH && next !== null; stretch++) {
      const found = this.#engine.find(text, next);
      rows.push(...found.rows);
      next = found.next;
      if (rows.length > sought) break;
    }
    this.search = { text, rows, next };
  }
}

/** The same line for a run that has gone on without anything to mark: its last term lasts longer. */
function until(timeline: Timeline, end: number): Timeline {
  const terms = timeline.terms.map((band) =>
    band.to === timeline.end ? { ...band, to: end } : band,
  );
  return { ...timeline, terms, end };
}
