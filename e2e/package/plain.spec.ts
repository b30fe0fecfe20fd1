// The package in plain pages: from a strict host, from another host, and from disk.
import { readFileSync } from "node:fs";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "@playwright/test";
import { digestAt, watch } from "./page.ts";
import { type Served, serve, TRIED } from "./serve.ts";

const PLAIN = join(TRIED, "plain");
/** Nothing but files of this host, and WebAssembly. */
const STRICT =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; img-src 'self'";

/** At 0 ms nothing has happened, at 300 ms quite a bit: the same everywhere. */
let expected: string;
let strict: Served;

test.beforeAll(async ({ browser }) => {
  strict = await serve(PLAIN, { "content-security-policy": STRICT });
  const page = await browser.newPage();
  await page.goto(`${strict.address}index.html`);
  expected = await digestAt(page, 300);
  await page.close();
});

test.afterAll(() => strict.close());

test("one script and one tag, below a path, under a strict policy, with one engine", async ({
  page,
}) => {
  const { complaints, requests } = watch(page);
  await page.goto(`${strict.address}index.html`);
  expect(await digestAt(page, 300)).toMatch(/^[0-9a-f]{32}$/);
  await expect(page.locator("raft-playground").locator("svg").first()).toBeVisible();
  expect(complaints).toEqual([]);
  expect(requests.filter((one) => !one.startsWith(strict.address))).toEqual([]);
  expect(requests.filter((one) => one.endsWith(".wasm"))).toEqual([
    `${strict.address}raft-playground/dist/raft.wasm`,
  ]);
});

test("the gallery's other scenarios come when they are asked for", async ({ page }) => {
  const { complaints, requests } = watch(page);
  await page.goto(`${strict.address}index.html`);
  await digestAt(page, 0);
  const before = requests.length;
  await page
    .locator("raft-playground")
    .evaluate((one) => one.setAttribute("scenario", "split-vote"));
  await expect(
    page.locator("raft-playground").getByRole("heading", { name: "split" }),
  ).toBeVisible();
  expect(
    requests.slice(before).filter((one) => /scenarios\/split-vote[^/]*\.js$/.test(one)),
  ).toHaveLength(1);
  expect(complaints).toEqual([]);
});

test("from another host, as from one that serves npm packages", async ({ page }) => {
  const host = await serve(PLAIN);
  const other = await serve(PLAIN, { "access-control-allow-origin": "*" });
  const script = `${other.address}raft-playground/dist/raft-playground.js`;
  const article = readFileSync(join(PLAIN, "index.html"), "utf8");
  const named = article.replace("raft-playground/dist/raft-playground.js", script);
  expect(named).not.toBe(article);
  await writeFile(join(PLAIN, "article.html"), named);
  const { complaints } = watch(page);
  await page.goto(`${host.address}article.html`);
  expect(await digestAt(page, 300)).toBe(expected);
  expect(complaints).toEqual([]);
  await Promise.all([host.close(), other.close()]);
});

test("opened from disk, with everything in one script, also by a page that names no encoding", async ({
  page,
}) => {
  const script = readFileSync(join(PLAIN, "raft-playground/dist/raft-playground.inline.js"));
  expect(script.findIndex((byte) => byte > 127)).toBe(-1);
  const { complaints, requests } = watch(page);
  await page.goto(pathToFileURL(join(PLAIN, "inline.html")).href);
  expect(await digestAt(page, 300)).toBe(expected);
  await page
    .locator("raft-playground")
    .evaluate((one) => one.setAttribute("scenario", "split-vote"));
  await expect(
    page.locator("raft-playground").getByRole("heading", { name: "split" }),
  ).toBeVisible();
  expect(complaints).toEqual([]);
  expect(requests.map((one) => one.split("/").at(-1))).toEqual([
    "inline.html",
    "raft-playground.inline.js",
  ]);
  expect(await page.evaluate(() => document.characterSet)).not.toBe("UTF-8");
  await expect(page.locator("raft-playground").getByText("‹").first()).toBeVisible();
});

