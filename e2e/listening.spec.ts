import { expect, type Page, test } from "@playwright/test";
import { findings } from "./axe.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

/** Who only listens, and has only keys: what is said when, and where the focus is after each deed. */

test.skip(({ isMobile }) => isMobile, "a phone has no keyboard");

/** What is read out of itself: the last thing that was said. */
const said = (page: Page) => page.locator("raft-playground div.for-ears[aria-live]");

async function open(page: Page, moment: number): Promise<Playground> {
  const playground = await Playground.open(page);
  await playground.seek(moment);
  return playground;
}

test("a step is answered also where the story's sentence stays", async ({ page }) => {
  const playground = await open(page, 150);
  const sentence = await playground.sentence().textContent();
  await playground.button("Play").focus();
  await page.keyboard.press("ArrowRight");
  await expect(playground.sentence()).toHaveText(sentence ?? "");
  await expect(said(page)).toHaveText(/^185ms .*x=1/);
  await page.keyboard.press("s");
  await expect(said(page)).toHaveText(/^140ms /);
});

test("a bookmark that a key sets is heard", async ({ page }) => {
  const playground = await open(page, 150);
  await playground.button("Play").focus();
  await page.keyboard.press("b");
  await expect(said(page)).toHaveText(/^Bookmark at 150 ms: /);
});

test("a deed is answered also where the sentence stays", async ({ page }) => {
  const playground = await open(page, 150);
  await playground.panel("Faults");
  const travel = page.getByLabel("Travel time").first();
  await travel.selectOption({ index: 1 });
  const first = await said(page).textContent();
  await page.getByLabel("Slowed down").first().selectOption({ index: 1 });
  await expect(said(page)).not.toHaveText(first ?? "");
});

test("who leaves the story hears it, after what was done", async ({ page }) => {
  const playground = await open(page, 600);
  await playground.server("n3").press("Enter");
  await page.keyboard.press("c");
  await expect(said(page)).toHaveText(/n3.* – You changed the run: free play\.$/);
  await page.keyboard.press("e");
  await expect(said(page)).toHaveText(/As n3 sees it\./);
});

test("how much of the run is in sight is heard when it changes", async ({ page }) => {
  const playground = await open(page, 600);
  await playground.button("Play").focus();
  await page.keyboard.press("+");
  await expect(said(page)).toHaveText(/^In sight: \d+ to \d+ ms$/);
  await page.keyboard.press("0");
  await expect(said(page)).toHaveText("Whole run");
});

test("the logs of two runs beside each other have names of their own", async ({ page }) => {
  const playground = await open(page, 600);
  await playground.button("View").press("Enter");
  await playground.button("Compare two runs …").press("Enter");
  const logs = page.getByRole("region", { name: /^Log of all servers/ });
  await expect(logs).toHaveCount(2);
  const names = await logs.evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
  expect(new Set(names).size, names.join(" and ")).toBe(2);
});

test("a question is read out with its answers", async ({ page }) => {
  const playground = await open(page, 700);
  await playground.button("Play").focus();
  await page.keyboard.press("PageDown");
  await expect(playground.button("Show me")).toBeVisible();
  await expect(said(page)).toContainText("A question for you");
  await expect(said(page)).toContainText("No, one of three is no majority");
});

test("who asks why by a key goes on where the answer begins", async ({ page }) => {
  const playground = await open(page, 600);
  await playground.server("n2").press("Enter");
  await page.keyboard.press("w");
  const answer = page.getByRole("heading", { name: "Why does n2 lead term 2?" });
  await expect(answer).toBeFocused();
  await playground.panel("State");
  await page.getByRole("button", { name: '"state": "down",' }).press("Enter");
  await expect(page.getByRole("heading", { name: "Why is n1 down?" })).toBeFocused();
});

test("a key that opens a panel leads into it", async ({ page }) => {
  const playground = await open(page, 600);
  await playground.server("n2").focus();
  await page.keyboard.press("?");
  const help = page.getByRole("tabpanel", { name: "Help" });
  await expect(help).toBeFocused();
  await expect(help).toBeInViewport();
});

