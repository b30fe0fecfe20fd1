import { readFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
import { expect, type Locator, type Page, test } from "@playwright/test";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import type { PrintedGallery, Text } from "../web/engine/door.ts";
import { plainly } from "../web/state/markdown.ts";
import { findings } from "./axe.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

/** What `raft-cli gallery` printed for the page that is tested. */
const PRINTED = JSON.parse(
  readFileSync(new URL("../web/engine/gallery.generated.json", import.meta.url), "utf8"),
) as PrintedGallery;
const NAMES = Object.keys(PRINTED.scenarios);

function written(name: string): Written {
  const file = new URL(`../public/scenarios/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8"));
}

type Written = { title: Text; steps?: { say?: Text; at?: string }[]; fork?: { name: Text } };

/** What a text says on this page. */
function inEnglish(text: Text = ""): string {
  return typeof text === "string" ? text : (text.en ?? "");
}

const gallery = (page: Page): Locator => page.getByRole("dialog", { name: "Stories" });
const card = (page: Page, title: string): Locator =>
  gallery(page)
    .getByRole("button", { name: new RegExp(`^(\\d+ )?${escaped(title)}$`) })
    .first();

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

async function openGallery(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "Stories", exact: true }).click();
  await expect(gallery(page).getByRole("status").last()).toHaveText(`${NAMES.length} stories`);
  return gallery(page);
}

const titleOf = (page: Page): Promise<string> =>
  page
    .locator("raft-playground h2.title")
    .first()
    .evaluate((title) => title.textContent ?? "");

test("stories are looked for by words, by reader and by tag, in their sections", async ({
  page,
}) => {
  await Playground.open(page);
  const shown = await openGallery(page);
  await expect(shown.getByRole("heading", { level: 3 })).toHaveText([
    "Basics",
    "The paper",
    "Extensions",
    "Exercises",
    "Real incidents",
    "Broken rules",
  ]);
  await expect(shown.locator(".stamp svg").first()).toBeVisible();
  const count = shown.getByRole("status").last();

  await shown.getByRole("searchbox", { name: "Find a story" }).fill("removed server");
  await expect(card(page, "A removed server that disturbs")).toBeVisible();
  await expect(card(page, "A split vote")).toHaveCount(0);
  await shown.getByRole("combobox", { name: "For" }).selectOption("newcomers");
  await expect(shown.getByText("There is no such story.")).toBeVisible();
  await expect(count).toHaveText("0 stories");

  await shown.getByRole("searchbox").fill("");
  await shown.getByRole("combobox", { name: "About" }).selectOption("split-vote");
  await expect(count).toHaveText("1 story");
  await expect(card(page, "A split vote")).toHaveAccessibleDescription(
    /newcomers · .* · with a question/,
  );
});

test("by keyboard alone: open, look for, choose, come back", ANY_SCREEN, async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.pause();
  const opener = page.getByRole("button", { name: "Stories", exact: true });
  await opener.focus();
  await page.keyboard.press("Enter");
  const shown = gallery(page);
  await expect(shown.getByRole("searchbox")).toBeFocused();
  // Letters and Space are keys of the page behind as well, and must not reach it.
  const before = await playground.state();
  await page.keyboard.type("split vote ");
  await expect(card(page, "A split vote")).toBeVisible();
  expect(await playground.state()).toEqual(before);

  await shown.getByRole("button", { name: "Back to the run" }).press("Enter");
  await expect(shown).toBeHidden();
  await expect(opener).toBeFocused();

  // What was looked for is still there. Escape takes it back first, as in any such field, and then leads back as well.
  await page.keyboard.press("Enter");
  await expect(shown.getByRole("searchbox")).toHaveValue("split vote ");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(shown).toBeHidden();
  await page.keyboard.press("Enter");
  await page.keyboard.type("split vote ");
  for (let tabs = 0; tabs < 3; tabs++) await page.keyboard.press("Tab");
  await expect(card(page, "A split vote")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(shown).toBeHidden();
  await expect.poll(() => titleOf(page)).toBe("A split vote");
});

test(
  "every story opens on a phone, with its title and its first sentence",
  ANY_SCREEN,
  async ({ page }) => {
    test.setTimeout(240_000);
    const wrong: string[] = [];
    page.on("pageerror", (error) => wrong.push(String(error)));
    await page.setViewportSize({ width: 360, height: 740 });
    await page.emulateMedia({ reducedMotion: "reduce" });
    const playground = await Playground.open(page);
    await openGallery(page);
    // Each card is there, and its name is the title.
    for (const [name, { title }] of Object.entries(PRINTED.scenarios))
      await expect(card(page, inEnglish(title)), name).toHaveCount(1);
    await page.keyboard.press("Escape");

    for (const name of NAMES) {
      const { title, steps } = written(name);
      await playground.element.evaluate((element: RaftPlayground, one: string) => {
        element.scenario = one;
      }, name);
      await expect.poll(() => titleOf(page), { message: name }).toBe(inEnglish(title));
      await expect(page.getByRole("alert"), name).toHaveCount(0);
      const first = inEnglish(steps?.find(({ say }) => say)?.say);
      await playground.element.evaluate((element: RaftPlayground) => element.seek(0));
      for (let turn = 0; turn < 30; turn++) {
        if ((await playground.sentence().textContent())?.includes(plainly(first))) break;
        await playground.button(/^Next/).click();
      }
      await expect(playground.sentence(), name).toContainText(plainly(first));
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(over, name).toBeLessThanOrEqual(0);
    }
    expect(wrong).toEqual([]);
  },
);

test("a story that does not come is said so, and what is on the screen stays", async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(400);
  const before = await playground.state();
  await openGallery(page);
  await page.route("**/scenarios/*.json", (route) => route.abort());
  await card(page, "Who may answer a read").click();
  const alert = gallery(page).getByRole("alert");
  await expect(alert).toContainText("This scenario could not be loaded");
  // Wherever one has scrolled to in the list.
  await expect(alert).toBeInViewport();
  expect(await findings(page)).toEqual([]);
  expect(await playground.state()).toEqual(before);

  await page.unroute("**/scenarios/*.json");
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(gallery(page)).toBeHidden();
  await expect.poll(() => titleOf(page)).toBe("Who may answer a read");
});

test("the same story with other rules is one click away, and a link leads there", async ({
  page,
  context,
}) => {
  const { title, fork } = written("pre-vote");
  const forkName = inEnglish(fork?.name);
  const playground = await Playground.open(page, "./#pre-vote");
  await playground.pause();
  await expect.poll(() => titleOf(page)).toBe(inEnglish(title));
  // On a phone it is offered when the story is told, its last question included.
  await playground.seek(1160);
  await playground.button("Show me").click();
  await playground.button(forkName).click();
  const other = page.getByRole("region", { name: `Run B: ${forkName}` });
  await expect(other).toBeVisible();
  await playground.seek(3000);
  await expect(page.getByText(/^They (part|differ)/)).toBeVisible();
  const link = await playground.element.evaluate((element: RaftPlayground) => element.shareLink());
  expect(link).toContain("turned=fork");
  const second = await Playground.open(await context.newPage(), link);
  await expect(second.page.getByRole("region", { name: `Run B: ${forkName}` })).toBeVisible();
});

test("what strangers write is text, and its links lead to other sites only", async ({ page }) => {
  const wrong: string[] = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("dialog", (dialog) => wrong.push(dialog.message()));
  const say = [
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "[tap](javascript:alert(3)) *or* `x` [read](https://example.org/a)",
  ].join(" ");
  const scenario = {
    ...{ format: 1, title: "<b>Bold</b>", summary: say, seed: 1, provenance: say },
    sources: ["javascript:alert(4) and https://example.org/b."],
    steps: [{ id: "one", at: "0ms", say }],
  };
  const link = { scenario: { inline: scenario }, at: [0, 0], engine: "0" };
  const payload = deflateRawSync(JSON.stringify(link)).toString("base64url");
  const playground = await Playground.open(page, `./#v1.d.${payload}`);
  await playground.panel("Scenario");
  const sentence = playground.sentence();
  await expect(sentence).toContainText("<script>alert(1)</script><img src=x onerror=alert(2)>");
  await expect(sentence).toContainText("[tap](javascript:alert(3)) or x read");
  await expect(sentence.locator("em")).toHaveText("or");
  const read = sentence.getByRole("link", { name: "read" });
  await expect(read).toHaveAttribute("rel", /noopener/);
  const addresses = async () => {
    const links = page.locator("raft-playground a");
    const all = await links.evaluateAll((some) => some.map((one) => one.getAttribute("href")));
    return [...new Set(all)].sort();
  };
  // The panel's part of them comes when the panel has come.
  await expect.poll(addresses).toEqual(["https://example.org/a", "https://example.org/b"]);
  await expect(page.locator("raft-playground script, raft-playground img")).toHaveCount(0);
  // For ears there are no signs.
  const heard = page.locator("raft-playground .layout > .for-ears[aria-live]");
  await expect(heard).toContainText("[tap](javascript:alert(3)) or x read");
  expect(wrong).toEqual([]);
});

test(
  "a link to a story under other rules says what is not as written",
  ANY_SCREEN,
  async ({ page, context }) => {
    const playground = await Playground.open(page, "./?scenario=split-vote");
    await playground.pause();
    await playground.panel("Scenario");
    await page.getByText("Rules", { exact: true }).click();
    await page.getByRole("switch", { name: /^PreVote/ }).check();
    await playground.button("Start with these rules").click();
    await expect(page.getByText("Other rules than written: PreVote on")).toBeVisible();
    const link = await playground.element.evaluate((element: RaftPlayground) =>
      element.shareLink(),
    );
    // There the story is not known before it has been fetched.
    const other = await Playground.open(await context.newPage(), link);
    await expect(other.page.getByText("Other rules than written: PreVote on")).toBeVisible();
    await other.panel("Scenario");
    await expect(other.page.getByRole("switch", { name: /^PreVote/ })).toBeChecked();
  },
);

for (const keeps of [true, false]) {
  const where = keeps ? "kept by the site" : "forgotten in other pages";
  test(`what was seen to its end is marked, and ${where}`, ANY_SCREEN, async ({ page }) => {
    if (!keeps)
      await page.route("**/", async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: (await response.text()).replace(" remembers", "") });
      });
    const playground = await Playground.open(page);
    await playground.seek(720);
    await openGallery(page);
    const story = card(page, "Three servers, one list");
    await expect(story).toHaveAccessibleDescription(/✓ seen/);
    await page.reload();
    await playground.ready();
    await playground.pause();
    await openGallery(page);
    if (keeps) await expect(story).toHaveAccessibleDescription(/✓ seen/);
    else await expect(story).not.toHaveAccessibleDescription(/✓ seen/);
  });
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing in the gallery, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const playground = await Playground.open(page);
    await playground.pause();
    await openGallery(page);
    expect(await findings(page)).toEqual([]);
  });
}

