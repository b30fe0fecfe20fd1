import { link } from "../state/cursor.ts";
import type { World } from "../state/world.ts";
import { type Emphasis, emphasisOf } from "./emphasis.ts";
import { along, type Layout, laneBetween, type Point, placeOf } from "./geometry.ts";
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
  emphasis: Emphasis;
};

export function picturesOfLinks(world: World, layout: Layout, view: ClusterView): LinkPicture[] {
  const pictures: LinkPicture[] = [];
  const cuts = new Set(world.cuts.map((cut) => `${cut.from} ${cut.to}`));
  const sideOf = new Map(
    (world.sides ?? []).flatMap((side, order) => side.servers.map((id) => [id, order] as const)),
  );
  world.serverIds.forEach((a, order) => {
    for (const b of world.serverIds.slice(order + 1)) {
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

function crossesOf(layout: Layout, a: string, b: string, there: boolean, back: boolean): Point[] {
  if (there && back) {
    const lane = { from: placeOf(layout, a), to: placeOf(layout, b) };
    return [along(lane, 0.5)];
  }
  if (there) return [along(laneBetween(layout, a, b), 0.5)];
  if (back) return [along(laneBetween(layout, b, a), 0.5)];
  return [];
}
