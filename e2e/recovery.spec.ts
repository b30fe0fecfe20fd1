import { expect, type Page, test } from "@playwright/test";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

// The engine stops itself, which it never should: nothing of the reader's is lost.

type Traps = {
  trap?: string;
  again?: boolean;
  /** How often one has been run into. */
  trapped?: number;
};

/**
 * The engine's next call of a name ends in a trap, and after it everything goes on as before; with `again`, every call of
 * that name does.
 */
async function prepareTraps(page: Page): Promise<(call: string, again?: boolean) => Promise<void>> {
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
            const traps = window as unknown as Traps;
            if (traps.trap && String(name).includes(traps.trap)) {
              if (!traps.again) traps.trap = "";
              traps.trapped = (traps.trapped ?? 0) + 1;
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
  return (trap, again = false) =>
    page.evaluate((traps) => void Object.assign(window, traps), { trap, again });
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
  "what a host page asks for can stop the engine: the page is told, and the reader goes on",
  ANY_SCREEN,
  async ({ page }) => {
    const trapNext = await prepareTraps(page);
    const playground = await Playground.open(page);
    await playground.seek(300);
    const before = await playground.state();
    await trapNext("session_act");
    await expect(playground.do({ crash: "n3" })).rejects.toThrow("unreachable");
    await expect(page.getByText("The simulation had stopped itself")).toBeVisible();
    expect(await playground.state()).toEqual(before);
  },
);

test(
  "a second run that has stopped itself and cannot be freed is put away all the same",
  ANY_SCREEN,
  async ({ page }) => {
    const trapNext = await prepareTraps(page);
    const playground = await Playground.open(page);
    await playground.seek(300);
    await page.getByRole("button", { name: "View", exact: true }).click();
    await playground.button("Compare two runs …").click();
    const other = page.getByRole("region", { name: /^Run B/ });
    await expect(other).toBeVisible();
    await trapNext("session_free");
    await playground.button("Stop comparing").click();
    await expect(other).toBeHidden();
    await expect(page.getByText("The simulation had stopped itself")).toHaveCount(0);
  },
);

test(
  "whoever copies a link and stops the engine with it goes on, and copies it then",
  ANY_SCREEN,
  async ({ page }) => {
    const trapNext = await prepareTraps(page);
    await page.addInitScript(() => {
      Object.defineProperty(navigator, "clipboard", { value: { writeText: async () => {} } });
    });
    const playground = await Playground.open(page);
    await playground.seek(300);
    await trapNext("session_shareLink");
    await playground.button("Copy link").click();
    await expect(page.getByText("The simulation had stopped itself")).toBeVisible();
    await playground.button("Copy link").click();
    await expect(playground.button("Copied")).toBeVisible();
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
    // Whatever the article asks for next is seen as well.
    await playground.element.evaluate((element: RaftPlayground) => element.seek(320));
    await expect(page.getByRole("alert")).toBeVisible();
    await expect(page.locator("raft-timeline")).toContainText("320 ms");
  },
);

test(
  "what stops itself while it is drawn for is opened again as well",
  ANY_SCREEN,
  async ({ page }) => {
    const trapNext = await prepareTraps(page);
    const playground = await Playground.open(page, "./?view=cluster+spacetime");
    await expect(page.locator("raft-spacetime")).toBeVisible();
    await playground.seek(200);
    await trapNext("session_spacetime");
    await playground.seek(300);
    await expect(page.getByText("The simulation had stopped itself")).toBeVisible();
    expect((await playground.state()).time).toBe(300);
  },
);

test(
  "what stops itself again and again is left alone, until somebody tries it again",
  ANY_SCREEN,
  async ({ page }) => {
    const trapNext = await prepareTraps(page);
    const playground = await Playground.open(page, "./?view=cluster+spacetime");
    await expect(page.locator("raft-spacetime")).toBeVisible();
    await trapNext("session_spacetime", true);
    await playground.seek(300);
    const trouble = page.getByRole("alert");
    await expect(trouble).toContainText("The simulation has stopped");
    const trapped = () => page.evaluate(() => (window as unknown as Traps).trapped ?? 0);
    const before = await trapped();
    await page.waitForTimeout(500);
    expect(await trapped()).toBe(before);
    await trapNext("");
    await trouble.getByRole("button", { name: "Try again" }).click();
    await expect(trouble).toHaveCount(0);
    await playground.seek(400);
    expect((await playground.state()).time).toBe(400);
  },
);
