import { expect, type Locator, type Page } from "@playwright/test";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import type { Action, PublicState } from "../web/engine/door.ts";

/** The details of a test that sees the same on every screen: it runs on one. */
export const ANY_SCREEN = { tag: "@any-screen" };

/** The page as a reader has it: what is on the screen is found by role and name, what is true is asked of the element. */
export class Playground {
  readonly page: Page;
  readonly element: Locator;

  constructor(page: Page) {
    this.page = page;
    this.element = page.locator("raft-playground").first();
  }

  static async open(page: Page, address = "./"): Promise<Playground> {
    const playground = new Playground(page);
    await page.goto(address);
    await playground.ready();
    return playground;
  }

  async ready(): Promise<void> {
    await expect.poll(() => this.running(), { timeout: 20_000, intervals: [50] }).toBe(true);
  }

  running(): Promise<boolean> {
    return this.element.evaluate((element: RaftPlayground) => Boolean(element.state));
  }

  async state(): Promise<PublicState> {
    const state = await this.element.evaluate((element: RaftPlayground) => element.state);
    if (!state) throw new Error("there is no run on the screen");
    return state;
  }

  async pause(): Promise<void> {
    await this.element.evaluate((element: RaftPlayground) => element.pause());
  }

  async seek(ms: number): Promise<void> {
    await this.element.evaluate((element: RaftPlayground, to: number) => {
      element.pause();
      element.seek(to);
    }, ms);
  }

  async do(action: Action): Promise<void> {
    await this.element.evaluate((element: RaftPlayground, one: Action) => element.do(one), action);
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name, exact: typeof name === "string" });
  }

  server(id: string): Locator {
    return this.page.getByRole("button", {
      name: new RegExp(`^${id}, (follower|pre-candidate|candidate|leader|crashed), term`),
    });
  }

  sentence(): Locator {
    return this.page.locator("raft-sentence .voice");
  }

  /** What is said above the picture. The same words are read out, and stand a second time where only ears find them. */
  notice(): Locator {
    return this.page.locator("raft-notice .said");
  }

  async panel(name: string): Promise<void> {
    await this.page.getByRole("tab", { name }).click();
    // Its file may still be on its way: what is looked at before that is an empty panel.
    await expect(this.page.locator("raft-panels :not(:defined)")).toHaveCount(0);
  }

  /** The names of all panels that are offered. */
  async panels(): Promise<string[]> {
    await expect(this.page.getByRole("tab", { name: "Help" })).toBeAttached();
    const names = await this.page.getByRole("tab").allTextContents();
    return names.map((name) => name.trim());
  }

  async leader(): Promise<{ id: string; term: number } | null> {
    const { servers } = await this.state();
    const leaders = Object.entries(servers).filter(([, server]) => server.state === "leader");
    leaders.sort(([, one], [, other]) => other.term - one.term);
    const [first] = leaders;
    return first ? { id: first[0], term: first[1].term } : null;
  }

  /** Lets simulated time pass at once until something is so. */
  async runUntil(
    what: string,
    holds: (state: PublicState) => boolean,
    within = 3000,
  ): Promise<PublicState> {
    const start = (await this.state()).time;
    for (let time = start; time <= start + within; time += 10) {
      const state = await this.element.evaluate((element: RaftPlayground, to: number) => {
        element.pause();
        element.seek(to);
        return element.state;
      }, time);
      if (state && holds(state)) return state;
    }
    throw new Error(`not within ${within} simulated ms: ${what}`);
  }
}

export function committed(state: PublicState, server: string, command: string): boolean {
  const one = state.servers[server];
  return Boolean(
    one?.log.some((entry) => entry.command === command && entry.index <= (one.commitIndex ?? 0)),
  );
}
