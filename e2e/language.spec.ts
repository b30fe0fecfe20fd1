import { readFileSync } from "node:fs";
import { expect, type Locator, type Page, test } from "@playwright/test";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

type Texts = { [key: string]: Texts | string | string[] };
const catalogue = (language: string): { interface: Texts; narration: Texts } =>
  JSON.parse(readFileSync(`locales/${language}.json`, "utf8"));
const english = catalogue("en");
const german = catalogue("de");

/** Every text of a part of a catalogue. Forms of the glossary are never on the screen alone. */
function textsOf(part: Texts | string | string[] | undefined): string[] {
  if (typeof part === "string") return [part];
  if (part === undefined || Array.isArray(part)) return [];
  return Object.values(part).flatMap(textsOf);
}

/** Texts that only the English catalogue has, and that are more than signs and operands. */
function onlyEnglish(): string[] {
  const both = new Set(textsOf(german.interface));
  return textsOf(english.interface).filter(
    (text) => !both.has(text) && !text.includes("{") && /\p{L}{3,}/u.test(text),
  );
}

/** What is written on the page and what it tells those who listen, through all shadows; not what says that it is in another language. */
function saidOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const said: string[] = [];
    const isForeign = (element: Element) => {
      const own = element.getAttribute("lang");
      return own !== null && own !== "de";
    };
    const walk = (node: Node): void => {
      if (node instanceof Text) said.push(node.data.trim().replace(/\s+/g, " "));
      if (node instanceof HTMLElement && ["STYLE", "SCRIPT", "NOSCRIPT"].includes(node.tagName))
        return;
      if (node instanceof Element) {
        if (isForeign(node)) return;
        for (const name of ["aria-label", "title", "placeholder", "alt"])
          said.push(node.getAttribute(name) ?? "");
        if (node.shadowRoot) walk(node.shadowRoot);
      }
      for (const child of node.childNodes) walk(child);
    };
    walk(document.body);
    return said.filter(Boolean);
  });
}

async function expectNoEnglish(page: Page): Promise<void> {
  const english = new Set(onlyEnglish());
  expect((await saidOn(page)).filter((text) => english.has(text))).toEqual([]);
}

/** Whether anything is wider than the screen. */
async function expectFits(page: Page): Promise<void> {
  const [wide, room] = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return [scrollWidth, clientWidth] as const;
  });
  expect(wide).toBeLessThanOrEqual(room);
}

function title(playground: Locator): Locator {
  return playground.locator(".voice h2");
}

test("the site speaks German: the page, the story and what the engine tells", async ({ page }) => {
  const playground = await Playground.open(page, "./?lang=de");
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await expect(title(playground.element)).toHaveText("Drei Server, eine Liste");
  await playground.pause();
  await playground.seek(0);
  await expect(playground.sentence()).toContainText("Noch hat niemand das Sagen");
  await expect(playground.button("Abspielen")).toBeVisible();
  // What no story tells is told by the engine.
  await playground.do({ crash: "n1" });
  await expect(playground.sentence()).toContainText("n1 stürzt ab. Sein Speicher ist verloren");
  await expectNoEnglish(page);
  await expectFits(page);
});

