// The package in a layout of Astro, whose scripts are bundled by Vite.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { tried } from "../../scripts/snippets/fences.mjs";
import { astroPage } from "../generators.mjs";
import { digestAt, watch } from "./page.ts";
import { node, tool } from "./program.ts";
import { serve, TRIED } from "./serve.ts";

test("a script that imports it is bundled with it", async ({ page }) => {
  const script = tried("docs/embedding.md", "Astro, bundled");
  const layout = `<html lang="en"><head><title>An article</title>${script}</head><body><slot /></body></html>`;
  const made = await astroPage(layout, '<raft-playground scenario="split-vote"></raft-playground>');
  expect(made.scripts).toHaveLength(1);
  const project = join(TRIED, "astro");
  writeFileSync(join(project, "script.js"), made.scripts.join());
  writeFileSync(join(project, "index.html"), `<!doctype html>${made.page}`);

  const options = ["--base", "./", "--target", "es2022", "--logLevel", "warn"];
  const { code, said } = await node("astro", tool("vite/bin/vite.js"), "build", ...options);
  expect(code, said).toBe(0);
  const served = await serve(join(project, "dist"));
  const { complaints } = watch(page);
  await page.goto(`${served.address}index.html`);
  expect(await digestAt(page, 100)).toMatch(/^[0-9a-f]{32}$/);
  expect(complaints).toEqual([]);
  await served.close();
});
