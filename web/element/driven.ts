import type { Action, PublicState } from "../engine/door.ts";
import { EngineProblem } from "../engine/problems.ts";
import { Contract } from "./contract.ts";
import { actionAsked, type Place, placeAsked, refuse } from "./requests.ts";
import type { Visit } from "./visit.ts";

/** What a host page can do, and what it can ask: the methods and the state of the embed contract, version 1. */
export abstract class Driven extends Contract {
  /** Who is here; null: nobody has seen it yet, and there is nothing to drive. */
  protected abstract get visit(): Visit | null;

  /** What was asked for before there was a run. The last of each counts. */
  #place: Place | null = null;
  #plays: boolean | null = null;

  /** Before `ready` it is remembered, and done then. */
  play(): void {
    this.#move(true);
  }

  /** Before `ready` it is remembered, and done then: it does not begin by itself. */
  pause(): void {
    this.#move(false);
  }

  /** Every event, not only the telling ones. Throws before `ready`. */
  stepForward(): void {
    this.#present("stepForward()").perform({ want: "step", direction: 1, what: "event" });
  }

  /** Throws before `ready`. */
  stepBack(): void {
    this.#present("stepBack()").perform({ want: "step", direction: -1, what: "event" });
  }

  /**
   * A number is a moment in milliseconds, and it lands after everything that happens up to then. `step` is a slug, or a
   * number from 1; `event` is an event's number, from 1. Throws where there is no such place; the run is then untouched.
   * Before `ready` it is remembered, and done then; that there is no such place is said in the console.
   */
  seek(to: number | { step: string | number } | { event: number }): void {
    const place = placeAsked(to);
    if (this.visit?.player) this.visit.goTo(place);
    else this.#place = place;
  }

  /** Acts at the present moment. Throws on bad input and before `ready`; the run is then untouched. */
  do(command: Action): void {
    const action = actionAsked(command);
    this.#present(`do(${JSON.stringify(command)})`).act(action);
  }

  /** A link to the playground (`home`), or else to this page, with the run and the moment in its fragment; empty before `ready`. */
  shareLink(): string {
    return this.visit?.shareLink() ?? "";
  }

  /** The run as plain JSON; null before `ready`. */
  get state(): PublicState | null {
    return this.visit?.player?.synchronised().state() ?? null;
  }

  /** There is a run: what was asked for before is done. Gives back whether that says if it plays. */
  protected catchUp(): boolean {
    const [place, plays] = [this.#place, this.#plays];
    this.#place = this.#plays = null;
    try {
      if (place) this.visit?.goTo(place);
    } catch (thrown) {
      // Whoever asked is not there any more to be told.
      if (!(thrown instanceof EngineProblem)) throw thrown;
      this.report(`seek: ${thrown.message}`);
    }
    if (plays !== null) this.#move(plays);
    return plays !== null;
  }

  #move(plays: boolean): void {
    if (this.visit?.player) this.visit.perform({ want: plays ? "play" : "pause" });
    else this.#plays = plays;
  }

  /** What acts on a run that nobody has seen yet would act on something else than is meant. */
  #present(call: string): Visit {
    const { visit } = this;
    if (!visit?.player)
      refuse(`${call}: there is no run yet`, "to be called after the event ready");
    return visit;
  }
}
