import type { Spacetime, Voyage } from "../engine/door.ts";
import type { Subject } from "../state/cursor.ts";
import { glyphOf } from "../state/introductions.ts";
import { type Axis, placeOnAxis, sameAxis } from "./axis.ts";
import { type Emphasis, emphasisOf } from "./emphasis.ts";
import { fillOfTerm, type TermFill } from "./fill.ts";
import { distanceToSegment, type Point } from "./geometry.ts";
import type { LanePicture, SpacetimeScene, SpacetimeView } from "./spacetime.ts";

/** A message as an arrow from the moment and lane of its sending to those of its end. */
export type Arrow = {
  key: string;
  /** The message. */
  id: string;
  /** x runs along time, y across the lanes. */
  from: Point;
  to: Point;
  look: "request" | "vote" | "entries" | "heartbeat" | "reply" | "client";
  fill: TermFill;
  /** It ends in a cross, short of the receiver. */
  lost: boolean;
  /** What stands at its middle, where there is room. */
  label: string;
  veiled: boolean;
  emphasis: Emphasis;
};

/** Half of the thickest lane: arrows touch lanes, they do not cross them. */
const RIM = 8;
/** A lost message does not get further than this. */
const LOST_AT = 0.78;
/** Through its sender's eyes a message has left, and nothing more is known. */
const LEFT_AT = 0.5;
const ROOM_FOR_LABEL = 34;

export function arrowsOf(
  { voyages }: Spacetime,
  lanes: readonly LanePicture[],
  axis: Axis,
  view: SpacetimeView,
): Arrow[] {
  const laneOf = new Map(lanes.map((lane) => [lane.key, lane]));
  const kin = kinOf(view.cursor.selected, voyages);
  const arrows: Arrow[] = [];
  for (const voyage of voyages) {
    const from = laneOf.get(voyage.from);
    const to = laneOf.get(voyage.to);
    if (!from || !to || from.collapsed || to.collapsed) continue;
    arrows.push(remembered(voyage, [from.across, to.across], axis, view, kin));
  }
  return arrows;
}

type Memory = {
  arrow: Arrow;
  lanes: readonly [number, number];
  axis: Axis;
  cursor: SpacetimeView["cursor"];
  seenBy: string | null;
};

const memories = new WeakMap<Voyage, Memory>();

/** Of hundreds of arrows all but the newest are as they were: the same one is given again. */
function remembered(
  voyage: Voyage,
  lanes: readonly [number, number],
  axis: Axis,
  view: SpacetimeView,
  kin: ReadonlySet<string>,
): Arrow {
  const { cursor, seenBy } = view;
  const before = memories.get(voyage);
  // Who is kin to the selected message becomes known with the messages that it brings about.
  if (
    before?.lanes[0] === lanes[0] &&
    before.lanes[1] === lanes[1] &&
    sameAxis(before.axis, axis) &&
    before.cursor === cursor &&
    before.seenBy === seenBy &&
    !kin.has(voyage.id)
  )
    return before.arrow;
  const arrow = arrowOf(voyage, ...lanes, axis, view, kin);
  memories.set(voyage, { arrow, lanes, axis, cursor, seenBy });
  return arrow;
}

function arrowOf(
  voyage: Voyage,
  start: number,
  end: number,
  axis: Axis,
  { cursor, seenBy }: SpacetimeView,
  kin: ReadonlySet<string>,
): Arrow {
  const turn = Math.sign(end - start) || 1;
  const from = { x: placeOnAxis(axis, voyage.sentAt), y: start + turn * RIM };
  const goal = { x: placeOnAxis(axis, voyage.endedAt), y: end - turn * RIM };
  const sender = seenBy === voyage.from;
  const lost = !sender && voyage.fate !== "delivered" && voyage.fate !== "flying";
  const reach = sender ? LEFT_AT : lost && voyage.fate !== "down" ? LOST_AT : 1;
  const to = {
    x: from.x + (goal.x - from.x) * reach,
    y: from.y + (goal.y - from.y) * reach,
  };
  const subject: Subject = { kind: "message", id: voyage.id };
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  return {
    key: `${voyage.id} ${voyage.sentBy}`,
    id: voyage.id,
    from,
    to,
    look: lookOf(voyage),
    fill: fillOfTerm(voyage.term),
    lost,
    label: length > ROOM_FOR_LABEL && voyage.entries.length > 0 ? voyage.short : "",
    veiled: seenBy !== null && !knows(seenBy, voyage),
    emphasis: emphasisOf(subject, cursor, (to) => relates(voyage, to) || kin.has(voyage.id)),
  };
}

/** A server knows what it sent and what reached it. */
function knows(server: string, voyage: Voyage): boolean {
  return voyage.from === server || (voyage.to === server && voyage.fate === "delivered");
}

function lookOf(voyage: Voyage): Arrow["look"] {
  switch (glyphOf(voyage)) {
    case "ballot":
    case "ballot-reply":
    case "pre-ballot":
    case "pre-ballot-reply":
    case "timeout-now":
      return "vote";
    case "parcel":
    case "snapshot":
      return "entries";
    case "heartbeat":
      return "heartbeat";
    case "append-reply":
    case "snapshot-reply":
      return "reply";
    case "read-index":
    case "read-index-reply":
    case "forward":
      return "request";
    case "client-request":
    case "client-reply":
      return "client";
  }
}

function relates(voyage: Voyage, to: Subject): boolean {
  switch (to.kind) {
    case "server":
    case "client":
      return voyage.from === to.id || voyage.to === to.id;
    case "link":
      return [voyage.from, voyage.to].sort().join() === [to.a, to.b].sort().join();
    case "entry":
      return voyage.entries.some((entry) => entry.index === to.index && entry.term === to.term);
    case "operation":
      return voyage.from === to.client || voyage.to === to.client;
    case "message":
      return false;
  }
}

/** The messages that led to the selected one, back to the first, and those that it brought about. */
function kinOf(selected: Subject | null, voyages: readonly Voyage[]): ReadonlySet<string> {
  const kin = new Set<string>();
  if (selected?.kind !== "message") return kin;
  const own = voyages.findLast((voyage) => voyage.id === selected.id);
  let child = own;
  while (child) {
    const cause = child.sentBy;
    child = voyages.find((voyage) => voyage.endedBy === cause);
    if (child) kin.add(child.id);
  }
  for (const voyage of voyages) {
    if (own?.endedBy != null && voyage.sentBy === own.endedBy) kin.add(voyage.id);
  }
  return kin;
}

const REACH = 9;

/** The arrow under a pointer. */
export function arrowAt(scene: SpacetimeScene, point: Point): Arrow | null {
  let best: Arrow | null = null;
  let least = REACH;
  for (const arrow of scene.arrows) {
    const away = distanceToSegment(point, arrow.from, arrow.to);
    if (away < least) [best, least] = [arrow, away];
  }
  return best;
}

/** The server or client in whose lane a point lies. */
export function laneAt(scene: SpacetimeScene, point: Point): LanePicture | null {
  return scene.lanes.find((lane) => Math.abs(lane.across - point.y) <= RIM + 2) ?? null;
}
