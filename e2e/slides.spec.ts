import { fileURLToPath } from "node:url";
import { expect, type Page, test } from "@playwright/test";
import { tried } from "../scripts/snippets/fences.mjs";
import { begun, Elsewhere, plays, timeOf } from "./elsewhere.ts";
import { ANY_SCREEN } from "./playground.ts";

// What docs/embedding.md says about slides, in slides that reveal.js shows.

const REVEAL = fileURLToPath(new URL("../node_modules/reveal.js/dist/", import.meta.url));

let elsewhere: Elsewhere;

test.beforeAll(async () => {
  elsewhere = await Elsewhere.open(REVEAL);
});

test.afterAll(() => elsewhere.close());

/** A talk with a slide before and one behind, so that there is somewhere to come from and to go to. */
function talk(page: Page, slide: string, script = ""): Promise<string[]> {
  return elsewhere.show(page, {
    head: '<link rel="stylesheet" href="reveal.css" /><script src="reveal.js"></script>',
    body: `<div class="reveal"><div class="slides">
      <section><h2>Before</h2></section>${slide}<section><h2>After</h2></section>
    </div></div><script>Reveal.initialize({ transition: "none" });${script}</script>`,
  });
}

test("a frame is loaded when its slide is shown, and not before", ANY_SCREEN, async ({ page }) => {
  const complaints = await talk(page, tried("docs/embedding.md", "a slide with a frame"));
  const frame = page.locator("iframe");
  await expect(page.getByRole("heading", { name: "Before" })).toBeVisible();
  await expect(frame).not.toHaveAttribute("src");

  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("heading", { name: "Committed too early" })).toBeVisible();
  const element = page.frameLocator("iframe").locator("raft-playground");
  await plays(element);
  await expect(page.frameLocator("iframe").getByRole("button", { name: "Pause" })).toBeVisible();

  // A key in the frame is the frame's; beside it the arrows turn slides again.
  await page.frameLocator("iframe").getByRole("button", { name: "Pause" }).click();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("heading", { name: "Committed too early" })).toBeVisible();
  await page.getByRole("heading", { name: "Committed too early" }).click();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("heading", { name: "After" })).toBeVisible();
  await expect(frame).not.toHaveAttribute("src");
  expect(complaints).toEqual([]);
});

test("with the tag, steps of a slide are steps of the story", ANY_SCREEN, async ({ page }) => {
  const steps = ["nobody-in-charge", "a-majority", "committed"];
  const words = steps.map((step) => `<p class="fragment" data-step="${step}">${step}</p>`);
  const complaints = await talk(
    page,
    `<section><h2>Three servers</h2>
      <script type="module" src="https://your.host/raft-playground.js"></script>
      <raft-playground controls="minimal" view="cluster"></raft-playground>
      ${words.join("")}<p class="fragment">No step</p></section>`,
    tried("docs/embedding.md", "slides that are steps"),
  );
  await page.keyboard.press("ArrowRight");
  const element = page.locator("raft-playground");
  expect(await begun(element)).toBe(0);
  const moments: number[] = [];
  for (const step of steps) {
    await page.keyboard.press("ArrowRight");
    await expect(page.locator(`[data-step="${step}"]`)).toHaveClass(/visible/);
    moments.push(await timeOf(element));
  }
  // The election of this story is won at 80 milliseconds.
  expect(moments.slice(0, 2)).toEqual([0, 80]);
  expect(moments[2]).toBeGreaterThan(80);
  await page.keyboard.press("ArrowRight");
  await expect(page.getByText("No step", { exact: true })).toHaveClass(/visible/);
  expect(await timeOf(element)).toBe(moments[2]);
  expect(complaints).toEqual([]);
});

test("in the tag keys are the tag's, beside it they turn slides", ANY_SCREEN, async ({ page }) => {
  await talk(page, tried("docs/embedding.md", "a slide with the tag"));
  await page.keyboard.press("ArrowRight");
  const element = page.locator("raft-playground");
  const before = await begun(element);
  const heading = page.getByRole("heading", { name: "Committed too early" }).first();
  await element.getByRole("button", { name: "Next" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => timeOf(element)).toBeGreaterThan(before);
  await page.keyboard.press("Space");
  await expect(heading).toBeVisible();
  await heading.click();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("heading", { name: "After" })).toBeVisible();
});

test("all of a tag is on its slide", async ({ page }) => {
  await talk(page, tried("docs/embedding.md", "a slide with the tag"));
  await page.keyboard.press("ArrowRight");
  const element = page.locator("raft-playground");
  await begun(element);
  const { height } = page.viewportSize() ?? { height: 0 };
  const end = () => element.evaluate((one) => one.getBoundingClientRect().bottom);
  expect(await end()).toBeLessThanOrEqual(height);
});
