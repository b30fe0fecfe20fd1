import type { Branch, Engine, EventRow, Spacetime, Timeline, Voyage } from "../engine/door.ts";
import { grow } from "../state/chart.ts";
import type { Search } from "../state/search.ts";
import type { Span } from "../state/span.ts";
import type { World } from "../state/world.ts";

/** While playing the lists need not be newer than this. */
const FRESH_FOR = 400;
const MARKS_AT_MOST = 6000;
const EVENTS_BEFORE = 150;
const EVENTS_AFTER = 50;
/** A search looks at so many stretches of the run before it asks whether to go on. */
const STRETCHES_A_SEARCH = 4;

/** A branch as far as it is known: until a moment, and how many events until then. */
type Recorded = { branch: number; end: number; events: number };

/** What is told about the whole run: its timeline, its branches, its messages, the events around the playhead. */
export class Lists {
  timeline: Timeline;
  branches: Branch[];
  search: Search | null = null;
  #engine: Engine;
  /** Of which branch, with how many of its marks, the timeline is. */
  #painted = { branch: -1, marks: 0 };
  /** Events up to the playhead. */
  #present = 0;
  /** The run that is told about: what is recorded of a branch never changes, it is only added to. */
  #run: Recorded = { branch: 0, end: 0, events: 0 };
  #events: { of: Recorded; from: number; to: number; rows: readonly EventRow[] } | null = null;
  #readAt = Number.NEGATIVE_INFINITY;
  #chart: Chart | null = null;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.timeline = engine.timeline(null);
    this.branches = engine.branches();
  }

  /** Asks the engine again only for what has changed; while playing, not at every event. */
  refresh(world: World, wall: number, playing: boolean): void {
    if (playing && wall - this.#readAt < FRESH_FOR) return;
    this.#readAt = wall;
    const { branch, marks } = world;
    if (branch !== this.#painted.branch || marks !== this.#painted.marks) {
      this.timeline = this.#repainted(branch, marks);
      this.branches = this.#engine.branches();
    } else if (world.end !== this.timeline.end) this.timeline = until(this.timeline, world.end);
    this.#painted = { branch, marks };
    this.#present = world.events;
    this.#run = { branch, end: world.end, events: this.#engine.eventCount() };
  }

  /** Something was changed that no mark tells of: a name. */
  reread(): void {
    this.branches = this.#engine.branches();
  }

  /** A line that has gone on takes the marks it lacks; one that has too many is thinned by the engine. */
  #repainted(branch: number, marks: number): Timeline {
    const { timeline } = this;
    const before = this.#painted;
    if (before.branch !== branch || before.marks > marks || timeline.marks.length > MARKS_AT_MOST)
      return this.#engine.timeline(null);
    const more = this.#engine.timeline(before.marks);
    return { ...more, marks: [...timeline.marks, ...more.marks] };
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
    const from = Math.max(1, this.#present - EVENTS_BEFORE);
    const to = this.#present + EVENTS_AFTER;
    const before = this.#events;
    const of = this.#run;
    if (before?.of === of && before.from === from && before.to === to) return before.rows;
    const kept = before?.of.branch === of.branch ? before.rows : [];
    const [first, last] = [kept[0]?.ordinal ?? to, kept.at(-1)?.ordinal ?? 0];
    // The window has moved on: only what has come into it is read.
    const rows =
      first <= from && last >= from
        ? [
            ...kept.filter((row) => row.ordinal >= from && row.ordinal <= to),
            ...this.#read(last + 1, to),
          ]
        : this.#read(from, to);
    this.#events = { of, from, to, rows };
    return rows;
  }

  #read(from: number, to: number): EventRow[] {
    return from <= to ? this.#engine.events(from, to) : [];
  }

  /** The messages and lanes of a stretch, as of the last refresh. */
  spacetime(span: Span): Spacetime {
    const of = this.#run;
    if (!this.#chart || !isOf(this.#chart, of, span))
      this.#chart = { of, span, answer: this.#charted(of, span) };
    return this.#chart.answer;
  }

  #charted(now: Recorded, { from, to }: Span): Spacetime {
    const before = this.#chart;
    const until = Math.max(from, Math.min(to, now.end));
    if (!before || !goesOn(before, now, { from, to })) return this.#engine.spacetime(from, until);
    const known = before.of.end;
    if (until === known && before.of.events === now.events) return before.answer;
    return grow(before.answer, this.#engine.spacetimeSince(known, until), known);
  }

  /** What became of a message that the diagram shows. */
  voyage(id: string): Voyage | null {
    return this.#chart?.answer.voyages.findLast((voyage) => voyage.id === id) ?? null;
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

type Chart = { of: Recorded; span: Span; answer: Spacetime };

function isOf({ of, span }: Chart, now: Recorded, { from, to }: Span): boolean {
  return (
    of.branch === now.branch &&
    of.events === now.events &&
    of.end === now.end &&
    span.from === from &&
    span.to === to
  );
}

/** Whether a diagram need only be completed: of the same branch, from the same moment on, to a later one. */
function goesOn({ of, span }: Chart, now: Recorded, { from, to }: Span): boolean {
  // More at the very moment of its end is not an addition to it: what was then could look different now.
  const later = of.end < now.end || of.events === now.events;
  return later && of.branch === now.branch && of.end <= Math.min(span.to, to) && span.from === from;
}

/** The same line for a run that has gone on without anything to mark: its last term lasts longer. */
function until(timeline: Timeline, end: number): Timeline {
  const terms = timeline.terms.map((band) =>
    band.to === timeline.end ? { ...band, to: end } : band,
  );
  return { ...timeline, terms, end };
}
