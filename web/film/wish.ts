import { EVEN_PACE } from "../state/clock.ts";
import type { Span } from "../state/span.ts";
import { fill } from "../words/words.ts";

/** What can be in a picture, from top to bottom. */
export const PARTS = ["cluster", "log", "spacetime"] as const;
export type Part = (typeof PARTS)[number];

export const FORMATS = ["svg", "png", "gif", "webm"] as const;
export type Format = (typeof FORMATS)[number];

export type Theme = "light" | "dark";

/** What a reader wants drawn. Times are simulated milliseconds. */
export type Wish = {
  parts: readonly Part[];
  theme: Theme;
  /** Pixels. The height follows from what is in the picture. */
  width: number;
  format: Format;
  /** Of a still; null: exactly what is on the screen. */
  moment: number | null;
  /** Of a film. */
  span: Span;
  /** As on the page: at 1 a heartbeat takes about a second. */
  speed: number;
  /** Frames per second. */
  rate: number;
  /** Whether a GIF begins again by itself. */
  loop: boolean;
};

/** A GIF counts time in hundredths of a second: only these rates are exact in it. */
export const RATES = [5, 10, 20, 25] as const;
export const SPEEDS = [0.125, 0.25, 0.5, 1, 2, 4] as const;
export const WIDTHS = [400, 560, 800, 1200, 1600] as const;

/** More than this takes minutes, and makes files that nobody can send. */
export const LIMITS = {
  width: { least: 320, most: 2000 },
  frames: 600,
  /** Of all frames together. */
  pixels: 400_000_000,
  /** An hour. */
  time: 3_600_000,
} as const;

export function isFilm({ format }: Pick<Wish, "format">): boolean {
  return format === "gif" || format === "webm";
}

/** Simulated milliseconds from one frame to the next. */
export function stepOf({ speed, rate }: Pick<Wish, "speed" | "rate">): number {
  return ((EVEN_PACE[0]?.rate ?? 0) * 1000 * speed) / rate;
}

/** As many frames as it takes to come to the end; the last one is the end itself. */
export function framesOf(wish: Pick<Wish, "span" | "speed" | "rate">): number {
  const { from, to } = wish.span;
  // What is left over of a division is less than a microsecond, and no frame of its own.
  return Math.max(1, Math.ceil((to - from) / stepOf(wish) - 1e-6) + 1);
}

/** Which moment a frame shows, counted from 0: a matter of arithmetic, and of nothing that happened while it was drawn. */
export function momentOf(wish: Pick<Wish, "span" | "speed" | "rate">, frame: number): number {
  const { from, to } = wish.span;
  return Math.min(to, from + frame * stepOf(wish));
}

/** When a frame is shown, in milliseconds from the beginning of the film. */
export function shownAt({ rate }: Pick<Wish, "rate">, frame: number): number {
  return (frame * 1000) / rate;
}

export type Complaints = Record<
  "nothing" | "width" | "time" | "span" | "frames" | "pixels",
  string
>;

/** Why this cannot be drawn, in a sentence; null: it can. `height`: of the picture in pixels, once it is known. */
export function problemWith(wish: Wish, words: Complaints, height = 0): string | null {
  const { least, most } = LIMITS.width;
  const { width, parts, moment } = wish;
  if (parts.length === 0) return words.nothing;
  if (!Number.isInteger(width) || width < least || width > most)
    return fill(words.width, { least, most });
  if (!isFilm(wish)) return moment === null || isTime(moment) ? null : timeOf(words.time);
  const { from, to } = wish.span;
  if (!isTime(from) || !isTime(to)) return timeOf(words.time);
  if (to <= from) return fill(words.span, { from });
  const frames = framesOf(wish);
  if (frames > LIMITS.frames) return fill(words.frames, { frames, most: LIMITS.frames });
  if (frames * width * height > LIMITS.pixels) {
    const millions = Math.round((frames * width * height) / 1e6);
    return fill(words.pixels, { millions, most: LIMITS.pixels / 1e6 });
  }
  return null;
}

function isTime(ms: number): boolean {
  return Number.isFinite(ms) && ms >= 0 && ms <= LIMITS.time;
}

function timeOf(template: string): string {
  return fill(template, { most: LIMITS.time });
}
