import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, type Page, test } from "@playwright/test";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import { type Host, hostAt } from "./host.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

// What docs/embedding.md tells people to write, in a page of another host.

const DIST = fileURLToPath(new URL("../dist/", import.meta.url));
const DOCUMENT = readFileSync(new URL("../docs/embedding.md", import.meta.url), "utf8");
const SNIPPETS = [...DOCUMENT.matchAll(/^```html\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code);

let site: Host;
let article: Host;

test.beforeAll(async () => {
  site = await hostAt(DIST);
  article = await hostAt("/nowhere", "/");
});

test.afterAll(() => {
  site.close();
  article.close();
});

async function openArticle(page: Page, snippet: string): Promise<void> {
  const body = snippet
    .replaceAll("https://your.host/", site.address)
    // As reveal.js does when the slide is shown.
    .replaceAll("data-src=", "src=");
  article.changed.set(
    "index.html",
    `<!doctype html><html lang="en"><head><title>An article</title></head><body>${body}</body></html>`,
  );
  await page.goto(article.address);
}

test("the document has snippets", ANY_SCREEN, () => {
  expect(SNIPPETS.length).toBeGreaterThan(4);
});

for (const [order, snippet] of SNIPPETS.entries()) {
  const name = /<(?:raft-playground|iframe)[^>]*>/.exec(snippet)?.[0].replace(/\s+/g, " ");
  test(
    `snippet ${order + 1} runs in another host's page: ${name}`,
    ANY_SCREEN,
    async ({ page }) => {
      await openArticle(page, snippet);
      const frame = snippet.includes("<iframe") ? page.frameLocator("iframe") : page;
      const element = frame.locator("raft-playground");
      await element.scrollIntoViewIfNeeded();
      await expect
        .poll(() => element.evaluate((one: RaftPlayground) => typeof one.play))
        .toBe("function");
      await element.evaluate((one: RaftPlayground) => one.play());
      await expect
        .poll(() => element.evaluate((one: RaftPlayground) => one.state?.time ?? 0))
        .toBeGreaterThan(0);
    },
  );
}

test("in an article that scrolls, text leads the cluster", async ({ page }) => {
  await page.goto(`${site.address}examples/scrolling/`);
  const playground = new Playground(page);
  await playground.ready();
  const step = () => playground.element.evaluate((one: RaftPlayground) => one.state?.time ?? 0);
  const passage = (id: string) => page.locator(`#${id}`);

  await passage("committed").evaluate((one) => one.scrollIntoView({ block: "center" }));
  await expect(passage("committed")).toHaveAttribute("data-here", "");
  const committed = await settled(step);
  await passage("n2-leads").evaluate((one) => one.scrollIntoView({ block: "center" }));
  await expect(passage("n2-leads")).toHaveAttribute("data-here", "");
  const elected = await settled(step);
  expect(elected).toBeGreaterThan(committed);

  // The keyboard as well, and backwards.
  await passage("committed").getByRole("link").focus();
  await expect(passage("committed")).toHaveAttribute("data-here", "");
  await expect.poll(step).toBe(committed);
});

/** What is said twice in a row. */
async function settled(ask: () => Promise<number>): Promise<number> {
  let before = Number.NaN;
  await expect
    .poll(async () => {
      const now = await ask();
      const same = now === before;
      before = now;
      return same && now > 0;
    })
    .toBe(true);
  return before;
}
