import type { Position, Sentence } from "../engine/door.ts";
import type { World } from "./world.ts";

/** A step of the reader is not a jump: the way there is shown in passing, forwards or backwards. Wall times in ms. */
export type Glide = { from: number; to: Position; since: number | null; lasts: number };

/** A glide that has begun: where it came from, and what is said of where it goes. Say it before showing it. */
export type Passage = Glide & { origin: World; sentence: Sentence };

const SHORTEST = 240;
const LONGEST = 720;
/** A simulated millisecond of the way takes so long, until the way is too long for that. */
const STRETCH = 9;

export function glideTo(to: Position, from: number): Glide {
  const lasts = Math.min(LONGEST, SHORTEST + Math.abs(to.time - from) * STRETCH);
  return { from, to, since: null, lasts };
}

/** The share of the way that is done; it starts and ends gently. */
export function shareOfGlide(glide: Glide, wall: number): number {
  const passed = glide.since === null ? 0 : (wall - glide.since) / glide.lasts;
  const share = Math.max(0, Math.min(1, passed));
  return share * share * (3 - 2 * share);
}

export function momentOfGlide(glide: Glide, wall: number): number {
  return glide.from + (glide.to.time - glide.from) * shareOfGlide(glide, wall);
}
