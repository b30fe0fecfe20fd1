import type { Box, Point } from "../scene/geometry.ts";
import type { Part, Wish } from "./wish.ts";

/**
 * Where everything stands in a picture: the title, the sentence, what was asked for, and a line that says which run this
 * is. All frames of a film have the same sheet, so that nothing jumps.
 */
export type Sheet = Box & {
  /** Pixels in a unit: above some width a picture becomes larger, and not emptier. */
  scale: number;
  title: Point;
  /** The first of the lines that are kept for the sentence. */
  sentence: Point & { lines: number };
  parts: Readonly<Partial<Record<Part, Point & Box>>>;
  /** The line that says which run this is; its last line, if it needs several. */
  foot: Point & { lines: number };
};

/** Widest picture in units of the stage. */
const UNITS_AT_MOST = 800;
export const MARGIN = 18;
export const SIZES = { title: 13, sentence: 20, foot: 11.5 } as const;
export const LINE = { sentence: 28, foot: 17 } as const;
const GAP = 14;

export function unitsOf({ width }: Pick<Wish, "width">): number {
  return Math.min(width, UNITS_AT_MOST);
}

/** What there is room for beside the margins. */
export function roomIn(wish: Pick<Wish, "width">): number {
  return unitsOf(wish) - 2 * MARGIN;
}

/** A cluster is about as wide as high; more of both where there are more servers. */
export function heightOfStage(width: number, servers: number): number {
  const wanted = width * (servers > 5 ? 0.64 : 0.58);
  return Math.round(Math.max(300, Math.min(500, wanted)));
}

/** `lines`: how many the longest sentence needs, and the foot. `heights`: of the parts below each other. */
export function sheetOf(
  wish: Wish,
  lines: { sentence: number; foot: number },
  heights: Readonly<Partial<Record<Part, number>>>,
): Sheet {
  const width = unitsOf(wish);
  const title = { x: MARGIN, y: MARGIN + SIZES.title };
  const sentence = { x: MARGIN, y: title.y + LINE.sentence + 2, lines: lines.sentence };
  let y = sentence.y + LINE.sentence * Math.max(0, lines.sentence - 1) + GAP;
  const parts: Partial<Record<Part, Point & Box>> = {};
  for (const part of wish.parts) {
    const height = heights[part] ?? 0;
    parts[part] = { x: MARGIN, y, width: width - 2 * MARGIN, height };
    y += height + GAP;
  }
  const foot = { x: MARGIN, y: y + SIZES.foot + 4, lines: lines.foot };
  const bottom = foot.y + LINE.foot * (lines.foot - 1) + MARGIN;
  const scale = wish.width / width;
  return { width, height: evenly(bottom, scale), scale, title, sentence, parts, foot };
}

/** Films are compressed in squares of two by two pixels. */
function evenly(height: number, scale: number): number {
  return (2 * Math.ceil((height * scale) / 2)) / scale;
}