test("a browser runs no modules from disk, which is what that script is for", async ({ page }) => {
  const { complaints } = watch(page);
  await page.goto(pathToFileURL(join(PLAIN, "index.html")).href);
  await expect.poll(() => complaints.join()).toContain("CORS");
});

test("the engine's file can lie elsewhere", async ({ page }) => {
  await mkdir(join(PLAIN, "elsewhere"), { recursive: true });
  await copyFile(
    join(PLAIN, "raft-playground/dist/raft.wasm"),
    join(PLAIN, "elsewhere/engine.bin"),
  );
  const { complaints, requests } = watch(page);
  await page.goto(`${strict.address}moved.html`);
  expect(await digestAt(page, 300)).toBe(expected);
  expect(requests.filter((one) => /raft\.wasm|engine\.bin/.test(one))).toEqual([
    `${strict.address}elsewhere/engine.bin`,
  ]);
  expect(complaints).toEqual([]);
});

test("without a home nothing leads to a playground, and with one to the very moment", async ({
  page,
}) => {
  await page.goto(`${strict.address}index.html`);
  await digestAt(page, 300);
  const element = page.locator("raft-playground");
  const embed = element.getByRole("button", { name: "Embed" });
  await expect(embed).toHaveCount(0);
  const link = () =>
    element.evaluate((one: HTMLElement & { shareLink(): string }) => one.shareLink().split("#")[0]);
  expect(await link()).toBe(`${strict.address}index.html`);
  await element.evaluate((one) => one.setAttribute("home", "https://raft.example/index.html"));
  await expect(embed.filter({ visible: true })).toHaveCount(1);
  expect(await link()).toBe("https://raft.example/index.html");
});

type Member = { name: string };
type Declaration = {
  attributes: Member[];
  members: (Member & { kind: string })[];
  events: Member[];
};
declare global {
  interface Window {
    promised: Declaration;
    heard: Record<string, object>;
  }
}

test("the manifest says what the element does, and the element does what the manifest says", async ({
  page,
}) => {
  await page.goto(`${strict.address}contract.html`);
  await digestAt(page, 300);
  const { promised, observed, missing } = await page.evaluate(() => {
    const element = document.querySelector("raft-playground") as HTMLElement;
    const made = element.constructor as typeof HTMLElement & { observedAttributes: string[] };
    const { promised } = window;
    const kinds = { field: "property", method: "function" };
    const missing = promised.members.filter(({ name, kind }) => {
      const value = Reflect.get(element, name);
      return kind === "method" ? typeof value !== "function" : !(name in element);
    });
    return { promised, observed: made.observedAttributes, missing, kinds };
  });
  expect(promised.attributes.map(({ name }) => name).sort()).toEqual([...observed].sort());
  expect(missing).toEqual([]);
});

test("events carry what their types say", async ({ page }) => {
  await page.goto(`${strict.address}contract.html`);
  await digestAt(page, 600);
  await expect.poll(() => page.evaluate(() => "leaderchange" in window.heard)).toBe(true);
  const heard = await page.evaluate(() => window.heard);
  expect(heard.ready).toEqual({ scenario: "figure-8", title: expect.any(String), seed: "2a" });
  const details = detailFields();
  for (const [name, detail] of Object.entries(heard)) {
    expect(Object.keys(detail).sort(), name).toEqual(details[name]);
  }
});

/** The fields of each event's detail, from the types in the package. */
function detailFields(): Record<string, string[]> {
  const file = join(PLAIN, "raft-playground/dist/types/element/events.d.ts");
  const text = readFileSync(file, "utf8");
  const events = [...text.matchAll(/(\w+): CustomEvent<(\w+)>/g)];
  return Object.fromEntries(
    events.map(([, name = "", type = ""]) => {
      const body = new RegExp(`type ${type} = \\{([^}]*)\\}`).exec(text)?.[1] ?? "";
      return [name, [...body.matchAll(/^\s*(\w+)\??:/gm)].map(([, field = ""]) => field).sort()];
    }),
  );
}
