import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, type Page, test } from "@playwright/test";
import { writeOffline } from "../scripts/site/offline.mjs";
import { type Host, hostAt } from "./host.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

// The whole site is kept for each reader.
test.describe.configure({ mode: "serial" });
test.use({ serviceWorkers: "allow" });

const DIST = fileURLToPath(new URL("../dist/", import.meta.url));
const NEXT = fileURLToPath(new URL("../target/next-site/", import.meta.url));
const PAGE = "docs/soak/index.html";
const NEWS = "The next version is here";

let host: Host;

test.beforeAll(() => {
  // The same site with another page in it: the next version.
  rmSync(NEXT, { recursive: true, force: true });
  cpSync(DIST, NEXT, { recursive: true });
  const page = join(NEXT, PAGE);
  writeFileSync(page, readFileSync(page, "utf8").replace(/<h1[^>]*>[^<]*/, `<h1>${NEWS}`));
  writeOffline(NEXT);
});

test.beforeEach(async () => {
  host = await hostAt(DIST);
});

test.afterEach(() => host.close());

/** Until everything is kept. What is awaited is the browser's own word for it. */
async function kept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    if (active?.state === "activated") return;
    await new Promise((done) => active?.addEventListener("statechange", done, { once: true }));
  });
}

test("after one visit the site works without a network", ANY_SCREEN, async ({ page, context }) => {
  test.slow();
  await page.goto(`${host.address}stories/`);
  await kept(page);
  await context.setOffline(true);
  host.close();

  const playground = await Playground.open(page, host.address);
  expect(Object.keys((await playground.state()).servers)).toHaveLength(3);
  await page.goto(`${host.address}stories/minority-leader/`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("A leader without a majority");
  const poster = page.locator("raft-playground a img");
  expect(
    await poster.evaluate((image: HTMLImageElement) =>
      image.decode().then(() => image.naturalWidth),
    ),
  ).toBe(320);
  // Without its slash, as people write addresses.
  await page.goto(`${host.address}docs/protocol`);
  await expect(page).toHaveURL(`${host.address}docs/protocol/`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("The protocol");
  await page.goto(`${host.address}search/?q=joint%20consensus`);
  await expect(page.locator(".found li").first()).toContainText("Joint consensus");
  await page.goto(`${host.address}stories/never-told/`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is no such page");
});

test("a new version says so and comes when the reader likes", ANY_SCREEN, async ({ page }) => {
  test.slow();
  await page.goto(`${host.address}docs/soak/`);
  await kept(page);
  await page.reload();
  host.serve(NEXT);
  await page.reload();
  // The reader goes on with the version that they have.
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Soak");
  const notice = page.getByRole("status").filter({ hasText: "new version" });
  await expect(notice).toBeVisible({ timeout: 30_000 });
  await notice.getByRole("button", { name: "Reload" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(NEWS);
  const caches = await page.evaluate(() => window.caches.keys());
  expect(caches).toHaveLength(1);
});

test(
  "with another page open, nobody gets files of two versions",
  ANY_SCREEN,
  async ({ page, context }) => {
    test.slow();
    await page.goto(`${host.address}docs/soak/`);
    await kept(page);
    await page.reload();
    const other = await context.newPage();
    await other.goto(`${host.address}docs/`);
    host.serve(NEXT);
    await page.reload();
    const notice = page.getByRole("status").filter({ hasText: "new version" });
    await notice.getByRole("button", { name: "Reload" }).click({ timeout: 30_000 });
    await expect(notice).toContainText("when you have closed all pages");
    await other.goto(`${host.address}docs/soak/`);
    await expect(other.getByRole("heading", { level: 1 })).toHaveText("Soak");
  },
);

test("a host in the middle of an update is not believed", ANY_SCREEN, async ({ page }) => {
  test.slow();
  await page.goto(`${host.address}docs/soak/`);
  await kept(page);
  await page.reload();
  // The new worker is there already, and one of its files is still the old one.
  host.serve(NEXT);
  host.changed.set(PAGE, readFileSync(join(DIST, PAGE), "utf8"));
  const end = await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    const registration = await navigator.serviceWorker.getRegistration();
    const found = new Promise<ServiceWorker | null>((done) => {
      registration?.addEventListener("updatefound", () => done(registration.installing));
    });
    await registration?.update();
    const next = await found;
    await new Promise<void>((done) => {
      const look = () => /redundant|installed/.test(next?.state ?? "") && done();
      next?.addEventListener("statechange", look);
      look();
    });
    return { waiting: registration?.waiting ?? null, same: registration?.active === active };
  });
  expect(end).toEqual({ waiting: null, same: true });
  expect(await page.evaluate(() => window.caches.keys())).toHaveLength(1);
});

test(
  "other people's pages get no worker, neither by the script nor in a frame",
  ANY_SCREEN,
  async ({ page }) => {
    const article = await hostAt(DIST, "/");
    const body = `<!doctype html><html lang="en"><head><title>An article</title>
    <script type="module" src="${article.address}raft-playground.js"></script></head>
    <body><raft-playground></raft-playground>
    <iframe src="stories/figure-8/" title="A story"></iframe></body></html>`;
    article.changed.set("article.html", body);
    await page.goto(`${article.address}article.html`);
    const frame = page.frameLocator("iframe");
    await expect(frame.getByRole("heading", { level: 1 })).toBeVisible();
    await page.waitForLoadState("networkidle");
    const registered = await page.evaluate(
      async () => (await navigator.serviceWorker.getRegistrations()).length,
    );
    expect(registered).toBe(0);
    article.close();
  },
);

test(
  "a frame gets the host's files, and the page around it its own",
  ANY_SCREEN,
  async ({ page }) => {
    test.slow();
    const html = readFileSync(join(DIST, "embed.html"), "utf8");
    const [, script = ""] = /<script type="module"[^>]* src="\.\/([^"]+)"/.exec(html) ?? [];
    await page.goto(host.address);
    await kept(page);
    await page.reload();
    const news = `${readFileSync(join(DIST, script), "utf8")}\nglobalThis.news = true;`;
    host.changed.set(script, news);
    await page.evaluate(() => {
      const frame = document.createElement("iframe");
      frame.src = new URL("embed.html", location.href).href;
      document.body.append(frame);
    });
    const hasNews = () => "news" in globalThis;
    const frame = () => page.frames().find((one) => one.url().endsWith("embed.html"));
    await expect(page.frameLocator("iframe").locator("raft-playground")).toBeVisible();
    await expect.poll(() => frame()?.evaluate(hasNews)).toBe(true);
    await page.goto(`${host.address}embed.html`);
    await expect(page.locator("raft-playground")).toBeVisible();
    await new Playground(page).ready();
    expect(await page.evaluate(hasNews)).toBe(false);
  },
);
