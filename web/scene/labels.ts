import type { Box, Layout, Point } from "./geometry.ts";
import type { MessageLook, MessagePicture } from "./message.ts";
import type { Rectangle } from "./room.ts";
import type { ServerPicture } from "./server.ts";
import type { WallPicture } from "./wall.ts";

/** As `svg/message.ts` draws a label: how far away it begins, about how wide a letter is, and how high a line. */
const LABEL_AWAY = 19;
const LETTER = 7;
const LINE = 14;
const OVERLAP = 10;
/** Along a lane that goes up or down so little, words stand above or below it. */
const ALMOST_LEVEL = 0.35;
/** About how far a message reaches from its middle. */
const GLYPH = 12;

/** How bad it is: one word over another can be read by nobody, and half a word beside the drawing by few. */
const OVER_WORDS = 100;
const CUT_OFF = 50;
const OVER_A_SERVER = 4;
const OVER_A_NAMED_ONE = 3;
/** One of the others passes by; two of them are a swarm. */
const OVER_ANY = 0.3;
/** So much better it must be elsewhere for a word to stand there: on the other side, or not centred on its message. */
const OTHER_SIDE = 0.5;
const SLID = 0.25;

/**
 * Finds each word beside a message the place where it lies over nothing that is named, too. Where there is none, the
 * word is left out: better said once than twice over each other. What is selected comes first.
 */
export function placeLabels(
  pictures: readonly MessagePicture[],
  layout: Layout,
  wall: WallPicture | null,
  servers: readonly ServerPicture[],
): void {
  const named = pictures.filter(({ look }) => look.label !== null);
  if (named.length === 0) return;
  named.sort((one, other) => rank(one.look) - rank(other.look));
  const taken = [
    ...(wall?.labels ?? []).map(areaOfSide),
    ...servers.flatMap((server) => areasAt(server, layout.compact)),
  ];
  for (const picture of named) {
    const { look } = picture;
    let [best, least, area] = [look, Number.POSITIVE_INFINITY, areaOf(picture, look)];
    for (const one of placesOf(look)) {
      const own = areaOf(picture, one);
      const moved = (one.side === look.side ? 0 : OTHER_SIDE) + (one.slide === 0 ? 0 : SLID);
      const cost = costOf(own, picture, { pictures, taken, layout }) + moved;
      if (cost < least) [best, least, area] = [one, cost, own];
    }
    if (least >= OVER_WORDS && look.emphasis !== "selected") {
      picture.look = unnamed(look);
      continue;
    }
    picture.look = best;
    taken.push(area);
  }
}

function rank({ emphasis }: MessageLook): number {
  return emphasis === "selected" ? 0 : 1;
}

function isClients({ glyph }: MessageLook): boolean {
  return glyph === "client-request" || glyph === "client-reply";
}

/** What a word can lie over. */
type Surroundings = {
  pictures: readonly MessagePicture[];
  /** Other words beside messages, what is said of sides, and what is said at servers. */
  taken: readonly Rectangle[];
  layout: Layout;
};

function costOf(
  area: Rectangle,
  own: MessagePicture,
  { pictures, taken, layout: { box, seats, radius, glyphs } }: Surroundings,
): number {
  let cost = isCutOff(area, box) ? CUT_OFF : 0;
  for (const other of taken) if (meet(area, other)) cost += OVER_WORDS;
  for (const other of pictures)
    if (other !== own && touches(area, other, GLYPH * glyphs))
      cost += other.look.label === null ? OVER_ANY : OVER_A_NAMED_ONE;
  for (const seat of seats.values()) if (touches(area, seat, radius)) cost += OVER_A_SERVER;
  return cost;
}

/** Where the label is drawn; `svg/costume.ts` says the same in attributes. */
export function areaOf({ x, y, look }: MessagePicture, { side, slide } = look): Rectangle {
  const { free, scale, label, glyph, inscription } = look;
  const width = LETTER * (label?.length ?? 0) * scale;
  const height = LINE * scale;
  if (isLevel(look)) {
    const middle = y + side * LABEL_AWAY * Math.sign(free.y) * scale;
    const left = x - slide * OVERLAP * scale - ((1 - slide) * width) / 2;
    return { x: left, y: middle - height / 2, width, height };
  }
  const wide = glyph === "parcel" ? inscription.length * 3 : 0;
  const begins = x + free.x * side * (LABEL_AWAY + wide) * scale;
  const middle = y + free.y * side * LABEL_AWAY * 0.8 * scale;
  const left = free.x * side > 0 ? begins : begins - width;
  return { x: left, y: middle - height / 2, width, height };
}

/** What is said of a side of a partition stands still: the words of what passes by give way. */
function areaOfSide({ x, y, text }: WallPicture["labels"][number]): Rectangle {
  const width = LETTER * text.length;
  return { x: x - width / 2, y: y - LINE, width, height: LINE * 1.5 };
}

/** The role of a server, and its quorum; `svg/server.ts` draws them there. */
function areasAt(
  { x, y, radius, outward, word, quorum, aside }: ServerPicture,
  compact: boolean,
): Rectangle[] {
  const side = outward === "up" ? -1 : 1;
  const near = radius + (compact ? 19 : 28);
  const row = (width: number, middle: number, away: number) => {
    return { x: middle - width / 2, y: y + side * away - LINE / 2, width, height: LINE };
  };
  const role = row(LETTER * word.length, x, near);
  if (!quorum) return [role];
  const { pips, look, caption } = quorum;
  const said = look.letter * caption.length;
  const far = near + (compact ? 15 : 23);
  return [role, row(look.step * pips.length + said, x + aside - said / 2, far)];
}

function isCutOff({ x, width }: Rectangle, box: Box): boolean {
  return x < 0 || x + width > box.width;
}

function meet(one: Rectangle, other: Rectangle): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

function touches(area: Rectangle, { x, y }: Point, reach: number): boolean {
  const across = x - Math.max(area.x, Math.min(x, area.x + area.width));
  const down = y - Math.max(area.y, Math.min(y, area.y + area.height));
  return across * across + down * down < reach * reach;
}

// The same looks in every frame: whoever draws compares references.
const places = new WeakMap<MessageLook, MessageLook[]>();
const silenced = new WeakMap<MessageLook, MessageLook>();

/** The look with its label in every place where it can stand, the best for a message alone first. */
function placesOf(look: MessageLook): MessageLook[] {
  const known = places.get(look) ?? [look, ...otherPlacesOf(look)];
  places.set(look, known);
  return known;
}

function otherPlacesOf(look: MessageLook): MessageLook[] {
  // What a client says stands on one side, its word on the other.
  const sides = isClients(look) ? [look.side] : ([look.side, look.side === 1 ? -1 : 1] as const);
  const slides = isLevel(look) ? ([0, -1, 1] as const) : ([0] as const);
  const all = sides.flatMap((side) => slides.map((slide) => ({ ...look, side, slide })));
  return all.slice(1);
}

function isLevel({ free }: MessageLook): boolean {
  return Math.abs(free.x) < ALMOST_LEVEL;
}

function unnamed(look: MessageLook): MessageLook {
  const known = silenced.get(look) ?? { ...look, label: null };
  silenced.set(look, known);
  return known;
}
