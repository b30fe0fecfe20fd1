import type { Trouble } from "../controls/trouble.ts";
import type { Opening } from "../engine/door.ts";
import type { Complain } from "../state/manner.ts";
import { type Catalogue, speaking } from "../words/words.ts";
import type { Occasion } from "./on-screen.ts";
import type { Player } from "./player.ts";
import { Sharing } from "./sharing.ts";
import { troubleOf } from "./troubles.ts";

/** What its surroundings must do for whoever stays in an element. */
export type Surroundings = {
  /** Something other than the passing of time changed. */
  changed(): void;
  /** Another run is on the screen. */
  opened(player: Player): void;
  wall(): number;
  /** What everything is told in. */
  voice(): Catalogue;
  retry(): void;
  /** The element is in a page. While it is not, nothing is opened: nobody would free it. */
  isThere(): boolean;
  /** Says in the console what an attribute cannot mean. */
  complain: Complain;
  report(what: string): void;
};

/** What is done in an element passes through here: what goes wrong is said, and an engine that has stopped is replaced. */
export abstract class Recovering {
  trouble: Trouble | null = null;
  /** The engine had stopped itself, and has done again what was done. */
  restarted = false;
  #recovering = false;
  /** It has stopped itself, and nobody has done anything since: should it stop once more, it would go on so for ever. */
  #unproven = false;
  /** It has stopped itself, and could not do again what was done. */
  #stopped = false;
  readonly sharing: Sharing;
  protected readonly around: Surroundings;

  constructor(around: Surroundings) {
    this.around = around;
    this.sharing = new Sharing(() => this.around.changed());
  }

  /** The run on the screen. */
  abstract get player(): Player | null;

  /** Opens again what was there, or was to be. */
  protected abstract reopen(): void;

  /**
   * Says in the page what went wrong, and in the console what keeps away what its author wrote. What is neither bad input
   * nor a failure of the engine is a mistake of ours. `untouched`: it says nothing of the run on the screen.
   */
  failed(
    error: unknown,
    opening: Opening = {},
    occasion: Occasion = "return",
    untouched = false,
  ): void {
    const trouble = troubleOf(error, opening, this.player === null);
    if (!trouble) throw error;
    if (occasion === "begin" && error instanceof Error) this.around.report(error.message);
    const isOfTheRun = trouble.kind === "failure" && !untouched;
    if (isOfTheRun) this.player?.halt();
    const hasStopped = isOfTheRun && trouble.reason === "panic";
    if (hasStopped && this.#recover()) return;
    this.#stopped ||= hasStopped;
    this.trouble = trouble;
    this.around.changed();
  }

  /**
   * The engine has stopped itself: what was done is done again, up to the moment on the screen, and there it waits. False:
   * that is just what the engine cannot do.
   */
  #recover(): boolean {
    const { player } = this;
    if (!player || this.#recovering || this.#unproven) return false;
    const { position } = player.world;
    this.#recovering = this.#unproven = true;
    this.reopen();
    this.attempt(() => this.player?.go(position, this.around.wall()));
    this.#recovering = false;
    this.restarted = this.trouble === null;
    return this.restarted;
  }

  /** Draws something, and gives it back; what goes wrong is said in the page. null: there is no engine to ask any more. */
  draw<T>(deed: () => T): T | null {
    if (this.#stopped && this.player) return null;
    try {
      return this.speak(deed);
    } catch (thrown) {
      this.failed(thrown);
      return null;
    }
  }

  /** Somebody has done something: the engine may be tried again. */
  protected trust(): void {
    this.#unproven = false;
  }

  /** Runs what a reader asked for; what goes wrong is said in the page. */
  attempt(deed: () => void): void {
    try {
      if (this.player) this.trouble = null;
      this.#stopped = false;
      this.sharing.forget();
      this.speak(deed);
      this.around.changed();
    } catch (thrown) {
      this.failed(thrown);
    }
  }

  /** What is done puts words together; they are the reader's. */
  speak<T>(deed: () => T): T {
    return speaking(this.around.voice(), deed);
  }
}
