import { fileURLToPath } from "node:url";
import { expect, type Locator, type Page } from "@playwright/test";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import { type Host, hostAt } from "./host.ts";

// Somebody else's page, on a host of its own, in which stands what the documents tell people to write.

const DIST = fileURLToPath(new URL("../dist/", import.meta.url));

/** What documents call the place where the site lives. */
const YOURS = "https://your.host";

type Article = { body: string; head?: string; policy?: string };

export class Elsewhere {
  readonly site: Host;
  readonly host: Host;

  private constructor(site: Host, host: Host) {
    this.site = site;
    this.host = host;
  }

  /** The site, and a host beside it that has a folder of its own. */
  static async open(folder = "/nowhere"): Promise<Elsewhere> {
    return new Elsewhere(await hostAt(DIST), await hostAt(folder, "/"));
  }

  close(): void {
    this.site.close();
    this.host.close();
  }

  /** A snippet with the site's real address. */
  addressed(snippet: string): string {
    return snippet
      .replaceAll(`${YOURS}/`, this.site.address)
      .replaceAll(YOURS, new URL(this.site.address).origin);
  }

  /** Shows an article with that snippet in it. What the page complains of is in the list that comes back. */
  async show(page: Page, { body, head = "", policy }: Article): Promise<string[]> {
    // Without a width of its own a phone would show the article as a small picture of a wide page.
    const text = `<!doctype html><html lang="en"><head><meta charset="utf-8" />
      <meta name="viewport" content="width=device-width" /><title>An article</title>${head}</head>
      <body>${body}</body></html>`;
    return this.showPage(page, text, policy);
  }

  async showPage(page: Page, text: string, policy?: string): Promise<string[]> {
    const complaints = complaintsOf(page);
    const { changed, headers } = this.host;
    changed.set("index.html", this.addressed(text));
    headers.clear();
    if (policy) headers.set(...headerOf(this.addressed(policy)));
    await page.goto(this.host.address);
    return complaints;
  }
}

/** `Name: value`, as documents write it. */
function headerOf(line: string): [string, string] {
  const [name = "", ...value] = line.trim().split(": ");
  return [name, value.join(": ")];
}

/** Errors and warnings of a page, also of the element: it warns of attributes that mean nothing. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on("pageerror", ({ message }) => complaints.push(message));
  page.on("console", (said) => {
    // Browsers ask for an icon of their own accord.
    if (said.location().url.endsWith("/favicon.ico")) return;
    // The site keeps itself for readers without network, and tests want it as it is.
    if (said.text() === "Service Worker registration blocked by Playwright") return;
    if (["error", "warning"].includes(said.type())) complaints.push(said.text());
  });
  return complaints;
}

export const timeOf = (element: Locator): Promise<number> =>
  element.evaluate((one: RaftPlayground) => one.state?.time ?? -1);

/** Waits for the run of an element that is in sight. Gives back the moment at which it stands. */
export async function begun(element: Locator): Promise<number> {
  await element.scrollIntoViewIfNeeded();
  await expect.poll(() => timeOf(element), { timeout: 20_000 }).toBeGreaterThanOrEqual(0);
  return timeOf(element);
}

/** That it lives: it goes on when it is told to play. */
export async function plays(element: Locator): Promise<void> {
  const before = await begun(element);
  await element.evaluate((one: RaftPlayground) => one.play());
  await expect.poll(() => timeOf(element)).toBeGreaterThan(before);
}

/** That it lives, also where a question would stop who plays: one event after the other happens. */
export async function goesOn(element: Locator): Promise<void> {
  await begun(element);
  const [before, after] = await element.evaluate((one: RaftPlayground) => {
    const digest = one.state?.digest;
    one.stepForward();
    return [digest, one.state?.digest];
  });
  expect(after).not.toBe(before);
}
