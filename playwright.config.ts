import { defineConfig, devices } from "@playwright/test";
import { browserFlags, findBrowser } from "./scripts/browser.mjs";

// `npm test` names a free port, so that two runs on one machine do not meet.
const port = Number(process.env.E2E_PORT ?? 4174);
const executablePath = findBrowser();

export default defineConfig({
  testDir: "e2e",
  // The npm package has tests of its own: playwright.package.config.ts.
  testIgnore: "package/**",
  outputDir: "target/e2e",
  // Stored pictures lie beside their test, one for each moment.
  snapshotPathTemplate: "e2e/pictures/{arg}{ext}",
  fullyParallel: true,
  // Half of what a test does is waiting for the browser, which is a process of its own.
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  reporter: "list",
  use: {
    baseURL: `http://127.0.0.1:${port}/`,
    // It keeps the whole site after the first visit; only the tests of that want it.
    serviceWorkers: "block",
    launchOptions: { args: browserFlags, ...(executablePath && { executablePath }) },
    // Recording everything, in case it fails, costs a quarter: --trace on does it for who looks for something.
    screenshot: "only-on-failure",
  },
  projects: [
    {
      name: "desktop",
      use: { ...devices["Desktop Chrome"], viewport: { width: 1280, height: 800 } },
    },
    { name: "phone", use: { ...devices["Pixel 7"] }, grepInvert: /@any-screen/ },
  ],
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --host 127.0.0.1 --port ${port} --strictPort`,
    port,
    reuseExistingServer: false,
  },
});
