import { expect, test } from "@playwright/test";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

const WIDE = { width: 1440, height: 1000 };

async function show(playground: Playground, view: string): Promise<void> {
  await playground.element.evaluate((element: RaftPlayground, names: string) => {
    element.view = names;
  }, view);
}

test("every view stands alone", async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(478);
  const tags = {
    cluster: "raft-stage",
    log: "raft-ledger",
    spacetime: "raft-spacetime svg",
    clients: "raft-clients .plot",
  };
  for (const [view, tag] of Object.entries(tags)) {
    await show(playground, view);
    await expect(page.locator(tag), view).toBeVisible();
    for (const other of Object.values(tags).filter((one) => one !== tag))
      await expect(page.locator(other), `${other} beside ${view}`).toHaveCount(0);
    await expect(playground.sentence()).toBeVisible();
    await expect(playground.button("Play")).toBeVisible();
  }
});

test("the reader arranges the views, and cannot empty the page", async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.pause();
  await playground.button("View").click();
  await page.getByLabel("Space-time diagram").check();
  await expect(page.locator("raft-spacetime svg")).toBeVisible();
  for (const view of ["Cluster", "Log", "Panels", "Space-time diagram"])
    await page.getByLabel(view, { exact: true }).click();
  await expect(page.locator("raft-spacetime svg")).toBeVisible();
  await page.getByRole("button", { name: "what fits" }).click();
  await expect(page.locator("raft-stage")).toBeVisible();
});

test("the text of the space-time diagram leads to its messages", ANY_SCREEN, async ({ page }) => {
  const playground = await Playground.open(page);
  await show(playground, "cluster spacetime");
  await playground.seek(720);
  await page.getByRole("button", { name: "The same as text" }).click();
  await page
    .getByRole("button", { name: / ms: n1 → n2 / })
    .first()
    .click();
  await expect.poll(async () => (await playground.state()).time).toBeLessThan(60);
  await expect(page.getByRole("dialog", { name: /RequestVote/ })).toBeVisible();
});

test("a phone on its side shows the cluster beside the sentence", ANY_SCREEN, async ({ page }) => {
  await page.setViewportSize({ width: 844, height: 390 });
  const playground = await Playground.open(page);
  await playground.seek(478);
  await expect(playground.sentence()).toBeInViewport();
  const line = await page.locator("raft-timeline").boundingBox();
  for (const server of ["n1", "n2", "n3"]) {
    const disc = await playground.server(server).locator(".disc").boundingBox();
    expect((disc?.y ?? 0) + (disc?.height ?? 0), server).toBeLessThan(line?.y ?? 0);
  }
  // A card finds its room on the screen, too.
  await playground.server("n2").locator(".disc").click();
  await expect(page.getByRole("dialog", { name: /n2/ })).toBeInViewport({ ratio: 1 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(844);
});

test("on a phone a card opens above the pinned buttons", ANY_SCREEN, async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const playground = await Playground.open(page);
  await playground.seek(478);
  await playground.server("n2").locator(".disc").click();
  const card = page.getByRole("dialog", { name: /n2/ });
  const bottomOfCard = async () => {
    const box = await card.boundingBox();
    return (box?.y ?? 0) + (box?.height ?? 0);
  };
  const line = await page.locator("raft-timeline").boundingBox();
  await expect.poll(bottomOfCard).toBeLessThanOrEqual(line?.y ?? 0);
  await expect(card).toBeInViewport({ ratio: 1 });
});

test("a lecture hall has large type and no furniture", ANY_SCREEN, async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  const playground = await Playground.open(page);
  await playground.seek(230);
  const height = async () => (await playground.sentence().boundingBox())?.height ?? 0;
  const before = await height();
  await playground.button("View").click();
  await page.getByRole("button", { name: "a lecture hall" }).click();
  await expect(page.locator("header")).toBeHidden();
  await expect(page.locator("raft-panels")).toHaveCount(0);
  expect(await height()).toBeGreaterThan(before * 1.2);
  for (const one of [playground.button("Play"), playground.sentence()])
    await expect(one).toBeInViewport({ ratio: 1 });
  await expect(page.locator("raft-ledger")).toBeInViewport();
});

