import { expect, type Page, test } from "@playwright/test";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import { publish, publishElsewhere, shareWithEverybody } from "./article.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

// How a good guest behaves in somebody else's page.

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'none'; connect-src 'self'; img-src 'self'";

function requestsOf(page: Page, wanted: RegExp): string[] {
  const requests: string[] = [];
  page.on("request", (request) => {
    if (wanted.test(request.url())) requests.push(new URL(request.url()).pathname);
  });
  return requests;
}

const timesOf = (page: Page) =>
  page
    .locator("raft-playground")
    .evaluateAll((all) => all.map((one) => (one as RaftPlayground).state?.time ?? null));

test("ten on a page load one engine, and none before it is seen", ANY_SCREEN, async ({ page }) => {
  const engines = requestsOf(page, /raft_bg.*\.wasm$/);
  const ten = Array.from(
    { length: 10 },
    (_, nth) =>
      `<p style="height: 60rem">Chapter ${nth + 1}</p><raft-playground controls="minimal"></raft-playground>`,
  );
  await page.goto(await publish(page, { body: ten.join("") }));
  await expect(page.locator("raft-playground")).toHaveCount(10);
  await page.waitForFunction(() => customElements.get("raft-playground"));
  await page.waitForTimeout(500);
  expect(engines).toEqual([]);
  for (let nth = 0; nth < 10; nth++) {
    await page.locator("raft-playground").nth(nth).scrollIntoViewIfNeeded();
    await expect.poll(async () => (await timesOf(page))[nth]).toBe(0);
  }
  expect(engines).toHaveLength(1);
  expect(await timesOf(page)).toEqual(Array(10).fill(0));
});

test("cards are fetched when somebody comes near the picture", ANY_SCREEN, async ({ page }) => {
  const cards = requestsOf(page, /popover.*\.js$/);
  const body = '<p>Text</p><raft-playground controls="minimal"></raft-playground>';
  await Playground.open(page, await publish(page, { body }));
  await page.waitForTimeout(300);
  expect(cards).toEqual([]);
  await page.locator("raft-stage").hover();
  await expect.poll(() => cards.length).toBe(1);
});

test(
  "starting one pauses the others; out of sight it stands still",
  ANY_SCREEN,
  async ({ page }) => {
    await page.goto(
      await publish(page, {
        body: `<raft-playground controls="minimal"></raft-playground>
        <raft-playground controls="minimal"></raft-playground><p style="height: 200rem">Text</p>`,
      }),
    );
    const buttons = page.getByRole("button", { name: "Play" });
    await expect(buttons).toHaveCount(2);
    await new Playground(page).ready();
    await page.locator("raft-playground").nth(1).scrollIntoViewIfNeeded();
    await expect.poll(async () => (await timesOf(page))[1]).toBe(0);
    await buttons.first().click();
    await expect(page.getByRole("button", { name: "Pause" })).toHaveCount(1);
    await page.getByRole("button", { name: "Play" }).click();
    await expect(page.getByRole("button", { name: "Pause" })).toHaveCount(1);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await page.waitForTimeout(200);
    const away = await timesOf(page);
    await page.waitForTimeout(400);
    expect(await timesOf(page)).toEqual(away);
  },
);

test(
  "who plays always goes on out of sight, is heard there, and costs no picture",
  ANY_SCREEN,
  async ({ page }) => {
    await page.goto(
      await publish(page, {
        body: '<p style="height: 200rem">Text</p><raft-playground controls="minimal" autoplay="always"></raft-playground>',
      }),
    );
    await new Playground(page).ready();
    const watched = await page.locator("raft-playground").evaluate(async (element) => {
      const heard = { steps: 0, drawn: 0 };
      element.addEventListener("stepchange", () => heard.steps++);
      const stage = element.shadowRoot?.querySelector("raft-stage")?.shadowRoot;
      if (!stage) throw new Error("there is no stage");
      new MutationObserver((changes) => {
        heard.drawn += changes.length;
      }).observe(stage, { subtree: true, childList: true, attributes: true });
      Object.assign(element, { heard });
      const begun = (element as RaftPlayground).state?.time ?? 0;
      while (((element as RaftPlayground).state?.time ?? 0) < begun + 60)
        await new Promise((resolve) => setTimeout(resolve, 50));
      return { ...heard };
    });
    expect(watched.steps).toBeGreaterThan(0);
    expect(watched.drawn).toBe(0);
    await page.locator("raft-playground").scrollIntoViewIfNeeded();
    const drawn = () =>
      page
        .locator("raft-playground")
        .evaluate((element) => (element as unknown as { heard: typeof watched }).heard.drawn);
    await expect.poll(drawn).toBeGreaterThan(0);
  },
);

