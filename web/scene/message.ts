import type { MessageFrame } from "../engine/door.ts";
import type { Subject } from "../state/cursor.ts";
import { type Glyph, glyphOf } from "../state/introductions.ts";
import { waitOf } from "../state/waiting.ts";
import type { World } from "../state/world.ts";
import { words } from "../words/words.ts";
import { type Emphasis, emphasisOf } from "./emphasis.ts";
import { fillOfTerm, type TermFill } from "./fill.ts";
import { along, type Lane, type Layout, laneBetween, type Point } from "./geometry.ts";
import { hidesMessage, knowledgeOf } from "./knowledge.ts";
import type { ClusterView } from "./view.ts";

/** `look` is the same object as long as nothing but the place has changed: with hundreds of messages that is the frame. */
export type MessagePicture = Point & { key: string; look: MessageLook };

export type MessageLook = {
  scale: number;
  glyph: Glyph;
  fill: TermFill;
  /** Entries on board, oldest first: a stripe each in the hue of the entry's own term. */
  stripes: TermFill[];
  /** What stands inside or at the glyph: an index range, "?", "✓ 2", "x=1". */
  inscription: string;
  accepted: boolean | null;
  /** The word beside it: the first time such a glyph is seen, while paused, and under the pointer. */
  label: string | null;
  /** The free side of its lane, as a unit vector: words stand there. */
  free: Point;
  /** The label stands on the free side, or (−1) on the other: labels.ts. */
  side: 1 | -1;
  /** Above or below a level lane it is centred on the message, or begins (1) or ends (−1) there. */
  slide: 0 | 1 | -1;
  /** While paused: which way it is going, in degrees. */
  heading: number | null;
  doomed: boolean;
  /** It waits where it is. */
  held: boolean;
  /** It is a copy of another message. */
  copy: boolean;
  /** Where a doomed message will end. */
  cross: Point | null;
  emphasis: Emphasis;
  /** Not known to the server through whose eyes the reader looks. */
  veiled: boolean;
};

/** A doomed message does not get this far: its cross stands on the link, short of the receiver. */
const DOOMED_REACH = 0.8;
/** A server that is down does not take it in. */
const AT_THE_DOOR = 0.93;
/** While paused so few are named; of more, the names would hide each other. */
const NAMED_AT_MOST = 3;
const STRIPES_AT_MOST = 4;

export function picturesOfMessages(
  world: World,
  layout: Layout,
  view: ClusterView,
  now: number,
): MessagePicture[] {
  const pictures: MessagePicture[] = [];
  const named = new Set<Glyph>();
  const knowledge = knowledgeOf(world, view.seenBy);
  const few = world.messages.length <= NAMED_AT_MOST;
  const queues = new Map<string, number>();
  for (const message of world.messages) {
    const waits = waitOf(world, message) !== null;
    if (message.sentAt > now || (message.dueAt < now && !waits)) continue;
    const glyph = glyphOf(message);
    const introduced =
      (few || !named.has(glyph)) && world.step >= 0 && view.introductions.get(glyph) === world.step;
    named.add(glyph);
    const down = world.servers.get(message.to)?.up === false;
    const { lane, reach, look } = seen(message, layout, view, introduced, few, down, waits);
    const place = waits ? standingPlace(message, queues) : 1;
    const share = Math.min(reach * progress(message, now), place);
    const x = lane.from.x + (lane.to.x - lane.from.x) * share;
    // Hundreds of these are made for every frame: nothing but the picture itself.
    pictures.push({
      key: message.id,
      x,
      y: lane.from.y + (lane.to.y - lane.from.y) * share,
      look: knowledge ? asKnown(look, hidesMessage(knowledge, message)) : look,
    });
  }
  return pictures;
}

/** A message on its lane; `reach`: the share of it that it will go. */
type Seen = { lane: Lane; reach: number; look: MessageLook };

/** What decides about the look of a message, beside itself. */
type Memory = Seen &
  Pick<ClusterView, "cursor" | "paused"> & {
    layout: Layout;
    introduced: boolean;
    few: boolean;
    down: boolean;
    held: boolean;
  };

const memories = new WeakMap<MessageFrame, Memory>();

function seen(
  message: MessageFrame,
  layout: Layout,
  { cursor, paused }: ClusterView,
  introduced: boolean,
  few: boolean,
  down: boolean,
  held: boolean,
): Seen {
  const before = memories.get(message);
  if (
    before &&
    before.layout === layout &&
    before.cursor === cursor &&
    before.paused === paused &&
    before.introduced === introduced &&
    before.few === few &&
    before.down === down &&
    before.held === held
  )
    return before;
  const lane = laneBetween(layout, message.from, message.to);
  const reach = message.doomed === null ? 1 : DOOMED_REACH;
  const subject: Subject = { kind: "message", id: message.id };
  const emphasis = emphasisOf(subject, cursor, (to) => relates(message, to));
  const doomed = message.doomed !== null || down;
  const glyph = glyphOf(message);
  const labelled =
    introduced ||
    emphasis === "selected" ||
    emphasis === "lit" ||
    (paused && few && !layout.compact);
  const look: MessageLook = {
    scale: layout.glyphs,
    glyph,
    fill: fillOfTerm(message.term),
    stripes: message.entries.slice(0, STRIPES_AT_MOST).map((entry) => fillOfTerm(entry.term)),
    inscription: message.short,
    accepted: message.accepted,
    free: lane.right,
    // What clients say has its word on the other side than what servers say.
    side: fillOfTerm(message.term).hue === 0 ? -1 : 1,
    slide: 0,
    label: labelled ? words.glyphs[glyph] : null,
    heading: paused || emphasis !== "plain" ? lane.angle : null,
    doomed,
    held,
    copy: message.copy,
    cross: doomed ? crossOf(lane, reach) : null,
    emphasis,
    veiled: false,
  };
  const memory = { lane, reach, look, layout, cursor, paused, introduced, few, down, held };
  memories.set(message, memory);
  return memory;
}

/** Who sent a message does not know what becomes of it; who did not, does not know of it. */
function asKnown(look: MessageLook, veiled: boolean): MessageLook {
  const known = { ...look, doomed: false, held: false, copy: false, cross: null, veiled };
  return veiled ? { ...known, label: null, heading: null } : known;
}

/** Who waits first stands nearest to the receiver, the others behind it as long as there is room. */
const [FIRST_PLACE, NEXT_PLACE, LAST_PLACE] = [0.86, 0.11, 0.2];

function standingPlace({ from, to }: MessageFrame, queues: Map<string, number>): number {
  const before = queues.get(`${from} ${to}`) ?? 0;
  queues.set(`${from} ${to}`, before + 1);
  return Math.max(LAST_PLACE, FIRST_PLACE - before * NEXT_PLACE);
}

function crossOf(lane: Lane, end: number): Point {
  return along(lane, end === 1 ? AT_THE_DOOR : end);
}

function progress(message: MessageFrame, now: number): number {
  const span = message.dueAt - message.sentAt;
  return span > 0 ? Math.max(0, Math.min(1, (now - message.sentAt) / span)) : 1;
}

function relates(message: MessageFrame, to: Subject): boolean {
  switch (to.kind) {
    case "server":
    case "client":
      return message.from === to.id || message.to === to.id;
    case "link":
      return [message.from, message.to].sort().join() === [to.a, to.b].sort().join();
    case "entry":
      return message.entries.some((entry) => entry.index === to.index && entry.term === to.term);
    case "operation":
      return message.from === to.client || message.to === to.client;
    case "message":
      return false;
  }
}
