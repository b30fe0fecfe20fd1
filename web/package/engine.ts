// `raft-playground/engine`: the same engine without a screen, in a browser or under Node.
import type { Checked, EngineModule, PrintedGallery } from "../engine/door.ts";
import { loadEngine as load } from "../engine/load.ts";
import { EngineProblem } from "../engine/problems.ts";
import { ENGLISH } from "../words/words.ts";
import { openingOf, type Wanted } from "./opening.ts";
import { Simulation } from "./simulation.ts";

export type * from "../engine/door.ts";
export { EngineFailure, EngineProblem, type FailureReason } from "../engine/problems.ts";
export { setWasmSource, type WasmPart, type WasmSource } from "../engine/source.ts";
export type { Wanted } from "./opening.ts";
export type * from "./records.ts";
export { Simulation } from "./simulation.ts";

/** Loads the engine: once, however often this is called. Throws an EngineFailure that says why it cannot run here. */
export async function loadEngine(): Promise<RaftEngine> {
  return new RaftEngine(await load(() => ENGLISH));
}

/** The engine, loaded. */
export class RaftEngine {
  readonly #module: EngineModule;

  /** @internal */
  constructor(module: EngineModule) {
    this.#module = module;
  }

  /** The version that links and exports name. */
  get version(): string {
    return this.#module.version();
  }

  /**
   * Opens a run, at its beginning: a scenario of the gallery by name, or what is wanted in other words. Throws an
   * EngineProblem that says what is wrong, where, and what was expected.
   */
  async open(wanted: string | Wanted = {}): Promise<Simulation> {
    const opening = await openingOf(wanted, this.#module);
    const lacking = this.#module.lacks(opening);
    if (lacking !== null) await this.#module.fetchScenario(lacking);
    return new Simulation(this.#module.open(opening), this.#module);
  }

  /** What there is in the gallery: sections, and what is said of each scenario. */
  gallery(): Promise<PrintedGallery> {
    return this.#module.fetchGallery();
  }

  /** A scenario of the gallery, as it is written. */
  async scenario(name: string): Promise<object> {
    await this.#module.fetchScenario(name);
    return JSON.parse(this.#module.written(name) ?? "null");
  }

  /** Reads a scenario, TOML or JSON, without running it: its steps, or what is wrong with it and in which line. */
  async check(text: string): Promise<Checked> {
    if (typeof text !== "string")
      throw new EngineProblem({
        ...{ kind: "scenario", message: `check: found ${typeof text}`, path: null },
        expected: "a scenario as text, TOML or JSON",
      });
    return (await this.#module.format()).check(text);
  }

  /** A seed that nobody has chosen, in hexadecimal. */
  freshSeed(): string {
    return this.#module.freshSeed();
  }
}
