import { readFileSync, writeFileSync } from "node:fs";
import { type Browser, expect, type Page, test } from "@playwright/test";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import { findings } from "./axe.ts";
import { Playground } from "./playground.ts";

// Pictures of telling moments, each looked at by a person before it was stored. Pixels depend on fonts and on the
// browser: they are compared where both are those of the stored pictures. What is in the pictures is compared
// everywhere, as text, by web/trials/pictures.test.ts.

const PLATFORM = new URL("./pictures/platform.json", import.meta.url);

/** Every beat of the default story, and the moments for which the other scenarios were written. */
const MOMENTS: Record<string, readonly number[]> = {
  default: [0, 40, 80, 140, 195, 230, 275, 310, 430, 470, 565, 610, 665, 720],
  "split-vote": [60, 130, 330],
  "minority-leader": [240, 412, 600],
};

const SCREENS = {
  wide: { width: 1440, height: 1000 },
  phone: { width: 390, height: 844 },
};

test.skip(({ isMobile }) => isMobile, "the pictures choose their own screens");

for (const [screen, viewport] of Object.entries(SCREENS)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`the telling moments look as they did, and axe finds nothing: ${screen}, ${colorScheme}`, async ({
      page,
      browser,
    }, info) => {
      test.setTimeout(240_000);
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      const pixels = await comparable(page, browser, info.config.updateSnapshots === "all");
      if (!pixels) info.annotations.push({ type: "skipped pixels", description: "other fonts" });
      for (const [scenario, moments] of Object.entries(MOMENTS)) {
        const playground = await Playground.open(page, `./?scenario=${scenario}`);
        for (const moment of moments) {
          await playground.seek(moment);
          await settled(page);
          const name = `${scenario}-${moment}-${screen}-${colorScheme}.png`;
          if (pixels) await expect.soft(page).toHaveScreenshot(name, { maxDiffPixelRatio: 0.002 });
          expect.soft(await findings(page), name).toEqual([]);
        }
      }
    });
  }
}

test("with reduced motion every beat shows the same picture, one per Next", async ({
  page,
  browser,
}) => {
  test.setTimeout(90_000);
  await page.emulateMedia({ reducedMotion: "reduce" });
  const calm = await Playground.open(page);
  const context = await browser.newContext({ viewport: page.viewportSize() });
  const moving = await Playground.open(await context.newPage(), page.url());
  await moving.seek(0);
  await moving.server("n1").focus();
  for (const moment of MOMENTS.default ?? []) {
    await expect.poll(async () => (await calm.state()).time).toBe(moment);
    await expect.poll(async () => (await moving.state()).time).toBe(moment);
    await expect.poll(() => picture(moving), `at ${moment} ms`).toBe(await picture(calm));
    if (moment < 720) {
      await calm.button("Next").click();
      await moving.page.keyboard.press("PageDown");
    }
  }
  await context.close();
});

/** What can be seen of the cluster, part by part: what is not shown may hold remains of earlier pictures. */
async function picture(playground: Playground): Promise<string> {
  return playground.page.locator("raft-stage svg.stage").evaluate((svg) => {
    const copy = svg.cloneNode(true) as SVGElement;
    for (const hidden of copy.querySelectorAll("[display=none]")) hidden.remove();
    return copy.outerHTML;
  });
}

/** The glyphs, panels and fonts have arrived, and two frames have been drawn. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    for (let frame = 0; frame < 2; frame++)
      await new Promise((done) => requestAnimationFrame(done));
  });
}

/** Whether this browser and these fonts are those of the stored pictures. With `store`, from now on they are. */
async function comparable(page: Page, browser: Browser, store: boolean): Promise<boolean> {
  await page.goto("./");
  const fonts = await page.evaluate(() => {
    const pen = document.createElement("canvas").getContext("2d");
    if (!pen) return [];
    const host = document.querySelector<RaftPlayground>("raft-playground");
    const style = host ? getComputedStyle(host) : null;
    return ["--font", "--font-voice", "--font-mono"].map((name) => {
      pen.font = `100px ${style?.getPropertyValue(name) ?? "serif"}`;
      return Math.round(pen.measureText("n1 leads term 2: x = 1 ✓ ★ ⏻ §5.2").width * 100);
    });
  });
  const here = { system: process.platform, chromium: browser.version().split(".")[0], fonts };
  if (store) writeFileSync(PLATFORM, `${JSON.stringify(here, null, 2)}\n`);
  return JSON.stringify(here) === JSON.stringify(JSON.parse(readFileSync(PLATFORM, "utf8")));
}
