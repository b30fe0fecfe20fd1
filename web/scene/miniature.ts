import type { Miniature } from "../engine/door.ts";
import { glyphOf } from "../state/introductions.ts";
import { fillOfTerm, type TermFill } from "./fill.ts";
import { along, type Box, type Layout, laneBetween, type Point } from "./geometry.ts";
import type { MessageLook } from "./message.ts";
import type { Outline } from "./server.ts";
import { messageSpecimen } from "./specimens.ts";

/** A moment of a run as small as a stamp: the cluster on the left, the logs on the right. No words but the servers' names. */
export type MiniaturePicture = {
  box: Box;
  radius: number;
  wires: { from: Point; to: Point; cut: boolean; crossed: boolean }[];
  servers: (Point & {
    id: string;
    outline: Outline;
    fill: TermFill;
    leads: boolean;
    guilty: boolean;
  })[];
  messages: (Point & { look: MessageLook })[];
  cells: (Point & Box & { fill: TermFill; committed: boolean })[];
};

const BOX = { width: 320, height: 180 };
const RING = { middle: { x: 102, y: 96 }, radius: 60 };
const CELL = { width: 12, height: 12 };
const LEDGER_FROM = 204;
/** Of a wall between two sides only the first crosses would be legible. */
const CROSSES_AT_MOST = 2;
const SMALL = 0.62;
/** A message that has just been sent, or is about to arrive, would hide behind a server. */
const WAY = { least: 0.22, most: 0.78 };

const OUTLINES = {
  follower: "thin",
  precandidate: "dotted-hexagon",
  candidate: "hexagon",
  leader: "double",
} as const satisfies Record<string, Outline>;

export function miniatureOf(moment: Miniature): MiniaturePicture {
  const ids = moment.servers.map(({ id }) => id);
  const layout = ringOf(ids);
  return {
    box: BOX,
    radius: layout.radius,
    wires: wiresBetween(ids, moment, layout),
    servers: moment.servers.map(({ id, role, term, guilty }) => ({
      id,
      ...seatOf(layout, id),
      outline: role ? OUTLINES[role] : "dashed",
      fill: fillOfTerm(role ? term : 0),
      leads: role === "leader",
      guilty: guilty ?? false,
    })),
    messages: (moment.messages ?? []).map((message) => messageIn(layout, message)),
    cells: cellsOf(moment),
  };
}

/** n1 on top, then clockwise, as on the stage; but no words need room here. */
function ringOf(ids: readonly string[]): Layout {
  const seats = ids.map((id, order) => {
    const angle = (2 * Math.PI * order) / ids.length;
    const away = ids.length > 1 ? RING.radius : 0;
    const x = RING.middle.x + away * Math.sin(angle);
    return [id, { x, y: RING.middle.y - away * Math.cos(angle), outward: "up" }] as const;
  });
  const radius = ids.length <= 3 ? 23 : ids.length <= 5 ? 19 : 15;
  const spacing = { compact: true, radius, glyphs: SMALL, lane: 6, strip: 0 };
  return { box: BOX, ...spacing, seats: new Map(seats), desks: new Map() };
}

function seatOf(layout: Layout, id: string): Point {
  const seat = layout.seats.get(id);
  return { x: seat?.x ?? 0, y: seat?.y ?? 0 };
}

function messageIn(
  layout: Layout,
  { from, to, kind, term, way, laden, doomed }: NonNullable<Miniature["messages"]>[number],
): MiniaturePicture["messages"][number] {
  const at = along(laneBetween(layout, from, to), clamped(way / 100));
  const glyph = glyphOf({ kind, entries: laden ? [{ index: 0, term }] : [] });
  const { look } = messageSpecimen(glyph, doomed !== undefined, at);
  const fill = fillOfTerm(term);
  const stripes = laden ? [fill] : [];
  return { ...at, look: { ...look, scale: SMALL, fill, stripes, inscription: "" } };
}

function clamped(way: number): number {
  return Math.max(WAY.least, Math.min(WAY.most, way));
}

function wiresBetween(ids: readonly string[], { cuts }: Miniature, layout: Layout) {
  const isCut = (one: string, other: string) =>
    cuts?.some(({ from, to }) => (from === one && to === other) || (from === other && to === one));
  const wires = ids.flatMap((from, order) =>
    ids.slice(order + 1).map((to) => ({
      from: seatOf(layout, from),
      to: seatOf(layout, to),
      cut: isCut(from, to) ?? false,
    })),
  );
  const gone = wires.filter(({ cut }) => cut);
  const crossed = gone.length <= CROSSES_AT_MOST;
  return wires.map((wire) => ({ ...wire, crossed: wire.cut && crossed }));
}

/** A row for each server, aligned by index; where logs are long, their ends. */
function cellsOf({ servers }: Miniature): MiniaturePicture["cells"] {
  const logs = servers.filter(({ log }) => log && log.length > 0);
  const first = Math.min(...logs.map(({ from }) => from));
  const step = Math.min(26, (BOX.height - 24) / servers.length);
  const top = (BOX.height - step * servers.length) / 2;
  return servers
    .flatMap(({ log, from, commit }, row) =>
      (log ?? []).map((term, order) => ({
        x: LEDGER_FROM + (from - first + order) * (CELL.width + 2),
        y: top + row * step + (step - CELL.height) / 2,
        ...CELL,
        fill: fillOfTerm(term),
        committed: from + order <= commit,
      })),
    )
    .filter(({ x }) => x + CELL.width <= BOX.width - 4);
}
