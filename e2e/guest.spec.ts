import { expect, type Page, test } from "@playwright/test";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import { publish, publishElsewhere, read, shareWithEverybody } from "./article.ts";
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

test("a key that somebody in the element has used is no key of the page", async ({ page }) => {
  const playground = await Playground.open(
    page,
    await publish(page, {
      body: `<raft-playground></raft-playground><script>
        window.heard = [];
        document.addEventListener("keydown", ({ key }) => window.heard.push(key));
      </script>`,
    }),
  );
  const heard = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
    return page.evaluate(() => (window as unknown as { heard: string[] }).heard.splice(0));
  };
  const play = playground.button("Play");
  await play.focus();
  // The first moves the run, the second presses the button, the others mean nothing here.
  expect(await heard("ArrowRight", "Enter")).toEqual([]);
  await playground.button("Pause").focus();
  expect(await heard("q", "Escape", "Tab")).toEqual(["q", "Escape", "Tab"]);
  await page.getByRole("textbox").first().focus();
  expect(await heard("s", "t", "ArrowLeft", "Escape")).toEqual(["Escape"]);
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  expect(await heard("ArrowRight", "s")).toEqual(["ArrowRight", "s"]);
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

test(
  "an element of the host that has a part's name costs that part, and no errors",
  ANY_SCREEN,
  async ({ page }) => {
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    await page.addInitScript(() =>
      customElements.define("raft-stage", class extends HTMLElement {}),
    );
    const playground = await Playground.open(
      page,
      await publish(page, { body: '<raft-playground autoplay="visible"></raft-playground>' }),
    );
    await expect.poll(async () => (await playground.state()).time).toBeGreaterThan(10);
    expect(errors).toEqual([]);
  },
);

test("words of strangers that never end make no page wider", async ({ page }) => {
  const long = "W".repeat(600);
  const scenario = {
    format: 1,
    title: long,
    cluster: { servers: 3 },
    steps: [
      {
        id: "a",
        at: "1ms",
        say: long,
        question: { ask: long, answers: [long, "no"], reveal: long },
      },
    ],
    exercise: {
      task: long,
      because: long,
      goals: [{ say: long, that: { leaders: 2 } }],
      hints: [long],
      solution: {},
    },
  };
  const body = `<raft-playground><script type="application/json">${JSON.stringify(scenario)}</script></raft-playground>`;
  const playground = await Playground.open(page, await publish(page, { body }));
  await playground.seek(5);
  await expect(page.locator("raft-question")).toContainText("WWW");
  await expect(page.locator("raft-exercise")).toContainText("WWW");
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

test("a page that gives the tag another meaning first is told so", ANY_SCREEN, async ({ page }) => {
  const warnings: string[] = [];
  page.on("console", (message) => message.type() === "warning" && warnings.push(message.text()));
  const taken =
    '<script>customElements.define("raft-playground", class extends HTMLElement {})</script>';
  await page.goto(
    await publish(page, { head: taken, body: "<raft-playground></raft-playground>" }),
  );
  await expect
    .poll(() => warnings)
    .toEqual(["<raft-playground> has been defined by this page itself: no cluster can come"]);
});

test("a second copy of the script is no reason to complain", ANY_SCREEN, async ({ page }) => {
  const warnings: string[] = [];
  page.on("console", (message) => message.type() === "warning" && warnings.push(message.text()));
  await read(
    page,
    '<raft-playground></raft-playground><script type="module" src="../raft-playground.js?copy"></script>',
  );
  expect(warnings).toEqual([]);
});

test("what a framework that patches pages takes from its tag comes back", async ({ page }) => {
  const { element } = await read(
    page,
    '<div style="background: #111"><raft-playground ratio="16/9" controls="minimal"></raft-playground></div>',
  );
  const worn = () =>
    element.evaluate((one: HTMLElement) => [
      ...["shade", "fits", "arranged"].map((name) => one.getAttribute(name)),
      one.style.aspectRatio,
    ]);
  const before = await worn();
  expect(before).toEqual(["dark", "", "custom", "16 / 9"]);
  const changes = await element.evaluate(async (one) => {
    for (const name of ["shade", "fits", "arranged", "style"]) one.removeAttribute(name);
    let changes = 0;
    new MutationObserver((all) => {
      changes += all.length;
    }).observe(one, { attributes: true });
    await new Promise((done) => setTimeout(done, 300));
    return changes;
  });
  expect(await worn()).toEqual(before);
  expect(changes).toBeLessThan(10);
});
