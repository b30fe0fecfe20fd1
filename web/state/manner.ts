import type { Story } from "../engine/door.ts";

/** How much furniture there is around the picture. */
export type Controls = "none" | "minimal" | "full";
/** Whose light and dark: the host page's, or one in particular. */
export type Theme = "auto" | "light" | "dark";
/** A place in a story as an author writes it: a step by its slug or its number from 1, or a moment in milliseconds. */
export type Mark = { step: string } | { time: number };

/** How a host page wants the playground to behave. */
export type Manner = {
  controls: Controls;
  theme: Theme;
  heading: string;
  caption: string;
  /** Plays from here to there, and over again. */
  start: Mark | null;
  end: Mark | null;
  loops: boolean;
  /** Width by height; `fill`: whatever the host page's styles say. null: as high as what is in it. */
  ratio: { width: number; height: number } | "fill" | null;
  /** Address of the playground's own page; empty: beside the script. */
  home: string;
};

export const PLAIN: Manner = {
  controls: "full",
  theme: "auto",
  heading: "",
  caption: "",
  start: null,
  end: null,
  loops: false,
  ratio: null,
  home: "",
};

/** The part of a run that is played: in milliseconds of simulated time. */
export type Excerpt = { from: number; to: number | null; loops: boolean; asks: boolean };

export const WHOLE: Excerpt = { from: 0, to: null, loops: false, asks: true };

/** Says what is wrong with an attribute. The element goes on as if it were absent. */
export type Complain = (attribute: string, value: string, expected: string) => void;

type Read<T> = (value: string) => T | undefined;

/** What is set as a property, as an attribute would say it: frameworks set numbers, and undefined where there is nothing. */
export function textOf(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** Reads one attribute: absent means the default, and what cannot be read is complained of and means it, too. */
export function reading<T>(
  attribute: string,
  value: string | null,
  absent: T,
  expected: string,
  read: Read<T>,
  complain: Complain,
): T {
  if (value === null || value.trim() === "") return absent;
  const found = read(value.trim());
  if (found !== undefined) return found;
  complain(attribute, value, expected);
  return absent;
}

export function oneOf<T extends string>(...names: readonly T[]): Read<T> {
  return (value) => names.find((name) => name === value.toLowerCase());
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000 };

/** "600ms", "1.5s". A number alone is of the unit that is given, if any. */
export function timeOf(value: string, alone?: "ms"): number | undefined {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*(ms|s)?$/.exec(value) ?? [];
  const factor = UNITS[unit ?? alone ?? ""];
  return digits === undefined || factor === undefined ? undefined : Number(digits) * factor;
}

/** A slug, a number of a step, or a time with its unit. */
export function markOf(value: string): Mark | undefined {
  const time = timeOf(value);
  if (time !== undefined) return { time };
  return /^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u.test(value) ? { step: value } : undefined;
}

/** Times as wide as high, or as high as wide: beyond that it is a line, or longer than any page. */
const MOST = 10;

/** "16/9", "1.5", "fill". */
export function ratioOf(value: string): Manner["ratio"] | undefined {
  if (value.toLowerCase() === "fill") return "fill";
  const [, width, height] = /^(\d+(?:\.\d+)?)(?:\s*[/:]\s*(\d+(?:\.\d+)?))?$/.exec(value) ?? [];
  const ratio = { width: Number(width), height: Number(height ?? 1) };
  const slope = ratio.width / ratio.height;
  return slope >= 1 / MOST && slope <= MOST ? ratio : undefined;
}

/** Faster than this nothing can be seen, slower nothing moves. */
const SPEEDS = { slowest: 1 / 64, fastest: 64 };

export function speedOf(value: string): number | undefined {
  const speed = /^\d*\.?\d+$/.test(value) ? Number(value) : Number.NaN;
  return speed >= SPEEDS.slowest && speed <= SPEEDS.fastest ? speed : undefined;
}

/** The number of a step, from 0; -1: there is none of that name. */
export function orderOfStep(story: Story, step: string): number {
  const named = story.steps.findIndex((one) => one.id === step);
  if (named >= 0) return named;
  const number = /^\d+$/.test(step) ? Number(step) - 1 : -1;
  return number < story.steps.length ? number : -1;
}

/** The moment of a mark in the unchanged run; null: the story has no such step, or never comes to it. */
export function momentOf(story: Story, mark: Mark): number | null {
  if ("time" in mark) return mark.time;
  return story.steps[orderOfStep(story, mark.step)]?.at?.time ?? null;
}