test("no panel speaks English on a German page", async ({ page }) => {
  const playground = await Playground.open(page, "./?lang=de");
  await playground.seek(400);
  for (const tab of await page.getByRole("tab").all()) {
    await tab.click();
    await expect(tab).toHaveAttribute("aria-selected", "true");
    await page.waitForLoadState("networkidle");
    await expectNoEnglish(page);
    await expectFits(page);
  }
  await playground.button("Geschichten").click();
  await expect(page.getByRole("heading", { name: "Grundlagen" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Geteilte Stimmen" }).first()).toBeVisible();
  await expectNoEnglish(page);
  await expectFits(page);
});

test("what has not been translated says that it is in English", ANY_SCREEN, async ({ page }) => {
  const playground = await Playground.open(page, "./?lang=de&scenario=pre-vote");
  await expect(title(playground.element)).toHaveAttribute("lang", "en");
  await playground.button("Geschichten").click();
  const card = page.locator("raft-gallery li").filter({ hasText: "Figure 7" }).first();
  await expect(card.locator("button span[lang]")).toHaveAttribute("lang", "en");
  await expect(card.locator(".facts")).toContainText("auf Englisch");
  const translated = page
    .locator("raft-gallery li")
    .filter({ hasText: "Geteilte Stimmen" })
    .first();
  await expect(translated.locator("[lang]")).toHaveCount(0);
  await expect(translated.locator(".facts")).not.toContainText("auf ");
});

test(
  "readers choose a language, and find it again when they come back",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await Playground.open(page, "./?lang=en");
    await playground.seek(330);
    const { digest } = await playground.state();
    await page.getByLabel("Language").selectOption("Deutsch");
    await expect(playground.button("Abspielen")).toBeVisible();
    await expect(playground.sentence()).toContainText("n1 stürzt ab");
    await expect(page.getByRole("combobox", { name: "Sprache" })).toBeFocused();
    // The same run at the same moment: it is told anew, and does not begin anew.
    const after = await playground.state();
    expect([after.time, after.digest]).toEqual([330, digest]);
    await page.reload();
    await playground.ready();
    await expect(page.locator("html")).toHaveAttribute("lang", "de");
    await expect(title(playground.element)).toHaveText("Drei Server, eine Liste");
  },
);

test.describe("a German browser", () => {
  test.use({ locale: "de-AT" });

  test("is answered in German, and nothing flashes in English", ANY_SCREEN, async ({ page }) => {
    await page.addInitScript(() => {
      const seen = new Set<string>();
      Object.assign(globalThis, { seen });
      const look = () => {
        const playground = document.querySelector("raft-playground");
        const button = playground?.shadowRoot
          ?.querySelector("raft-transport")
          ?.shadowRoot?.querySelector(".play");
        if (button) seen.add((button as HTMLElement).innerText.trim());
        requestAnimationFrame(look);
      };
      look();
    });
    const playground = await Playground.open(page);
    await expect(playground.button(/Pause|Abspielen/)).toBeVisible();
    const seen = await page.evaluate(() => [
      ...(globalThis as unknown as { seen: Set<string> }).seen,
    ]);
    expect(seen.filter((text) => ["Play", "Show me"].includes(text))).toEqual([]);
    expect(seen.length).toBeGreaterThan(0);
  });
});

const ARTICLE = `<!doctype html>
<html lang="fr">
  <head><title>Consensus</title></head>
  <body>
    <script type="module" src="../raft-playground.js"></script>
    <div lang="de"><raft-playground id="one" autoplay="never"></raft-playground></div>
    <raft-playground id="two" lang="en" scenario="minority-leader" autoplay="never"></raft-playground>
    <raft-playground id="three" lang="tlh" autoplay="never"></raft-playground>
  </body>
</html>`;

async function openArticle(page: Page): Promise<void> {
  await page.route("**/articles/consensus.html", (route) =>
    route.fulfill({ contentType: "text/html", body: ARTICLE }),
  );
  await page.goto("./articles/consensus.html");
}

/** What the primary button says, in its shadow. */
function primary(page: Page, id: string): Locator {
  return page.locator(`#${id} raft-transport .play`);
}

async function shown(page: Page, id: string): Promise<void> {
  await page.locator(`#${id}`).scrollIntoViewIfNeeded();
  const running = () =>
    page.locator(`#${id}`).evaluate((element: RaftPlayground) => Boolean(element.state));
  await expect.poll(running, { timeout: 20_000 }).toBe(true);
}

test("playgrounds of different languages stand on one page", ANY_SCREEN, async ({ page }) => {
  const warnings: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "warning") warnings.push(message.text());
  });
  await openArticle(page);
  for (const id of ["one", "two", "three"]) await shown(page, id);
  await expect(primary(page, "one")).toHaveText("Abspielen");
  await expect(primary(page, "two")).toHaveText("Play");
  await expect(primary(page, "three")).toHaveText("Play");
  await expect(title(page.locator("#one"))).toHaveText("Drei Server, eine Liste");
  await expect(title(page.locator("#two"))).toHaveText("A leader without a majority");
  // Whoever is asked in turn goes on in their own language.
  for (const id of ["one", "two"])
    await page.locator(`#${id}`).evaluate((element: RaftPlayground) => element.do({ crash: "n2" }));
  await expect(page.locator("#one raft-sentence .voice")).toContainText("n2 stürzt ab");
  await expect(page.locator("#two raft-sentence .voice")).toContainText("n2 crashes");
  // A language of the page is not about us, one on the element is.
  expect(warnings.filter((text) => text.includes("lang="))).toEqual([
    'raft-playground: lang="tlh" is not among its languages, "en", "de": it speaks English.',
  ]);
});

