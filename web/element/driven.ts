import type { Action, PublicState } from "../engine/door.ts";
import { EngineProblem } from "../engine/problems.ts";
import { Contract } from "./contract.ts";
import type { Visit } from "./visit.ts";

/** What a host page can do, and what it can ask: the methods and the state of the embed contract, version 1. */
export abstract class Driven extends Contract {
  /** Who is here; null: nobody has seen it yet, and there is nothing to drive. */
  protected abstract get visit(): Visit | null;

  play(): void {
    this.visit?.perform({ want: "play" });
  }

  pause(): void {
    this.visit?.perform({ want: "pause" });
  }

  /** Every event, not only the telling ones. */
  stepForward(): void {
    this.visit?.perform({ want: "step", direction: 1, what: "event" });
  }

  stepBack(): void {
    this.visit?.perform({ want: "step", direction: -1, what: "event" });
  }

  /**
   * A number is a moment in milliseconds, and it lands after everything that happens up to then. `step` is a slug, or a
   * number from 1; `event` is an event's number, from 1. Throws where there is no such place; the run is then untouched.
   */
  seek(to: number | { step: string | number } | { event: number }): void {
    const place = placeAsked(to);
    this.visit?.goTo(place);
  }

  /** Acts at the present moment. Throws on bad input; the run is then untouched. */
  do(command: Action): void {
    if (typeof command !== "string" && (typeof command !== "object" || command === null)) {
      refuse(`do(${command})`, 'an action as a scenario spells it, such as { crash: "n1" }');
    }
    this.visit?.act(command);
  }

  /** A link to this page with the run and the moment in its fragment; empty before `ready`. */
  shareLink(): string {
    return this.visit?.shareLink() ?? "";
  }

  /** The run as plain JSON; null before `ready`. */
  get state(): PublicState | null {
    return this.visit?.player?.synchronised().state() ?? null;
  }
}

type Place = { time: number } | { step: string | number } | { event: number };

/** Host pages need not be written in TypeScript, and a frame is told things by anybody. */
function placeAsked(to: unknown): Place {
  if (typeof to === "number" && Number.isFinite(to) && to >= 0) return { time: to };
  if (typeof to === "object" && to !== null && ("step" in to || "event" in to)) return to as Place;
  refuse(`seek(${JSON.stringify(to)})`, "milliseconds from 0, { step } or { event }");
}

function refuse(message: string, expected: string): never {
  throw new EngineProblem({ kind: "name", message, path: null, expected });
}
