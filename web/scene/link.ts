import { type Cursor, link, type Subject } from "../state/cursor.ts";
import { apartFromCut, isClient, isCut, isDown } from "../state/links.ts";
import type { World } from "../state/world.ts";
import { type Emphasis, emphasisOf } from "./emphasis.ts";
import { along, type Layout, laneBetween, type Point, placeOf } from "./geometry.ts";
import { type LinkSign, signsOfLink } from "./signs.ts";
import type { ClusterView } from "./view.ts";

export type LinkPicture = {
  key: string;
  a: string;
  b: string;
  from: Point;
  to: Point;
  /** Of a client. */
  outer: boolean;
  /** Whole, cut or down for a while in both directions (a gap with a cross) or in one, or passing through the wall. */
  state: "whole" | "cut" | "one-way" | "walled";
  /** Where the crosses of a cut stand: in the middle, or on the lane that is cut. */
  crosses: Point[];
  /** Slow in one direction at least. */
  slow: boolean;
  /** What is wrong: on the lane that it concerns, or in the middle if it is the same both ways. */
  signs: { at: Point; kinds: LinkSign[] }[];
  emphasis: Emphasis;
};

/** What is known of the network. */
type Seen = Pick<World, "serverIds" | "cuts" | "sides" | "faulty" | "clients">;

/** Links change seldom and are many: the same pictures are given again until something about them is different. */
const drawn = new WeakMap<Layout, { seen: string; cursor: Cursor; pictures: LinkPicture[] }>();

export function picturesOfLinks(world: World, layout: Layout, view: ClusterView): LinkPicture[] {
  const { serverIds, clients } = world;
  // Nobody inside the network sees what is wrong with its links.
  const known = view.seenBy === null ? world : { cuts: [], sides: null, faulty: [] };
  const { cuts, sides, faulty } = known;
  const seen = JSON.stringify([serverIds, clients.map(({ id }) => id), cuts, sides, faulty]);
  const before = drawn.get(layout);
  if (before?.seen === seen && before.cursor === view.cursor) return before.pictures;
  const pictures = build({ serverIds, clients, cuts, sides, faulty }, layout, view);
  drawn.set(layout, { seen, cursor: view.cursor, pictures });
  return pictures;
}

function build(seen: Seen, layout: Layout, view: ClusterView): LinkPicture[] {
  const sideOf = new Map(
    (seen.sides ?? []).flatMap((side, order) => side.servers.map((id) => [id, order] as const)),
  );
  const pairs = seen.serverIds.flatMap((a, order) =>
    seen.serverIds.slice(order + 1).map((b) => [a, b] as const),
  );
  const between = pairs.map(([a, b]) =>
    pictureOf(seen, layout, view, a, b, sideOf.get(a) !== sideOf.get(b)),
  );
  return [...between, ...linksOfClients(seen, layout, view)];
}

/** What comes and goes at the clients is seen well enough: a line is drawn where there is something about it. */
function linksOfClients(seen: Seen, layout: Layout, view: ClusterView): LinkPicture[] {
  return seen.clients
    .flatMap(({ id }) => seen.serverIds.map((server) => pictureOf(seen, layout, view, id, server)))
    .filter(
      ({ state, signs, emphasis }) =>
        state !== "whole" || signs.length > 0 || emphasis === "selected" || emphasis === "lit",
    );
}

function pictureOf(
  seen: Seen,
  layout: Layout,
  { cursor }: ClusterView,
  a: string,
  b: string,
  walled = false,
): LinkPicture {
  const stopped = (from: string, to: string) => isCut(seen, from, to) || isDown(seen, from, to);
  const [there, back] = [stopped(a, b), stopped(b, a)];
  const crosses = crossesOf(layout, a, b, there, back);
  const outer = isClient(seen, a);
  // An end that is pointed at lights its links; a client has one to each server.
  const related = (to: Subject) =>
    (to.kind === "server" || to.kind === "client") && !outer && (to.id === a || to.id === b);
  return {
    key: `${a}–${b}`,
    a,
    b,
    from: placeOf(layout, a),
    to: placeOf(layout, b),
    outer,
    state: there && back ? "cut" : there || back ? "one-way" : walled ? "walled" : "whole",
    crosses,
    ...troubleOf(seen, layout, a, b, crosses.length > 0),
    emphasis: emphasisOf(link(a, b), cursor, related),
  };
}

/** Nearer to the receiver than a cross stands, so that both can be seen. */
const SIGN_AT = 0.66;

function troubleOf(
  seen: Seen,
  layout: Layout,
  a: string,
  b: string,
  crossed: boolean,
): Pick<LinkPicture, "slow" | "signs"> {
  const kindsOf = (from: string, to: string) => signsOfLink(apartFromCut(seen, from, to));
  const there = kindsOf(a, b);
  const back = kindsOf(b, a);
  const slow = [...there, ...back].includes("slow");
  if (there.length > 0 && there.join() === back.join()) {
    const ends = { from: placeOf(layout, a), to: placeOf(layout, b) };
    const middle = along(ends, crossed ? SIGN_AT : 0.5);
    return { slow, signs: [{ at: middle, kinds: there }] };
  }
  const lanes = [
    { at: along(laneBetween(layout, a, b), SIGN_AT), kinds: there },
    { at: along(laneBetween(layout, b, a), SIGN_AT), kinds: back },
  ];
  return { slow, signs: lanes.filter(({ kinds }) => kinds.length > 0) };
}

function crossesOf(layout: Layout, a: string, b: string, there: boolean, back: boolean): Point[] {
  if (there && back) {
    const lane = { from: placeOf(layout, a), to: placeOf(layout, b) };
    return [along(lane, 0.5)];
  }
  if (there) return [along(laneBetween(layout, a, b), 0.5)];
  if (back) return [along(laneBetween(layout, b, a), 0.5)];
  return [];
}