test("a language can change at any time, and keeps the branches", ANY_SCREEN, async ({ page }) => {
  await openArticle(page);
  await shown(page, "two");
  const two = page.locator("#two");
  await two.evaluate((element: RaftPlayground) => {
    element.seek(300);
    element.do({ crash: "n2" });
    element.lang = "de-CH";
  });
  await expect(primary(page, "two")).toHaveText("Abspielen");
  await expect(page.locator("#two raft-branches")).toContainText("Ein Leader ohne Mehrheit");
  await expect(page.locator("#two raft-branches")).toContainText("n2 abgestürzt bei 300");
  // Without one of its own it goes by what is around it, which can change as well.
  await two.evaluate((element) => element.removeAttribute("lang"));
  await expect(primary(page, "two")).toHaveText("Play");
  await page.evaluate(() => {
    document.documentElement.lang = "de";
  });
  await expect(primary(page, "two")).toHaveText("Abspielen");
  // Moved in the page, it speaks what is spoken there.
  await page.evaluate(() => {
    const stranger = document.createElement("section");
    stranger.lang = "en-GB";
    document.body.append(stranger);
    const playground = document.querySelector("#two");
    if (playground) stranger.append(playground);
  });
  await expect(primary(page, "two")).toHaveText("Play");
});

test(
  "without the German texts a page says so, and speaks English",
  ANY_SCREEN,
  async ({ page }) => {
    await page.route(/\/assets\/de-[^/]*\.js$/, (route) => route.abort());
    const playground = await Playground.open(page, "./?lang=de");
    await expect(title(playground.element)).toHaveText("Three servers, one list");
    await expect(page.getByRole("heading", { name: "Raft Playground" })).toBeVisible();
  },
);

test(
  "a language that does not come leaves the choice where it is, and nothing fails",
  ANY_SCREEN,
  async ({ page }) => {
    const failures: string[] = [];
    page.on("pageerror", (failure) => failures.push(String(failure)));
    await page.route(/\/assets\/de-[^/]*\.js$/, (route) => route.abort());
    const playground = await Playground.open(page, "./?lang=en");
    const choice = page.getByLabel("Language");
    await choice.selectOption("Deutsch");
    await expect(page.locator("html")).toHaveAttribute("data-told", "de");
    await expect(choice).toBeFocused();
    await expect(playground.button("Play").or(playground.button("Pause"))).toBeVisible();
    expect(failures).toEqual([]);
  },
);

test("who reads English fetches no German", ANY_SCREEN, async ({ page }) => {
  const fetched: string[] = [];
  page.on("request", (request) => fetched.push(request.url()));
  await Playground.open(page, "./?lang=en");
  expect(fetched.filter((url) => /\/de-[^/]*\.js$/.test(url))).toEqual([]);
});
