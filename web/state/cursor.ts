import type { Position } from "../engine/door.ts";

/** Something on the screen one can point at. Named by identities that are the same in every branch. */
export type Subject =
  | { kind: "server"; id: string }
  | { kind: "message"; id: string }
  | { kind: "link"; a: string; b: string }
  | { kind: "entry"; index: number; term: number }
  | { kind: "client"; id: string }
  | { kind: "operation"; id: string; client: string };

/** A station on a path of causes: the event, and everything that it concerns. */
export type Station = {
  key: string;
  /** The event's number and place; null where no event is known. */
  event: { ordinal: number; position: Position } | null;
  subjects: readonly Subject[];
};

/** Selecting, hovering and walking along a path of causes never move time. */
export type Cursor = {
  selected: Subject | null;
  hover: Subject | null;
  /** Where the reader stands on the path of causes. */
  station?: Station | null | undefined;
};

export const NOWHERE: Cursor = { selected: null, hover: null };

export function link(one: string, other: string): Subject {
  return one < other ? { kind: "link", a: one, b: other } : { kind: "link", a: other, b: one };
}

/** Pointed at, or of the station at which the reader stands. */
export function isLit(subject: Subject, { hover, station }: Cursor): boolean {
  return same(subject, hover) || (station?.subjects.some((one) => same(subject, one)) ?? false);
}

export function same(one: Subject | null, other: Subject | null): boolean {
  return one === other || (one !== null && other !== null && nameOf(one) === nameOf(other));
}

export function nameOf(subject: Subject): string {
  switch (subject.kind) {
    case "link":
      return `link ${subject.a}–${subject.b}`;
    case "entry":
      return `entry ${subject.index}@${subject.term}`;
    default:
      return `${subject.kind} ${subject.id}`;
  }
}

/** Tapping the same crowded place again goes on to the next subject there. */
export function cycle(candidates: readonly Subject[], selected: Subject | null): Subject | null {
  const current = candidates.findIndex((candidate) => same(candidate, selected));
  return candidates[(current + 1) % Math.max(1, candidates.length)] ?? null;
}
