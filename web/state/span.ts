/** A stretch of simulated time, in milliseconds: what the time line and the space-time diagram show. */
export type Span = { from: number; to: number };

/** Closer than this there is nothing left to tell apart. */
const SHORTEST = 5;

/** While playing, the playhead stays left of this share of the stretch. */
const LEAD = 0.8;

/** Zooms by a factor (below 1: closer) so that `around` stays where it is; null: the whole run again. */
export function zoomed(before: Span, factor: number, around: number, end: number): Span | null {
  const width = before.to - before.from;
  const next = Math.max(SHORTEST, width * factor);
  if (next >= end) return null;
  const share = width > 0 ? (around - before.from) / width : 0.5;
  return fitted(around - next * Math.max(0, Math.min(1, share)), next, end);
}

const NOTCH = 2;

/** One notch closer (1) or farther (−1) around the playhead, or the whole run (0). */
export function zoomedBy(
  direction: 1 | -1 | 0,
  before: Span | null,
  now: number,
  end: number,
): Span | null {
  if (direction === 0) return null;
  const span = before ?? { from: 0, to: end };
  return zoomed(span, direction > 0 ? 1 / NOTCH : NOTCH, now, end);
}

/** Moves by a share of its own width. */
export function panned(before: Span, share: number, end: number): Span {
  const width = before.to - before.from;
  return fitted(before.from + width * share, width, end);
}

/** Turns the page when the playhead comes near the right edge, or is out of sight. */
export function following(before: Span, now: number): Span {
  const width = before.to - before.from;
  if (now >= before.from && now <= before.from + width * LEAD) return before;
  const from = Math.max(0, now - width * (now < before.from ? 0.1 : 0.35));
  return { from, to: from + width };
}

function fitted(from: number, width: number, end: number): Span {
  const start = Math.max(0, Math.min(from, end - width));
  return { from: start, to: start + width };
}
