import type { Frame, Page } from "@playwright/test";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import { publishElsewhere, shareWithEverybody } from "./article.ts";

// A page of another origin with a playground in a frame.

type Host = { page: Page; frame: () => Promise<Frame> };

export async function host(
  page: Page,
  baseURL: string | undefined,
  query: string,
  extra = "",
): Promise<Host> {
  await shareWithEverybody(page);
  const elsewhere = await publishElsewhere(`<!doctype html><title>An article</title>
    <iframe id="one" src="${baseURL}embed.html?${query}" width="700" height="480" ${extra}></iframe>`);
  page.on("close", elsewhere.close);
  await page.goto(elsewhere.address);
  const frame = async () => {
    const found = await (await page.locator("#one").elementHandle())?.contentFrame();
    if (!found) throw new Error("there is no frame");
    return found;
  };
  return { page, frame };
}

/** Loads the client into the host's page and connects it. What it answers is kept in `window.remote`. */
export async function connect(page: Page, baseURL: string | undefined): Promise<void> {
  await page.evaluate(async (base) => {
    const { connect: connectTo } = await import(`${base}raft-frame.js`);
    const frame = document.querySelector("iframe");
    Object.assign(window, { heard: [], remote: await connectTo(frame) });
  }, baseURL);
}

export const stateIn = (frame: Frame) =>
  frame.evaluate(() => document.querySelector<RaftPlayground>("raft-playground")?.state ?? null);
