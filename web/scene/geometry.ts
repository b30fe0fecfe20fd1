/** One unit is one CSS pixel at the usual text size: text keeps its size whatever the size of the box. */
export type Point = { x: number; y: number };
export type Box = { width: number; height: number };

/** A server's fixed place: it never moves while the box stays. `outward`: where its words stand, away from the traffic. */
export type Seat = Point & { outward: "up" | "down" };

export type Layout = {
  box: Box;
  /** A small box has shorter words and smaller glyphs. */
  compact: boolean;
  /** Radius of a server's disc. */
  radius: number;
  /** Messages are this much smaller where it is crowded. */
  glyphs: number;
  /** How far traffic keeps to the right of the middle of a link. */
  lane: number;
  seats: ReadonlyMap<string, Seat>;
  /** Clients stand in the corners, where a ring leaves room. */
  desks: ReadonlyMap<string, Point>;
  /** Below everything else, where "not Raft" has it for itself: a small picture has no other free place. */
  strip: number;
};

const COMPACT_BELOW = { width: 420, height: 300 };
/** How high the mark that rules are broken is, with a gap above it. */
const STRIP = 26;
/** Above this many servers a small box takes whatever ellipse fits. */
const RING_UP_TO = 5;

/** Half of the width of a crowded ring, in radii of a server: less, and timers of neighbours at its sides cross. */
const CROWD_NEEDS = 8.4;

/** How much wider than high the ellipse may be: three servers look right only as a regular triangle. */
function widest(count: number): number {
  if (count <= 3) return 1;
  return count <= CALM ? 1.45 : 1.9;
}

/** Up to so many servers there is room for a word at each. */
export const CALM = 5;

export function layOut(
  serverIds: readonly string[],
  clientIds: readonly string[],
  whole: Box,
  marked = false,
): Layout {
  const compact = whole.width < COMPACT_BELOW.width || whole.height < COMPACT_BELOW.height;
  const strip = compact && marked ? STRIP : 0;
  const box = { width: whole.width, height: whole.height - strip };
  const radius = discRadius(serverIds.length, box, compact);
  // Many voters stand in two rows.
  const words = compact ? 44 : serverIds.length > CALM ? 72 : 64;
  const margin = { x: radius + (compact ? 16 : 34), y: radius + words };
  const corners = serverIds.map((_, order) => corner(order, serverIds.length));
  const spread = extent(corners);
  const free = {
    x: Math.max(0, box.width - 2 * margin.x),
    y: Math.max(0, box.height - 2 * margin.y),
  };
  const down = spread.height > 0 ? free.y / spread.height : 0;
  const across = spread.width > 0 ? free.x / spread.width : 0;
  const wide =
    compact && serverIds.length > RING_UP_TO ? Number.POSITIVE_INFINITY : widest(serverIds.length);
  // A ring; where it is crowded and the box is wider than high, an ellipse.
  const least = serverIds.length > CALM ? radius * CROWD_NEEDS : 0;
  const radii = { x: Math.min(across, Math.max(down * wide, least)), y: Math.min(down, across) };
  const middle = { x: box.width / 2, y: box.height / 2 };
  const seats = new Map<string, Seat>();
  corners.forEach((at, order) => {
    const y = middle.y + (at.y - spread.middle.y) * radii.y;
    const x = middle.x + (at.x - spread.middle.x) * radii.x;
    seats.set(serverIds[order] as string, { x, y, outward: at.y < -0.01 ? "up" : "down" });
  });
  const desks = new Map(clientIds.map((id, order) => [id, desk(order, box, compact)]));
  const glyphs = compact ? 0.78 : radius < 34 ? 0.86 : 1;
  return { box: whole, compact, radius, glyphs, lane: compact ? 6 : 9, seats, desks, strip };
}

/** n1 on top, then clockwise. */
function corner(order: number, count: number): Point {
  if (count === 1) return { x: 0, y: 0 };
  const angle = (2 * Math.PI * order) / count;
  return { x: Math.sin(angle), y: -Math.cos(angle) };
}

function extent(points: readonly Point[]): { width: number; height: number; middle: Point } {
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  return {
    width: right - left,
    height: bottom - top,
    middle: { x: (left + right) / 2, y: (top + bottom) / 2 },
  };
}

function discRadius(count: number, box: Box, compact: boolean): number {
  const side = Math.min(box.width, box.height);
  const room = (side / 2) * Math.sin(Math.PI / Math.max(3, count));
  return Math.round(
    Math.max(compact ? 15 : 20, Math.min(compact ? 26 : 42, room * 0.36, side * 0.085)),
  );
}

function desk(order: number, box: Box, compact: boolean): Point {
  const inset = compact ? 22 : 40;
  const top = order % 4 < 2;
  const left = order % 2 === 0;
  const ring = Math.floor(order / 4) * inset * 2;
  return {
    x: left ? inset : box.width - inset,
    y: top ? inset + ring : box.height - inset - ring,
  };
}

export function placeOf(layout: Layout, id: string): Point {
  return (
    layout.seats.get(id) ??
    layout.desks.get(id) ?? { x: layout.box.width / 2, y: layout.box.height / 2 }
  );
}

/** The straight way a message takes: from rim to rim, to the right of its direction, so that two never cover each other. */
export type Lane = { from: Point; to: Point; angle: number; right: Point };

export function laneBetween(layout: Layout, from: string, to: string): Lane {
  const start = placeOf(layout, from);
  const end = placeOf(layout, to);
  const length = Math.hypot(end.x - start.x, end.y - start.y) || 1;
  const along = { x: (end.x - start.x) / length, y: (end.y - start.y) / length };
  const right = { x: -along.y, y: along.x };
  const off = { x: right.x * layout.lane, y: right.y * layout.lane };
  const leave = rimOf(layout, from);
  const arrive = length - rimOf(layout, to);
  return {
    from: { x: start.x + along.x * leave + off.x, y: start.y + along.y * leave + off.y },
    to: { x: start.x + along.x * arrive + off.x, y: start.y + along.y * arrive + off.y },
    angle: (Math.atan2(along.y, along.x) * 180) / Math.PI,
    right,
  };
}

function rimOf(layout: Layout, id: string): number {
  return layout.seats.has(id) ? layout.radius + 13 : 16;
}

export function along(lane: { from: Point; to: Point }, share: number): Point {
  return {
    x: lane.from.x + (lane.to.x - lane.from.x) * share,
    y: lane.from.y + (lane.to.y - lane.from.y) * share,
  };
}

export function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

export function distanceToSegment(point: Point, from: Point, to: Point): number {
  const span = { x: to.x - from.x, y: to.y - from.y };
  const squared = span.x ** 2 + span.y ** 2 || 1;
  const share = ((point.x - from.x) * span.x + (point.y - from.y) * span.y) / squared;
  const nearest = Math.max(0, Math.min(1, share));
  return distance(point, { x: from.x + span.x * nearest, y: from.y + span.y * nearest });
}