test(
  "the space-time diagram shares its scale and its playhead with the timeline",
  ANY_SCREEN,
  async ({ page }) => {
    await page.setViewportSize(WIDE);
    const playground = await Playground.open(page);
    const middle = async (selector: string) => {
      const box = await page.locator(selector).boundingBox();
      return box ? box.x + box.width / 2 : Number.NaN;
    };
    for (const moment of [0, 230, 478, 700]) {
      await playground.seek(moment);
      const [above, below] = [
        await middle("raft-spacetime .playhead"),
        await middle("raft-timeline .playhead"),
      ];
      expect(Math.abs(above - below), `at ${moment} ms`).toBeLessThan(1.5);
    }
  },
);

test(
  "a message is followed: it lights what led to it, and its card leads to both its ends",
  ANY_SCREEN,
  async ({ page }) => {
    await page.setViewportSize(WIDE);
    const playground = await Playground.open(page);
    await playground.seek(478);
    const shaft = page.locator("raft-spacetime .arrow.entries .shaft").first();
    const box = await shaft.boundingBox();
    if (!box) throw new Error("no arrow");
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await expect(page.locator("raft-spacetime .arrow.selected")).toHaveCount(1);
    await expect(page.locator("raft-spacetime .arrow.dim")).not.toHaveCount(0);
    await page.getByRole("button", { name: /sending/ }).click();
    expect((await playground.state()).time).toBeLessThan(250);
  },
);

test("the timeline zooms, pans with the playhead, and keeps bookmarks", async ({
  page,
  isMobile,
}) => {
  const playground = await Playground.open(page);
  await playground.seek(230);
  const range = page.getByRole("slider", { name: "Moment of the run" });
  if (isMobile) {
    await playground.button("View").click();
    await page.getByRole("button", { name: "Closer" }).click();
    await page.getByRole("button", { name: "Bookmark this moment" }).click();
    await playground.button("View").click();
  } else {
    await playground.server("n1").focus();
    await page.keyboard.press("+");
    await page.keyboard.press("b");
  }
  const width = async () =>
    Number(await range.getAttribute("max")) - Number(await range.getAttribute("min"));
  expect(await width()).toBeLessThan(400);
  await playground.seek(260);
  await page.getByRole("button", { name: /^Bookmark at 230 ms/ }).click();
  expect((await playground.state()).time).toBe(230);
});

test("events are searched in the golden grammar, and a click goes there", async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(720);
  await playground.panel("Events");
  await page.getByRole("searchbox").fill("n1 crashes");
  await expect(page.locator("raft-event-list mark")).not.toHaveCount(0);
  await page
    .getByRole("button", { name: /^Go to .*n1 crashes/ })
    .first()
    .click();
  const state = await playground.state();
  expect(state.time).toBe(310);
  expect(state.servers.n1?.state).toBe("down");
  await page.getByRole("searchbox").fill("no such thing");
  await expect(page.locator("raft-event-list")).toContainText(/[Nn]o/);
});

test("why: the chain of causes of a fact is a path one can walk", ANY_SCREEN, async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(100);
  await playground.panel("Why");
  await page.getByRole("button", { name: /Why does n1 lead term 1/ }).click();
  const why = page.locator("raft-why");
  await expect(why).toContainText("n1 has 2 of 3 votes, a majority: it leads term 1.");
  await expect(why).toContainText(/n1 has heard from no leader in time/);
  await why.getByRole("button", { name: /40 ms/ }).first().click();
  expect((await playground.state()).time).toBe(40);
  expect((await playground.state()).servers.n1?.state).toBe("candidate");
});

