import { expect, type Page, test } from "@playwright/test";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

// What the site keeps for its reader from page to page, and from visit to visit.

const paperOf = (page: Page) =>
  page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

const LIGHT = "rgb(251, 250, 247)";
const DARK = "rgb(20, 22, 26)";

test(
  "who wants it dark has it dark on every page, before anything is painted",
  ANY_SCREEN,
  async ({ page }) => {
    await page.goto("./docs/watched/who-may-lead/");
    expect(await paperOf(page)).toBe(LIGHT);
    await page.getByRole("button", { name: "Dark colours" }).click();
    expect(await paperOf(page)).toBe(DARK);
    await expect(page.locator("raft-playground").first()).toHaveAttribute("shade", "dark");

    // Neither modules nor their imports come: what is dark now was dark from the first.
    await page.route(/\.js$/, (route) => route.abort());
    for (const place of ["./docs/", "./stories/figure-8/", "./", "./404.html"]) {
      await page.goto(place);
      expect(await paperOf(page), place).toBe(DARK);
    }
    await page.unroute(/\.js$/);

    const playground = await Playground.open(page);
    await expect(playground.element).toHaveAttribute("shade", "dark");
    await page.getByRole("button", { name: "Light colours" }).click();
    expect(await paperOf(page)).toBe(LIGHT);
    await expect(playground.element).toHaveAttribute("shade", "light");
  },
);

test("who wants what their system says follows it again", ANY_SCREEN, async ({ page }) => {
  await page.goto("./docs/");
  await page.getByRole("button", { name: "Dark colours" }).click();
  await page.getByRole("button", { name: "Light colours" }).click();
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await paperOf(page)).toBe(DARK);
  await page.getByRole("button", { name: "Light colours" }).click();
  expect(await paperOf(page)).toBe(LIGHT);
  await page.reload();
  expect(await paperOf(page)).toBe(LIGHT);
  // Paper is always light.
  await page.getByRole("button", { name: "Dark colours" }).click();
  await page.emulateMedia({ media: "print" });
  expect(await paperOf(page)).toBe(LIGHT);
});

test("the switch speaks the reader's language", ANY_SCREEN, async ({ page }) => {
  await Playground.open(page, "./?lang=de");
  await page.getByRole("button", { name: "Dunkle Farben" }).click();
  await expect(page.getByRole("button", { name: "Helle Farben" })).toBeFocused();
});

test(
  "an exercise that was solved is ticked wherever it is listed",
  ANY_SCREEN,
  async ({ page }) => {
    const tick = page.locator('[data-exercise="two-leaders-two-terms"]:visible');
    await page.goto("./docs/watched/elections-and-terms/");
    const chapters = page.getByRole("navigation", { name: "The chapters" });
    const here = chapters.locator('[aria-current="page"]');
    await expect(here).toHaveAccessibleName("3 Elections and terms");
    await expect(tick).toHaveCount(0);

    const exercise = page.locator('raft-playground[scenario="two-leaders-two-terms"]');
    await exercise.scrollIntoViewIfNeeded();
    const isRunning = () => exercise.evaluate((one: RaftPlayground) => one.state !== null);
    await expect.poll(isRunning, { timeout: 20_000 }).toBe(true);
    await exercise.evaluate((one: RaftPlayground) => {
      one.seek(200);
      one.do({ partition: ["n1", "rest"] });
      one.seek(2000);
    });
    await expect(tick).toHaveText(["✓ (exercise solved)"]);
    await expect(here).toHaveAccessibleName("3 Elections and terms (exercise solved)");
    // The others are as open as they were.
    await expect(page.locator("[data-exercise]:visible")).toHaveCount(1);

    for (const place of ["./docs/", "./stories/", "./docs/watched/one-server/"]) {
      await page.goto(place);
      await expect(tick, place).toHaveCount(1);
    }
  },
);

test("an exercise that asks for a broken rule is ticked as well", ANY_SCREEN, async ({ page }) => {
  const tick = page.locator('[data-exercise="the-shortest-log-wins"]:visible');
  const playground = await Playground.open(page, "./#the-shortest-log-wins");
  await playground.pause();
  await playground.button("Break a rule").click();
  await page
    .locator("raft-scenario summary")
    .filter({ hasText: "Break a rule on purpose" })
    .click();
  await page.getByRole("checkbox", { name: /log-not-compared$/ }).check();
  await playground.button("Start with these rules").click();
  await playground.seek(20);
  await playground.do({ time_out: "n5" });
  await playground.seek(300);
  await expect(page.locator("raft-exercise").getByRole("heading")).toContainText("Solved");
  await page.goto("./docs/watched/who-may-lead/");
  await expect(tick).toHaveCount(1);
});

test("a solution that came in a link is nobody's own", ANY_SCREEN, async ({ page, browser }) => {
  const playground = await Playground.open(page, "./#depose-a-healthy-leader");
  await playground.seek(200);
  await playground.do({ time_out: "n3" });
  await playground.seek(400);
  const heading = (one: Page) => one.locator("raft-exercise").getByRole("heading");
  await expect(heading(page)).toContainText("Solved");
  const link = await playground.element.evaluate((one: RaftPlayground) => one.shareLink());

  const base = page.url();
  const context = await browser.newContext({ serviceWorkers: "block" });
  const other = await context.newPage();
  await Playground.open(other, link);
  await expect(heading(other)).toContainText("Solved");
  for (const [who, ticks] of [
    [page, 1],
    [other, 0],
  ] as const) {
    await who.goto(new URL("docs/watched/", base).href);
    await expect(who.getByRole("navigation", { name: "The chapters" })).toBeVisible();
    await expect(who.locator("[data-exercise]:visible")).toHaveCount(ticks);
  }
  await context.close();
});

test("what is kept is nothing that could break a page", ANY_SCREEN, async ({ page }) => {
  const failures: Error[] = [];
  page.on("pageerror", (error) => failures.push(error));
  for (const kept of ["{", "7", '{"length":1}', "[null,3]"]) {
    await page.goto("./docs/");
    await page.evaluate((text) => {
      localStorage.setItem("raft-playground.solved", text);
      localStorage.setItem("raft-playground.shade", text);
    }, kept);
    await page.reload();
    await expect(page.getByRole("button", { name: "Dark colours" })).toBeVisible();
    expect(await paperOf(page)).toBe(LIGHT);
  }
  expect(failures).toEqual([]);
});
