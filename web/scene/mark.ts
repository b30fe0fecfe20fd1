import type { World } from "../state/world.ts";
import { words } from "../words/words.ts";
import type { Layout, Point } from "./geometry.ts";

/** In the picture itself, wherever it goes: a rule is broken on purpose here. */
export type MarkPicture = Point & { text: string; reads: "right" | "left" };

const FROM_EDGE = { x: 10, y: 14 };
/** A client's desk needs so much of its corner. */
const DESK = 90;

/** In a corner where no client stands, if there is one. */
export function markOf({ deviations }: World, { box, desks }: Layout): MarkPicture | null {
  if (deviations.length === 0) return null;
  const corners = [box.height - FROM_EDGE.y, FROM_EDGE.y].flatMap((y) => [
    { x: FROM_EDGE.x, y, reads: "right" as const },
    { x: box.width - FROM_EDGE.x, y, reads: "left" as const },
  ]);
  const isFree = (corner: Point) =>
    [...desks.values()].every(({ x, y }) => Math.hypot(x - corner.x, y - corner.y) > DESK);
  const corner = corners.find(isFree) ?? corners[0];
  return corner ? { ...corner, text: words.broken.notRaft } : null;
}
