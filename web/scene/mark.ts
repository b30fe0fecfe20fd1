import type { World } from "../state/world.ts";
import { words } from "../words/words.ts";
import type { Layout, Point } from "./geometry.ts";
import { cheapest, hidden, obstaclesOf } from "./room.ts";

/** In the picture itself, wherever it goes: a rule is broken on purpose here. Around its middle. */
export type MarkPicture = Point & { width: number; height: number; text: string };

const HEIGHT = 22;
const LETTER = 7.2;
const FROM_EDGE = 6;
/** Traffic runs inside the ring: the mark stands there only where there is no other room. */
const INSIDE = 40;

const places = new WeakMap<Layout, MarkPicture>();

/** In its own strip, else at the edge of the picture or in its middle, wherever it hides the least. */
export function markOf({ deviations }: World, layout: Layout): MarkPicture | null {
  if (deviations.length === 0) return null;
  const known = places.get(layout);
  if (known) return known;
  const mark = place(words.broken.notRaft, layout);
  places.set(layout, mark);
  return mark;
}

function place(text: string, layout: Layout): MarkPicture {
  const size = { width: 16 + text.length * LETTER, height: HEIGHT };
  const { width, height } = layout.box;
  if (layout.strip > 0) {
    return { x: width - FROM_EDGE - size.width / 2, y: height - HEIGHT / 2 - 1, ...size, text };
  }
  const [left, top] = [FROM_EDGE + size.width / 2, FROM_EDGE + size.height / 2];
  const xs = [left, width - left, width / 2, width / 3, (width * 2) / 3];
  const edges = [height - top, top].flatMap((y) => xs.map((x) => ({ x, y, price: 0 })));
  const middle = { x: width / 2, y: height / 2, price: INSIDE };
  const obstacles = obstaclesOf(layout);
  const cost = ({ x, y, price }: Point & { price: number }) =>
    price + hidden({ x: x - size.width / 2, y: y - size.height / 2, ...size }, obstacles);
  const { x, y } = cheapest([...edges, middle], cost) ?? middle;
  return { x, y, ...size, text };
}
