import type { Cursor, Subject } from "../state/cursor.ts";
import { isLit, same } from "../state/cursor.ts";

/** How much a thing stands out: selected has a double ink ring, lit is related to it, dim is everything else. */
export type Emphasis = "selected" | "lit" | "plain" | "dim";

/** `related`: this subject has to do with the one that is selected or pointed at. */
export function emphasisOf(
  subject: Subject,
  cursor: Cursor,
  related: (to: Subject) => boolean,
): Emphasis {
  if (same(subject, cursor.selected)) return "selected";
  if (isLit(subject, cursor)) return "lit";
  if (cursor.hover && related(cursor.hover)) return "lit";
  if (cursor.selected) return related(cursor.selected) ? "plain" : "dim";
  return "plain";
}
