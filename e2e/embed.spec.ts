import { expect, type Page, test } from "@playwright/test";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import { publish, read } from "./article.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

// The embed contract, version 1 (docs/embedding.md): what an author writes is what a reader gets.

function warningsOf(page: Page): string[] {
  const warnings: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "warning") warnings.push(message.text());
  });
  return warnings;
}

test("one script and one tag put a cluster into an article", ANY_SCREEN, async ({ page }) => {
  const playground = await read(
    page,
    '<raft-playground scenario="minority-leader" autoplay="never"></raft-playground>',
  );
  expect(Object.keys((await playground.state()).servers)).toHaveLength(5);
});

test("it starts at a step, by slug or by number", ANY_SCREEN, async ({ page }) => {
  const playground = await read(
    page,
    `<raft-playground scenario="default" step="the-leader-crashes"></raft-playground>
     <raft-playground id="second" scenario="default" step="2"></raft-playground>
     <raft-playground id="third" at="1.2s"></raft-playground>`,
  );
  expect((await playground.state()).time).toBe(310);
  const timeOf = async (id: string) => {
    await page.locator(id).scrollIntoViewIfNeeded();
    return page.locator(id).evaluate((element: RaftPlayground) => element.state?.time);
  };
  await expect.poll(() => timeOf("#second")).toBe(40);
  await expect.poll(() => timeOf("#third")).toBe(1200);
});

test(
  "a step or a moment that is not there counts as absent, and the console has those that are",
  ANY_SCREEN,
  async ({ page }) => {
    const warnings = warningsOf(page);
    const marks = ['step="nowhere"', 'end="nothing"', 'at="99999999999s"'];
    for (const mark of marks) {
      const playground = await read(
        page,
        `<raft-playground controls="minimal" ${mark}></raft-playground>`,
      );
      expect((await playground.state()).time).toBe(0);
      await expect(page.getByRole("alert")).toHaveCount(0);
    }
    const about = warnings.filter((text) => text.startsWith("<raft-playground>"));
    expect(about).toHaveLength(3);
    expect(about[0]).toMatch(/step="nowhere": expected .*, your-turn/);
    expect(about[1]).toMatch(/end="nothing": expected .*, your-turn/);
    expect(about[2]).toMatch(/at="99999999999000ms": expected milliseconds from 0 to/);
  },
);

test(
  "a seed or a scenario that is none is said in its place, and in the console",
  ANY_SCREEN,
  async ({ page }) => {
    const warnings = warningsOf(page);
    for (const wrong of ['seed="zzz"', 'scenario="no-such-story"']) {
      const body = `<raft-playground ${wrong}></raft-playground>`;
      await page.goto(await publish(page, { body }));
      await expect(page.getByRole("alert")).toBeVisible();
    }
    const about = warnings.filter((text) => text.startsWith("<raft-playground>"));
    expect(about).toHaveLength(2);
    expect(about[0]).toContain("zzz");
    expect(about[1]).toContain("no-such-story");
  },
);

test(
  "playing stops at the end that the author wrote, and goes on when asked again",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await read(
      page,
      '<raft-playground end="90ms" speed="16" autoplay="visible" controls="minimal"></raft-playground>',
    );
    await expect(playground.button("Play")).toBeVisible();
    expect((await playground.state()).time).toBe(90);
    await playground.button("Play").click();
    await expect.poll(async () => (await playground.state()).time).toBeGreaterThan(91);
  },
);

test(
  "a loop begins again, stops at no question, and can always be stopped",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await read(
      page,
      '<raft-playground step="11" loop speed="32" autoplay="visible" controls="none"></raft-playground>',
    );
    await page.evaluate(() => {
      const element = document.querySelector<RaftPlayground>("raft-playground");
      const times: number[] = [];
      Object.assign(window, { times });
      setInterval(() => times.push(element?.state?.time ?? 0), 50);
    });
    const times = () => page.evaluate(() => (window as unknown as { times: number[] }).times);
    await expect
      .poll(
        async () => {
          const all = await times();
          return all.some((time, order) => time < (all[order - 1] ?? 0));
        },
        { timeout: 15_000 },
      )
      .toBe(true);
    const all = await times();
    expect(Math.min(...all)).toBeGreaterThanOrEqual(565);
    expect(Math.max(...all)).toBe(720);
    await playground.button("Pause").click();
    const stopped = (await playground.state()).time;
    await page.waitForTimeout(300);
    expect((await playground.state()).time).toBe(stopped);
  },
);

