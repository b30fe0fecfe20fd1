import { fileURLToPath } from "node:url";
import { expect, type Page, test } from "@playwright/test";
import { findings } from "./axe.ts";
import { type Host, hostAt } from "./host.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

const DIST = fileURLToPath(new URL("../dist/", import.meta.url));

let host: Host;

test.beforeAll(async () => {
  host = await hostAt(DIST);
});

test.afterAll(() => host.close());

/** Everything that the page has asked for. */
function requestsOf(page: Page): string[] {
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  return requests;
}

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  test("a story's page tells the story", ANY_SCREEN, async ({ page }) => {
    await page.goto(`${host.address}stories/figure-8/`);
    await expect(page).toHaveTitle("Figure 8: committed too early · Raft Playground");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(
      "Figure 8: committed too early",
    );
    await expect(page.locator(".steps > li")).toHaveCount(9);
    await expect(page.locator("#the-overwrite")).toContainText("n5 makes the others' logs");

    const poster = page.getByRole("img", { name: /n5 leads term 5/ });
    await expect(poster).toBeVisible();
    expect(await poster.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(320);

    const reveal = page.getByText("No. n5 has an entry 2 of term 3");
    await expect(reveal).toBeHidden();
    await page.getByText("Answer", { exact: true }).first().click();
    await expect(reveal).toBeVisible();
  });

  test("one goes along the path from story to story", ANY_SCREEN, async ({ page }) => {
    await page.goto(`${host.address}stories/`);
    await page.getByRole("link", { name: "1 Three servers, one list" }).click();
    await expect(page).toHaveURL(`${host.address}stories/default/`);
    await page.getByRole("link", { name: /^Next / }).click();
    await expect(page).toHaveURL(`${host.address}stories/one-server-one-disk/`);
    await page.getByRole("link", { name: /^Before / }).click();
    await expect(page).toHaveURL(`${host.address}stories/default/`);
  });
});

test(
  "a story's page has its cluster in it, and asks no other host",
  ANY_SCREEN,
  async ({ page }) => {
    const requests = requestsOf(page);
    const errors: string[] = [];
    page.on("pageerror", ({ message }) => errors.push(message));
    page.on("console", (said) => said.type() === "error" && errors.push(said.text()));
    await page.goto(`${host.address}stories/minority-leader/`);
    const playground = new Playground(page);
    await playground.element.evaluate((element: HTMLElement & { play(): void }) => {
      element.scrollIntoView();
      element.play();
    });
    await playground.ready();
    expect(Object.keys((await playground.state()).servers)).toHaveLength(5);
    expect(requests.filter((url) => !url.startsWith(host.address))).toEqual([]);
    expect(errors).toEqual([]);
  },
);

test("a story's page leads to the same run in the playground", ANY_SCREEN, async ({ page }) => {
  await page.goto(`${host.address}stories/minority-leader/`);
  await page.locator(".deed").click();
  await expect(page).toHaveURL(`${host.address}index.html#minority-leader`);
});