test(
  "the story that was chosen can be reloaded, and gone back from",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await Playground.open(page);
    const title = () => page.locator("raft-playground .voice .title");
    const choose = async (name: string) => {
      await playground.button("Stories").click();
      await page.getByRole("button", { name }).first().click();
      await expect(title()).toHaveText(name);
    };
    await choose("A split vote");
    await expect(page).toHaveURL(/#split-vote$/);
    await page.reload();
    await expect(title()).toHaveText("A split vote");
    await choose("Figure 8: committed too early");
    await expect(page).toHaveURL(/#figure-8$/);
    await page.goBack();
    await expect(title()).toHaveText("A split vote");
    await page.goBack();
    await expect(title()).toHaveText("Three servers, one list");
    await page.goForward();
    await expect(title()).toHaveText("A split vote");
    // What the reader does in a story is no other page.
    await playground.do({ crash: "n1" });
    await expect(page).toHaveURL(/#split-vote$/);
  },
);

test("at the end of a story the next one is a press away", async ({ page }) => {
  const playground = await Playground.open(page);
  const onward = page.locator(".onward:visible");
  await expect(onward).toHaveCount(0);
  await playground.seek(720);
  await playground.button("Show me").click();
  await onward.getByRole("button", { name: "One server, one disk" }).click();
  await expect(page.locator("raft-playground .voice .title")).toHaveText("One server, one disk");
  await expect(onward).toHaveCount(0);
});

test(
  "where the list of stories does not come, it is asked for once and not again and again",
  ANY_SCREEN,
  async ({ page }) => {
    let asked = 0;
    await page.route("**/gallery.generated-*.json", (route) => {
      asked += 1;
      return route.abort();
    });
    const playground = await Playground.open(page);
    await playground.seek(720);
    await playground.button("Show me").click();
    await page.waitForTimeout(1500);
    expect(asked).toBe(1);
    await expect(page.locator(".onward:visible")).toHaveCount(0);
    // Whoever opens the gallery asks again.
    await playground.button("Stories").click();
    await expect.poll(() => asked).toBe(2);
  },
);
