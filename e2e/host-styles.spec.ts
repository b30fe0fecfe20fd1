import { expect, test } from "@playwright/test";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import { holdInside, publish, read } from "./article.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

// What a page's own layout, its styles and its printer make of an element, and what the element makes of them.

const PLACES = {
  "a row": '<div style="display: flex"><raft-playground></raft-playground></div>',
  "a column":
    '<div style="display: flex; flex-direction: column; align-items: center"><raft-playground></raft-playground></div>',
  "a table": "<table><tr><td><raft-playground></raft-playground></td></tr></table>",
  "beside text": '<div style="float: left"><raft-playground></raft-playground></div>',
};

for (const [place, body] of Object.entries(PLACES)) {
  test(`in ${place} it is as wide as a picture needs`, ANY_SCREEN, async ({ page }) => {
    const { element } = await read(page, body);
    const width = await element.evaluate((one: HTMLElement) => one.offsetWidth);
    expect(width).toBeGreaterThan(600);
  });
}

test("nothing of it lies over a page's own header", ANY_SCREEN, async ({ page }) => {
  await read(
    page,
    '<header>Header</header><raft-playground controls="minimal"></raft-playground><p style="height: 200rem">Text</p>',
    "<style>header { position: sticky; top: 0; height: 60px; z-index: 1; background: white; }</style>",
  );
  const over = await page.evaluate(async () => {
    const found: string[] = [];
    for (let down = 0; down < 700; down += 40) {
      scrollTo(0, down);
      for (let x = 20; x < innerWidth; x += 40) {
        const { localName } = document.elementFromPoint(x, 30) ?? {};
        if (scrollY > 70 && localName !== "header") found.push(`${localName} at ${x}`);
      }
    }
    return found;
  });
  expect(over).toEqual([]);
});

test("the wheel is the page's over every part of it", ANY_SCREEN, async ({ page }) => {
  const { element } = await read(
    page,
    '<raft-playground controls="minimal"></raft-playground><p style="height: 200rem">Text</p>',
  );
  for (const part of ["section.log", "raft-stage", "raft-timeline", "div.voice"]) {
    await page.evaluate(() => scrollTo(0, 0));
    await element.locator(part).hover({ position: { x: 30, y: 20 } });
    await page.mouse.wheel(0, 200);
    await expect.poll(() => page.evaluate(() => scrollY), part).toBeGreaterThan(150);
  }
});

test(
  "text that runs to the left, in capitals and in the middle stays the page's own",
  ANY_SCREEN,
  async ({ page }) => {
    const { element } = await read(
      page,
      '<main dir="rtl"><raft-playground controls="minimal" scenario="figure-8" step="c"></raft-playground></main>',
      "<style>main { text-align: center; text-transform: uppercase; white-space: nowrap; letter-spacing: 0.2em; } * { color: #333; } body { background: #111; }</style>",
    );
    await expect(element).toHaveAttribute("shade", "dark");
    const worn = await element.locator("raft-sentence").evaluate((one) => {
      const { direction, textAlign, textTransform, whiteSpace, letterSpacing } =
        getComputedStyle(one);
      return { direction, textAlign, textTransform, whiteSpace, letterSpacing };
    });
    expect(worn).toEqual({
      direction: "ltr",
      textAlign: "start",
      textTransform: "none",
      whiteSpace: "normal",
      letterSpacing: "normal",
    });
    const way = element.getByRole("link", { name: "Open in the playground" });
    expect(await way.evaluate((one) => getComputedStyle(one).color)).toBe("rgb(236, 235, 230)");
  },
);

test("the text below stays where it is in columns of every width", ANY_SCREEN, async ({ page }) => {
  const { element } = await read(
    page,
    '<div style="width: 560px"><raft-playground controls="minimal" scenario="figure-8"></raft-playground></div><p id="below">Below</p>',
  );
  const below = page.locator("#below");
  for (const width of [400, 480, 560, 620, 700]) {
    await page.evaluate((to) => {
      (document.querySelector("div") as HTMLElement).style.width = `${to}px`;
    }, width);
    const places = new Set<number>();
    for (let time = 0; time <= 2500; time += 125) {
      await element.evaluate(async (one: RaftPlayground, to: number) => {
        one.seek(to);
        await one.updateComplete;
      }, time);
      places.add(Math.round((await below.boundingBox())?.y ?? 0));
    }
    expect([...places], `${width} pixels wide`).toHaveLength(1);
  }
});

