import { expect, test } from "@playwright/test";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

test("fifty events back and fifty forward give the same state", ANY_SCREEN, async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(1500);
  const before = await playground.state();
  await playground.element.evaluate((element: RaftPlayground) => {
    for (let step = 0; step < 50; step++) element.stepBack();
  });
  expect((await playground.state()).time).toBeLessThan(before.time);
  await playground.element.evaluate((element: RaftPlayground) => {
    for (let step = 0; step < 50; step++) element.stepForward();
  });
  const after = await playground.state();
  expect(after.digest).toBe(before.digest);
  expect(after).toEqual(before);
});

test(
  "where nothing is left to tell, Next says so instead of what was told long ago",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await Playground.open(page);
    await playground.seek(900);
    const before = await playground.sentence().textContent();
    await page
      .getByRole("group", { name: "Playback" })
      .getByRole("button", { name: /^Next/ })
      .click();
    const said = "Nothing new since 900 ms: only routine, such as heartbeats. Next looks further.";
    await expect(playground.sentence()).toHaveText(said);
    await expect(page.locator("[aria-live]").filter({ hasText: said })).toBeAttached();
    expect((await playground.state()).time).toBeGreaterThan(2000);
    // What happens then is told as ever, and so is what happened before.
    await playground.seek(900);
    expect(await playground.sentence().textContent()).toBe(before);
  },
);

test("a long command and its tick stand beside each other", ANY_SCREEN, async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const playground = await Playground.open(page, "./?scenario=fenced-by-term");
  await playground.seek(900);
  const overlaps = await page.locator("raft-ledger .cell.long:has(.tick)").evaluateAll((cells) =>
    cells.map((cell) => {
      const said = cell.querySelector("span")?.getBoundingClientRect();
      const tick = cell.querySelector(".tick")?.getBoundingClientRect();
      return said && tick && Math.min(said.bottom - tick.top, said.right - tick.left);
    }),
  );
  expect(overlaps.length).toBeGreaterThan(2);
  // A tick is smaller than its line.
  for (const overlap of overlaps) expect(overlap).toBeLessThan(3);
});

test(
  "a copied link gives the same state and digest in a new browser context",
  ANY_SCREEN,
  async ({ page, browser, baseURL }) => {
    const playground = await Playground.open(page);
    await playground.seek(290);
    await playground.do({ partition: [["n1"], "rest"] });
    await playground.seek(650);
    const before = await playground.state();
    const link = await playground.element.evaluate((element: RaftPlayground) =>
      element.shareLink(),
    );
    expect(link).toContain(baseURL ?? "");

    const context = await browser.newContext();
    const elsewhere = await Playground.open(await context.newPage(), link);
    expect(await elsewhere.state()).toEqual(before);
    await expect(elsewhere.notice()).toHaveText("You changed the run: free play.");
    await context.close();
  },
);

test(
  "a link leads to the views that the reader had chosen",
  ANY_SCREEN,
  async ({ page, browser }) => {
    const playground = await Playground.open(page);
    await playground.seek(230);
    const linkNow = () =>
      playground.element.evaluate((element: RaftPlayground) => element.shareLink());
    expect(new URL(await linkNow()).search).toBe("");
    await playground.button("View").click();
    await page.getByLabel("Log", { exact: true }).click();
    await expect(page.locator("raft-ledger")).toHaveCount(0);
    const context = await browser.newContext();
    const elsewhere = await Playground.open(await context.newPage(), await linkNow());
    expect((await elsewhere.state()).time).toBe(230);
    await expect(elsewhere.page.locator("raft-ledger")).toHaveCount(0);
    await expect(elsewhere.page.locator("raft-stage")).toBeVisible();
    await context.close();
  },
);

test("copying a link moves nothing, and is said for some seconds", ANY_SCREEN, async ({ page }) => {
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "clipboard", { value: { writeText: async () => {} } });
  });
  const playground = await Playground.open(page);
  await playground.seek(300);
  const buttons = [
    page.getByRole("group", { name: "Playback" }).getByRole("button", { name: "Play" }),
    page.locator("raft-copy-link button").first(),
  ];
  const places = () => Promise.all(buttons.map((button) => button.boundingBox()));
  const before = await places();
  await playground.button("Copy link").click();
  await expect(playground.button("Copied")).toBeVisible();
  await expect(page.getByRole("status").getByText("Link copied: run and moment.")).toBeAttached();
  expect(await places()).toEqual(before);
  await expect(playground.button("Copy link")).toBeVisible();
  await expect(page.getByText("Link copied: run and moment.")).toHaveCount(0);
});

test(
  "where the rest of a report does not come, the link is copied",
  ANY_SCREEN,
  async ({ page }) => {
    await page.addInitScript(() => {
      Object.defineProperty(navigator, "clipboard", { value: { writeText: async () => {} } });
    });
    await page.route("**/account-*.js", (route) => route.abort());
    const playground = await Playground.open(page);
    await playground.seek(300);
    await playground.button("Copy report").click();
    await expect(page.getByRole("status").getByText("Link copied: run and moment.")).toBeAttached();
  },
);

test("where the clipboard is closed, the link stands in a field", ANY_SCREEN, async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "clipboard", { value: undefined });
  });
  const playground = await Playground.open(page);
  await playground.pause();
  const button = playground.button("Copy link");
  const before = await button.boundingBox();
  await button.click();
  const field = page.getByLabel("Copy this by hand:");
  await expect(field).toHaveValue(/#v1\./);
  await expect(field).toBeFocused();
  expect(await button.boundingBox()).toEqual(before);
  await field.press("Escape");
  await expect(field).toBeHidden();
  await expect(button).toBeFocused();
});

test("a link pasted into the open page is followed", ANY_SCREEN, async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(400);
  const link = await playground.element.evaluate((element: RaftPlayground) => element.shareLink());
  await playground.seek(0);
  await page.evaluate((hash) => {
    location.hash = hash;
  }, new URL(link).hash);
  await expect.poll(async () => (await playground.state()).time).toBe(400);
});

test("scrolled into a long log, one can go back to where it was short", async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(720);
  await playground.element.evaluate(async (element: RaftPlayground) => {
    for (let value = 0; value < 40; value++) element.do({ put: { key: "x", value: `${value}` } });
    element.seek(6000);
  });
  const ledger = page.locator("raft-ledger .scroll");
  await expect(page.getByRole("button", { name: /earlier/ })).toBeVisible();
  await ledger.evaluate((scroll) => {
    scroll.scrollLeft = scroll.scrollWidth / 2;
  });
  await expect(page.locator("raft-ledger thead th.column").first()).not.toHaveText("1");
  await playground.seek(0);
  await expect(page.locator("raft-ledger thead th.column").first()).toHaveText("1");
  await playground.seek(6000);
  expect((await playground.state()).time).toBe(6000);
});
