import type { Position, Story, Timeline } from "../engine/door.ts";
import type { Bookmark } from "../state/bookmarks.ts";
import { plainly } from "../state/markdown.ts";
import type { Span } from "../state/span.ts";
import { fill, words } from "../words/words.ts";
import { fillOfTerm, type TermFill } from "./fill.ts";

export type Band = { key: string; from: number; to: number; fill: TermFill; label: string };
export type MarkKind = Timeline["marks"][number]["kind"];
export type Mark = { key: string; x: number; kind: MarkKind; sign: string; text: string };
export type StepDot = { key: string; x: number; at: Position; text: string };

export type Flag = { key: string; x: number; bookmark: Bookmark };

/** Everything on one scale from 0 (left end of the span) to 1. The playhead is not part of it: it moves every frame. */
export type TimelineScene = {
  span: Span;
  bands: Band[];
  marks: Mark[];
  steps: StepDot[];
  flags: Flag[];
};

/** Each kind has a sign of its own, so that nothing depends on colour. Steps have their own row. */
const SIGNS: Record<MarkKind, string> = {
  election: "?",
  leader: "★",
  commit: "✓",
  crash: "⏻",
  restart: "↻",
  fault: "×",
  action: "◆",
  answer: "◇",
  violation: "!",
  step: "",
};

const WEIGHT: Record<MarkKind, number> = {
  violation: 9,
  action: 8,
  leader: 7,
  crash: 6,
  restart: 5,
  fault: 4,
  commit: 3,
  election: 2,
  answer: 1,
  step: 0,
};

/** `scripted`: the story's steps still come, or may. */
export function timelineScene(
  timeline: Timeline,
  story: Story,
  span: Span,
  scripted: boolean,
  bookmarks: readonly Bookmark[],
): TimelineScene {
  const width = Math.max(0.001, span.to - span.from);
  const share = (time: number) => Math.max(0, Math.min(1, (time - span.from) / width));
  const inSight = (time: number) => time >= span.from && time <= span.to;
  const bands = timeline.terms
    .filter((band) => band.from < span.to && band.to > span.from)
    .map((band) => ({
      key: `${band.term} ${band.from}`,
      from: share(band.from),
      to: share(band.to),
      fill: fillOfTerm(band.leader === null ? null : band.term),
      label: bandLabel(band),
    }));
  const steps = story.steps.flatMap((step) =>
    scripted && step.at && inSight(step.at.time)
      ? [{ key: step.id, x: share(step.at.time), at: step.at, text: plainly(step.say ?? step.id) }]
      : [],
  );
  const flags = bookmarks
    .filter(({ position }) => inSight(position.time))
    .map((bookmark) => ({
      key: `${bookmark.position.time} ${bookmark.position.processed}`,
      x: share(bookmark.position.time),
      bookmark,
    }));
  const marks = timeline.marks.filter((mark) => mark.kind !== "step" && inSight(mark.at.time));
  return { span, bands, marks: marks.map((mark) => markOf(mark, share)), steps, flags };
}

function bandLabel(band: Timeline["terms"][number]): string {
  if (band.leader === null) return fill(words.timeline.termShort, { term: band.term });
  return fill(words.timeline.reign, { term: band.term, leader: band.leader });
}

function markOf(mark: Timeline["marks"][number], share: (time: number) => number): Mark {
  return {
    key: `${mark.at.time} ${mark.at.processed} ${mark.kind}`,
    x: share(mark.at.time),
    kind: mark.kind,
    sign: SIGNS[mark.kind],
    text: mark.text,
  };
}

/** Of marks that are closer than a share of the line, and so would cover each other, the more telling one stays. */
export function thinned(marks: readonly Mark[], closest: number): Mark[] {
  const kept: Mark[] = [];
  for (const mark of marks) {
    const before = kept.at(-1);
    if (!before || mark.x - before.x >= closest) kept.push(mark);
    else if (WEIGHT[mark.kind] > WEIGHT[before.kind]) kept[kept.length - 1] = mark;
  }
  return kept;
}

/** The end of the range: the story's own end, then growing in whole chunks, so that the scale rarely jumps. */
export function rangeEnd(until: number, furthest: number): number {
  const chunk = Math.max(100, until / 2);
  return furthest <= until
    ? Math.max(until, 1)
    : until + Math.ceil((furthest - until) / chunk) * chunk;
}