test("what is printed has its picture, seen or not", ANY_SCREEN, async ({ page }) => {
  const release = await holdInside(page);
  await page.goto(
    await publish(page, {
      body: '<raft-playground controls="minimal" scenario="split-vote"></raft-playground><p style="height: 200rem">Text</p><raft-playground controls="minimal" scenario="figure-8"></raft-playground>',
    }),
  );
  const heights = () =>
    page.locator("raft-playground").evaluateAll((all) =>
      all.map(({ shadowRoot }) => {
        const parts = [
          ...(shadowRoot?.querySelectorAll<HTMLElement>("raft-stage, .drawn img") ?? []),
        ];
        return parts.map((part) => part.offsetHeight);
      }),
    );
  await page.emulateMedia({ media: "print" });
  await expect.poll(heights).toEqual([[352], [352]]);
  release();
  await page.emulateMedia({ media: "screen" });
  await new Playground(page).ready();
  await page.emulateMedia({ media: "print" });
  await expect.poll(heights).toEqual([[352], [352]]);
});

test(
  "what is printed is dark on light, and its parts stand below each other",
  ANY_SCREEN,
  async ({ page }) => {
    const { element } = await read(
      page,
      '<raft-playground controls="minimal" view="cluster log" at="300ms" caption="A caption"></raft-playground>',
      "<style>html { background: black; }</style>",
    );
    const ink = () => element.evaluate((one) => getComputedStyle(one).getPropertyValue("--ink"));
    await expect(element).toHaveAttribute("shade", "dark");
    const dark = await ink();
    await page.emulateMedia({ media: "print" });
    expect(dark).toBe("#ecebe6");
    expect(await ink()).toBe("#1b1e23");
    const parts = ["raft-stage", "section.log", ".caption"].map((part) => element.locator(part));
    const boxes = await Promise.all(parts.map((part) => part.boundingBox()));
    const [stage, log, caption] = boxes.map((box) => box ?? { y: 0, height: 0 });
    expect(log?.y).toBeGreaterThanOrEqual((stage?.y ?? 0) + (stage?.height ?? 0));
    expect(caption?.y).toBeGreaterThanOrEqual((log?.y ?? 0) + (log?.height ?? 0));
  },
);

test(
  "with colours of the system's choice the playhead and the entries are seen",
  ANY_SCREEN,
  async ({ page }) => {
    await page.emulateMedia({ forcedColors: "active", colorScheme: "dark" });
    const { element } = await read(page, '<raft-playground at="300ms"></raft-playground>');
    const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const fill = (part: string) =>
      element
        .locator(part)
        .first()
        .evaluate((one) => getComputedStyle(one).backgroundColor);
    await expect.poll(() => fill(".cell")).not.toBe("rgb(0, 0, 0)");
    expect(await fill(".playhead")).not.toBe(paper);
    expect(await fill(".cell")).not.toBe(paper);
  },
);

const RESET =
  "<style>* { box-sizing: border-box; margin: 0; padding: 0; border: 0 solid; }</style>";

test("a reset of the whole page leaves it its margin", ANY_SCREEN, async ({ page }) => {
  const { element } = await read(
    page,
    '<raft-playground controls="minimal"></raft-playground>',
    RESET,
  );
  const inset = await element.evaluate((one: RaftPlayground) => {
    const heading = one.renderRoot.querySelector("#title")?.getBoundingClientRect();
    return (heading?.left ?? 0) - one.getBoundingClientRect().left;
  });
  expect(inset).toBeGreaterThan(8);
});

for (const controls of ["none", "minimal", "full"]) {
  test(`without a margin nothing of it is wider than the page: ${controls}`, async ({ page }) => {
    await read(
      page,
      `<raft-playground controls="${controls}" scenario="figure-8" step="the-overwrite"></raft-playground>`,
      `${RESET}<style>raft-playground { --inset: 0 }</style>`,
    );
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  });
}

for (const style of ["height: 300px", "max-height: 20rem", "aspect-ratio: 5"]) {
  test(`the page's text is under it, and not in it: ${style}`, ANY_SCREEN, async ({ page }) => {
    const { element } = await read(
      page,
      `<raft-playground controls="minimal" style="${style}"></raft-playground><p id="after">Text</p>`,
    );
    const [end, below] = await element.evaluate((one: RaftPlayground) => [
      one.renderRoot.querySelector(".layout")?.getBoundingClientRect().bottom ?? 0,
      document.querySelector("#after")?.getBoundingClientRect().top ?? 0,
    ]);
    expect(below).toBeGreaterThanOrEqual(end as number);
  });
}

test("an author's endless words make no page wider", ANY_SCREEN, async ({ page }) => {
  const long = "Wort".repeat(200);
  await read(
    page,
    `<raft-playground controls="minimal" heading="${long}" caption="${long}"></raft-playground>`,
  );
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
});
