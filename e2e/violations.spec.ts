import { expect, test } from "@playwright/test";
import { findings } from "./axe.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

// What breaks without a rule: playing stops there, what is guilty is marked in every view, and why leads on from it.

const HALF = "./#half-elects";

async function stopped(playground: Playground): Promise<number> {
  await expect
    .poll(async () => (await playground.state()).violations.length, { timeout: 20_000 })
    .toBeGreaterThan(0);
  const { time } = await playground.state();
  await playground.page.waitForTimeout(400);
  expect((await playground.state()).time, "it stands still").toBe(time);
  return time;
}

test("playing stops where a promise breaks, and the guilty are marked", async ({ page }) => {
  const playground = await Playground.open(page, HALF);
  await playground.button("Play").click();
  expect(await stopped(playground)).toBe(60);
  const alert = page.getByRole("alert").filter({ hasText: "Election Safety is violated" });
  await expect(alert).toContainText("Two leaders in term 1");
  await expect(page.locator("raft-stage .server.guilty")).toHaveCount(2);
  await expect(playground.server("n3")).toHaveAttribute(
    "aria-label",
    /leader, .*guilty: Election Safety is violated/,
  );

  await playground.panel("Properties");
  const property = page.locator("[data-property='Election Safety']");
  await expect(property).toContainText("violated at 60 ms");
  await expect(page.locator("[data-property='Log Matching']")).toContainText("holds so far");

  await playground.panel("Events");
  await expect(page.locator("raft-event-list .guilt").first()).toContainText("Election Safety");

  // Why, by keyboard, from the notice.
  const why = alert.getByRole("button", { name: "Why" });
  await why.focus();
  await page.keyboard.press("Enter");
  await expect(
    page.getByRole("heading", { name: "Why is Election Safety violated?" }),
  ).toBeVisible();
  const path = page.locator("raft-why");
  await expect(path).toContainText("n3 has 2 of 4 votes, a majority: it leads term 1.");
  await expect(path).toContainText("n1 has 2 of 4 votes, a majority: it leads term 1.");
});

test("playing goes on after the stop, and one can go back there", ANY_SCREEN, async ({ page }) => {
  const playground = await Playground.open(page, HALF);
  await playground.button("Play").click();
  await stopped(playground);
  await playground.button("Play").click();
  await expect.poll(async () => (await playground.state()).time).toBeGreaterThan(62);
  await playground.pause();
  await expect(page.locator("raft-stage .server.guilty")).toHaveCount(0);
  const alert = page.getByRole("alert").filter({ hasText: "Election Safety is violated" });
  await alert.getByRole("button", { name: "Go there" }).click();
  expect((await playground.state()).time).toBe(60);
  await expect(page.locator("raft-stage .server.guilty")).toHaveCount(2);
});

test("a rule is broken in any cluster, and the page says that it is not Raft", async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.pause();
  await playground.panel("Scenario");
  await page
    .locator("raft-scenario summary")
    .filter({ hasText: "Break a rule on purpose" })
    .click();
  await page.getByRole("searchbox", { name: "Find a rule" }).fill("vote twice");
  await page.getByRole("checkbox", { name: /vote-twice$/ }).check();
  await expect(page.locator("raft-broken-rules")).toContainText("This is not Raft: vote-twice");
  await playground.button("Start with these rules").click();
  await expect(page.locator("raft-notice")).toContainText("This is not Raft: vote-twice");
  await playground.seek(100);
  await expect(page.locator("raft-notice")).toContainText("This is not Raft: vote-twice");
  const mark = page.locator("raft-stage .not-raft");
  await expect(mark).toHaveText("not Raft");
});

test("what was never promised stops nobody", ANY_SCREEN, async ({ page }) => {
  const playground = await Playground.open(page, "./#stale-reads");
  await playground.seek(560);
  await expect(page.getByRole("alert")).toHaveCount(0);
  await playground.panel("Properties");
  const property = page.locator("[data-property='Linearizability']");
  await expect(property).toContainText("not promised here; does not hold since 295 ms");
  await property.getByRole("button", { name: "Why" }).click();
  await expect(page.locator("raft-why")).toContainText("c2");
});

test("whether the cluster can go on is told with what is missing", ANY_SCREEN, async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(300);
  await playground.panel("Properties");
  const panel = page.locator("raft-properties");
  await expect(panel).toContainText(/Nothing waits|Progress is possible/);
  await playground.do({ crash: ["n1", "n2"] });
  await expect(panel).toContainText("No progress is possible.");
  await expect(panel).toContainText("n1 is down.");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing where a promise is broken, ${colorScheme}`, async ({ page }) => {
    test.setTimeout(120_000);
    await page.emulateMedia({ colorScheme });
    const playground = await Playground.open(page, HALF);
    await playground.button("Play").click();
    await stopped(playground);
    await playground.panel("Properties");
    expect(await findings(page), "properties").toEqual([]);
    await playground.panel("Scenario");
    await page.locator("raft-scenario summary").filter({ hasText: "Break a rule" }).click();
    expect(await findings(page), "broken rules").toEqual([]);
  });
}
