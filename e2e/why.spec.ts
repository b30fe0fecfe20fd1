import { expect, type Page, test } from "@playwright/test";
import { ANY_SCREEN, Playground } from "./playground.ts";

/** The leader has a command that nobody else can take. */
async function stuck(page: Page): Promise<Playground> {
  const playground = await Playground.open(page);
  await playground.seek(240);
  await playground.do({ crash: ["n2", "n3"] });
  await playground.do({ put: { key: "y", value: "9", via: "n1" } });
  await playground.seek(300);
  return playground;
}

const current = (page: Page) => page.locator('raft-why [aria-current="step"]');

test(
  "an entry that is not committed has obstacles, and each leads on to why",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await stuck(page);
    await playground.panel("Why");
    await playground.button("Why is entry 2 not committed?").click();
    await expect(page.getByText("It does not come by itself")).toBeVisible();
    await expect(page.locator("raft-why .path > li")).toHaveText([
      /^\s*Entry 2 needs 1 more of n2, n3/,
      /n2 is down\./,
      /n3 is down\./,
    ]);
    await page
      .getByRole("button", { name: /^Why\? .*n2 crashes/ })
      .first()
      .click();
    await expect(page.getByRole("heading", { name: "Why did this happen?" })).toBeFocused();
    await expect(page.getByText("Here the chain begins.")).toBeVisible();
  },
);

test("stations are walked by button and by key, and light up without moving time", async ({
  page,
}) => {
  const playground = await stuck(page);
  await playground.panel("Why");
  await playground.button("Why is entry 2 not committed?").click();
  const next = page.locator(".walk").getByRole("button", { name: "Next" });
  await expect(page.getByRole("status").filter({ hasText: "3 stations" })).toBeVisible();
  await next.click();
  await expect(current(page)).toContainText("Entry 2 needs");
  await expect(page.getByRole("status").filter({ hasText: "Station 1 of 3." })).toBeVisible();
  await next.press("ArrowDown");
  await expect(current(page)).toContainText("n2 is down.");
  await expect(page.locator(".server.lit")).toHaveCount(1);
  await expect(page.locator("raft-timeline .station")).toBeVisible();
  expect((await playground.state()).time).toBe(300);
  await next.press("ArrowUp");
  await expect(current(page)).toContainText("Entry 2 needs");
  await next.press("ArrowDown");

  await playground.button("Go there").click();
  expect((await playground.state()).time).toBe(240);
  await expect(page.getByText("asked at 300 ms")).toBeVisible();
  await expect(current(page)).toContainText("n2 is down.");
  await playground.button("Back to where I asked").click();
  expect((await playground.state()).time).toBe(300);

  await playground.panel("Events");
  await expect(page.locator("raft-event-list li.station")).toContainText("n2 crashes");
});

test("a chain of causes is a path of stations as well", ANY_SCREEN, async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(240);
  await playground.panel("Why");
  await playground.button("Why does n1 know entry 1 to be committed?").click();
  const next = page.locator(".walk").getByRole("button", { name: "Next" });
  await next.click();
  await expect(current(page)).toContainText("commit");
  await expect(page.locator(".server.lit")).not.toHaveCount(0);
  while (await next.isEnabled()) await next.press("ArrowDown");
  await playground.button("Go there").click();
  expect((await playground.state()).time).toBe(185);
});

test("a server's card asks why there is no leader, a client's why it has no answer", async ({
  page,
}) => {
  const playground = await Playground.open(page);
  await playground.seek(20);
  await playground.server("n2").press("Enter");
  await playground.button("Why is there no leader?").click();
  await expect(page.getByText("It comes by itself, if nothing more goes wrong.")).toBeVisible();
  await expect(page.locator("raft-why .path > li")).toHaveCount(3);
  await expect(page.locator("raft-why .path")).toContainText("its election timer runs out at");

  await playground.seek(400);
  await playground.panel("Why");
  await page.getByText("Ask something else").click();
  await playground.button(/^Why has c1 no answer to/).click();
  await expect(page.getByText("is down").first()).toBeVisible();
});