test("seen through n2's eyes, everything it cannot know is gone from picture, log and diagram", async ({
  page,
  isMobile,
}) => {
  const playground = await Playground.open(page);
  await playground.seek(230);
  // n1 has committed; n2 cannot know it yet.
  await expect(page.locator("raft-ledger th.rule")).toHaveCount(1);
  if (isMobile) {
    await playground.button("View").click();
    await page.locator("raft-view-menu").getByRole("button", { name: "n2", exact: true }).click();
    await playground.button("View").click();
  } else {
    await playground.server("n2").press("Enter");
    await page.keyboard.press("Escape");
    await playground.server("n2").press("Enter");
    await page.keyboard.press("e");
  }
  await expect(page.getByText("As n2 sees it.", { exact: false }).first()).toBeVisible();
  await expect(page.locator("raft-ledger th.rule")).toHaveCount(0);
  await expect(page.locator("raft-stage .server.veiled")).toHaveCount(2);
  await expect(page.locator("raft-stage [data-server=n1]")).toHaveAccessibleName(
    /hidden: leads t1/,
  );
  await page.getByRole("button", { name: "Nobody: see everything" }).first().click();
  await expect(page.locator("raft-stage .server.veiled")).toHaveCount(0);
});

test(
  "the same as text: the run for those who do not see it, and for paper",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await Playground.open(page);
    await playground.seek(478);
    await show(playground, "spacetime");
    await page.getByRole("button", { name: "The same as text" }).click();
    await expect(page.locator("raft-spacetime-text")).toContainText("80 to 310 ms: leader, term 1");
    await expect(page.locator("raft-spacetime-text")).toContainText(
      /n1 → n2 entries 1, arrives at/,
    );
  },
);

for (const [what, width, size] of [
  ["text at 200 %", 640, "200%"],
  ["a width of 320 pixels, as at a zoom of 400 %,", 320, "100%"],
] as const) {
  test(`${what} cuts nothing off`, ANY_SCREEN, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    const playground = await Playground.open(page);
    await playground.seek(478);
    await page.evaluate((large) => {
      document.documentElement.style.setProperty("font-size", large);
    }, size);
    await expect(playground.button("Play")).toBeVisible();
    for (const panel of await playground.panels()) {
      await playground.panel(panel);
      await page.waitForTimeout(150);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(over, panel).toBeLessThanOrEqual(0);
    }
  });
}

test(
  "the space-time diagram in its panel shows the moment on the screen",
  ANY_SCREEN,
  async ({ page }) => {
    // A laptop's window: the whole diagram is higher than what is left for it.
    await page.setViewportSize({ width: 1280, height: 640 });
    const playground = await Playground.open(page);
    await playground.seek(720);
    await playground.panel("Space-time");
    const playhead = page.locator("raft-spacetime[upright] .playhead");
    const isInSight = () =>
      playhead.evaluate((line) => {
        const { top } = line.getBoundingClientRect();
        const frame = line.closest(".frame")?.getBoundingClientRect();
        return frame !== undefined && top > frame.top && top < frame.bottom && top < innerHeight;
      });
    await expect.poll(isInSight).toBe(true);
    await playground.seek(100);
    await expect.poll(isInSight).toBe(true);
    await playground.seek(700);
    await expect.poll(isInSight).toBe(true);
  },
);

test(
  "in forced colours every server, message and cell is still drawn",
  ANY_SCREEN,
  async ({ page }) => {
    await page.emulateMedia({ forcedColors: "active" });
    const playground = await Playground.open(page);
    await playground.seek(205);
    for (const part of ["raft-stage .disc", "raft-stage .sheet", "raft-ledger .cell"]) {
      const seen = await page
        .locator(part)
        .first()
        .evaluate((one) => {
          const { stroke, borderTopColor } = getComputedStyle(one);
          const back = getComputedStyle(document.body).backgroundColor;
          return { line: stroke !== "none" ? stroke : borderTopColor, back };
        });
      expect(seen.line, part).not.toBe(seen.back);
    }
  },
);
