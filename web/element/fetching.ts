import type { EngineModule } from "../engine/door.ts";

/** Scenarios that have to be fetched before a run can be opened. Only the reader's last wish counts. */
export class Fetching {
  /** What is on its way; null: nothing is waited for. */
  name: string | null = null;
  #wish = 0;

  /** Nothing is waited for any more: what is still under way opens nothing. */
  forget(): void {
    this.#wish++;
    this.name = null;
  }

  /** Fetches scenarios. Gives back whether this is still what the reader waits for; what goes wrong is thrown then. */
  async fetch(module: EngineModule, names: readonly string[]): Promise<boolean> {
    const wish = ++this.#wish;
    this.name = names[0] ?? null;
    try {
      await Promise.all(names.map((name) => module.fetchScenario(name)));
    } catch (failure) {
      if (wish === this.#wish) throw failure;
    } finally {
      if (wish === this.#wish) this.name = null;
    }
    return wish === this.#wish;
  }
}
