import { expect, type Page, test } from "@playwright/test";
import { committed, Playground } from "./playground.ts";

test.skip(({ isMobile }) => isMobile, "a phone has no keyboard");

/** Goes on with Tab until the focus is on something of that name. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      let active = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      const label =
        active?.getAttribute("aria-label") ??
        (active as HTMLInputElement | null)?.labels?.[0]?.textContent;
      return (label ?? active?.textContent ?? "").trim();
    });
    if (name.test(focused)) return;
  }
  throw new Error(`Tab never reached ${name}`);
}

test("Pause is the first tab stop, and Space works it", async ({ page }) => {
  const playground = await Playground.open(page);
  await page.keyboard.press("Tab");
  await expect(playground.button("Pause")).toBeFocused();
  await page.keyboard.press("Space");
  await expect(playground.button("Play")).toBeFocused();
  const { time } = await playground.state();
  await page.waitForTimeout(200);
  expect((await playground.state()).time).toBe(time);
});

test("arrows step by telling events, with Shift by every event", async ({ page }) => {
  const playground = await Playground.open(page);
  await page.keyboard.press("Tab");
  await playground.seek(300);
  await page.keyboard.press("Shift+ArrowLeft");
  const one = (await playground.state()).time;
  await page.keyboard.press("ArrowLeft");
  const telling = (await playground.state()).time;
  expect(one).toBeLessThan(300);
  expect(telling).toBeLessThan(one);
  await page.keyboard.press("ArrowRight");
  expect((await playground.state()).time).toBeGreaterThan(telling);
});

test("crash, election, partition, write, heal and link by keyboard alone", async ({ page }) => {
  test.setTimeout(60_000);
  const playground = await Playground.open(page);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  for (let step = 0; step < 6; step++) await page.keyboard.press("PageDown");

  await tabTo(page, /^n1, leader/);
  await page.keyboard.press("Enter");
  await expect(playground.button("Crash")).toBeFocused();
  await page.keyboard.press("Enter");
  expect((await playground.state()).servers.n1?.state).toBe("down");
  await page.keyboard.press("Escape");
  await expect(playground.server("n1")).toBeFocused();

  for (let step = 0; step < 40 && (await playground.leader())?.term !== 2; step++) {
    await page.keyboard.press("ArrowRight");
  }
  expect((await playground.leader())?.term).toBeGreaterThan(1);

  await tabTo(page, /^Partition/);
  await page.keyboard.press("Enter");
  await tabTo(page, /^n3$/);
  await page.keyboard.press("Space");
  await tabTo(page, /^Build the wall/);
  await page.keyboard.press("Enter");
  await expect(page.getByText("1 of 3: cannot commit")).toBeAttached();
  await tabTo(page, /^Heal all/);
  await page.keyboard.press("Enter");

  await tabTo(page, /^Key/);
  await page.keyboard.press("Control+A");
  await page.keyboard.type("k");
  await page.keyboard.press("Enter");
  await tabTo(page, /^n2, /);
  await playground.runUntil("k=3 is committed", (state) => committed(state, "n2", "k=3"));

  await tabTo(page, /^Copy link/);
  await page.keyboard.press("Enter");
  await expect(
    page.getByText("Link copied").or(page.getByLabel("Copy this by hand:")),
  ).toBeVisible();
});

test("entries are reached and asked about by keyboard alone", async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(600);
  await page.getByRole("region", { name: /^Log of all servers/ }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowUp");
  const entry = (text: RegExp) => page.getByRole("button", { name: text });
  await expect(entry(/^index 2, term 2, x=2/).first()).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expect(entry(/^index 1, term 1, x=1/).first()).toBeFocused();
  expect((await playground.state()).time).toBe(600);
  await page.keyboard.press("Enter");
  const about = page.getByRole("region", { name: "index 1, term 1, x=1" });
  await about.getByRole("button", { name: "Why does n3 have entry 1 in its log?" }).press("Enter");
  await expect(
    page.getByRole("heading", { name: "Why does n3 have entry 1 in its log?" }),
  ).toBeVisible();
});

test("single letters act on the selected server, and can be switched off", async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(290);
  await playground.server("n2").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("c");
  expect((await playground.state()).servers.n2?.state).toBe("down");
  await page.keyboard.press("c");
  expect((await playground.state()).servers.n2?.state).toBe("follower");
  await page.keyboard.press("?");
  await page.getByRole("checkbox", { name: /Single letters/ }).uncheck();
  await playground.server("n2").focus();
  await page.keyboard.press("c");
  expect((await playground.state()).servers.n2?.state).toBe("follower");
});

test("letters in a field are letters", async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(290);
  await page.getByLabel("Key").fill("");
  await page.getByLabel("Key").pressSequentially("chp x");
  await expect(page.getByLabel("Key")).toHaveValue("chp x");
  expect((await playground.state()).time).toBe(290);
});

test("keys outside the element belong to the page", async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(290);
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press("ArrowRight");
  expect((await playground.state()).time).toBe(290);
});
