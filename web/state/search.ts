import type { EventRow } from "../engine/door.ts";

/** What a search has found so far. `next`: where it can go on; null: nowhere. */
export type Search = { text: string; rows: readonly EventRow[]; next: number | null };

/** A line cut at what was sought: every other piece, beginning with the second, is a match. */
export function matchesIn(line: string, sought: string): string[] {
  if (sought === "") return [line];
  const pieces: string[] = [];
  const [where, what] = [line.toLowerCase(), sought.toLowerCase()];
  // A letter that changes its length with its case would shift the places: then nothing is marked.
  if (where.length !== line.length) return [line];
  let from = 0;
  for (let at = where.indexOf(what); at >= 0; at = where.indexOf(what, from)) {
    pieces.push(line.slice(from, at), line.slice(at, at + what.length));
    from = at + what.length;
  }
  pieces.push(line.slice(from));
  return pieces;
}
