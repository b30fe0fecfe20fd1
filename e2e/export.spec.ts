import { readFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
import { expect, type Page, test } from "@playwright/test";
import type { Exporting } from "../web/controls/exporting.ts";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

/** The story, with a hand in it. */
async function touched(page: Page): Promise<Playground> {
  const playground = await Playground.open(page);
  await playground.seek(260);
  await playground.do({ crash: "n1" });
  await playground.do({ put: { key: "y", value: "2", via: "n2" } });
  await playground.seek(520);
  await playground.panel("Export");
  return playground;
}

function preview(page: Page) {
  return page.getByRole("region", { name: "What was written" });
}

/** Writes the run down and gives back all of it, as the file that a reader would get. */
async function written(playground: Playground, format: string): Promise<string> {
  const { page } = playground;
  await page.getByLabel("As what").selectOption({ label: format });
  await playground.button("Write it down").click();
  await expect(page.getByText(`${format}, up to 520 ms`)).toBeVisible({ timeout: 20_000 });
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: /^Download raft.run/ }).click(),
  ]);
  return readFileSync(await download.path(), "utf8");
}

test("the workbench is not there before somebody asks for it", ANY_SCREEN, async ({ page }) => {
  const fetched: string[] = [];
  page.on("request", (request) => fetched.push(request.url()));
  const playground = await touched(page);
  const wasm = () => fetched.filter((url) => /workbench/.test(url));
  expect(wasm()).toEqual([]);
  await written(playground, "Events");
  expect(wasm().some((url) => url.endsWith(".wasm"))).toBe(true);
});

test("every format has what it promises", ANY_SCREEN, async ({ page }) => {
  const playground = await touched(page);
  const digest = await playground.element.evaluate(digestOf);
  const events = (await written(playground, "Events")).trimEnd().split("\n").map(parsed);
  expect(events[0]).toMatchObject({ type: "header", format: 1, title: "Three servers, one list" });
  expect(events.at(-1)).toMatchObject({ type: "end", digest, time: 520_000 });
  expect(await written(playground, "Sequence diagram")).toMatch(/^sequenceDiagram\n/);
  await expect(preview(page)).toContainText("participant n1");
  const rust = await written(playground, "Rust test");
  expect(rust).toContain(`assert_eq!(run.digest().to_string(), "${digest}");`);
  const trace = (await written(playground, "Trace for TLA+")).trimEnd().split("\n").map(parsed);
  expect(trace[0]).toMatchObject({ tag: "trace", event: { name: "InitState", nid: "1" } });
});

test("the scenario of what was done is the very same run", ANY_SCREEN, async ({ page }) => {
  const playground = await touched(page);
  const digest = await playground.element.evaluate(digestOf);
  expect(await written(playground, "Scenario")).toContain('crash = "n1"');
  const json = await written(playground, "Scenario, JSON");
  // Somebody else opens it, as a link that carries its scenario and nothing that was done.
  const link = { scenario: { inline: JSON.parse(json) }, at: [520_000, 0], engine: "0" };
  const payload = deflateRawSync(JSON.stringify(link)).toString("base64url");
  await page.goto("about:blank");
  const opened = await Playground.open(page, `./#v1.d.${payload}`);
  expect((await opened.state()).time).toBe(520);
  expect(await opened.element.evaluate(digestOf)).toBe(digest);
});

test("what cannot be written down says why, and what would help", ANY_SCREEN, async ({ page }) => {
  const playground = await touched(page);
  await playground.do({ wipe: "n3" });
  await playground.do({ restart: "n3" });
  await page.getByLabel("As what").selectOption({ label: "Trace for TLA+" });
  await playground.button("Write it down").click();
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("This run cannot be written down like this.", {
    timeout: 20_000,
  });
  await expect(alert).toContainText("n3 has lost");
  await expect(alert).toContainText("Expected:");
});

test("copying works, and where the clipboard is closed the text stands in a field", async ({
  page,
}) => {
  const playground = await touched(page);
  await written(playground, "Sequence diagram");
  await page.evaluate(() => {
    Object.defineProperty(navigator, "clipboard", { value: undefined });
  });
  await playground.button("Copy what was written").click();
  await expect(page.locator("raft-exporting textarea")).toHaveValue(/^sequenceDiagram/);
});

test("who copies again is told as long as who copies once", ANY_SCREEN, async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "clipboard", { value: { writeText: async () => {} } });
  });
  await page.clock.install();
  const playground = await touched(page);
  await written(playground, "Sequence diagram");
  const copied = page.locator("raft-exporting raft-copy-text [role=status]");
  await page.clock.pauseAt(Date.now() + 3_600_000);
  await playground.button("Copy what was written").click();
  await expect(copied).toHaveText("Copied");
  await page.clock.runFor(1500);
  await playground.button("Copy what was written").click();
  await page.clock.runFor(1000);
  await expect(copied).toHaveText("Copied");
  await page.clock.runFor(1100);
  await expect(copied).toHaveText("");
});

test(
  "what is written when nobody waits for it any more keeps no file",
  ANY_SCREEN,
  async ({ page }) => {
    await page.addInitScript(() => {
      const kept = new Set<string>();
      Object.assign(window, { kept });
      const { createObjectURL, revokeObjectURL } = URL;
      URL.createObjectURL = (blob) => {
        const address = createObjectURL(blob);
        if (blob instanceof Blob && blob.type === "text/plain") kept.add(address);
        return address;
      };
      URL.revokeObjectURL = (address) => {
        kept.delete(address);
        revokeObjectURL(address);
      };
    });
    const files = () => page.evaluate(() => (window as unknown as { kept: Set<string> }).kept.size);
    const playground = await touched(page);
    await written(playground, "Sequence diagram");
    expect(await files()).toBe(1);
    // The panel is left while it is being written.
    const done = await page.evaluateHandle(() => {
      const panel = document
        .querySelector("raft-playground")
        ?.shadowRoot?.querySelector<Exporting>("raft-exporting");
      if (!panel) throw new Error("the panel is not there");
      const { write } = panel;
      const state = { isWritten: false };
      panel.write = async (format) => {
        const text = await write(format);
        queueMicrotask(() => {
          state.isWritten = true;
        });
        return text;
      };
      panel.shadowRoot?.querySelector<HTMLButtonElement>("button.primary")?.click();
      panel.remove();
      return state;
    });
    await expect.poll(() => done.evaluate((state) => state.isWritten)).toBe(true);
    expect(await files()).toBe(0);
  },
);

function parsed(line: string): unknown {
  return JSON.parse(line);
}

/** The digest stands in the link that leads here; the page has no other name for it. */
async function digestOf(element: RaftPlayground): Promise<string> {
  const [, , payload = ""] = new URL(element.shareLink()).hash.split(".");
  const bytes = Uint8Array.from(atob(payload.replaceAll("-", "+").replaceAll("_", "/")), (one) =>
    one.charCodeAt(0),
  );
  const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const link = (await new Response(inflated).json()) as { digest: string };
  return link.digest;
}
