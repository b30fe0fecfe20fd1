import { expect, test } from "@playwright/test";
import { tried } from "../scripts/snippets/fences.mjs";
import { begun, complaintsOf, Elsewhere, plays } from "./elsewhere.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

// What docs/journeys.md shows of the page is so.

let elsewhere: Elsewhere;

test.beforeAll(async () => {
  elsewhere = await Elsewhere.open();
});

test.afterAll(() => elsewhere.close());

test("the article that is read on a phone", ANY_SCREEN, async ({ page }) => {
  const { site } = elsewhere;
  const complaints = complaintsOf(page);
  await page.setViewportSize({ width: 390, height: 844 });
  // Its script lies beside it.
  site.changed.set(
    "article.html",
    `<!doctype html><html lang="en"><head><title>An article</title>
    <meta name="viewport" content="width=device-width"></head>
    <body>${tried("docs/journeys.md", "the article")}</body></html>`,
  );
  await page.goto(`${site.address}article.html`);
  const element = page.locator("raft-playground");
  // Nothing plays until Play is tapped.
  expect(await begun(element)).toBe(0);
  const playground = new Playground(page);
  expect(Object.keys((await playground.state()).servers)).toHaveLength(5);
  await expect(playground.server("n5")).toBeVisible();
  await expect(page.getByRole("table")).toBeVisible();
  await plays(element);
  expect(complaints).toEqual([]);
});

test("the tree that is read aloud when x = 1 is committed", ANY_SCREEN, async ({ page }) => {
  const lines = tried("docs/journeys.md", "the tree").trimEnd().split("\n");
  await page.emulateMedia({ reducedMotion: "reduce" });
  await Playground.open(page, "./#default/committed");
  for (const line of lines) {
    const [, role = "", name] = /^\s*(button|table|row)(?:\s+"(.*)")?$/.exec(line) ?? [];
    // Between the cells of a row there is more room than between words.
    const said = name?.replace(/\s+/g, " ");
    const found = page.getByRole(role as "row", said ? { name: said, exact: true } : {});
    await expect(found, line).toHaveCount(1);
  }
  expect(lines.length).toBeGreaterThan(6);
});
