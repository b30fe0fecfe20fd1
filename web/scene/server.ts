import type { ServerFaultsFrame, ServerFrame } from "../engine/door.ts";
import type { Subject } from "../state/cursor.ts";
import { chargesAgainst, guiltAt } from "../state/guilt.ts";
import { messageOf, type World } from "../state/world.ts";
import { fill, words } from "../words/words.ts";
import { describeServer } from "./describe.ts";
import { type Emphasis, emphasisOf } from "./emphasis.ts";
import { clockSign } from "./faults.ts";
import { fillOfTerm, type TermFill } from "./fill.ts";
import { CALM, type Layout, type Point, placeOf } from "./geometry.ts";
import { beliefAbout, hidesServer, knowledgeOf } from "./knowledge.ts";
import { asideOf, type QuorumPicture, quorumOf } from "./quorum.ts";
import { type DiskSign, type ServerSign, signOfDisk, signsOfServer, stallsAt } from "./signs.ts";
import { belongs, type Standing, standingOf } from "./standing.ts";
import { UNKNOWN } from "./unknown.ts";
import type { ClusterView } from "./view.ts";

export type Outline =
  | "thin"
  | "square"
  | "dotted"
  | "dotted-hexagon"
  | "hexagon"
  | "double"
  | "dashed";

/** How far a server's log is behind the leader's. `empty`: it has nothing yet that the leader has. */
export type LagPicture = { text: string; empty: boolean };

/** A sign of what is wrong with a server. `acts`: it does so at this moment. */
export type SignPicture = { kind: ServerSign; text: string; acts: boolean };

export type ServerPicture = Point & {
  key: string;
  radius: number;
  name: string;
  term: string;
  fill: TermFill;
  outline: Outline;
  badge: "★" | "⏻" | null;
  /** The role in a word. */
  word: string;
  outward: "up" | "down";
  /** What is left of the election timer, as a share of the longest; null: it has none. */
  arc: number | null;
  /** It stands still. Its deadline passes all the same: when it goes on, it finds it overdue. */
  paused: boolean;
  /** What else is wrong with it, a sign each, with the little that can be said of it. */
  signs: SignPicture[];
  /** The last index on its disk; the disk stays when the server is down. null: nothing is known yet. */
  disk: string | null;
  /** What is wrong with the disk. */
  diskSign: DiskSign | null;
  lag: LagPicture | null;
  /** While two sets of servers hold: in which it counts. */
  chip: string | null;
  quorum: QuorumPicture | null;
  /** How far to the side of the server its quorum stands: near an edge it would leave the drawing. */
  aside: number;
  /** While sides are being chosen: on the reader's side or not. */
  chosen: boolean | null;
  emphasis: Emphasis;
  /** Guilty of a promise that is broken at this moment. */
  guilty: boolean;
  /** Seen through another server's eyes: only what that one believes of it is shown. */
  veiled: boolean;
  /** The whole state in words: what a screen reader says. */
  description: string;
};

export function picturesOfServers(
  world: World,
  layout: Layout,
  view: ClusterView,
  now: number,
): ServerPicture[] {
  return [...world.servers.values()].map((server) => pictureOf(server, world, layout, view, now));
}

function pictureOf(
  server: ServerFrame,
  world: World,
  layout: Layout,
  view: ClusterView,
  now: number,
): ServerPicture {
  const seat = layout.seats.get(server.id);
  const subject: Subject = { kind: "server", id: server.id };
  const knowledge = knowledgeOf(world, view.seenBy);
  // Where it is crowded only what is unusual has a word: a plain disc is a follower.
  const crowded = layout.seats.size > CALM;
  const standing = standingOf(server, world);
  // Nobody inside knows what is wrong with it, but that its own disk keeps it waiting.
  const faults = view.seenBy === null ? server.faults : null;
  const charges =
    view.seenBy === null ? chargesAgainst(guiltAt(world), { kind: "server", id: server.id }) : [];
  const quorum = server.quorum ? quorumOf(server, server.quorum, layout) : null;
  const place = placeOf(layout, server.id);
  const picture: ServerPicture = {
    key: server.id,
    ...place,
    radius: layout.radius,
    name: server.id,
    term: fill(layout.radius < ROOMY ? words.server.termShort : words.server.term, {
      term: server.term,
    }),
    fill: server.up ? fillOfTerm(server.term) : fillOfTerm(null),
    outline: outlineOf(server, standing),
    badge: badgeOf(server),
    word: wordIn(crowded, server, standing),
    outward: seat?.outward ?? "down",
    arc: arcOf(server, world.longestTimeout, now),
    paused: faults?.paused === true,
    signs: faults ? signsIn(faults, now) : [],
    disk: String(server.log.durable),
    diskSign: diskSignOf(server, view.seenBy, now),
    lag: lagOf(server, world),
    chip: server.up ? standing.chip : null,
    quorum,
    aside: quorum ? asideOf(quorum, place.x, layout.box, discsBeside(server.id, layout)) : 0,
    chosen: view.choosing ? view.choosing.includes(server.id) : null,
    emphasis: emphasisOf(subject, view.cursor, (to) => relates(server.id, to, world)),
    guilty: charges.length > 0,
    veiled: false,
    description: [
      describeServer(server, view.seenBy === null),
      ...charges.map((property) => fill(words.properties.guilty, { property })),
      ...doing(faults, now),
    ].join(", "),
  };
  return knowledge && hidesServer(knowledge, server.id)
    ? asBelieved(picture, beliefAbout(knowledge, server.id))
    : picture;
}

