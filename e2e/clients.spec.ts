import { expect, type Page, test } from "@playwright/test";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import { findings } from "./axe.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

const lanes = (page: Page) => page.locator("raft-clients");
const operation = (page: Page, name: RegExp) => lanes(page).getByRole("button", { name });

/** The default story to its end, with the clients' lanes on the page. */
async function atTheEnd(page: Page, view = "cluster clients"): Promise<Playground> {
  const playground = await Playground.open(page);
  await playground.element.evaluate((element: RaftPlayground, views: string) => {
    element.view = views;
  }, view);
  await playground.seek(720);
  await expect(operation(page, /^c1 asks x=1 at/)).toBeVisible();
  return playground;
}

/** n3 misses a write and is asked for what it has. */
async function readStale(playground: Playground): Promise<void> {
  await playground.do({ partition: [["n3"], "rest"] });
  await playground.do({ put: { client: "c1", key: "x", value: "9", via: "n2" } });
  await playground.seek(1000);
  await playground.do({ get: { client: "c1", key: "x", via: "n3", reads: "stale" } });
  await playground.seek(1200);
}

test("clients' lanes are a view: each answer has its place in one order", async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(720);
  await playground.button("View").click();
  await page.getByLabel("Clients", { exact: true }).check();
  await page.keyboard.press("Escape");
  await expect(lanes(page).getByText(/^Linearizable so far/)).toBeVisible();
  for (const name of [/^c1 asks x=1 .* Takes effect at/, /^c1 asks x=2 .* Takes effect at/])
    await expect(operation(page, name)).toBeVisible();
  await expect(lanes(page).locator(".effect")).toHaveCount(2);
});

test("a bar that is chosen tells what became of it, and leads on", async ({ page }) => {
  const playground = await atTheEnd(page);
  const first = operation(page, /^c1 asks x=1 at/);
  await first.click();
  await expect(first).toHaveAttribute("aria-pressed", "true");
  const card = lanes(page).getByRole("region", { name: "c1#1" });
  await expect(card).toContainText("Takes effect at");
  await card.getByRole("button", { name: "Go to where it took effect" }).click();
  const { time } = await playground.state();
  expect(time).toBeGreaterThan(185);
  expect(time).toBeLessThan(270);
  await first.click();
  await expect(card).toHaveCount(0);
});

test("keys lead along the lanes, and not through the run", ANY_SCREEN, async ({ page }) => {
  const playground = await atTheEnd(page);
  const [first, second] = [operation(page, /^c1 asks x=1 at/), operation(page, /^c1 asks x=2 at/)];
  await expect(lanes(page).locator('.bar[tabindex="0"]')).toHaveCount(1);
  await first.focus();
  const { time } = await playground.state();
  await page.keyboard.press("ArrowRight");
  await expect(second).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(first).toBeFocused();
  expect((await playground.state()).time, "arrows are the lanes' own").toBe(time);
  await page.keyboard.press("Enter");
  await expect(lanes(page).getByRole("region", { name: "c1#1" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(lanes(page).getByRole("region", { name: "c1#1" })).toHaveCount(0);
});

test("keys lead from one client to the other", ANY_SCREEN, async ({ page }) => {
  const playground = await Playground.open(page, "./?scenario=minority-leader");
  await playground.element.evaluate((element: RaftPlayground) => {
    element.view = "clients";
  });
  await playground.seek(700);
  const [mine, yours] = [operation(page, /^c1 asks/), operation(page, /^c2 asks/)];
  await mine.first().focus();
  await page.keyboard.press("ArrowDown");
  await expect(yours.first()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(yours.first(), "there is no other lane").toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(
    lanes(page)
      .getByRole("button", { name: /^c1 asks/ })
      .and(page.locator(":focus")),
  ).toHaveCount(1);
});

test("the answer that fits nowhere is marked, in words, and in the table", async ({ page }) => {
  const playground = await atTheEnd(page);
  await readStale(playground);
  await expect(lanes(page).getByText(/^Not linearizable\./)).toContainText(
    "is told 2. No order explains that: after the line, x is 9, because of c1’s x=9. Nothing later is judged. Nobody promised one here",
  );
  const misfit = operation(page, /This answer fits nowhere/);
  await expect(misfit).toHaveCount(1);
  await expect(lanes(page).locator("text.misfit")).toContainText("! fits nowhere");
  await lanes(page).getByRole("button", { name: "The same as a table" }).click();
  const rows = lanes(page).getByRole("table", { name: "Operations of c1" }).getByRole("row");
  await expect(rows.filter({ hasText: "! fits nowhere" })).toHaveCount(1);
  await expect(rows).toHaveCount(5);
  await rows.filter({ hasText: "x=9" }).getByRole("button").click();
  await expect(operation(page, /^c1 asks x=9/)).toHaveAttribute("aria-pressed", "true");
});

test("a server sees nothing of what clients do", ANY_SCREEN, async ({ page }) => {
  const playground = await atTheEnd(page);
  await playground.button("View").click();
  await page.getByRole("button", { name: "n2", exact: true }).click();
  await page.keyboard.press("Escape");
  await expect(operation(page, /asks/)).toHaveCount(0);
  await expect(lanes(page).getByText(/Linearizable/)).toHaveCount(0);
  await expect(lanes(page).getByRole("button", { name: "The same as a table" })).toHaveCount(0);
  await expect(lanes(page).locator(".strip.reign")).toHaveText("★ n2 t2");
});

test("lanes share scale and playhead with the time line", ANY_SCREEN, async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 1000 });
  const playground = await atTheEnd(page, "cluster spacetime clients");
  const middle = async (selector: string) => {
    const box = await page.locator(selector).boundingBox();
    return box ? box.x + box.width / 2 : Number.NaN;
  };
  for (const moment of [0, 230, 478, 700]) {
    await playground.seek(moment);
    const here = await middle("raft-clients .playhead");
    for (const other of ["raft-timeline", "raft-spacetime"])
      expect(Math.abs(here - (await middle(`${other} .playhead`))), other).toBeLessThan(1.5);
  }
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing in clients' lanes, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const playground = await atTheEnd(page);
    await readStale(playground);
    await operation(page, /This answer fits nowhere/).click();
    await lanes(page).getByRole("button", { name: "The same as a table" }).click();
    expect(await findings(page)).toEqual([]);
  });
}

test("on a small phone nothing is wider than the page", ANY_SCREEN, async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 640 });
  const playground = await atTheEnd(page);
  await readStale(playground);
  await operation(page, /This answer fits nowhere/).click();
  await lanes(page).getByRole("button", { name: "The same as a table" }).click();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(360);
});
