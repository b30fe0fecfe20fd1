import { expect, type Page, test } from "@playwright/test";
import MarkdownIt from "markdown-it";
import { tried } from "../scripts/snippets/fences.mjs";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import { begun, Elsewhere, plays, timeOf } from "./elsewhere.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

// What documents tell people to write, taken from the documents, in a page of another host.

const TAG = tried("docs/embedding.md", "the tag");
const FRAME = tried("docs/embedding.md", "the frame");

let elsewhere: Elsewhere;

test.beforeAll(async () => {
  elsewhere = await Elsewhere.open();
});

test.afterAll(() => elsewhere.close());

/** Where the site's own page stands that a link leads to. */
async function momentBehind(page: Page, link: string): Promise<number> {
  await page
    .locator(`a[href$="${link}"]`)
    .first()
    .evaluate((one) => (one as HTMLElement).click());
  await page.waitForURL(`**/${link}`);
  const playground = new Playground(page);
  await playground.ready();
  return (await playground.state()).time;
}

test("the tag shows the moment that it names", ANY_SCREEN, async ({ page }) => {
  const complaints = await elsewhere.show(page, { body: TAG });
  const element = page.locator("raft-playground");
  const moment = await begun(element);
  expect(moment).toBeGreaterThan(0);
  await plays(element);
  expect(complaints).toEqual([]);
  // The same moment is behind the link for those who have no script.
  expect(await momentBehind(page, "index.html#figure-8/the-overwrite")).toBe(moment);
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  test("what stands in the tag is a picture with a link", ANY_SCREEN, async ({ page }) => {
    await elsewhere.show(page, { body: TAG });
    const picture = page.getByRole("link").getByRole("img", { name: /^Five servers; n5 leads/ });
    await expect(picture).toBeVisible();
    expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(320);
  });
});

test("a scenario of one's own stands in the tag", ANY_SCREEN, async ({ page }) => {
  const complaints = await elsewhere.show(page, {
    body: tried("docs/embedding.md", "a scenario of your own"),
  });
  const element = page.locator("raft-playground");
  expect(await begun(element)).toBe(0);
  await expect(page.getByRole("heading", { name: "Three servers of mine" })).toBeVisible();
  const playground = new Playground(page);
  expect(Object.keys((await playground.state()).servers)).toHaveLength(3);
  await plays(element);
  expect(complaints).toEqual([]);
});

test("the frame shows the moment that it names", ANY_SCREEN, async ({ page }) => {
  const complaints = await elsewhere.show(page, { body: FRAME });
  const element = page.frameLocator("iframe").locator("raft-playground");
  expect(await begun(element)).toBeGreaterThan(0);
  await plays(element);
  expect(complaints).toEqual([]);
});

test("a picture in Markdown leads to its moment", ANY_SCREEN, async ({ page }) => {
  const body = new MarkdownIt().render(tried("docs/embedding.md", "the picture with a link"));
  await elsewhere.show(page, { body });
  const picture = page.getByRole("img", { name: "Five servers; n5 overwrites" });
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBe(1200);
  const moment = await momentBehind(page, "index.html#figure-8/the-overwrite");
  expect(moment).toBeGreaterThan(0);
});

test("the article of the readme is told who leads", ANY_SCREEN, async ({ page }) => {
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  const complaints = await elsewhere.show(page, { body: tried("README.md", "an article") });
  await expect.poll(() => timeOf(page.locator("raft-playground"))).toBeGreaterThan(0);
  await expect.poll(() => said.join("\n")).toMatch(/leader: n\d, term: \d/);
  expect(complaints).toEqual([]);
});

test("a client drives the frame, and hears and asks it", ANY_SCREEN, async ({ page }) => {
  const said: string[] = [];
  page.on("console", (message) => message.type() === "log" && said.push(message.text()));
  // From its beginning, so that it has a way to go.
  const frame = FRAME.replace("&step=the-overwrite", "");
  const client = tried("docs/embedding.md", "the client");
  const complaints = await elsewhere.show(page, {
    body: `${frame}<script type="module">${client}</script>`,
  });
  await expect.poll(() => said).toContain("down");
  await expect.poll(() => said).toContainEqual(expect.stringMatching(/^n\d [1-9]$/));
  const element = page.frameLocator("iframe").locator("raft-playground");
  expect(await element.evaluate((one: RaftPlayground) => one.state?.servers.n5?.state)).toBe(
    "down",
  );
  expect(await timeOf(element)).toBeGreaterThan(0);
  expect(complaints).toEqual([]);
});

test.describe("a strict policy", () => {
  const policy = tried("docs/embedding.md", "the policy");
  // Attributes of style are its own matter, and so is a script in the page.
  const article = { body: TAG, policy };

  test("lets the playground run", ANY_SCREEN, async ({ page }) => {
    const complaints = await elsewhere.show(page, article);
    await plays(page.locator("raft-playground"));
    expect(complaints).toEqual([]);
  });

  test("without the host in it the script is not fetched", ANY_SCREEN, async ({ page }) => {
    const complaints = await elsewhere.show(page, {
      ...article,
      policy: policy.replaceAll(" https://your.host", ""),
    });
    await expect.poll(() => complaints.join()).toContain("raft-playground.js' violates");
  });

  test("without its word for WebAssembly the page says so", ANY_SCREEN, async ({ page }) => {
    await elsewhere.show(page, { ...article, policy: policy.replace(" 'wasm-unsafe-eval'", "") });
    await expect(page.getByText("It must allow 'wasm-unsafe-eval' in script-src")).toBeVisible();
  });
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

test("in an article that scrolls, text leads the cluster", async ({ page }) => {
  await page.goto(`${elsewhere.site.address}examples/scrolling/`);
  const playground = new Playground(page);
  await playground.ready();
  const moment = () => timeOf(playground.element);
  const passage = (id: string) => page.locator(`#${id}`);

  await passage("committed").evaluate((one) => one.scrollIntoView({ block: "center" }));
  await expect(passage("committed")).toHaveAttribute("data-here", "");
  const committed = await settled(moment);
  await passage("n2-leads").evaluate((one) => one.scrollIntoView({ block: "center" }));
  await expect(passage("n2-leads")).toHaveAttribute("data-here", "");
  const elected = await settled(moment);
  expect(elected).toBeGreaterThan(committed);

  // The keyboard as well, and backwards.
  await passage("committed").getByRole("link").focus();
  await expect(passage("committed")).toHaveAttribute("data-here", "");
  await expect.poll(moment).toBe(committed);
});

test("the script that the document shows is enough for that", async ({ page }) => {
  const { site } = elsewhere;
  const script = tried("docs/embedding.md", "the script of an article that scrolls");
  await page.route("**/examples/scrolling/scrolling.js", (route) =>
    route.fulfill({ contentType: "text/javascript", body: script }),
  );
  await page.goto(`${site.address}examples/scrolling/`);
  const playground = new Playground(page);
  await playground.ready();
  const read = async (id: string) => {
    const before = await timeOf(playground.element);
    await page.locator(`#${id}`).evaluate((one) => one.scrollIntoView({ block: "center" }));
    await expect.poll(() => timeOf(playground.element)).not.toBe(before);
    return settled(() => timeOf(playground.element));
  };
  const committed = await read("committed");
  expect(await read("n2-leads")).toBeGreaterThan(committed);
  expect(await read("committed")).toBe(committed);
});
