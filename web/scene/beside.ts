import type { ClusterScene } from "./cluster.ts";
import type { Box, Point } from "./geometry.ts";
import { cheapest, hidden, type Obstacle, overhang, type Rectangle } from "./room.ts";

export type Anchor = Point & { reach: number };

/** What a card measures, near enough to find a place for it. */
export const CARD: Box = { width: 252, height: 288 };

const GAP = 10;

/**
 * Where a popover stands: beside its subject, where it hides the least. It may leave the stage to the right or below,
 * where only text is, but never to the left or the top.
 */
export function placeBeside(anchor: Anchor, size: Box, scene: ClusterScene): Point {
  const away = anchor.reach + GAP;
  const right = anchor.x + away;
  const left = anchor.x - away - size.width;
  const centred = anchor.x - size.width / 2;
  const tops = [anchor.y - 40, anchor.y - size.height + 40, anchor.y - size.height / 2];
  const corners: [number, number][] = [
    ...tops.flatMap((top): [number, number][] => [
      [right, top],
      [left, top],
    ]),
    [centred, anchor.y + away],
    [centred, anchor.y - away - size.height],
  ];
  const cards = corners.map(([x, y]): Rectangle => ({ x, y: Math.max(0, y), ...size }));
  const obstacles = obstaclesIn(scene);
  const best = cheapest(cards, (card) => hidden(card, obstacles) + leaving(card, scene.box));
  return { x: Math.round(best?.x ?? right), y: Math.round(best?.y ?? 0) };
}

function leaving(card: Rectangle, box: Box): number {
  const out = overhang(card, box);
  return out.left * 50 + out.right * 0.15 + Math.max(0, out.bottom - 40) * 4;
}

function obstaclesIn(scene: ClusterScene): Obstacle[] {
  return [
    ...scene.servers.map((one) => ({ x: one.x, y: one.y, radius: one.radius + 12, weight: 100 })),
    ...scene.clients.map((one) => ({ x: one.x, y: one.y, radius: 20, weight: 40 })),
    ...scene.messages.map((one) => ({ x: one.x, y: one.y, radius: 14, weight: 12 })),
  ];
}
