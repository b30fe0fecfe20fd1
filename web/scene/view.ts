import type { Cursor } from "../state/cursor.ts";
import type { Introductions } from "../state/introductions.ts";

/** Everything about a picture that is not in the run: where the reader looks and what they have chosen. */
export type ClusterView = {
  cursor: Cursor;
  paused: boolean;
  introductions: Introductions;
  /** While the reader chooses sides: the servers of the first side. */
  choosing: readonly string[] | null;
  /** The server through whose eyes the reader looks; null: they see everything. */
  seenBy: string | null;
};
