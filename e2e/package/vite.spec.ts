// The package in a Vite project: built and served, and in development.
import { expect, type Page, test } from "@playwright/test";
import { digestAt, watch } from "./page.ts";
import { node, start, tool } from "./program.ts";

const VITE = tool("vite/bin/vite.js");
const OPTIONS = ["--config", "pages.config.js"];
const SERVED = [...OPTIONS, "--host", "127.0.0.1", "--port", "0"];

/** Every page of the project, at that address. */
async function tryAll(page: Page, address: string): Promise<void> {
  const { complaints } = watch(page);

  await page.goto(`${address}index.html`);
  await digestAt(page, 300);
  await expect(page.getByText("Now leads: n")).toBeVisible();

  await page.goto(`${address}own-tag.html`);
  const digest = await digestAt(page, 300, "my-cluster");
  expect(await page.evaluate(() => customElements.get("raft-playground") === undefined)).toBe(true);

  await page.goto(`${address}inline.html`);
  expect(await digestAt(page, 300)).toBe(digest);

  await page.goto(`${address}elsewhere.html`);
  await digestAt(page, 300);

  await page.goto(`${address}engine.html`);
  await expect(page.locator("output")).toHaveText("bbaecf1705e44269b6b9f73d33ccd342");
  expect(complaints).toEqual([]);
}

test("built, and served by its preview", async ({ page }) => {
  const { code, said } = await node("vite", VITE, "build", "--logLevel", "warn", ...OPTIONS);
  expect(code, said).toBe(0);
  // What Vite says of addresses that it cannot follow.
  expect(said).not.toMatch(/doesn't exist|resolve|externalized|inlined/i);
  const preview = await start("vite", VITE, "preview", ...SERVED);
  try {
    await tryAll(page, preview.address);
  } finally {
    preview.stop();
  }
});

test("in development", async ({ page }) => {
  const server = await start("vite", VITE, ...SERVED);
  try {
    await tryAll(page, server.address);
  } finally {
    server.stop();
  }
});