test("those that play when they are seen take turns, as the reader goes on and back", async ({
  page,
}) => {
  const one = '<raft-playground controls="minimal" autoplay="visible"></raft-playground>';
  await page.goto(
    await publish(page, { body: `${one}<p style="height: 100rem">Text</p>${one}<p>End</p>` }),
  );
  const goesOn = async (nth: number) => {
    await page.locator("raft-playground").nth(nth).scrollIntoViewIfNeeded();
    const before = (await timesOf(page))[nth] ?? 0;
    await expect.poll(async () => (await timesOf(page))[nth]).toBeGreaterThan(before);
  };
  await goesOn(0);
  await goesOn(1);
  await goesOn(0);
  const [, other] = await timesOf(page);
  await page.waitForTimeout(300);
  expect((await timesOf(page))[1]).toBe(other);
  // Whoever pauses one means it.
  await page.getByRole("button", { name: "Pause" }).click();
  const [paused] = await timesOf(page);
  await goesOn(1);
  await page.locator("raft-playground").first().scrollIntoViewIfNeeded();
  await page.waitForTimeout(300);
  expect((await timesOf(page))[0]).toBe(paused);
});

test("keys and the wheel are the article's until somebody is in the element", async ({ page }) => {
  const playground = await Playground.open(
    page,
    await publish(page, {
      body: '<raft-playground controls="minimal"></raft-playground><p style="height: 200rem">Text</p>',
    }),
  );
  await page.keyboard.press("ArrowRight");
  expect((await playground.state()).time).toBe(0);
  const box = await playground.element.boundingBox();
  if (!box) throw new Error("there is no element");
  await page.mouse.move(box.x + box.width / 2, box.y + 200);
  await page.mouse.wheel(0, 300);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(200);
  await page.evaluate(() => scrollTo(0, 0));
  await playground.button("Play").focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(async () => (await playground.state()).time).toBeGreaterThan(0);
});

test("it works under a strict policy for contents", ANY_SCREEN, async ({ page }) => {
  const refused: string[] = [];
  page.on("console", (message) => {
    if (/Content.Security.Policy/i.test(message.text())) refused.push(message.text());
  });
  const playground = await Playground.open(
    page,
    await publish(page, {
      policy: POLICY,
      body: '<raft-playground ratio="4/3" controls="minimal" autoplay="visible"></raft-playground>',
    }),
  );
  await expect.poll(async () => (await playground.state()).time).toBeGreaterThan(0);
  expect(refused).toEqual([]);
});

test("it works in an article of another origin", ANY_SCREEN, async ({ page, baseURL }) => {
  await shareWithEverybody(page);
  const elsewhere = await publishElsewhere(`<!doctype html>
    <script type="module" src="${baseURL}raft-playground.js"></script>
    <raft-playground scenario="split-vote" controls="minimal"></raft-playground>`);
  page.on("close", elsewhere.close);
  await page.goto(elsewhere.address);
  const playground = new Playground(page);
  await playground.ready();
  expect(Object.keys((await playground.state()).servers)).toHaveLength(4);
  await expect(page.getByRole("link", { name: "Open in the playground" })).toHaveAttribute(
    "href",
    String(baseURL),
  );
});

test(
  "opened from a disk, the pages say that they cannot run there",
  ANY_SCREEN,
  async ({ page }) => {
    for (const file of ["index.html", "embed.html"]) {
      await page.goto(new URL(`../dist/${file}`, import.meta.url).href);
      await expect(page.getByRole("alert")).toContainText("cannot run from a file on a disk");
    }
    await page.goto("./");
    await expect(page.locator(".from-disk")).toBeHidden();
  },
);

