import type { Side } from "../engine/door.ts";
import type { World } from "../state/world.ts";
import { fill, words } from "../words/words.ts";
import type { Box, Layout, Point } from "./geometry.ts";
import { cheapest, hidden, obstaclesOf, overhang } from "./room.ts";

/** A partition: strokes that divide the ring, and a label for each side saying what it can still do. */
export type WallPicture = {
  strokes: { from: Point; to: Point }[];
  labels: (Point & { text: string; majority: boolean })[];
};

/** The wall goes on so far beyond the servers. */
const OVERHANG = 1.34;

export function pictureOfWall(world: World, layout: Layout): WallPicture | null {
  if (!world.sides) return null;
  const ring = world.serverIds.flatMap((id) => {
    const seat = layout.seats.get(id);
    const side = world.sides?.findIndex((one) => one.servers.includes(id)) ?? -1;
    return seat ? [{ seat, side }] : [];
  });
  const middle = centre(ring.map((one) => one.seat));
  const gaps = ring.flatMap((one, order) => {
    const next = ring[(order + 1) % ring.length] as (typeof ring)[number];
    return one.side === next.side ? [] : [between(one.seat, next.seat, middle)];
  });
  const ends = gaps.length === 2 && ring.length === 2 ? sideways(ring, middle) : gaps;
  const strokes = strokesThrough(ends, middle);
  return { strokes, labels: labelsOf(world.sides, strokes, layout, middle) };
}

/** Two gaps make one straight wall; more meet in the middle like spokes. */
function strokesThrough(ends: readonly Point[], middle: Point): WallPicture["strokes"] {
  const [one, other] = ends;
  if (ends.length === 2 && one && other) return [{ from: one, to: other }];
  return ends.map((end) => ({ from: middle, to: end }));
}

function between(one: Point, other: Point, middle: Point): Point {
  const half = { x: (one.x + other.x) / 2 - middle.x, y: (one.y + other.y) / 2 - middle.y };
  const reach = Math.max(Math.hypot(one.x - middle.x, one.y - middle.y), 1) * OVERHANG;
  const length = Math.hypot(half.x, half.y) || 1;
  return { x: middle.x + (half.x / length) * reach, y: middle.y + (half.y / length) * reach };
}

function sideways(ring: readonly { seat: Point }[], middle: Point): Point[] {
  const reach = Math.max(
    80,
    Math.hypot((ring[0]?.seat.x ?? 0) - middle.x, (ring[0]?.seat.y ?? 0) - middle.y),
  );
  return [
    { x: middle.x - reach, y: middle.y },
    { x: middle.x + reach, y: middle.y },
  ];
}

function centre(points: readonly Point[]): Point {
  const sum = points.reduce((total, point) => ({ x: total.x + point.x, y: total.y + point.y }), {
    x: 0,
    y: 0,
  });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

const LETTER = { width: 6.9, height: 18 };

/** Each side's label stands on its own side, at an end of the wall or outside the ring, where it hides the least. */
function labelsOf(
  sides: readonly Side[],
  strokes: WallPicture["strokes"],
  layout: Layout,
  middle: Point,
): WallPicture["labels"] {
  const obstacles = obstaclesOf(layout);
  const all = layout.seats.size;
  return sides.map((side) => {
    const template = side.majority ? words.wall.majority : words.wall.minority;
    const text = fill(template, { count: side.servers.length, all });
    const size = { width: text.length * LETTER.width, height: LETTER.height };
    const own = centre(side.servers.flatMap((id) => layout.seats.get(id) ?? []));
    const spots = spotsFor(own, strokes, middle, size);
    const cost = (spot: Point) => {
      const area = { x: spot.x - size.width / 2, y: spot.y - size.height / 2, ...size };
      const out = overhang(area, layout.box);
      return hidden(area, obstacles) + (out.left + out.right + out.top + out.bottom) * 20;
    };
    const best = cheapest(spots, cost) ?? own;
    obstacles.push({ ...best, radius: LETTER.height, weight: 80 });
    return { x: best.x, y: best.y, text, majority: side.majority };
  });
}

function spotsFor(own: Point, strokes: WallPicture["strokes"], middle: Point, size: Box): Point[] {
  const spots: Point[] = [];
  for (const end of strokes.flatMap((stroke) => [stroke.to, stroke.from])) {
    const towards = { x: own.x - middle.x, y: own.y - middle.y };
    const length = Math.hypot(towards.x, towards.y) || 1;
    const away = { x: (towards.x / length) * (size.width / 2), y: (towards.y / length) * 20 };
    const outward = { x: (end.x - middle.x) * 0.08, y: (end.y - middle.y) * 0.08 };
    for (const share of [0.55, 0.9, 1.3]) {
      spots.push({ x: end.x + away.x * share + outward.x, y: end.y + away.y * share + outward.y });
    }
  }
  for (const pull of [0.6, 1.75, 2]) {
    spots.push({
      x: middle.x + (own.x - middle.x) * pull,
      y: middle.y + (own.y - middle.y) * pull,
    });
  }
  return spots;
}
