import { type Cursor, link } from "../state/cursor.ts";
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
  /** Whole, cut in both directions (a gap with a cross), or one lane cut, or passing through the wall. */
  state: "whole" | "cut" | "one-way" | "walled";
  /** Where the crosses of a cut stand: in the middle, or on the lane that is cut. */
  crosses: Point[];
  /** Slow in one direction at least. */
  slow: boolean;
  /** What is wrong: on the lane that it concerns, or in the middle if it is the same both ways. */
  signs: { at: Point; kinds: LinkSign[] }[];
  emphasis: Emphasis;
};

type Seen = Pick<World, "serverIds" | "cuts" | "sides" | "faulty">;

/** Links change seldom and are many: the same pictures are given again until something about them is different. */
const drawn = new WeakMap<Layout, { seen: string; cursor: Cursor; pictures: LinkPicture[] }>();

export function picturesOfLinks(world: World, layout: Layout, view: ClusterView): LinkPicture[] {
  const { serverIds } = world;
  // Nobody inside the network sees what is wrong with its links.
  const known = view.seenBy === null ? world : { cuts: [], sides: null, faulty: [] };
  const what: Seen = { serverIds, cuts: known.cuts, sides: known.sides, faulty: known.faulty };
  const seen = JSON.stringify(what);
  const before = drawn.get(layout);
  if (before?.seen === seen && before.cursor === view.cursor) return before.pictures;
  const pictures = build(what, layout, view);
  drawn.set(layout, { seen, cursor: view.cursor, pictures });
  return pictures;
}

function build(seen: Seen, layout: Layout, view: ClusterView): LinkPicture[] {
  const pictures: LinkPicture[] = [];
  const cuts = new Set(seen.cuts.map((cut) => `${cut.from} ${cut.to}`));
  const sideOf = new Map(
    (seen.sides ?? []).flatMap((side, order) => side.servers.map((id) => [id, order] as const)),
  );
  seen.serverIds.forEach((a, order) => {
    for (const b of seen.serverIds.slice(order + 1)) {
      const there = cuts.has(`${a} ${b}`);
      const back = cuts.has(`${b} ${a}`);
      const walled = sideOf.get(a) !== sideOf.get(b);
      const subject = link(a, b);
      pictures.push({
        key: `${a}–${b}`,
        a,
        b,
        from: placeOf(layout, a),
        to: placeOf(layout, b),
        state: there && back ? "cut" : there || back ? "one-way" : walled ? "walled" : "whole",
        crosses: crossesOf(layout, a, b, there, back),
        ...troubleOf(seen, layout, a, b),
        emphasis: emphasisOf(
          subject,
          view.cursor,
          (to) => to.kind === "server" && (to.id === a || to.id === b),
        ),
      });
    }
  });
  return pictures;
}

/** Nearer to the receiver than a cross stands, so that both can be seen. */
const SIGN_AT = 0.66;

function troubleOf(
  { faulty }: Seen,
  layout: Layout,
  a: string,
  b: string,
): Pick<LinkPicture, "slow" | "signs"> {
  const kindsOf = (from: string, to: string) => {
    const found = faulty.find((one) => one.from === from && one.to === to);
    return found ? signsOfLink(found) : [];
  };
  const there = kindsOf(a, b);
  const back = kindsOf(b, a);
  const slow = [...there, ...back].includes("slow");
  if (there.length > 0 && there.join() === back.join()) {
    const middle = along({ from: placeOf(layout, a), to: placeOf(layout, b) }, 0.5);
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
