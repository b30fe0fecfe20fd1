import type { Story } from "../engine/door.ts";

/** From this simulated moment on, so many simulated milliseconds pass in one wall millisecond at speed 1×. */
export type Stretch = { from: number; rate: number };

/** Away from the story's steps one simulated millisecond takes 18 on the wall: a heartbeat about every second. */
const RESTING_RATE = 1 / 18;

/** A story is told at the pace of attention: each step says how long the reader needs until the next one. */
export function paceOfStory(story: Story): Stretch[] {
  const stretches: Stretch[] = [{ from: 0, rate: RESTING_RATE }];
  const reached = story.steps.filter((step) => step.at !== null);
  reached.forEach((step, order) => {
    const from = step.at?.time ?? 0;
    const until = reached[order + 1]?.at?.time;
    const told = step.pace !== null && until !== undefined && until > from;
    stretches.push({
      from,
      rate: told ? (until - from) / (step.pace as number) / 1000 : RESTING_RATE,
    });
  });
  return stretches;
}

/** In free play nothing is known about what comes, so time runs evenly. */
export const EVEN_PACE: Stretch[] = [{ from: 0, rate: RESTING_RATE }];

/** Where simulated time arrives after `wall` milliseconds at `speed`. */
export function advanceClock(
  now: number,
  wall: number,
  speed: number,
  pace: readonly Stretch[],
): number {
  let moment = now;
  let left = wall * speed;
  for (;;) {
    const current = stretchAt(moment, pace);
    const next = pace[current + 1];
    const rate = pace[current]?.rate ?? RESTING_RATE;
    const arrival = moment + left * rate;
    if (!next || arrival < next.from) return arrival;
    left -= (next.from - moment) / rate;
    moment = next.from;
  }
}

function stretchAt(moment: number, pace: readonly Stretch[]): number {
  let current = 0;
  pace.forEach((stretch, order) => {
    if (stretch.from <= moment) current = order;
  });
  return current;
}

/** The next question on the way from `now`: playing stops there once. */
export function nextQuestion(
  story: Story,
  now: number,
  passed: ReadonlySet<string>,
): number | null {
  for (const step of story.steps) {
    if (step.question && step.at && step.at.time >= now && !passed.has(step.id))
      return step.at.time;
  }
  return null;
}
