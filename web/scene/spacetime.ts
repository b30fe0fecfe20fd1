import type { Lane, Spacetime, ViolationFrame } from "../engine/door.ts";
import type { Cursor } from "../state/cursor.ts";
import { isLit, same } from "../state/cursor.ts";
import type { Span } from "../state/span.ts";
import { fill, words } from "../words/words.ts";
import { type Axis, placeOnAxis, type Tick, ticksOf } from "./axis.ts";
import { fillOfTerm, type TermFill } from "./fill.ts";
import { type Arrow, arrowsOf } from "./voyage.ts";

export type SpacetimeView = {
  /** All clients there are: a lane that comes and goes would make the page jump. */
  clients: readonly string[];
  cursor: Cursor;
  seenBy: string | null;
  collapsed: ReadonlySet<string>;
  /** Promises that have been broken up to the present. */
  broken: readonly ViolationFrame[];
  /** Time runs downwards: on phones and in narrow places. */
  upright: boolean;
};

/** A stretch of a server's life in one role and term. `down`: nothing, a gap. */
export type LaneBand = {
  key: string;
  from: number;
  to: number;
  role: "follower" | "precandidate" | "candidate" | "leader" | "down";
  fill: TermFill;
  label: string;
};

export type LaneSign = {
  key: string;
  at: number;
  sign: string;
  text: string;
  strong: boolean;
  /** A promise is broken here. */
  guilty: boolean;
};

export type LanePicture = {
  key: string;
  name: string;
  kind: "server" | "client";
  /** Where its line runs, across time. */
  across: number;
  collapsed: boolean;
  veiled: boolean;
  lit: boolean;
  bands: LaneBand[];
  signs: LaneSign[];
};

/** All lengths in units of the stage; `along` is the way of time, `across` the way from server to server. */
export type SpacetimeScene = {
  axis: Axis;
  /** How wide it is across time. */
  breadth: number;
  upright: boolean;
  lanes: LanePicture[];
  arrows: Arrow[];
  walls: { key: string; from: number; to: number; text: string }[];
  ticks: Tick[];
  omitted: number;
};

const LANE = { server: 34, client: 26, collapsed: 14, margin: 18 } as const;
const UPRIGHT_LANE = { server: 62, client: 52, collapsed: 18, margin: 24 } as const;

/** Messages, terms and faults of a stretch of time: one line a server, real durations. */
export function spacetimeScene(
  spacetime: Spacetime,
  span: Span,
  length: number,
  view: SpacetimeView,
): SpacetimeScene {
  const axis: Axis = { span, length };
  const sizes = view.upright ? UPRIGHT_LANE : LANE;
  const lanes: LanePicture[] = [];
  let across: number = sizes.margin;
  const place = (kind: "server" | "client", name: string): number => {
    const size = view.collapsed.has(name) ? sizes.collapsed : sizes[kind];
    const at = across + size / 2;
    across += size;
    return at;
  };
  for (const client of view.clients) {
    lanes.push(clientLane(spacetime, client, place("client", client), axis, view));
  }
  for (const lane of spacetime.lanes) {
    lanes.push(serverLane(lane, place("server", lane.server), axis, view));
  }
  return {
    axis,
    breadth: across + sizes.margin * 0.6,
    upright: view.upright,
    lanes,
    arrows: arrowsOf(spacetime, lanes, axis, view),
    // Nobody inside the network sees a wall.
    walls: (view.seenBy === null ? spacetime.walls : []).map((wall) => ({
      key: `${wall.from} ${wall.text}`,
      from: placeOnAxis(axis, Math.max(span.from, wall.from)),
      to: placeOnAxis(axis, Math.min(span.to, wall.to)),
      text: wall.text,
    })),
    ticks: ticksOf(axis, view.upright ? 48 : 90),
    omitted: spacetime.omitted,
  };
}

const SIGNS: Record<Lane["moments"][number]["kind"], { sign: string; strong: boolean }> = {
  timeout: { sign: "?", strong: false },
  won: { sign: "★", strong: true },
  committed: { sign: "✓", strong: false },
  truncated: { sign: "✗", strong: true },
  persisted: { sign: "", strong: false },
  crashed: { sign: "⏻", strong: true },
  restarted: { sign: "↻", strong: true },
};

