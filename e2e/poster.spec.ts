import { expect, type Page, test } from "@playwright/test";
import { holdEngine, publish } from "./article.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

// What readers see of a cluster before the engine has come.

const pictureOf = (page: Page) => page.locator("raft-playground .drawn img");

const placeAfter = async (page: Page) => (await page.locator("#after").boundingBox())?.y;

test(
  "a story of the gallery is a picture first, and nothing moves when it begins to live",
  ANY_SCREEN,
  async ({ page }) => {
    const letThrough = await holdEngine(page);
    await page.goto(
      await publish(page, {
        body: '<raft-playground scenario="figure-8" controls="minimal"></raft-playground><p id="after">After.</p>',
      }),
    );
    await expect(page.locator("raft-playground .drawn.arrived")).toBeVisible();
    const width = await pictureOf(page).evaluate((image: HTMLImageElement) => image.naturalWidth);
    expect(width).toBe(320);
    const before = await placeAfter(page);
    letThrough();
    await new Playground(page).ready();
    await expect(pictureOf(page)).toHaveCount(0);
    await expect(page.getByText("This is not Raft")).toBeVisible();
    expect(await placeAfter(page)).toBe(before);
  },
);

test("what is asked takes its room from the picture, and not from the text below", async ({
  page,
}) => {
  const playground = await Playground.open(
    page,
    await publish(page, {
      head: '<meta name="viewport" content="width=device-width">',
      body: '<raft-playground controls="minimal" speed="16"></raft-playground><p id="after">After.</p>',
    }),
  );
  const before = await placeAfter(page);
  const stage = async () => (await page.locator("raft-stage").boundingBox())?.height ?? 0;
  const whole = await stage();
  await playground.button("Play").click();
  await expect(page.getByRole("region", { name: "A question for you" })).toBeVisible();
  await expect.poll(stage).toBeLessThan(whole);
  expect(await placeAfter(page)).toBe(before);
});

test(
  "a story that nobody looks at does not even fetch its picture",
  ANY_SCREEN,
  async ({ page }) => {
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(
      await publish(page, {
        body: '<p style="height: 900rem">Text</p><raft-playground scenario="figure-8"></raft-playground>',
      }),
    );
    await page.waitForFunction(() => customElements.get("raft-playground"));
    await page.waitForTimeout(500);
    expect(asked.filter((path) => /poster|wasm|scenarios/.test(path))).toEqual([]);
  },
);

test(
  "where there is no picture, the servers stand in their places",
  ANY_SCREEN,
  async ({ page }) => {
    await holdEngine(page);
    await page.route("**/poster.svg", (route) => route.fulfill({ status: 404, body: "" }));
    await page.goto(
      await publish(page, {
        body: `<raft-playground id="named" scenario="figure-8"></raft-playground>
        <raft-playground id="own"><script type="application/json">
          { "format": 1, "title": "Mine", "cluster": { "servers": 5 } }
        </script></raft-playground>
        <raft-playground id="broken"><script type="application/json">{ "cluster": { "servers": 1e9 } }</script></raft-playground>`,
      }),
    );
    const names = (id: string) =>
      page.locator(`${id} raft-stage .server text.name`).allTextContents();
    await expect(page.locator("#named .drawn")).toHaveCSS("opacity", "0");
    await expect.poll(() => names("#named")).toEqual(["n1", "n2", "n3"]);
    await expect.poll(() => names("#own")).toEqual(["n1", "n2", "n3", "n4", "n5"]);
    await expect.poll(() => names("#broken")).toEqual(["n1", "n2", "n3"]);
  },
);

test(
  "whatever can be guessed of a scenario travels beside the engine",
  ANY_SCREEN,
  async ({ page }) => {
    const letThrough = await holdEngine(page);
    const asked: string[] = [];
    page.on("request", (request) => {
      if (/scenarios/.test(request.url())) asked.push(new URL(request.url()).pathname);
    });
    await page.goto("./#figure-8/the-overwrite");
    await expect.poll(() => asked).toEqual(["/scenarios/figure-8.json"]);
    letThrough();
    await new Playground(page).ready();
    expect(asked).toEqual(["/scenarios/figure-8.json"]);
  },
);
