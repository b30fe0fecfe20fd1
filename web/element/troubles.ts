import type { Trouble } from "../controls/trouble.ts";
import type { Opening } from "../engine/door.ts";
import { EngineFailure, EngineProblem } from "../engine/problems.ts";

/**
 * What to tell the reader of an error; null: it is a mistake of ours. `opening`: what was to be opened; `fatal`: there is
 * no run on the screen.
 */
export function troubleOf(error: unknown, opening: Opening, fatal: boolean): Trouble | null {
  if (error instanceof EngineProblem) return { kind: "problem", problem: error.problem, fatal };
  if (!(error instanceof EngineFailure)) return null;
  const { reason, technical } = error;
  // There is an engine, and only a scenario did not come: what is on the screen can stay.
  if (reason === "scenario") return { kind: "unfetched", opening, technical, fatal };
  return { kind: "failure", reason, technical };
}
