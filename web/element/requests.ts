import type { Action } from "../engine/door.ts";
import { EngineProblem } from "../engine/problems.ts";

// What host pages ask for need not be written in TypeScript, and a frame is told things by anybody.

/** A place in a run as host pages name it. */
export type Place = { time: number } | { step: string | number } | { event: number };

export function placeAsked(to: unknown): Place {
  if (typeof to === "number" && Number.isFinite(to) && to >= 0) return { time: to };
  const [name, value] = onlyField(to) ?? [];
  if (name === "step" && (typeof value === "string" || typeof value === "number"))
    return { step: value };
  if (name === "event" && typeof value === "number") return { event: value };
  refuse(
    `seek(${typeof to === "number" ? to : JSON.stringify(to)})`,
    "milliseconds from 0, { step } or { event }",
  );
}

/** Has the shape of an action. Which actions there are the engine knows, and says. */
export function actionAsked(command: unknown, call = "do"): Action {
  if (typeof command === "string" || onlyField(command)) return command as Action;
  const expected = 'one action as a scenario spells it, such as { crash: "n1" } or "heal_all"';
  refuse(`${call}(${JSON.stringify(command)})`, expected);
}

/** null: it is something else than an object with one field. */
function onlyField(value: unknown): [string, unknown] | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const [field, another] = Object.entries(value);
  return field && !another ? field : null;
}

export function refuse(message: string, expected: string): never {
  throw new EngineProblem({ kind: "name", message, path: null, expected });
}
