import { expect, type Locator, type Page, test } from "@playwright/test";
import { ANY_SCREEN, Playground } from "./playground.ts";

// What a reader needs now is in sight: on the laptops and phones that there are, not only on those of designers.

const LAPTOPS = {
  "1440×900": [1440, 789],
  "1366×768": [1366, 657],
  "1280×720": [1280, 720],
  "1024×768": [1024, 768],
} as const;
const PHONES = { upright: [360, 640], "on its side": [844, 390] } as const;

for (const [screen, [width, height]] of Object.entries({ ...LAPTOPS, ...PHONES })) {
  test(`a question can be answered where one looks: ${screen}`, ANY_SCREEN, async ({ page }) => {
    await page.setViewportSize({ width, height });
    const playground = await Playground.open(page);
    await playground.seek(720);
    for (const answer of [/^Yes, n1/, /^No, one of three/]) {
      await expect.poll(() => cornersInSight(playground.button(answer))).toBe(4);
    }
    // Answered, it is in nobody's way.
    await playground.button("Show me").click();
    await expect(page.locator(".notice")).toHaveCSS("position", "static");
  });
}

for (const [screen, [width, height]] of Object.entries(LAPTOPS)) {
  test(`no panel is out of sight: ${screen}`, ANY_SCREEN, async ({ page }) => {
    await page.setViewportSize({ width, height });
    const playground = await Playground.open(page);
    const names = await playground.panels();
    expect(names).toHaveLength(12);
    for (const name of names) {
      const tab = page.getByRole("tab", { name, exact: true });
      expect(await cornersInSight(tab), name).toBe(4);
    }
    // To choose one moves none of them.
    const places = () =>
      page
        .getByRole("tab")
        .evaluateAll((tabs) => tabs.map((tab) => tab.getBoundingClientRect().toJSON()));
    const before = await places();
    await playground.panel("Help");
    expect((await places()).map(({ top }) => top)).toEqual(before.map(({ top }) => top));
  });
}

test(
  "on a phone nothing that has the focus lies behind what is pinned",
  ANY_SCREEN,
  async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    const playground = await Playground.open(page);
    await playground.seek(340);
    const names: string[] = [];
    for (let nth = 0; nth < 40; nth++) {
      await page.keyboard.press("Tab");
      const { name, covered } = await focused(page);
      expect(covered, name).toBe(0);
      names.push(name);
    }
    expect(names.join()).toContain("Try it");
  },
);

/** What has the focus, and how many pixels of it lie behind the time line and the buttons. */
function focused(page: Page) {
  return page.evaluate(() => {
    let inner = document.activeElement;
    while (inner?.shadowRoot?.activeElement) inner = inner.shadowRoot.activeElement;
    const root = document.querySelector("raft-playground")?.shadowRoot;
    const line = root?.querySelector("raft-timeline")?.getBoundingClientRect();
    const bar = root?.querySelector(".bar")?.getBoundingClientRect();
    const own = inner?.getBoundingClientRect();
    if (!inner || !line || !bar || !own) throw new Error("nothing has the focus");
    const outer = inner.getRootNode() as ShadowRoot;
    const isPinned = outer.host?.matches(".bar *, raft-timeline") || inner.matches(".bar *");
    const covered = Math.min(own.bottom, bar.bottom) - Math.max(own.top, line.top);
    return { name: inner.textContent?.trim() ?? "", covered: isPinned ? 0 : Math.max(0, covered) };
  });
}

for (const [screen, [width, height]] of Object.entries({
  "1366×768": [1366, 768],
  "1280×720": [1280, 720],
} as const)) {
  test(`an exercise leaves the panels room: ${screen}`, ANY_SCREEN, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await Playground.open(page, "./?scenario=overwrite-an-entry");
    const exercise = page.getByRole("region", { name: /^Exercise/ });
    await expect(exercise.getByText("A log was cut.")).toBeInViewport({ ratio: 1 });
    const again = exercise.getByRole("button", { name: "Start again" });
    await expect(again).toBeHidden();
    const field = page.getByRole("textbox", { name: "Key" });
    await expect.poll(() => cornersInSight(field)).toBeGreaterThanOrEqual(2);
    const fold = exercise.getByRole("button", { name: "Conditions · Hints" });
    await fold.click();
    await expect(fold).toHaveAttribute("aria-expanded", "true");
    await expect(again).toBeInViewport({ ratio: 1 });
  });
}

test("in a long panel the others stay within reach", ANY_SCREEN, async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  const playground = await Playground.open(page);
  await playground.panel("Help");
  await page.locator("raft-panels").evaluate((panels) => {
    const right = panels.closest(".right");
    if (right) right.scrollTop = right.scrollHeight;
  });
  await expect.poll(() => cornersInSight(page.getByRole("tab", { name: "Try it" }))).toBe(4);
});

/** How many corners of a control can be seen and hit: nothing lies over them, and no edge cuts them off. */
async function cornersInSight(control: Locator): Promise<number> {
  return control.evaluate((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    // Corners are round.
    const inset = 5;
    const corners = [left + inset, right - inset].flatMap((x) =>
      [top + inset, bottom - inset].map((y) => ({ x, y })),
    );
    return corners.filter(({ x, y }) => {
      let hit = document.elementFromPoint(x, y);
      while (hit?.shadowRoot) {
        const inner = hit.shadowRoot.elementFromPoint(x, y);
        if (!inner || inner === hit) break;
        hit = inner;
      }
      return hit === element;
    }).length;
  });
}
