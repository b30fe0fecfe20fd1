import type { Branch, Engine, EventRow, Story, Timeline } from "../engine/door.ts";
import { type TimelineScene, timelineScene } from "../scene/timeline.ts";

/** While playing the lists need not be newer than this. */
const FRESH_FOR = 250;
const EVENTS_BEFORE = 150;
const EVENTS_AFTER = 50;

/** What is told about the whole run: its timeline, its branches, the events around the playhead. */
export class Lists {
  timeline: Timeline;
  branches: Branch[];
  events: EventRow[] = [];
  #engine: Engine;
  #story: Story;
  #readAt = Number.NEGATIVE_INFINITY;
  #painted: { timeline: Timeline; scripted: boolean; scene: TimelineScene } | null = null;

  constructor(engine: Engine, story: Story) {
    this.#engine = engine;
    this.#story = story;
    this.timeline = engine.timeline();
    this.branches = engine.branches();
  }

  refresh(now: number, wall: number, playing: boolean): void {
    if (playing && wall - this.#readAt < FRESH_FOR) return;
    this.#readAt = wall;
    this.timeline = this.#engine.timeline();
    this.branches = this.#engine.branches();
    const present = this.#ordinalAt(now);
    this.events = this.#engine.events(Math.max(1, present - EVENTS_BEFORE), present + EVENTS_AFTER);
  }

  /** The timeline as a picture: made anew only when the run has grown. */
  painting(end: number, scripted: boolean): TimelineScene {
    const { timeline } = this;
    const painted = this.#painted;
    if (
      painted?.timeline !== timeline ||
      painted.scene.end !== end ||
      painted.scripted !== scripted
    ) {
      const scene = timelineScene(timeline, this.#story, end, scripted);
      this.#painted = { timeline, scripted, scene };
      return scene;
    }
    return painted.scene;
  }

  /** The last event up to a moment, found by halving: events lie in the order of time and are counted from 1. */
  #ordinalAt(moment: number): number {
    let [low, high] = [0, this.#engine.eventCount()];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      const [row] = this.#engine.events(middle, middle);
      if (row && row.position.time <= moment) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