test(
  "taken out before its run has come it opens none, and does so when it comes back",
  ANY_SCREEN,
  async ({ page }) => {
    let letThrough = () => {};
    const gate = new Promise<void>((resolve) => {
      letThrough = resolve;
    });
    const asked = requestsOf(page, /figure-8\.json/);
    await page.route("**/figure-8.json", async (route) => {
      await gate;
      await route.continue();
    });
    await page.goto(
      await publish(page, {
        body: `<raft-playground id="gone" scenario="figure-8" step="the-overwrite" autoplay="always">
          </raft-playground><raft-playground id="stays" controls="minimal"></raft-playground>`,
      }),
    );
    const all = page.locator("raft-playground");
    await all.nth(1).scrollIntoViewIfNeeded();
    await expect.poll(async () => (await timesOf(page))[1]).toBe(0);
    await expect.poll(() => asked.length).toBe(1);
    const gone = await page.locator("#gone").evaluateHandle((element) => {
      const heard: string[] = [];
      for (const name of ["ready", "stepchange"])
        element.addEventListener(name, () => heard.push(name));
      Object.assign(element, { heard });
      element.remove();
      return element as RaftPlayground & { heard: string[] };
    });
    await page.locator("#stays").evaluate((element: RaftPlayground) => element.play());
    letThrough();
    await page.waitForTimeout(800);
    expect(await gone.evaluate(({ state, heard }) => [state, heard])).toEqual([null, []]);
    await expect(page.getByRole("button", { name: "Pause" })).toHaveCount(1);
    // It begins as its author wants it, and not as something that was seen before.
    await gone.evaluate((element) => document.body.prepend(element));
    await expect
      .poll(() => gone.evaluate(({ state }) => state?.time ?? 0))
      .toBeGreaterThanOrEqual(440);
    expect(await gone.evaluate(({ heard }) => heard.slice(0, 1))).toEqual(["ready"]);
  },
);

test(
  "what it is told to show while it is in no page is what it shows when it comes back",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await Playground.open(
      page,
      await publish(page, { body: "<raft-playground></raft-playground>" }),
    );
    const runs = await playground.element.evaluate(async (element: RaftPlayground) => {
      element.seek(300);
      element.remove();
      const ready = new Promise<string>((resolve) =>
        element.addEventListener("ready", (event) =>
          resolve((event as CustomEvent<{ scenario: string }>).detail.scenario),
        ),
      );
      await new Promise((resolve) => setTimeout(resolve, 50));
      element.scenario = "split-vote";
      await new Promise((resolve) => setTimeout(resolve, 500));
      const away = element.state;
      document.body.append(element);
      return { away, back: await ready };
    });
    expect(runs).toEqual({ away: null, back: "split-vote" });
  },
);

test("taken out of the page it leaves nothing behind: a hundred times", async ({ page }) => {
  test.setTimeout(120_000);
  await page.addInitScript(() => {
    const { instantiate } = WebAssembly;
    WebAssembly.instantiate = (async (...operands: Parameters<typeof instantiate>) => {
      const made = await instantiate(...operands);
      const { exports } = "instance" in made ? (made.instance as WebAssembly.Instance) : made;
      Object.assign(window, { memory: exports.memory });
      return made;
    }) as unknown as typeof instantiate;
  });
  await Playground.open(page, await publish(page, { body: "<raft-playground></raft-playground>" }));
  const mount = (times: number) =>
    page.evaluate(async (count) => {
      document.querySelector("raft-playground")?.remove();
      for (let nth = 0; nth < count; nth++) {
        const element = document.createElement("raft-playground") as RaftPlayground;
        const ready = new Promise((resolve) => element.addEventListener("ready", resolve));
        document.body.append(element);
        await ready;
        element.seek(400);
        element.do({ crash: "n2" });
        element.remove();
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
    }, times);
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const left = async () => {
    for (let nth = 0; nth < 3; nth++) await session.send("HeapProfiler.collectGarbage");
    const { metrics } = await session.send("Performance.getMetrics");
    const {
      Nodes = 0,
      JSEventListeners = 0,
      JSHeapUsedSize = 0,
    } = Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
    const engine = await page.evaluate(
      () => (window as unknown as { memory: WebAssembly.Memory }).memory.buffer.byteLength,
    );
    return { Nodes, JSEventListeners, JSHeapUsedSize, engine };
  };
  await mount(10);
  const before = await left();
  await mount(100);
  const after = await left();
  expect(after.engine).toBe(before.engine);
  expect(after.Nodes).toBeLessThan(before.Nodes + 200);
  expect(after.JSEventListeners).toBeLessThan(before.JSEventListeners + 20);
  expect(after.JSHeapUsedSize).toBeLessThan(before.JSHeapUsedSize + 1_000_000);
});
