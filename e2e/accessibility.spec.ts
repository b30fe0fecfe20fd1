import { expect, test } from "@playwright/test";
import { findings } from "./axe.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

const MOMENTS = [0, 80, 230, 316, 560, 720];

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing at any moment of the story, ${colorScheme}`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.emulateMedia({ colorScheme });
    const playground = await Playground.open(page);
    for (const moment of MOMENTS) {
      await playground.seek(moment);
      expect(await findings(page), `at ${moment} ms`).toEqual([]);
    }
  });

  test(`axe finds nothing in any panel, ${colorScheme}`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.emulateMedia({ colorScheme });
    const playground = await Playground.open(page);
    await playground.seek(560);
    for (const panel of await playground.panels()) {
      await playground.panel(panel);
      expect(await findings(page), panel).toEqual([]);
    }
    await playground.panel("Try it");
    await playground.button("Partition …").click();
    expect(await findings(page), "choosing sides").toEqual([]);
    await playground.button("Cancel").click();
    await playground.server("n2").press("Enter");
    expect(await findings(page), "popover").toEqual([]);
    await page
      .getByRole("button", { name: /^index 1, term 1/ })
      .first()
      .click();
    expect(await findings(page), "an entry").toEqual([]);
    await playground.server("n2").press("Enter");
    await playground.button("Crash").click();
    expect(await findings(page), "free play").toEqual([]);
  });
}

test("axe finds nothing in rules, among members, and while two sets of servers hold", async ({
  page,
}) => {
  test.setTimeout(180_000);
  const playground = await Playground.open(page);
  await playground.panel("Scenario");
  await page.getByText("Rules", { exact: true }).click();
  await page.getByRole("switch", { name: /^No-op/ }).check();
  expect(await findings(page), "rules").toEqual([]);
  await page.getByRole("combobox", { name: /^Servers/ }).selectOption("5");
  await page.getByRole("combobox", { name: /^Members at the start/ }).selectOption("3");
  await playground.button("Start with these rules").click();
  await playground.seek(0);
  const led = await playground.runUntil("the no-op is committed", (one) =>
    Object.values(one.servers).some((server) => server.commitIndex === 1),
  );
  await playground.panel("Try it");
  await playground.do({ change: { add: "n4", learner: "n5", transition: "explicit" } });
  await playground.seek(led.time + 150);
  await page.getByLabel("n5 shall be").selectOption("voter");
  expect(await findings(page), "members").toEqual([]);
  const leader = Object.entries(led.servers).find(([, server]) => server.state === "leader")?.[0];
  await playground.server(leader ?? "").press("Enter");
  await page.getByText("Hand over to …").click();
  await page.getByText("More", { exact: true }).click();
  expect(await findings(page), "a leader's card").toEqual([]);
});

test("axe finds nothing in the plain messages", ANY_SCREEN, async ({ page }) => {
  await page.route("**/*.wasm", (route) => route.abort());
  await page.goto("./");
  await expect(page.getByRole("alert")).toBeVisible();
  expect(await findings(page)).toEqual([]);
});

test(
  "a screen reader hears servers in words and at most one announcement in three seconds",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await Playground.open(page);
    await expect(playground.server("n1")).toHaveAccessibleName(/^n1, follower, term 0/);
    const heard = await playground.element.evaluate(
      (element) =>
        new Promise<number[]>((resolve) => {
          const region = element.shadowRoot?.querySelector("[aria-live]");
          const moments: number[] = [];
          const watch = new MutationObserver(() => moments.push(performance.now()));
          if (region)
            watch.observe(region, { childList: true, characterData: true, subtree: true });
          setTimeout(() => resolve(moments), 8000);
        }),
    );
    const pauses = heard.slice(1).map((moment, order) => moment - (heard[order] ?? 0));
    expect(heard.length).toBeGreaterThan(0);
    for (const pause of pauses) expect(pause).toBeGreaterThan(2900);
  },
);

test("every control is large enough for a finger", async ({ page, isMobile }) => {
  test.skip(!isMobile, "measured on the phone");
  const playground = await Playground.open(page);
  await playground.seek(316);
  const small = await page.getByRole("button").evaluateAll((buttons) =>
    buttons
      .map((button) => ({
        name: button.getAttribute("aria-label") ?? button.textContent?.trim(),
        box: button.getBoundingClientRect(),
      }))
      .filter(
        ({ name, box }) =>
          box.width > 0 &&
          !/^index|earlier/.test(name ?? "") &&
          Math.max(box.width, box.height) < 44,
      )
      .map(({ name }) => name),
  );
  expect(small).toEqual([]);
});