test("a row of a list opens its card with the focus in it, and gets it back", async ({ page }) => {
  const playground = await open(page, 150);
  await playground.panel("Pending");
  const row = page.getByRole("button", { name: /heartbeat$/ }).and(page.locator(".due"));
  await row.first().press("Enter");
  await expect(playground.button("Deliver now")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(row.first()).toBeFocused();
  await playground.panel("Clients");
  await playground.button("c1").press("Enter");
  await expect(playground.button("Write and read")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(playground.button("c1")).toBeFocused();
});

test("a deed that takes its own row away leaves the focus in the list", async ({ page }) => {
  const playground = await open(page, 150);
  await playground.panel("Pending");
  await page
    .getByRole("button", { name: /^Deliver now: n1 → n2/ })
    .first()
    .press("Enter");
  const list = page.getByRole("list", { name: "What is due" });
  await expect(list.getByRole("button").first()).toBeFocused();
});

test("comparing and coming back keep the focus in the playground", async ({ page }) => {
  const playground = await open(page, 600);
  await playground.button("View").press("Enter");
  await playground.button("Compare two runs …").press("Enter");
  await expect(page.getByLabel("This run beside")).toBeFocused();
  await playground.button("Stop comparing").press("Enter");
  await expect(playground.button("View")).toBeFocused();
});

test("an entry says whether it is chosen; closing its card leads back to the log", async ({
  page,
}) => {
  await open(page, 600);
  const log = page.getByRole("region", { name: /^Log of all servers/ });
  await log.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  const entry = page.getByRole("button", { name: /^index 2, term 2/, pressed: true });
  await expect(entry.first()).toBeVisible();
  const card = page.getByRole("region", { name: /^index 2, term 2/ });
  expect(await findings(page), "with a chosen entry").toEqual([]);
  await card.getByRole("button", { name: "Close" }).press("Enter");
  await expect(log).toBeFocused();
});

test("what changes its name is not said to be pressed as well", async ({ page }) => {
  const playground = await open(page, 150);
  await playground.panel("Faults");
  await playground.button("Jam").press("Enter");
  const undo = playground.button("Let everything go");
  await expect(undo).toBeFocused();
  await expect(undo).not.toHaveAttribute("aria-pressed");
});

test("Escape closes the menu from its button, too", async ({ page }) => {
  const playground = await open(page, 150);
  const view = playground.button("View");
  await view.press("Enter");
  await expect(view).toHaveAttribute("aria-expanded", "true");
  await view.press("Escape");
  await expect(view).toHaveAttribute("aria-expanded", "false");
});

test("lines and names that can be pressed are 24 pixels high and wide", async ({ page }) => {
  const playground = await open(page, 600);
  for (const panel of ["State", "Space-time", "Clients"]) {
    await playground.panel(panel);
    const found = page.locator("raft-state-list li > button, .names button");
    await expect(found.first()).toBeVisible();
    const small = await found.evaluateAll((all) =>
      all
        .map((one) => one.getBoundingClientRect())
        .filter(({ width, height }) => Math.min(width, height) < 24)
        .map(({ width, height }) => `${width} × ${height}`),
    );
    expect(small, panel).toEqual([]);
  }
});

test("magnified four times nothing is pinned over what has the focus", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 256 });
  const playground = await open(page, 316);
  await playground.server("n1").focus();
  const hidden = await playground.server("n1").evaluate((server) => {
    const { x, y, width, height } = server.getBoundingClientRect();
    const root = server.getRootNode() as ShadowRoot;
    const middle = root.elementFromPoint(
      x + width / 2,
      Math.min(y + height * 0.75, innerHeight - 2),
    );
    return !server.closest("svg")?.contains(middle);
  });
  expect(hidden).toBe(false);
  const bar = page.locator("raft-playground .bar");
  expect(await bar.evaluate((one) => getComputedStyle(one).position)).toBe("static");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
});

test("with letters set wider the menu stays within the window", async ({ page }) => {
  const playground = await open(page, 316);
  await page.locator("raft-playground").evaluate((element) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { letter-spacing: 0.12em !important; word-spacing: 0.16em !important }");
    const widen = (root: ShadowRoot) => {
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
      for (const one of root.querySelectorAll("*")) if (one.shadowRoot) widen(one.shadowRoot);
    };
    if (element.shadowRoot) widen(element.shadowRoot);
  });
  await playground.button("View").press("Enter");
  const box = await page.getByRole("dialog", { name: "View" }).boundingBox();
  expect((box?.x ?? 0) + (box?.width ?? 9999)).toBeLessThanOrEqual(1280);
});

test("two playgrounds on a page are told apart by their stories", ANY_SCREEN, async ({ page }) => {
  await page.goto("./docs/watched/");
  await expect(page.getByRole("group", { name: "Three servers, one list" })).toBeVisible();
});

test(
  "the search does not say the same number again at each letter",
  ANY_SCREEN,
  async ({ page }) => {
    await page.goto("./search/");
    await page.evaluate(() => {
      const status = document.querySelector("main [role=status]");
      const told: string[] = [];
      Object.assign(window, { told });
      if (status)
        new MutationObserver(() => told.push(status.textContent ?? "")).observe(status, {
          childList: true,
        });
    });
    await page.getByRole("searchbox").pressSequentially("quorum", { delay: 30 });
    await expect(page.locator("main [role=status]")).toHaveText(/^\d+ places$/);
    const told = await page.evaluate(() => (window as unknown as { told: string[] }).told);
    expect(told.filter((one, order) => one === told[order - 1])).toEqual([]);
  },
);

test("hints are read out, and the last one takes the focus of its button", async ({ page }) => {
  await Playground.open(page, "./stories/as-few-crashes-as-needed/");
  const exercise = page.locator("raft-exercise");
  const hints = exercise.getByRole("list", { name: "Hints" });
  const ask = exercise.getByRole("button", { name: /^Hint/ });
  await ask.focus();
  for (const count of [1, 2, 3]) {
    await page.keyboard.press("Enter");
    await expect(hints.getByRole("listitem")).toHaveCount(count);
  }
  await expect(exercise.locator("[aria-live]")).toContainText("How many are enough?");
  await expect(hints).toBeFocused();
});

test("who has something written down keeps the focus on the button", async ({ page }) => {
  const playground = await open(page, 316);
  await playground.panel("Export");
  const write = playground.button("Write it down");
  await write.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "What was written" })).toBeVisible();
  await expect(write).toBeFocused();
});
