import { expect, test } from "@playwright/test";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

test("tells the host page: ready, leaderchange, violation-free", ANY_SCREEN, async ({ page }) => {
  await page.addInitScript(() => {
    const heard: unknown[] = [];
    Object.assign(window, { heard });
    for (const name of ["ready", "leaderchange", "violation"]) {
      document.addEventListener(name, (event) => heard.push([name, (event as CustomEvent).detail]));
    }
  });
  const playground = await Playground.open(page);
  await playground.seek(100);
  await expect
    .poll(() =>
      page.evaluate(() => (window as unknown as { heard: [string, { leader?: string }][] }).heard),
    )
    .toContainEqual(["leaderchange", { leader: "n1", term: 1, time: 100 }]);
  const heard = await page.evaluate(
    () => (window as unknown as { heard: [string, object][] }).heard,
  );
  expect(heard.map(([name]) => name)).toContain("ready");
  expect(heard.map(([name]) => name)).not.toContain("violation");
});

test(
  "never plays by itself without autoplay, and shows the first frame",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await Playground.open(page);
    await playground.element.evaluate((element: RaftPlayground) => {
      const other = document.createElement("raft-playground");
      other.id = "second";
      element.before(other);
    });
    const second = page.locator("#second");
    await expect
      .poll(() => second.evaluate((element: RaftPlayground) => element.state?.time))
      .toBe(0);
    await page.waitForTimeout(300);
    expect(await second.evaluate((element: RaftPlayground) => element.state?.time)).toBe(0);
  },
);

test("two on a page are two runs", ANY_SCREEN, async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.pause();
  await playground.element.evaluate((element) => {
    const other = document.createElement("raft-playground");
    other.id = "second";
    element.before(other);
  });
  const second = page.locator("#second");
  await expect
    .poll(() => second.evaluate((element: RaftPlayground) => Boolean(element.state)))
    .toBe(true);
  await second.evaluate((element: RaftPlayground) => element.seek(480));
  const first = page.locator("raft-playground:not(#second)");
  expect(await second.evaluate((element: RaftPlayground) => element.state?.time)).toBe(480);
  expect(await first.evaluate((element: RaftPlayground) => element.state?.time)).toBeLessThan(480);
});

test(
  "survives being moved in the page, and being taken out and put back",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await Playground.open(page);
    await playground.seek(290);
    await playground.do({ crash: "n2" });
    const before = await playground.state();
    await playground.element.evaluate((element) => {
      const section = document.createElement("section");
      element.before(section);
      section.append(element);
    });
    expect(await playground.state()).toEqual(before);

    await playground.element.evaluate(async (element) => {
      const home = element.parentElement;
      element.remove();
      await new Promise((resolve) => setTimeout(resolve, 50));
      home?.append(element);
    });
    await playground.ready();
    expect(await playground.state()).toEqual(before);
  },
);

test("properties set before the upgrade are kept", ANY_SCREEN, async ({ page }) => {
  await page.addInitScript(() => {
    document.addEventListener("readystatechange", () => {
      const element = document.querySelector("raft-playground");
      if (element) Object.assign(element, { seed: "2a" });
    });
  });
  const playground = await Playground.open(page);
  await playground.pause();
  await playground.panel("Scenario");
  await expect(page.getByLabel("Seed")).toHaveValue("2a");
});

test("the primary button never moves, whatever is on the screen", async ({ page }) => {
  const playground = await Playground.open(page);
  const place = async () => (await page.locator("raft-transport .play").boundingBox())?.y;
  await playground.seek(0);
  const home = await place();
  for (const moment of [80, 230, 316, 720]) {
    await playground.seek(moment);
    expect(await place()).toBe(home);
  }
  await playground.do({ crash: "n3" });
  expect(await place()).toBe(home);
});

test("nothing on the page is wider than the screen", async ({ page }) => {
  await Playground.open(page);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});
