import type { RaftPlayground } from "../web/element/raft-playground.ts";
import type { Engine, EngineModule } from "../web/engine/door.ts";
import { loadEngine } from "../web/engine/load.ts";
import { voice } from "../web/words/words.ts";

/** The element on the page, as a host page has it, and engines of the same module beside it. */
export class Playground {
  readonly element: RaftPlayground;
  #module: EngineModule | null = null;

  constructor(element: RaftPlayground) {
    this.element = element;
  }

  /** Opens an inline scenario at a moment: as a link, because there is no other public door for one. */
  async open(scenario: object, at: number): Promise<void> {
    const engine = await this.engineOf(scenario);
    engine.seek(at);
    const link = engine.shareLink();
    engine.free();
    await this.#ready();
    // The same link again is no news to the element: the run is there, and only has to go back.
    if (this.element.link === link) return this.element.seek(at);
    const opened = new Promise((resolve) =>
      this.element.addEventListener("ready", resolve, { once: true }),
    );
    this.element.link = link;
    await opened;
    const time = this.element.state?.time;
    if (time !== at) throw new Error(`the element stands at ${time} ms and not at ${at} ms`);
  }

  async engineOf(scenario: object): Promise<Engine> {
    this.#module ??= await loadEngine(() => voice);
    return this.#module.open({ json: JSON.stringify(scenario) });
  }

  inFlight(): number {
    return this.element.state?.messages.length ?? 0;
  }

  /** The same, as soon as the panels have come: they are no part of the first load. */
  async tabsThere(): Promise<HTMLElement[]> {
    while (this.tabs().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    return this.tabs();
  }

  /** The tabs of the panels by their names. */
  tabs(): HTMLElement[] {
    return all(this.element, "[role=tab]");
  }

  ledger(): HTMLElement {
    const [region] = all(this.element, "raft-ledger [role=region]");
    if (!region) throw new Error("there is no ledger on the page");
    return region;
  }

  /** How far the logs on the screen go. */
  lastColumn(): number {
    const columns = [...this.ledger().querySelectorAll("thead th")];
    return Math.max(
      0,
      ...columns.map((heading) => Number.parseInt(heading.textContent ?? "", 10) || 0),
    );
  }

  longestLog(): number {
    return Math.max(
      0,
      ...Object.values(this.element.state?.servers ?? {}).map(({ log }) => log.length),
    );
  }

  /** The first whole second at which some log has so many entries. */
  async timeOfEntry(scenario: object, entries: number): Promise<number> {
    const engine = await this.engineOf(scenario);
    for (let second = 1; ; second++) {
      engine.seek(second * 1000);
      const last = Math.max(...engine.frame(null).servers.map((server) => server.log.last));
      if (last < entries) continue;
      engine.free();
      return second * 1000;
    }
  }

  async #ready(): Promise<void> {
    if (this.element.state) return;
    await new Promise((resolve) => this.element.addEventListener("ready", resolve, { once: true }));
  }
}

/** Elements in shadow roots within shadow roots; of a path of selectors each part may lie in another root. */
export function all(root: ParentNode, path: string): HTMLElement[] {
  return path
    .split(" ")
    .reduce<ParentNode[]>((roots, selector) => roots.flatMap((one) => deep(one, selector)), [root])
    .filter((found) => found instanceof HTMLElement);
}

function deep(root: ParentNode, selector: string): Element[] {
  const roots: ParentNode[] = [root];
  if (root instanceof Element && root.shadowRoot) roots.push(root.shadowRoot);
  return roots.flatMap((one) => [
    ...one.querySelectorAll(selector),
    ...[...one.querySelectorAll("*")].flatMap((child) =>
      child.shadowRoot ? deep(child.shadowRoot, selector) : [],
    ),
  ]);
}
