import { expect, type Page, test } from "@playwright/test";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

test("a broken link says so beside the scene, and leads back to the default", async ({ page }) => {
  await page.goto("./#v1.nonsense");
  await expect(page.getByRole("alert")).toContainText("This link cannot be opened.");
  await page.getByRole("button", { name: "Open the default story" }).click();
  const playground = new Playground(page);
  await playground.ready();
  await expect(page.getByRole("alert")).toHaveCount(0);
  expect(Object.keys((await playground.state()).servers)).toEqual(["n1", "n2", "n3"]);
});

test("an unknown scenario says what there is", ANY_SCREEN, async ({ page }) => {
  await page.goto("./?scenario=nope");
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("There is nothing of that name.");
  await expect(alert).toContainText("nope");
  await expect(alert).toContainText("default");
  await expect(page.getByRole("button", { name: "Open the default story" })).toBeVisible();
});

test("a wrong link leaves the run on the screen as it is", ANY_SCREEN, async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(400);
  const before = await playground.state();
  await page.evaluate(() => {
    location.hash = "#v1.broken";
  });
  await expect(page.getByRole("alert")).toContainText("This link cannot be opened.");
  expect(await playground.state()).toEqual(before);
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test(
  "an action that makes no sense is refused in words and changes nothing",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await Playground.open(page);
    await playground.seek(316);
    const before = await playground.state();
    const refusal = await playground.element.evaluate((element: RaftPlayground) => {
      try {
        element.do({ crash: "n7" });
        return null;
      } catch (error) {
        return String(error);
      }
    });
    expect(refusal).toContain("n7");
    expect(await playground.state()).toEqual(before);
  },
);

test.describe("without an engine the page says why", () => {
  async function openWith(page: Page, words: RegExp): Promise<void> {
    await page.goto("./");
    await expect(page.getByRole("alert")).toContainText(words);
    await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
  }

  test("the file is missing", async ({ page }) => {
    await page.route("**/*.wasm", (route) => route.fulfill({ status: 404, body: "" }));
    await openWith(page, /not copied completely/);
  });

  test("the request is refused, and trying again helps", ANY_SCREEN, async ({ page }) => {
    await page.route("**/*.wasm", (route) => route.abort());
    await openWith(page, /could not be loaded/);
    await page.unroute("**/*.wasm");
    await page.getByRole("button", { name: "Try again" }).click();
    await new Playground(page).ready();
    await expect(page.getByRole("alert")).toHaveCount(0);
  });

  test("something else comes instead", ANY_SCREEN, async ({ page }) => {
    await page.route("**/*.wasm", (route) =>
      route.fulfill({ contentType: "text/html", body: "<h1>Not found</h1>" }),
    );
    await openWith(page, /something else instead/);
  });

  test("only a part of it comes", ANY_SCREEN, async ({ page }) => {
    await page.route("**/*.wasm", async (route) => {
      const response = await route.fetch();
      const body = await response.body();
      await route.fulfill({ response, body: body.subarray(0, body.length / 2) });
    });
    await openWith(page, /incomplete or damaged/);
  });

  test("a wrong content type does not matter", ANY_SCREEN, async ({ page }) => {
    await page.route("**/*.wasm", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { "content-type": "text/plain" } });
    });
    await Playground.open(page);
  });

  test("a security policy blocks it", ANY_SCREEN, async ({ page }) => {
    await page.route("**/", async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace(" 'wasm-unsafe-eval'", "");
      await route.fulfill({ response, body });
    });
    await openWith(page, /wasm-unsafe-eval/);
  });

  test("the browser has no WebAssembly", ANY_SCREEN, async ({ page }) => {
    await page.addInitScript(() => {
      Object.defineProperty(globalThis, "WebAssembly", { value: undefined });
    });
    await openWith(page, /cannot run WebAssembly/);
  });
});

test("nothing is asked of any other host", ANY_SCREEN, async ({ page, baseURL }) => {
  const foreign: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(baseURL ?? "")) foreign.push(request.url());
  });
  await Playground.open(page);
  expect(foreign).toEqual([]);
});
