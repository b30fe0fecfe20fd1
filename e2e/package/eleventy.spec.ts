// The package in a site of Markdown pages, made by Eleventy.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { digestAt, watch } from "./page.ts";
import { node, tool } from "./program.ts";
import { serve, TRIED } from "./serve.ts";

test("a tag in Markdown becomes a cluster, on every page of the site", async ({ page }) => {
  const { code, said } = await node("eleventy", tool("@11ty/eleventy/cmd.cjs"));
  expect(code, said).toBe(0);
  const site = join(TRIED, "eleventy/_site");
  expect(readFileSync(join(site, "index.html"), "utf8")).toContain("<h1>Consensus</h1>");
  const served = await serve(site);
  const { complaints } = watch(page);
  await page.goto(`${served.address}index.html`);
  expect(await digestAt(page, 100)).toMatch(/^[0-9a-f]{32}$/);
  await expect(page.getByText("nobody has a majority")).toBeVisible();
  await page.goto(`${served.address}deep/er/`);
  expect(await digestAt(page, 100)).toMatch(/^[0-9a-f]{32}$/);
  expect(complaints).toEqual([]);
  await served.close();
});
