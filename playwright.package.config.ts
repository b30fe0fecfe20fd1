import { defineConfig, devices } from "@playwright/test";
import { browserFlags, findBrowser } from "./scripts/browser.mjs";

const executablePath = findBrowser();

/** Other people's projects, with the packed package in them: scripts/package/test.mjs prepares them. */
export default defineConfig({
  testDir: "e2e/package",
  outputDir: "target/e2e-package",
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  reporter: "list",
  use: {
    ...devices["Desktop Chrome"],
    viewport: { width: 1280, height: 800 },
    launchOptions: { args: browserFlags, ...(executablePath && { executablePath }) },
    screenshot: "only-on-failure",
  },
});
