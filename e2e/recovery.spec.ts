import { expect, type Page, test } from "@playwright/test";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

// The engine stops itself, which it never should: nothing of the reader's is lost.

/** From now on the engine's next call of that name ends in a trap; after it everything goes on as before. */
async function prepareTraps(page: Page): Promise<(call: string) => Promise<void>> {
  await page.addInitScript(() => {
    const { instantiate } = WebAssembly;
    WebAssembly.instantiate = (async (...operands: Parameters<typeof instantiate>) => {
      const made = await instantiate(...operands);
      const { exports } = "instance" in made ? (made.instance as WebAssembly.Instance) : made;
      // What the engine exports is frozen, and a proxy of it could change nothing.
      const trapping = new Proxy({} as WebAssembly.Exports, {
        get(_, name) {
          const one = exports[name as string];
          if (typeof one !== "function") return one;
          return (...all: unknown[]) => {
            const trap = (window as unknown as { trap?: string }).trap;
            if (trap && String(name).includes(trap)) {
              (window as unknown as { trap?: string }).trap = "";
              throw new WebAssembly.RuntimeError("unreachable");
            }
            return one(...all);
          };
        },
      });
      const trapped = (instance: WebAssembly.Instance) =>
        new Proxy(instance, { get: (_, name) => (name === "exports" ? trapping : undefined) });
      return "instance" in made
        ? { ...made, instance: trapped(made.instance as WebAssembly.Instance) }
        : trapped(made);
    }) as unknown as typeof instantiate;
  });
  return (call) =>
    page.evaluate((name) => {
      (window as unknown as { trap?: string }).trap = name;
    }, call);
}

test(
  "when the engine stops itself, what was done is done again and nothing is lost",
  ANY_SCREEN,
  async ({ page }) => {
    const trapNext = await prepareTraps(page);
    const playground = await Playground.open(page);
    await playground.seek(300);
    await playground.do({ crash: "n3" });
    const before = await playground.state();
    await trapNext("session_step");
    await playground.button("Next").click();
    await expect(page.getByText("The simulation had stopped itself")).toBeVisible();
    expect(await playground.state()).toEqual(before);
    await playground.button("Next").click();
    await expect.poll(async () => (await playground.state()).time).toBeGreaterThan(before.time);
  },
);

test(
  "a link that stops the engine says so, and leaves the run on the screen alone",
  ANY_SCREEN,
  async ({ page }) => {
    const trapNext = await prepareTraps(page);
    const playground = await Playground.open(page, "./#figure-8");
    await playground.seek(150);
    await playground.do({ crash: "n3" });
    const before = await playground.state();
    await trapNext("session_open");
    await playground.element.evaluate((element: RaftPlayground) => {
      element.link = "#split-vote";
    });
    await expect(page.getByRole("alert")).toBeVisible();
    await expect(page.getByText("The simulation had stopped itself")).toHaveCount(0);
    expect(await playground.state()).toEqual(before);
  },
);