test(
  "minimal: play, time line, and the way to the playground at this very moment",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await read(
      page,
      '<raft-playground scenario="figure-8" controls="minimal"></raft-playground>',
    );
    for (const name of ["Play", "Back", "Next"])
      await expect(playground.button(name)).toBeVisible();
    await expect(page.getByRole("slider", { name: "Moment of the run" })).toBeVisible();
    for (const name of ["Copy link", "Stories"])
      await expect(playground.button(name)).toHaveCount(0);
    await expect(page.getByRole("tab")).toHaveCount(0);
    await playground.seek(200);
    await playground.do({ crash: "n4" });
    const digest = (await playground.state()).servers;
    const opened = page.waitForEvent("popup");
    await page.getByRole("link", { name: "Open in the playground" }).click();
    const other = new Playground(await opened);
    await other.ready();
    expect(new URL(other.page.url()).pathname).toBe("/");
    expect((await other.state()).servers).toEqual(digest);
  },
);

test(
  "none: no button but pause, nothing to tap; broken rules are marked all the same",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await read(
      page,
      '<raft-playground scenario="figure-8" controls="none"></raft-playground>',
    );
    await expect(playground.button("Play")).toBeVisible();
    for (const name of ["Back", "Next"]) await expect(playground.button(name)).toHaveCount(0);
    for (const part of ["stage", "log"])
      await expect(page.locator(`[part=${part}]`)).toHaveAttribute("inert");
    await expect(page.getByText("This is not Raft: old-terms-commit-by-counting")).toBeVisible();
    await expect(page.getByText("not Raft", { exact: true })).toBeVisible();
    await playground.seek(100);
    await page.locator("raft-stage").click({ force: true, position: { x: 150, y: 60 } });
    await expect(page.getByRole("dialog")).toHaveCount(0);
  },
);

test("heading and caption are the author's", ANY_SCREEN, async ({ page }) => {
  await read(
    page,
    '<raft-playground controls="minimal" heading="Five of them" caption="Each with a disk."></raft-playground>',
  );
  await expect(page.getByRole("heading", { name: "Five of them" })).toBeVisible();
  await expect(page.getByText("Each with a disk.")).toBeVisible();
});

test(
  "what an attribute cannot mean is said in the console once, and counts as absent",
  ANY_SCREEN,
  async ({ page }) => {
    const warnings = warningsOf(page);
    const playground = await read(
      page,
      `<raft-playground controls="all" theme="sepia" speed="fast" autoplay="sometimes" ratio="wide"
       at="soon" home="javascript:alert(1)" view="cluser log"></raft-playground>`,
    );
    expect((await playground.state()).time).toBe(0);
    await expect(playground.button("Copy link")).toBeVisible();
    await playground.element.evaluate((element: RaftPlayground) => element.requestUpdate());
    expect([...new Set(warnings)].sort()).toEqual(warnings.sort());
    const about = warnings.filter((text) => text.startsWith("<raft-playground>"));
    for (const name of ["controls", "theme", "speed", "autoplay", "ratio", "at", "home", "view"])
      expect(about.join("\n")).toContain(`<raft-playground> ${name}="`);
    expect(about.join("\n")).toContain("expected none, minimal or full");
    expect(about.join("\n")).toContain('view="cluser": expected cluster, log');
  },
);

