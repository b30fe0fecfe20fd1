import type { Position } from "../engine/door.ts";

/** A moment the reader wants to come back to. It belongs to a branch; where it is, says its sentence. */
export type Bookmark = { branch: number; position: Position; text: string };

/** Sets a bookmark, or takes away the one that is there already. */
export function marked(before: readonly Bookmark[], one: Bookmark): readonly Bookmark[] {
  const others = before.filter((other) => !sameMoment(other, one));
  if (others.length < before.length) return others;
  return [...others, one].sort((a, b) => a.position.time - b.position.time);
}

export function sameMoment(one: Bookmark, other: Bookmark): boolean {
  return (
    one.branch === other.branch &&
    one.position.time === other.position.time &&
    one.position.processed === other.position.processed
  );
}
