import { expect, type Page, test } from "@playwright/test";
import { holdEngine, holdInside, INSIDE, publish } from "./article.ts";
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
  "a story that nobody looks at fetches neither its picture nor what would run in it",
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
    expect(asked.filter((path) => /poster|wasm|scenarios|inside|words/.test(path))).toEqual([]);
    await page.locator("raft-playground").scrollIntoViewIfNeeded();
    await new Playground(page).ready();
    expect(asked.filter((path) => /inside/.test(path))).toHaveLength(1);
  },
);

for (const controls of ["none", "minimal", "full"])
  test(`an outline with ${controls} controls is as high as what will run in it`, async ({
    page,
  }) => {
    const letThrough = await holdInside(page);
    await page.goto(
      await publish(page, {
        head: '<meta name="viewport" content="width=device-width">',
        body: `<raft-playground heading="A heading" view="cluster log" controls="${controls}"></raft-playground><p id="after">After.</p>`,
      }),
    );
    await expect(page.locator("raft-playground .place.stage")).toBeVisible();
    await expect(page.getByRole("heading", { name: "A heading" })).toBeVisible();
    const before = await placeAfter(page);
    letThrough();
    await new Playground(page).ready();
    await expect(page.locator("raft-playground .place.stage")).toHaveCount(0);
    expect(await placeAfter(page)).toBe(before);
  });

test(
  "where that cannot be fetched this is said, and a button asks for it again",
  ANY_SCREEN,
  async ({ page }) => {
    await page.route(INSIDE, (route) => route.abort());
    await page.goto(
      await publish(page, {
        body: '<raft-playground lang="de-AT" scenario="figure-8" controls="minimal"></raft-playground>',
      }),
    );
    const said = page.getByRole("alert");
    await expect(said).toContainText("nur ein Bild");
    await expect(page.locator("raft-playground .drawn.arrived")).toBeVisible();
    await page.unroute(INSIDE);
    await said.getByRole("button", { name: "Noch einmal versuchen" }).click();
    await new Playground(page).ready();
    await expect(said).toHaveCount(0);
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
    const names = async (id: string) => {
      await page.locator(id).scrollIntoViewIfNeeded();
      return page.locator(`${id} raft-stage .server text.name`).allTextContents();
    };
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
