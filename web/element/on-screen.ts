import type { EngineModule, Opening, Voice } from "../engine/door.ts";
import { EngineProblem } from "../engine/problems.ts";
import type { Against } from "../state/comparing.ts";
import { comparisonIn, type LinkedComparison } from "../state/comparison-link.ts";
import { NEWEST, type Sight } from "../state/logs.ts";
import type { Preferences } from "../state/preferences.ts";
import { type Comparing, SideBySide } from "./comparing.ts";
import { Player } from "./player.ts";
import { type Ruling, rulingOf } from "./ruling.ts";

/** The scenarios that an opening leads to and that have not been fetched yet. */
export function lackingFor(module: EngineModule, opening: Opening): string[] {
  const linked = comparisonIn(opening.fragment ?? "");
  if (!linked) return [module.lacks(opening) ?? []].flat();
  // Whoever opens it is told what is wrong with it.
  if ("problem" in linked) return [];
  const { run, against } = linked;
  const fragments = against.kind === "run" ? [run, against.fragment] : [run];
  return fragments.flatMap((fragment) => module.lacks({ fragment }) ?? []);
}

/**
 * What a run is opened for. `begin`: as the element's author wants it. `watch`: a reader asked for it and wants to see it
 * run. `return`: it was on the screen before.
 */
export type Occasion = "begin" | "watch" | "return";

export type Wish = { opening: Opening; occasion: Occasion };

/** The run on the screen, the one beside it if there is one, and how to come back to both. */
export class OnScreen {
  player: Player | null = null;
  module: EngineModule | null = null;
  /** The rules of the run on the screen. */
  ruling: Ruling | null = null;
  readonly #beside = new SideBySide();
  #preferences: () => Preferences;
  #sight = NEWEST;
  /** The run as a link, kept outside the engine: it survives the engine and a removal from the page. */
  #keepsake: Opening | null = null;
  #keptDeeds = 0;
  /** What was to be opened while there was no run, and has not been so far. */
  #wished: Wish | null = null;

  constructor(preferences: () => Preferences) {
    this.#preferences = preferences;
  }

  get comparing(): Comparing | null {
    return this.#beside.comparing;
  }

  /**
   * Opens a run. If it cannot be opened, what was there stays. Gives back the comparison that the link leads to, which
   * is opened when the run is on the screen.
   */
  open(module: EngineModule, opening: Opening, wall: number): LinkedComparison | null {
    const linked = comparisonIn(opening.fragment ?? "");
    if (linked && "problem" in linked) throw new EngineProblem(linked.problem);
    const engine = module.open(linked ? { fragment: linked.run } : opening);
    this.#keepsake = opening;
    this.#wished = null;
    this.#keptDeeds = 0;
    this.#letGo();
    this.player = new Player(engine, this.#preferences, wall);
    this.player.lookAt(this.#sight);
    this.ruling = rulingOf(engine, module);
    return linked;
  }

  /** A scenario has been fetched: perhaps it is the one that this run was made from. */
  ruleAnew(): void {
    if (this.player && this.module) this.ruling = rulingOf(this.player.engine, this.module);
  }

  /** Whether there is something that can be opened again. */
  get opened(): boolean {
    return this.#wished !== null || this.#keepsake !== null;
  }

  /** The same runs in another language, at the same moment. */
  retell(voice: Voice, wall: number): void {
    const { player, module, comparing } = this;
    if (!player || !module) return;
    const { playing } = player;
    const engine = player.synchronised();
    engine.speak(voice);
    this.player = new Player(engine, this.#preferences, wall);
    this.player.excerpt = player.excerpt;
    this.player.deeds = player.deeds;
    this.player.sent = player.sent;
    this.player.lookAt(this.#sight);
    this.ruling = rulingOf(engine, module);
    if (comparing) this.compare(comparing.against, wall);
    if (playing) this.player.play(wall);
  }

  /** Without a run there is nothing better to try again. */
  wish(wish: Wish): void {
    if (!this.player) this.#wished = wish;
  }

  /** Something else is asked for while nothing is on the screen: what was there does not come back. */
  forget(): void {
    this.#wished = this.#keepsake = null;
  }

  /** What the reader has done since belongs to what can be opened again, should the engine stop itself. */
  keep(): void {
    const { player } = this;
    if (!player || player.deeds === this.#keptDeeds) return;
    this.#keptDeeds = player.deeds;
    const fragment = player.engine.shareLink();
    if (fragment) this.#keepsake = { fragment };
  }

  /** Frees the engine. The same run can be opened again, at the same moment. */
  leave(): void {
    const fragment = this.fragment;
    if (fragment) this.#keepsake = { fragment };
    this.#letGo();
  }

  /** Frees an engine that may have failed. Gives back what was to be opened last, or was. */
  drop(): Wish {
    this.#letGo();
    return this.#wished ?? { opening: this.#keepsake ?? {}, occasion: "return" };
  }

  /** What leads to what is on the screen; empty without a run. */
  get fragment(): string {
    return this.comparing?.fragment ?? this.player?.synchronised().shareLink() ?? "";
  }

  lookAt(sight: Sight): void {
    this.#sight = sight;
    this.player?.lookAt(sight);
    this.#beside.lookAt(sight);
  }

  compare(against: Against | null, wall: number): void {
    if (this.player && this.module) this.#beside.open(this.module, this.player, against, wall);
  }

  stopComparing(): void {
    this.#beside.end();
  }

  /** Something was asked of the run on the screen: the one beside it goes along. */
  keepStep(wall: number): void {
    this.#beside.keepStep(this.module, this.player, wall);
  }

  #letGo(): void {
    this.#beside.end();
    this.player?.engine.free();
    this.player = null;
  }
}
