import type { Story } from "../engine/door.ts";
import { EVEN_PACE } from "../state/clock.ts";
import type { Span } from "../state/span.ts";
import type { Source } from "./shoot.ts";
import { SPEEDS, type Wish } from "./wish.ts";

/** What is drawn for who has said nothing yet. */
export const FIRST: Omit<Wish, "span" | "speed" | "theme"> = {
  parts: ["cluster"],
  width: 800,
  format: "svg",
  moment: null,
  rate: 10,
  loop: true,
};

/** As the page around is: who wants another colour says so. */
export function themeAround(element: Element): Wish["theme"] {
  return getComputedStyle(element).colorScheme === "dark" ? "dark" : "light";
}

/** What a film shows of the run on the screen, and how fast. */
export function stretchOf(source: Source): Pick<Wish, "span" | "speed"> {
  const engine = source.open(source.fragment());
  try {
    const { step, freePlay, position } = engine.frame(null);
    const span = usualSpan(engine.story(), step, !freePlay, position.time);
    return { span, speed: usualSpeed(span) };
  } finally {
    engine.free();
  }
}

/** Shorter than this, in milliseconds, a film is over before one has read what it says. */
const READABLE = 4000;

/** The fastest at which one can follow. */
export function usualSpeed({ from, to }: Span): number {
  const lasts = (to - from) / (EVEN_PACE[0]?.rate ?? 1);
  return SPEEDS.findLast((speed) => lasts / speed >= READABLE) ?? SPEEDS[0];
}

/** So much is shown where nothing says how long the thing is that the reader looks at. */
const STRETCH = 100;

/** What a film shows unless somebody says otherwise: this step of the story, else the last stretch of the run. */
export function usualSpan(story: Story, step: number, told: boolean, now: number): Span {
  const from = story.steps[step]?.at?.time;
  const next = story.steps.slice(step + 1).find(({ at }) => at !== null)?.at?.time;
  const to = next ?? Math.max(story.until, now);
  if (told && from !== undefined && to > from) return { from, to };
  if (told && from === undefined && next !== undefined && next > 0) return { from: 0, to: next };
  return now > 0 ? { from: Math.max(0, now - STRETCH), to: now } : { from: 0, to: STRETCH };
}