/** The other servers, with their rings and a gap, that stand where this one's row of pips is. */
function discsBeside(id: string, { seats, radius, compact }: Layout) {
  const seat = seats.get(id);
  if (!seat) return [];
  const line = seat.y + (seat.outward === "up" ? -1 : 1) * (radius + (compact ? 34 : 51));
  const ring = radius + 20;
  return [...seats.values()]
    .filter((other) => other !== seat && Math.abs(other.y - line) < ring)
    .map(({ x }) => ({ x, radius: ring }));
}

/** All that is left of a server for one who cannot see it. What it says to a screen reader is hidden as well. */
function asBelieved(picture: ServerPicture, belief: string): ServerPicture {
  return {
    ...picture,
    ...UNKNOWN,
    outline: "thin",
    word: belief,
    chosen: picture.chosen,
    veiled: true,
    description: fill(words.view.veiled, { server: picture.name, belief }),
  };
}

function signsIn(faults: ServerFaultsFrame, now: number): SignPicture[] {
  const stalls = stallsAt(faults, now).server;
  return signsOfServer(faults).map((kind) => ({
    kind,
    acts: kind === "slow" && stalls,
    text: kind === "clock" && faults.clock ? clockSign(faults.clock) : "",
  }));
}

/** What keeps it waiting at this very moment, in words. */
function doing(faults: ServerFaultsFrame | null, now: number): string[] {
  if (!faults) return [];
  const { server, disk } = stallsAt(faults, now);
  return [...(server ? [words.wrong.busyNow] : []), ...(disk ? [words.wrong.diskStalls] : [])];
}

function diskSignOf({ faults }: ServerFrame, seenBy: string | null, now: number): DiskSign | null {
  const sign = faults && signOfDisk(faults, now);
  const felt = sign === "stalled" || sign === "slow";
  return seenBy === null || felt ? sign : null;
}

/** While entries are on their way every follower is behind by a few: it lags from here on. */
const LAGS_FROM = 2;

function lagOf(server: ServerFrame, world: World): LagPicture | null {
  // Nobody sends it anything: it is not behind, it is not there.
  if (!belongs(server.id, world)) return null;
  const agreement = world.agreements.find((one) => one.server === server.id);
  if (!agreement || agreement.behind < (server.up ? LAGS_FROM : 1)) return null;
  return {
    text: fill(words.server.behind, { count: agreement.behind }),
    empty: agreement.agrees === 0,
  };
}

function outlineOf(server: ServerFrame, standing: Standing): Outline {
  if (!server.up) return "dashed";
  switch (server.role) {
    case "leader":
      return "double";
    case "candidate":
      return "hexagon";
    case "precandidate":
      return "dotted-hexagon";
    default:
      return FOLLOWERS[standing.kind];
  }
}

const FOLLOWERS = { voter: "thin", learner: "square", outside: "dotted" } as const;

function wordIn(crowded: boolean, server: ServerFrame, standing: Standing): string {
  if (!server.up || server.role !== "follower") return wordOf(server);
  return standing.word ?? (crowded ? "" : wordOf(server));
}

function badgeOf(server: ServerFrame): ServerPicture["badge"] {
  if (!server.up) return "⏻";
  return server.role === "leader" ? "★" : null;
}

export function wordOf(server: ServerFrame): string {
  if (server.up && server.transfer) return fill(words.roles.handingOver, { to: server.transfer });
  return server.up && server.role ? words.roles[server.role] : words.roles.down;
}

/** All arcs share one scale, so that one sees whose timer is shortest. */
function arcOf(server: ServerFrame, longest: number, now: number): number | null {
  if (!server.up || !server.timer) return null;
  return Math.max(0, Math.min(1, (server.timer.firesAt - now) / Math.max(1, longest)));
}

/** From this radius on "term 12" fits into a disc, beside the small disk at its rim. */
const ROOMY = 34;

function relates(id: string, to: Subject, world: World): boolean {
  switch (to.kind) {
    case "server":
      return to.id === id;
    case "link":
      return to.a === id || to.b === id;
    case "message": {
      const message = messageOf(world, to.id);
      return message?.from === id || message?.to === id;
    }
    case "client":
      return world.clients.find((client) => client.id === to.id)?.operation?.server === id;
    case "entry":
    case "operation":
      return true;
  }
}
