import type { SideFrame } from "../engine/door.ts";
import type { World } from "../state/world.ts";
import { fill, words } from "../words/words.ts";
import {
  type Box,
  distance,
  distanceToSegment,
  type Layout,
  type Point,
  placeOf,
} from "./geometry.ts";
import { type MarkPicture, markOf } from "./mark.ts";
import { cheapest, hidden, type Obstacle, obstaclesOf, overhang, rowOf } from "./room.ts";

/** A partition: strokes that divide the ring, and a label for each side saying what it can still do. */
export type WallPicture = {
  /** Each bends towards a point, so that the wall keeps its distance from the servers of both sides. */
  strokes: { from: Point; to: Point; bend: Point }[];
  labels: (Point & { text: string; majority: boolean })[];
};

/** The wall goes on so far beyond the servers. */
const OVERHANG = 1.34;

/** Finding room for the labels takes longer than a frame should: a wall is drawn once for a layout. */
const drawn = new WeakMap<Layout, { sides: string; picture: WallPicture }>();

export function pictureOfWall(world: World, layout: Layout): WallPicture | null {
  if (!world.sides) return null;
  const sides = JSON.stringify(world.sides);
  const before = drawn.get(layout);
  if (before?.sides === sides) return before.picture;
  const picture = build(world.sides, world.serverIds, layout, markOf(world, layout));
  drawn.set(layout, { sides, picture });
  return picture;
}

function build(
  sides: readonly SideFrame[],
  ids: readonly string[],
  layout: Layout,
  mark: MarkPicture | null,
): WallPicture {
  const ring = ids.flatMap((id) => {
    const seat = layout.seats.get(id);
    const side = sides.findIndex((one) => one.servers.includes(id));
    return seat ? [{ seat, side }] : [];
  });
  const middle = centre(ring.map((one) => one.seat));
  const gaps = ring.flatMap((one, order) => {
    const next = ring[(order + 1) % ring.length] as (typeof ring)[number];
    return one.side === next.side ? [] : [between(one.seat, next.seat, middle, layout.box)];
  });
  const ends = gaps.length === 2 && ring.length === 2 ? sideways(ring, middle) : gaps;
  const hearts = sides.map((side) =>
    centre(side.servers.flatMap((id) => layout.seats.get(id) ?? [])),
  );
  const strokes = strokesThrough(ends, middle, centre(hearts));
  const wall = strokes.flatMap(stones);
  const taken = [...obstaclesOf(layout), ...wall, ...(mark ? rowOf(mark, WORDS) : [])];
  return { strokes, labels: labelsOf(sides, taken, wall, layout, middle) };
}

/** Two gaps make one wall that passes between the sides; more gaps meet in the middle like spokes. */
function strokesThrough(
  ends: readonly Point[],
  middle: Point,
  heart: Point,
): WallPicture["strokes"] {
  const [one, other] = ends;
  if (ends.length === 2 && one && other) {
    const straight = centre([one, other]);
    return [
      { from: one, to: other, bend: { x: 2 * heart.x - straight.x, y: 2 * heart.y - straight.y } },
    ];
  }
  return ends.map((end) => ({ from: middle, to: end, bend: centre([middle, end]) }));
}

/** Out through the gap between two neighbours, as far as the stage goes. */
function between(one: Point, other: Point, middle: Point, box: Box): Point {
  const half = { x: (one.x + other.x) / 2 - middle.x, y: (one.y + other.y) / 2 - middle.y };
  const reach = Math.max(distance(one, middle), 1) * OVERHANG;
  const length = Math.hypot(half.x, half.y) || 1;
  return {
    x: within(middle.x + (half.x / length) * reach, box.width),
    y: within(middle.y + (half.y / length) * reach, box.height),
  };
}

const EDGE = 6;

