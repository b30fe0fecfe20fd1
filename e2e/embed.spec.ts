import { expect, type Page, test } from "@playwright/test";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import { publish } from "./article.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

// The embed contract, version 1 (docs/embedding.md): what an author writes is what a reader gets.

async function read(page: Page, body: string, head = ""): Promise<Playground> {
  return Playground.open(page, await publish(page, { body, head }));
}

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

test("a step that is not there is said, with those that are", ANY_SCREEN, async ({ page }) => {
  await read(page, '<raft-playground step="nowhere"></raft-playground>');
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("This story has no step nowhere.");
  await expect(alert).toContainText("your-turn");
});

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
       at="soon" home="javascript:alert(1)"></raft-playground>`,
    );
    expect((await playground.state()).time).toBe(0);
    await expect(playground.button("Copy link")).toBeVisible();
    await playground.element.evaluate((element: RaftPlayground) => element.requestUpdate());
    expect([...new Set(warnings)].sort()).toEqual(warnings.sort());
    const about = warnings.filter((text) => text.startsWith("<raft-playground"));
    for (const name of ["controls", "theme", "speed", "autoplay", "ratio", "at", "home"])
      expect(about.join("\n")).toContain(`<raft-playground ${name}="`);
    expect(about.join("\n")).toContain("expected none, minimal or full");
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
    await playground.element.evaluate((element) => {
      element.remove();
      setTimeout(() => document.body.append(element), 100);
    });
    await page.waitForTimeout(150);
    await playground.ready();
  },
);

test(
  "light and dark follow the paper it lies on, as soon as that changes",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await read(
      page,
      '<raft-playground></raft-playground><raft-playground id="fixed" theme="light"></raft-playground>',
      "<style>.night { background: oklch(20% 0.02 260); }</style>",
    );
    const paper = (id: string) =>
      page
        .locator(id)
        .first()
        .evaluate((element) => getComputedStyle(element).backgroundColor);
    expect(await paper("raft-playground")).toBe("rgb(251, 250, 247)");
    await page.evaluate(() => document.body.classList.add("night"));
    await expect.poll(() => paper("raft-playground")).toBe("rgb(20, 22, 26)");
    expect(await paper("#fixed")).toBe("rgb(251, 250, 247)");
    // A dark desktop does not darken an element on light paper.
    await page.evaluate(() => document.body.classList.remove("night"));
    await page.emulateMedia({ colorScheme: "dark" });
    await expect.poll(() => paper("raft-playground")).toBe("rgb(251, 250, 247)");
    await playground.element.evaluate((element: RaftPlayground) => {
      element.theme = "dark";
    });
    await expect.poll(() => paper("raft-playground")).toBe("rgb(20, 22, 26)");
  },
);

test("with a ratio its place is kept, and nothing around it moves", async ({ page }) => {
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        shifts.push((entry as unknown as { value: number }).value);
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  const playground = await read(
    page,
    '<raft-playground ratio="4/3" controls="minimal" autoplay="visible" speed="8"></raft-playground><p id="after">After.</p>',
    "<style>body { max-width: 44rem } raft-playground:not(:defined) { display: block; width: 100%; aspect-ratio: 4/3; min-height: 30rem }</style>",
  );
  const after = async () => (await page.locator("#after").boundingBox())?.y;
  const before = await after();
  await expect.poll(async () => (await playground.state()).time).toBeGreaterThan(200);
  expect(await after()).toBe(before);
  const shifts = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts);
  // What moves within it counts as well: the handle of the time line, a sentence that takes another line.
  expect(shifts.reduce((sum, one) => sum + one, 0)).toBeLessThan(0.05);
});

test(
  "what is inside stands there until the cluster does, and where it cannot come",
  ANY_SCREEN,
  async ({ page }) => {
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    await page.route("**/*.wasm", async (route) => {
      await gate;
      await route.continue();
    });
    await page.goto(
      await publish(page, {
        body: '<raft-playground><a href="https://example.org/">A still of it</a></raft-playground>',
      }),
    );
    await expect(page.getByRole("link", { name: "A still of it" })).toBeVisible();
    open();
    await new Playground(page).ready();
    await expect(page.getByRole("link", { name: "A still of it" })).toBeHidden();
  },
);

test(
  "the host page hears of steps, and of its own resizing only from the window",
  ANY_SCREEN,
  async ({ page }) => {
    await page.addInitScript(() => {
      const heard: [string, unknown][] = [];
      Object.assign(window, { heard });
      addEventListener("resize", (event) => heard.push(["window", event instanceof CustomEvent]));
      document.addEventListener("stepchange", (event) =>
        heard.push(["stepchange", (event as CustomEvent).detail]),
      );
    });
    const playground = await read(page, "<raft-playground></raft-playground>");
    const sizes = playground.element.evaluate(
      (element: RaftPlayground) =>
        new Promise((resolve) => {
          element.addEventListener(
            "resize",
            (event) => resolve((event as unknown as CustomEvent).detail),
            {
              once: true,
            },
          );
          element.style.width = "300px";
        }),
    );
    expect(await sizes).toMatchObject({ height: expect.any(Number) });
    await playground.element.evaluate((element: RaftPlayground) => element.seek({ step: 3 }));
    const heard = () =>
      page.evaluate(() => (window as unknown as { heard: [string, unknown][] }).heard);
    await expect
      .poll(async () => (await heard()).filter(([name]) => name === "stepchange").length)
      .toBeGreaterThan(1);
    const all = await heard();
    expect(all.at(-1)?.[1]).toMatchObject({ number: 3, steps: 14, time: 80 });
    expect(all.filter(([name]) => name === "window")).toEqual([]);
  },
);

test(
  "seek knows moments, steps and events, and throws where there is none",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await read(page, "<raft-playground></raft-playground>");
    const seek = (to: Parameters<RaftPlayground["seek"]>[0]) =>
      playground.element.evaluate((element: RaftPlayground, place: typeof to) => {
        try {
          element.seek(place);
          return element.state?.time;
        } catch (thrown) {
          return String(thrown);
        }
      }, to);
    expect(await seek(230)).toBe(230);
    expect(await seek({ step: "your-turn" })).toBe(720);
    expect(await seek({ step: 2 })).toBe(40);
    expect(await seek({ event: 1 })).toBeLessThanOrEqual(40);
    expect(await seek({ step: "nowhere" })).toContain("This story has no step nowhere.");
    expect(await seek({ event: 100_000 })).toContain(
      "There is no event 100000 in this run so far.",
    );
  },
);