test(
  "properties can be numbers, and undefined where there is nothing, as frameworks set them",
  ANY_SCREEN,
  async ({ page }) => {
    const failures: string[] = [];
    page.on("pageerror", ({ message }) => failures.push(message));
    await page.goto(await publish(page, { body: "<p>Text</p>" }));
    await page.evaluate(async () => {
      await customElements.whenDefined("raft-playground");
      const element = document.createElement("raft-playground");
      const { autoplay, controls, home, theme, view } = {} as Record<string, undefined>;
      Object.assign(element, { speed: 2, step: 3, seed: 42, heading: 7 });
      Object.assign(element, { autoplay, controls, home, theme, view });
      document.body.append(element);
    });
    const playground = new Playground(page);
    await playground.ready();
    expect((await playground.state()).time).toBe(80);
    await expect(page.getByRole("heading", { name: "7" })).toBeVisible();
    await expect(playground.element).toHaveAttribute("seed", "42");
    await playground.element.evaluate((element) => {
      const { controls, home, seed, theme } = {} as Record<string, undefined>;
      Object.assign(element, { step: 2, at: 100, ratio: 1.5, autoplay: true });
      Object.assign(element, { controls, home, seed, theme });
    });
    await expect.poll(async () => (await playground.state()).time).toBe(40);
    await expect(playground.element).not.toHaveAttribute("seed");
    expect(failures).toEqual([]);
  },
);

test("a scenario inside the element, as JSON or as TOML", ANY_SCREEN, async ({ page }) => {
  const playground = await read(
    page,
    `<raft-playground><script type="application/json">
       { "format": 1, "title": "Mine", "cluster": { "servers": 4 } }
     </script></raft-playground>
     <raft-playground id="second"><script type="application/toml">
format = 1
title = "Mine, too"
cluster.servers = 2
     </script></raft-playground>`,
  );
  expect(Object.keys((await playground.state()).servers)).toHaveLength(4);
  await page.locator("#second").scrollIntoViewIfNeeded();
  await expect
    .poll(() =>
      page
        .locator("#second")
        .evaluate((element: RaftPlayground) => Object.keys(element.state?.servers ?? {}).length),
    )
    .toBe(2);
});

test(
  "a scenario by its address; one that does not come can be asked for again",
  ANY_SCREEN,
  async ({ page }) => {
    let there = false;
    await page.route("**/mine.toml", (route) =>
      there
        ? route.fulfill({ body: 'format = 1\ntitle = "Mine"\ncluster.servers = 2\n' })
        : route.fulfill({ status: 404, body: "" }),
    );
    await page.goto(
      await publish(page, { body: '<raft-playground src="mine.toml"></raft-playground>' }),
    );
    const alert = page.getByRole("alert");
    await expect(alert).toContainText("The file of this scenario did not come.");
    there = true;
    await alert.getByRole("button", { name: "Try again" }).click();
    const playground = new Playground(page);
    await playground.ready();
    expect(Object.keys((await playground.state()).servers)).toHaveLength(2);
  },
);

test(
  "what is wrong with an author's scenario is said in its place",
  ANY_SCREEN,
  async ({ page }) => {
    await page.goto(
      await publish(page, {
        body: `<raft-playground><script type="application/toml">
format = 1
title = "Mine"
cluster.servers = "many"
</script></raft-playground>`,
      }),
    );
    await expect(page.getByRole("alert")).toContainText("cluster.servers");
  },
);

test(
  "a file whose address is none is said, and another one can follow",
  ANY_SCREEN,
  async ({ page }) => {
    await page.goto(
      await publish(page, { body: '<raft-playground src="http://[::"></raft-playground>' }),
    );
    const playground = new Playground(page);
    await expect(page.getByRole("alert")).toBeVisible();
    await playground.element.evaluate((element: RaftPlayground) => {
      element.src = "../scenarios/split-vote.json";
    });
    await playground.ready();
    await playground.element.evaluate(async (element) => {
      element.remove();
      await new Promise((resolve) => setTimeout(resolve, 100));
      document.body.append(element);
    });
    await playground.ready();
  },
);
