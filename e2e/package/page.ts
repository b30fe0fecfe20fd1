import { expect, type Page } from "@playwright/test";

type Element = HTMLElement & {
  readonly state: { time: number; digest: string; servers: Record<string, unknown> } | null;
  play(): void;
  seek(ms: number): void;
  do(action: object): void;
};

/** Waits for a run in an element, goes to a moment of it, and gives its digest there. */
export async function digestAt(page: Page, ms: number, tag = "raft-playground"): Promise<string> {
  const element = page.locator(tag);
  await expect.poll(() => element.evaluate((one: Element) => Boolean(one.state))).toBe(true);
  return element.evaluate((one: Element, to) => {
    one.seek(to);
    return one.state?.digest ?? "";
  }, ms);
}

/** Whatever a page complains of, and whatever it asks for. */
export function watch(page: Page): { complaints: string[]; requests: string[] } {
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => {
    // Browsers ask for an icon of their own accord.
    if (message.location().url.endsWith("/favicon.ico")) return;
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().endsWith("/favicon.ico")) requests.push(request.url());
  });
  return { complaints, requests };
}
