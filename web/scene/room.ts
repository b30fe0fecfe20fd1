import { type Box, CALM, distance, type Layout, type Point } from "./geometry.ts";
import { LEAN, leanOf, pipsFor } from "./quorum.ts";

/** Finding room for words and cards where they hide the least. */
export type Rectangle = Point & Box;

/** Something that should stay visible, and how much it matters. */
export type Obstacle = Point & { radius: number; weight: number };

export function hidden(area: Rectangle, obstacles: readonly Obstacle[]): number {
  let sum = 0;
  for (const obstacle of obstacles) if (covers(area, obstacle)) sum += obstacle.weight;
  return sum;
}

/** How far an area sticks out of a box on each side. */
export function overhang(
  area: Rectangle,
  box: Box,
): { left: number; right: number; top: number; bottom: number } {
  return {
    left: Math.max(0, -area.x),
    right: Math.max(0, area.x + area.width - box.width),
    top: Math.max(0, -area.y),
    bottom: Math.max(0, area.y + area.height - box.height),
  };
}

/** The cheapest candidate; on a tie the first. */
export function cheapest<T>(candidates: readonly T[], cost: (candidate: T) => number): T | null {
  let best: T | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const price = cost(candidate);
    if (price < least) [best, least] = [candidate, price];
  }
  return best;
}

/** What stands before the first pip of a quorum, "entry 12", in letters. */
const CAPTION = 7;

/** About what a client's note measures. */
const NOTE = { width: 76, height: 16 };

/** Servers and clients, with the words at them. */
export function obstaclesOf(layout: Layout): Obstacle[] {
  const obstacles: Obstacle[] = [];
  const count = layout.seats.size;
  const { step, letter, folded } = pipsFor(count, layout, false);
  const caption = CAPTION * letter;
  const inRow = folded ? Math.ceil((count + 1) / 2) : count;
  // In a crowd few have one at a time, and there would be no other place outside the ring.
  const weight = folded ? 8 : 70;
  const quorum = { width: inRow * step + caption, height: 28 };
  for (const seat of layout.seats.values()) {
    const side = seat.outward === "up" ? -1 : 1;
    obstacles.push({ x: seat.x, y: seat.y, radius: layout.radius + 14, weight: 100 });
    obstacles.push({ x: seat.x, y: seat.y + side * (layout.radius + 24), radius: 22, weight: 60 });
    // Where its quorum stands when there is one.
    const y = seat.y + side * (layout.radius + (layout.compact ? 34 : 50));
    const lean = count > CALM ? leanOf(seat.x, layout.box) * LEAN : 0;
    const x = seat.x - caption / 2 + (lean * quorum.width) / 2;
    for (let row = 0; row < (folded ? 2 : 1); row++)
      obstacles.push(...rowOf({ x, y: y + side * row * step, ...quorum }, weight));
  }
  for (const desk of layout.desks.values()) {
    obstacles.push({ ...desk, radius: 22, weight: 110 });
    // What it wants stands there, towards the middle of the drawing.
    const inwards = desk.x < layout.box.width / 2 ? 1 : -1;
    const y = desk.y + (desk.y < layout.box.height / 2 ? 29 : -28);
    obstacles.push(...rowOf({ x: desk.x + inwards * 24, y, ...NOTE }, 60));
  }
  return obstacles;
}

/** Something long and low, such as words, as a row of obstacles. Its place is its middle. */
export function rowOf({ x, y, width, height }: Rectangle, weight: number): Obstacle[] {
  const radius = height / 2;
  const count = Math.max(1, Math.ceil(width / height));
  return Array.from({ length: count }, (_, order) => {
    const share = (order + 0.5) / count - 0.5;
    return { x: x + share * width, y, radius, weight };
  });
}

function covers(area: Rectangle, thing: Obstacle): boolean {
  const nearest = {
    x: Math.max(area.x, Math.min(thing.x, area.x + area.width)),
    y: Math.max(area.y, Math.min(thing.y, area.y + area.height)),
  };
  return distance(nearest, thing) < thing.radius;
}