function within(place: number, size: number): number {
  return Math.max(EDGE, Math.min(size - EDGE, place));
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

/** About how much room a letter takes. */
const LETTER = { width: 6.9, height: 18 };
const SMALL_LETTER = { width: 6.3, height: 15 };
/** Places that are tried for a label: a grid of so many columns and rows over the stage. */
const GRID = 24;
/** Traffic runs inside the ring: words stand there only if there is no other place. */
const INSIDE = 40;
/** How bad it is to write over other words. */
const WORDS = 80;
/** Worse than this, a label would hide a server: then it says less. */
const TOO_MUCH = 100;

/** Each side's label stands on its own side, near its own servers, where it hides the least. */
function labelsOf(
  sides: readonly SideFrame[],
  taken: readonly Obstacle[],
  wall: readonly Obstacle[],
  layout: Layout,
  middle: Point,
): WallPicture["labels"] {
  const obstacles = [...taken];
  const letter = layout.compact ? SMALL_LETTER : LETTER;
  return sides.map((side) => {
    const spots = gridOver(layout.box).filter((spot) => {
      const next = nearest(layout, spot);
      const seat = placeOf(layout, next);
      // Beyond the wall one would take the words for the other side's.
      return (
        side.servers.includes(next) &&
        wall.every((stone) => distanceToSegment(stone, seat, spot) > 9)
      );
    });
    const own = centre(side.servers.flatMap((id) => layout.seats.get(id) ?? []));
    const reach = Math.max(...[...layout.seats.values()].map((seat) => distance(seat, middle)));
    const areaOf = (text: string, spot: Point) => {
      const size = { width: text.length * letter.width, height: letter.height };
      return { x: spot.x - size.width / 2, y: spot.y - size.height / 2, ...size };
    };
    const costOf = (text: string) => (spot: Point) => {
      const area = areaOf(text, spot);
      const out = overhang(area, layout.box);
      const inside = distance(spot, middle) < reach ? INSIDE : 0;
      const away = distance(spot, own) * 0.15;
      return (
        hidden(area, obstacles) + (out.left + out.right + out.top + out.bottom) * 20 + inside + away
      );
    };
    const placed = (text: string) => {
      const best = cheapest(spots, costOf(text)) ?? own;
      return { ...best, text, area: areaOf(text, best) };
    };
    const whole = placed(textOf(side));
    const label = hidden(whole.area, obstacles) < TOO_MUCH ? whole : placed(countOf(side));
    const { x, y, text, area } = label;
    obstacles.push(...rowOf({ ...area, x, y }, WORDS));
    return { x, y, text, majority: side.majority };
  });
}

/** Only voters count, and while two sets of them hold, each by itself. */
function textOf(side: SideFrame): string {
  if (side.voters.length === 0) return words.wall.nobody;
  return fill(side.majority ? words.wall.majority : words.wall.minority, { count: countOf(side) });
}

/** The shorter half of it. */
function countOf({ voters }: SideFrame): string {
  const [incoming, outgoing] = voters.map(({ here, all }) =>
    fill(words.wall.voters, { count: here, all }),
  );
  if (!incoming) return words.wall.nobody;
  return outgoing ? fill(words.wall.joint, { old: outgoing, new: incoming }) : incoming;
}

function gridOver(box: Box): Point[] {
  return Array.from({ length: GRID * GRID }, (_, order) => ({
    x: ((order % GRID) + 0.5) * (box.width / GRID),
    y: (Math.floor(order / GRID) + 0.5) * (box.height / GRID),
  }));
}

function nearest(layout: Layout, spot: Point): string {
  return cheapest([...layout.seats.keys()], (id) => distance(placeOf(layout, id), spot)) ?? "";
}

/** The wall itself, as a row of things not to be written over. */
function stones({ from, to, bend }: WallPicture["strokes"][number]): Obstacle[] {
  const count = Math.ceil(distance(from, to) / 16);
  return Array.from({ length: count + 1 }, (_, order) => {
    const share = order / Math.max(1, count);
    const [one, two, three] = [(1 - share) ** 2, 2 * share * (1 - share), share ** 2];
    const x = from.x * one + bend.x * two + to.x * three;
    const y = from.y * one + bend.y * two + to.y * three;
    return { x, y, radius: 6, weight: 25 };
  });
}