function serverLane(lane: Lane, across: number, axis: Axis, view: SpacetimeView): LanePicture {
  const subject = { kind: "server", id: lane.server } as const;
  const { cursor, seenBy, collapsed } = view;
  let term: number | null = null;
  const bands = lane.spans.map((span): LaneBand => {
    const from = placeOnAxis(axis, Math.max(axis.span.from, span.from));
    const to = placeOnAxis(axis, Math.min(axis.span.to, span.to));
    const news = span.up && span.term !== term && span.term > 0;
    term = span.up ? span.term : null;
    return {
      key: `${span.from}`,
      from,
      to,
      role: span.up ? (span.role ?? "follower") : "down",
      fill: fillOfTerm(span.up ? span.term : null),
      label: news && to - from > 20 ? fill(words.server.termShort, { term: span.term }) : "",
    };
  });
  return {
    key: lane.server,
    name: lane.server,
    kind: "server",
    across,
    collapsed: collapsed.has(lane.server),
    veiled: seenBy !== null && seenBy !== lane.server,
    lit: isLit(subject, cursor) || same(subject, cursor.selected),
    bands,
    signs: withGuilt(spaced(signsOf(lane, axis)), subject, axis, view),
  };
}

function signsOf(lane: Lane, axis: Axis): LaneSign[] {
  return lane.moments
    .filter((moment) => SIGNS[moment.kind].sign !== "")
    .map((moment) => ({
      key: `${moment.ordinal} ${moment.kind} ${moment.text}`,
      at: placeOnAxis(axis, moment.at),
      sign: SIGNS[moment.kind].sign,
      text: moment.text,
      strong: SIGNS[moment.kind].strong,
      guilty: false,
    }));
}

/** Where this one broke a promise stands an exclamation mark, whatever else stood there. */
function withGuilt(
  signs: LaneSign[],
  subject: { kind: "server" | "client"; id: string },
  axis: Axis,
  { broken, seenBy }: SpacetimeView,
): LaneSign[] {
  if (broken.length === 0 || seenBy !== null) return signs;
  const { from, to } = axis.span;
  const own = broken.filter(
    ({ at, about }) => at.time >= from && at.time <= to && about.some((one) => same(one, subject)),
  );
  const guilt = own.map(({ at, property }) => ({
    key: `guilt ${property}`,
    at: placeOnAxis(axis, at.time),
    sign: "!",
    text: property,
    strong: true,
    guilty: true,
  }));
  const isFree = ({ at }: LaneSign) => guilt.every((one) => Math.abs(one.at - at) >= SIGN_WIDTH);
  return [...signs.filter(isFree), ...guilt];
}

/** Signs take so much room. */
const SIGN_WIDTH = 13;

/** Of signs that would cover each other, the strong one stays; of two alike the first. */
function spaced(signs: readonly LaneSign[]): LaneSign[] {
  const kept: LaneSign[] = [];
  for (const sign of signs) {
    const before = kept.at(-1);
    if (!before || sign.at - before.at >= SIGN_WIDTH) kept.push(sign);
    else if (sign.strong && !before.strong) kept[kept.length - 1] = sign;
  }
  return kept;
}

const OUTCOMES = { ok: "✓", failed: "✗", unknown: "?" } as const;

function clientLane(
  { operations }: Spacetime,
  client: string,
  across: number,
  axis: Axis,
  view: SpacetimeView,
): LanePicture {
  const own = operations.filter((operation) => operation.client === client);
  const subject = { kind: "client", id: client } as const;
  return {
    key: client,
    name: client,
    kind: "client",
    across,
    collapsed: view.collapsed.has(client),
    veiled: view.seenBy !== null,
    lit: isLit(subject, view.cursor),
    bands: own.map((operation) => ({
      key: operation.id,
      from: placeOnAxis(axis, Math.max(axis.span.from, operation.from)),
      to: placeOnAxis(axis, Math.min(axis.span.to, operation.to ?? axis.span.to)),
      role: "follower",
      fill: fillOfTerm(null),
      label: `${operation.text} ${operation.outcome ? OUTCOMES[operation.outcome] : "…"}`,
    })),
    signs: withGuilt([], subject, axis, view),
  };
}
