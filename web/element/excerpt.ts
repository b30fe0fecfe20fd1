import type { Story } from "../engine/door.ts";
import { EngineProblem } from "../engine/problems.ts";
import {
  type Complain,
  type Excerpt,
  type Manner,
  type Mark,
  momentOf,
  orderOfStep,
} from "../state/manner.ts";
import { fill, words } from "../words/words.ts";
import type { Player } from "./player.ts";

/** The part of a story that its author wants played. An end that the story never comes to is none. */
export function excerptOf(story: Story, manner: Manner, complain: Complain): Excerpt {
  const { start, loops, controls } = manner;
  const from = (start && momentOf(story, start)) ?? 0;
  return {
    from,
    to: endOf(story, from, manner, complain) ?? (loops ? lastMoment(story) : null),
    loops,
    asks: controls !== "none" && !loops,
  };
}

/** Where playing stops. Who begins behind it would never come to it. */
function endOf(story: Story, from: number, { end }: Manner, complain: Complain): number | null {
  const to = end && momentOf(story, end);
  if (end === null || (to !== null && to > from)) return to;
  const told = "step" in end ? end.step : `${end.time}ms`;
  const moments = `${stepsOf(story)}, or a time like "600ms"`;
  complain("end", told, to === null ? moments : `something after ${from} ms, where it begins`);
  return null;
}

/** Puts a run that has just been opened where its author wants it to start, if there is such a place. */
export function begin(player: Player, { start }: Manner, wall: number, complain: Complain): void {
  if (!start) return;
  try {
    goTo(player, start, wall);
  } catch (thrown) {
    if (!(thrown instanceof EngineProblem)) throw thrown;
    const { expected } = thrown.problem;
    if ("step" in start) complain("step", start.step, expected ?? "");
    else complain("at", `${start.time}ms`, expected ?? "");
  }
}

/** Goes to a step or a moment. Throws if the story has no such step, or never comes to it. */
export function goTo(player: Player, mark: Mark, wall: number): void {
  const place = placeOf(player.story, mark);
  if (typeof place === "number") player.seek(place, wall);
  else player.go(place, wall);
}

/** Goes to an event by its number in the branch, from 1. Throws if there is none. */
export function goToEvent(player: Player, event: number, wall: number): void {
  const engine = player.synchronised();
  const count = engine.eventCount();
  const [row] = Number.isInteger(event) && event >= 1 ? engine.events(event, event) : [];
  if (!row || event > count) {
    throw new EngineProblem({
      kind: "name",
      message: fill(words.trouble.steps.noEvent, { event }),
      path: null,
      expected: `1 … ${count}`,
    });
  }
  player.go(row.position, wall);
}

function placeOf(story: Story, mark: Mark) {
  if ("time" in mark) return mark.time;
  const { step } = mark;
  const order = orderOfStep(story, step);
  const place = story.steps[order]?.at;
  if (place) return place;
  const { noStep, stepNeverComes } = words.trouble.steps;
  throw new EngineProblem({
    kind: "name",
    message: fill(order < 0 ? noStep : stepNeverComes, { step }),
    path: null,
    expected: stepsOf(story),
  });
}

/** Those that this run comes to. */
function stepsOf(story: Story): string {
  const there = story.steps.filter(({ at }) => at !== null);
  return there.map(({ id }) => id).join(", ") || "a story with steps";
}

/** Where the story ends, or at its last step. */
function lastMoment(story: Story): number {
  return story.until ?? story.steps.findLast((step) => step.at !== null)?.at?.time ?? 0;
}