test("a document has a way around it", ANY_SCREEN, async ({ page }) => {
  await page.goto(`${host.address}docs/`);
  await page.getByRole("link", { name: "Scenarios: stories about Raft" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Scenarios: stories about Raft");
  await page.getByRole("navigation", { name: "On this page" }).getByText("2. Steps").click();
  await expect(page).toHaveURL(/#2-steps$/);
  await expect(page.getByRole("heading", { name: "2. Steps" })).toBeInViewport();
});

test("a document leads to a story by its file", ANY_SCREEN, async ({ page }) => {
  await page.goto(`${host.address}docs/watched/disruptive-servers/`);
  await page.getByRole("link", { name: "not everybody reaches everybody" }).click();
  await expect(page).toHaveURL(`${host.address}stories/pre-vote-and-check-quorum/`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Why PreVote needs CheckQuorum");
});

test("on a narrow screen a document begins with its title", ANY_SCREEN, async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${host.address}docs/scenarios/`);
  const contents = page.getByRole("navigation", { name: "On this page" });
  await expect(contents).toHaveCount(0);
  const title = await page.getByRole("heading", { level: 1 }).boundingBox();
  expect(title?.y).toBeLessThan(844 / 3);
  await page.getByText("On this page").filter({ visible: true }).click();
  await contents.getByText("2. Steps").click();
  await expect(page).toHaveURL(/#2-steps$/);
});

test("every kind of page has an icon of its own", ANY_SCREEN, async ({ page }) => {
  for (const place of ["", "docs/", "stories/figure-8/", "examples/scrolling/"]) {
    await page.goto(`${host.address}${place}`);
    const icon = await page.locator('link[rel="icon"]').getAttribute("href");
    const found = await page.request.get(new URL(icon ?? "favicon.ico", page.url()).href);
    expect(found.status(), place).toBe(200);
  }
});

test("the keyboard can go past what all pages have", ANY_SCREEN, async ({ page }) => {
  await page.goto(`${host.address}docs/protocol/`);
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "To the content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#content$/);
});

test("where there is nothing, the way leads on", ANY_SCREEN, async ({ page }) => {
  const response = await page.goto(`${host.address}stories/no/such/story`);
  expect(response?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is no such page");
  // Its styles are in it, because at this depth no relative address would find them.
  const font = await page.locator("h1").evaluate((title) => getComputedStyle(title).fontSize);
  expect(Number.parseFloat(font)).toBeGreaterThan(24);
  await expect(page.getByRole("link", { name: "Stories" })).toHaveAttribute("href", "/stories/");
});

test.describe("the search", () => {
  test("leads from a word to the place where it stands", ANY_SCREEN, async ({ page }) => {
    const requests = requestsOf(page);
    await page.goto(`${host.address}docs/`);
    await page.getByRole("link", { name: "Search" }).click();
    const sought = page.getByRole("searchbox", { name: "What are you looking for?" });
    await expect(sought).toBeFocused();
    await page.keyboard.type("wordpress");
    const found = page.locator(".found li");
    await expect(found.first().locator("mark").first()).toHaveText("WordPress");
    await expect(page.getByRole("status")).toHaveText(/^(?:One place|\d+ places)$/);
    await expect(page).toHaveURL(`${host.address}search/?q=wordpress`);
    await found.first().getByRole("link").click();
    await expect(page).toHaveURL(`${host.address}docs/embedding/#wordpress`);
    await expect(page.getByRole("heading", { name: "WordPress" })).toBeInViewport();
    expect(requests.filter((url) => !url.startsWith(host.address))).toEqual([]);
  });

  test("can be passed on as a link, and finds stories", ANY_SCREEN, async ({ page }) => {
    await page.goto(`${host.address}search/?q=Figure%208`);
    const first = page.locator(".found li").first();
    await expect(first.getByRole("link")).toHaveText("Figure 8: committed too early");
    await first.getByRole("link").click();
    await expect(page).toHaveURL(`${host.address}stories/figure-8/`);
    await page.goBack();
    await expect(page.getByRole("searchbox")).toHaveValue("Figure 8");
    await expect(page.locator(".found li").first()).toBeVisible();
  });

  test("says when there is nothing, and takes nothing for markup", ANY_SCREEN, async ({ page }) => {
    await page.goto(`${host.address}search/?q=${encodeURIComponent("<zyzzyva>")}`);
    await expect(page.getByRole("status")).toHaveText("Nothing here has “<zyzzyva>”.");
    await expect(page.locator("main zyzzyva")).toHaveCount(0);
    await page.getByRole("searchbox").fill("lease zyzzyva");
    await expect(page.getByRole("status")).toHaveText(/^Nothing has all of these words\. Some/);
    await page.getByRole("searchbox").fill("");
    await expect(page.getByRole("status")).toHaveText("");
    await expect(page).toHaveURL(`${host.address}search/`);
  });

  test("asks again for what it could not fetch", ANY_SCREEN, async ({ page }) => {
    await page.route("**/passages-*.json", (route) => route.abort(), { times: 1 });
    await page.goto(`${host.address}search/?q=leas`);
    await expect(page.getByRole("status")).toContainText("could not be fetched");
    await page.getByRole("searchbox").press("End");
    await page.keyboard.type("e");
    await expect(page.locator(".found li").first()).toBeVisible();
  });
});

const PAGES = [
  ...["stories/", "stories/figure-8/", "docs/", "docs/scenarios/", "docs/embedding/"],
  "docs/watched/who-may-lead/",
  "search/?q=lease",
];

for (const place of [...PAGES, "404.html", "examples/scrolling/"]) {
  test(`${place} is accessible, fits, and nothing in it jumps`, async ({ page }) => {
    await page.addInitScript(() => {
      const shifts = window as unknown as { shifted: number };
      shifts.shifted = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          shifts.shifted += (entry as unknown as { value: number }).value;
        }
      }).observe({ type: "layout-shift", buffered: true });
    });
    await page.goto(`${host.address}${place}`);
    await page.waitForLoadState("networkidle");
    expect(await findings(page)).toEqual([]);
    const [wide, room] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ]);
    expect(wide).toBeLessThanOrEqual(room ?? 0);
    if (place.startsWith("docs/")) {
      const shifted = await page.evaluate(() => (window as unknown as { shifted: number }).shifted);
      expect(shifted).toBeLessThan(0.02);
    }
  });
}
