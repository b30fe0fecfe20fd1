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
  "a broken promise is told once, also to who acts after it, and again to who comes by again",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await Playground.open(page, "./#half-elects");
    const { element } = playground;
    await element.evaluate((one: RaftPlayground) => {
      const told: string[] = [];
      Object.assign(window, { told });
      one.addEventListener("violation", (event) => {
        told.push((event as CustomEvent<{ property: string }>).detail.property);
      });
    });
    const told = () => page.evaluate(() => (window as unknown as { told: string[] }).told);
    const broken = await element.evaluate((one: RaftPlayground) => {
      for (let time = 0; time < 5000 && !one.state?.violations.length; time += 10) one.seek(time);
      return one.state?.violations.map(({ property }) => property) ?? [];
    });
    expect(broken.length).toBeGreaterThan(0);
    await expect.poll(told).toEqual(broken);
    await playground.do({ crash: "n1" });
    await expect.poll(async () => (await playground.state()).servers.n1?.state).toBe("down");
    expect(await told(), "it was broken before the reader acted").toEqual(broken);
    await playground.seek(0);
    await element.evaluate((one: RaftPlayground, time) => one.seek(time), 5000);
    await expect.poll(async () => (await told()).length).toBeGreaterThan(broken.length);
  },
);

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

test(
  "moved to where there is less room, every diagram is drawn for that",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await Playground.open(page, "./?view=cluster+spacetime+clients");
    await playground.seek(400);
    /** Where the diagrams end and where their room does; where the lanes have the playhead and where the time line has. */
    const places = () =>
      page.evaluate(() => {
        const root = document.querySelector("raft-playground")?.shadowRoot;
        const find = (tag: string, part: string) => {
          const found = root?.querySelector(tag)?.shadowRoot?.querySelector(part);
          return found?.getBoundingClientRect() ?? new DOMRect();
        };
        return {
          ends: [find("raft-spacetime", ".plot").right, find("raft-spacetime", ".plot svg").right],
          now: [find("raft-timeline", ".playhead").left, find("raft-clients", ".playhead").left],
        };
      });
    const isDrawnForItsRoom = async () =>
      Object.values(await places()).every(
        ([there = 0, drawn = 0]) => drawn > 0 && Math.abs(there - drawn) < 3,
      );
    await expect.poll(isDrawnForItsRoom).toBe(true);
    await playground.element.evaluate((element) => {
      const section = document.createElement("section");
      section.style.width = "40rem";
      element.before(section);
      section.append(element);
    });
    await expect.poll(async () => (await places()).ends[0]).toBeLessThan(700);
    await expect.poll(isDrawnForItsRoom).toBe(true);
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
