import { expect, type Locator, test } from "@playwright/test";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import { holdEngine, publish, read } from "./article.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

// The page around it: nothing in it moves, its light is followed, and it can steer and listen.

test(
  "light and dark follow the paper it lies on, as soon as that changes",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await read(
      page,
      '<raft-playground></raft-playground><raft-playground id="fixed" theme="light"></raft-playground>',
      "<style>.night { background: oklch(20% 0.02 260); }</style>",
    );
    const paper = (id: string) =>
      page
        .locator(id)
        .first()
        .evaluate((element) => getComputedStyle(element).backgroundColor);
    expect(await paper("raft-playground")).toBe("rgb(251, 250, 247)");
    await page.evaluate(() => document.body.classList.add("night"));
    await expect.poll(() => paper("raft-playground")).toBe("rgb(20, 22, 26)");
    expect(await paper("#fixed")).toBe("rgb(251, 250, 247)");
    // A dark desktop does not darken an element on light paper.
    await page.evaluate(() => document.body.classList.remove("night"));
    await page.emulateMedia({ colorScheme: "dark" });
    await expect.poll(() => paper("raft-playground")).toBe("rgb(251, 250, 247)");
    await playground.element.evaluate((element: RaftPlayground) => {
      element.theme = "dark";
    });
    await expect.poll(() => paper("raft-playground")).toBe("rgb(20, 22, 26)");
  },
);

test("the theme of a part of the page is followed, too", ANY_SCREEN, async ({ page }) => {
  const { element } = await read(
    page,
    '<div id="part"><p></p><section><raft-playground></raft-playground></section></div>',
    "<style>.night, [data-theme=dark] { background: #111; }</style>",
  );
  const shade = (wanted: string) => expect(element).toHaveAttribute("shade", wanted);
  await shade("light");
  await page.evaluate(() => document.querySelector("#part")?.classList.add("night"));
  await shade("dark");
  await page.evaluate(() => document.querySelector("#part")?.classList.remove("night"));
  await shade("light");
  await page.evaluate(() => document.querySelector("section")?.setAttribute("data-theme", "dark"));
  await shade("dark");
});

test("paper that changes slowly is looked at when it has changed", ANY_SCREEN, async ({ page }) => {
  const { element } = await read(
    page,
    "<main><raft-playground></raft-playground></main>",
    `<style>
        body, main { background: white; transition: background-color 0.2s; }
        .night, .night main { background: black; }
        .dusk main { animation: dusk 0.2s forwards; }
        @keyframes dusk { to { background: black; } }
      </style>`,
  );
  const scheme = (name: string) =>
    page.evaluate((one) => {
      document.body.className = one;
    }, name);
  await expect(element).toHaveAttribute("shade", "light");
  await scheme("night");
  await expect(element).toHaveAttribute("shade", "dark");
  await scheme("");
  await expect(element).toHaveAttribute("shade", "light");
  await scheme("dusk");
  await expect(element).toHaveAttribute("shade", "dark");
});

test(
  "a page that has both schemes and says so in its head alone is believed",
  ANY_SCREEN,
  async ({ page }) => {
    await page.emulateMedia({ colorScheme: "dark" });
    const both = '<meta name="color-scheme" content="light dark">';
    const { element } = await read(page, "<raft-playground></raft-playground>", both);
    await expect(element).toHaveAttribute("shade", "dark");
    await page.emulateMedia({ colorScheme: "light" });
    await expect(element).toHaveAttribute("shade", "light");
  },
);

test(
  "on a phone a question leaves the picture so much room that no server covers another",
  ANY_SCREEN,
  async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    const playground = await read(
      page,
      '<raft-playground scenario="split-vote" step="nobody-wins" view="cluster log" controls="minimal"></raft-playground>',
    );
    await expect(page.getByRole("region", { name: "A question for you" })).toBeVisible();
    const discs = await page.locator("raft-stage .disc").evaluateAll((all) =>
      all.map((disc) => {
        const { x, y, width, height } = disc.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2, radius: width / 2 };
      }),
    );
    expect(discs).toHaveLength(4);
    for (const [nth, one] of discs.entries()) {
      for (const other of discs.slice(nth + 1)) {
        const apart = Math.hypot(one.x - other.x, one.y - other.y);
        expect(apart).toBeGreaterThan(1.5 * (one.radius + other.radius));
      }
    }
    expect((await playground.state()).time).toBe(205);
  },
);

const column = (attributes: string) =>
  `<div style="width: 300px"><raft-playground scenario="figure-8" view="cluster log" ${attributes}></raft-playground></div>`;

test(
  "in a narrow column of a given height no picture lies over what is said",
  ANY_SCREEN,
  async ({ page }) => {
    const tag = column('controls="minimal" ratio="fill" style="height: 520px"');
    const playground = await read(page, tag);
    await playground.seek(340);
    const said = await playground.sentence().boundingBox();
    const picture = await page.locator("raft-stage").boundingBox();
    if (!said || !picture) throw new Error("something is not shown");
    expect(said.height).toBeGreaterThan(60);
    expect(picture.y).toBeGreaterThanOrEqual(said.y + said.height - 1);
  },
);

test(
  "in a narrow column a broken promise leaves the picture its room, and is told in full on demand",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await read(page, column('controls="minimal"'));
    await playground.seek(340);
    const alarm = page.getByRole("alert");
    await expect(alarm).toContainText("It could win an election.");
    const heightOf = async (part: Locator) => (await part.boundingBox())?.height ?? 0;
    const short = await heightOf(alarm);
    expect(short).toBeLessThan(60);
    expect(await heightOf(page.locator("raft-stage"))).toBeGreaterThan(250);
    // The mark lies on no server and on no word of one.
    const mark = await page.locator("raft-stage .mark").boundingBox();
    const servers = page.locator("raft-stage .server");
    for (const server of await servers.all()) {
      const { y, height } = (await server.boundingBox()) ?? { y: 0, height: 0 };
      expect(mark?.y).toBeGreaterThan(y + height - 8);
    }
    await alarm.getByRole("button", { name: "In full" }).click();
    await expect.poll(() => heightOf(alarm)).toBeGreaterThan(short);
  },
);

test("with a ratio its place is kept, and nothing around it moves", async ({ page }) => {
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        shifts.push((entry as unknown as { value: number }).value);
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  const playground = await read(
    page,
    '<raft-playground ratio="4/3" controls="minimal" autoplay="visible" speed="8"></raft-playground><p id="after">After.</p>',
    "<style>body { max-width: 44rem } raft-playground:not(:defined) { display: block; width: 100%; aspect-ratio: 4/3; min-height: 30rem }</style>",
  );
  const after = async () => (await page.locator("#after").boundingBox())?.y;
  const before = await after();
  await expect.poll(async () => (await playground.state()).time).toBeGreaterThan(200);
  expect(await after()).toBe(before);
  const shifts = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts);
  // What moves within it counts as well: the handle of the time line, a sentence that takes another line.
  expect(shifts.reduce((sum, one) => sum + one, 0)).toBeLessThan(0.05);
});

test("styles that the author wrote into the tag stay", ANY_SCREEN, async ({ page }) => {
  const { element } = await read(
    page,
    '<raft-playground controls="minimal" style="aspect-ratio: 2 / 1; outline: 1px solid"></raft-playground>',
  );
  const ratio = () => element.evaluate((one) => (one as HTMLElement).style.aspectRatio);
  expect(await ratio()).toBe("2 / 1");
  await element.evaluate((one: RaftPlayground) => {
    one.ratio = "4/3";
  });
  await expect.poll(ratio).toBe("4 / 3");
  await element.evaluate((one: RaftPlayground) => {
    one.ratio = null;
  });
  await expect.poll(ratio).toBe("2 / 1");
});

test(
  "what is inside stands there until the cluster does, and where it cannot come",
  ANY_SCREEN,
  async ({ page }) => {
    const letThrough = await holdEngine(page);
    await page.goto(
      await publish(page, {
        body: '<raft-playground><a href="https://example.org/">A still of it</a></raft-playground>',
      }),
    );
    await expect(page.getByRole("link", { name: "A still of it" })).toBeVisible();
    letThrough();
    await new Playground(page).ready();
    await expect(page.getByRole("link", { name: "A still of it" })).toBeHidden();
  },
);

test(
  "the host page hears of steps, and of its own resizing only from the window",
  ANY_SCREEN,
  async ({ page }) => {
    await page.addInitScript(() => {
      const heard: [string, unknown][] = [];
      Object.assign(window, { heard });
      addEventListener("resize", (event) => heard.push(["window", event instanceof CustomEvent]));
      document.addEventListener("stepchange", (event) =>
        heard.push(["stepchange", (event as CustomEvent).detail]),
      );
    });
    const playground = await read(page, "<raft-playground></raft-playground>");
    const sizes = playground.element.evaluate(
      (element: RaftPlayground) =>
        new Promise((resolve) => {
          element.addEventListener(
            "resize",
            (event) => resolve((event as unknown as CustomEvent).detail),
            {
              once: true,
            },
          );
          element.style.width = "300px";
        }),
    );
    expect(await sizes).toMatchObject({ height: expect.any(Number) });
    await playground.element.evaluate((element: RaftPlayground) => element.seek({ step: 3 }));
    const heard = () =>
      page.evaluate(() => (window as unknown as { heard: [string, unknown][] }).heard);
    await expect
      .poll(async () => (await heard()).filter(([name]) => name === "stepchange").length)
      .toBeGreaterThan(1);
    const all = await heard();
    expect(all.at(-1)?.[1]).toMatchObject({ number: 3, steps: 14, time: 80 });
    expect(all.filter(([name]) => name === "window")).toEqual([]);
  },
);

test("it tells of another width, also at the same height", ANY_SCREEN, async ({ page }) => {
  const { element } = await read(
    page,
    '<raft-playground ratio="fill" style="height: 600px; width: 900px"></raft-playground>',
  );
  const size = await element.evaluate(
    (one: RaftPlayground) =>
      new Promise((resolve) => {
        one.addEventListener(
          "resize",
          (event) => resolve((event as unknown as CustomEvent).detail),
          { once: true },
        );
        one.style.width = "800px";
      }),
  );
  expect(size).toEqual({ width: 800, height: 600 });
});

test(
  "seek knows moments, steps and events, and throws where there is none",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await read(page, "<raft-playground></raft-playground>");
    const seek = (to: Parameters<RaftPlayground["seek"]>[0]) =>
      playground.element.evaluate((element: RaftPlayground, place: typeof to) => {
        try {
          element.seek(place);
          return element.state?.time;
        } catch (thrown) {
          return String(thrown);
        }
      }, to);
    expect(await seek(230)).toBe(230);
    expect(await seek({ step: "your-turn" })).toBe(720);
    expect(await seek({ step: 2 })).toBe(40);
    expect(await seek({ event: 1 })).toBeLessThanOrEqual(40);
    expect(await seek({ step: "nowhere" })).toContain("This story has no step nowhere; expected ");
    expect(await seek({ event: 100_000 })).toContain("There is no event 100000 in this run so far");
  },
);

test(
  "a file that comes late does not push aside what was asked for since",
  ANY_SCREEN,
  async ({ page }) => {
    let letThrough = () => {};
    const gate = new Promise<void>((resolve) => {
      letThrough = resolve;
    });
    await page.route("**/slow.json", async (route) => {
      await gate;
      const slow = { format: 1, title: "Slow", cluster: { servers: 5 } };
      await route.fulfill({ json: slow });
    });
    await page.addInitScript(() => {
      const titles: string[] = [];
      Object.assign(window, { titles });
      document.addEventListener("ready", (event) =>
        titles.push((event as CustomEvent<{ title: string }>).detail.title),
      );
    });
    const asked = page.waitForRequest("**/slow.json");
    await page.goto(
      await publish(page, {
        body: '<raft-playground src="slow.json" autoplay="visible"></raft-playground>',
      }),
    );
    await asked;
    const playground = new Playground(page);
    await playground.element.evaluate((element: RaftPlayground) => {
      element.src = null;
      element.scenario = "split-vote";
    });
    await playground.ready();
    letThrough();
    // As the author wants it, also where the run is another one than the first that was asked for.
    await expect.poll(async () => (await playground.state()).time).toBeGreaterThan(0);
    await page.waitForTimeout(300);
    const titles = await page.evaluate(() => (window as unknown as { titles: string[] }).titles);
    expect(titles).toHaveLength(1);
    expect(Object.keys((await playground.state()).servers)).toHaveLength(4);
  },
);

test(
  "what is asked before there is a run is done when it is ready, or refused at once",
  ANY_SCREEN,
  async ({ page }) => {
    const warnings: string[] = [];
    page.on("console", (said) => said.type() === "warning" && warnings.push(said.text()));
    const letThrough = await holdEngine(page);
    await page.goto(
      await publish(page, {
        body: `<raft-playground autoplay="visible"></raft-playground>
          <raft-playground id="second"></raft-playground>`,
      }),
    );
    const playground = new Playground(page);
    const refused = await playground.element.evaluate(async (element: RaftPlayground) => {
      await customElements.whenDefined("raft-playground");
      const told = (call: () => void) => {
        try {
          call();
          return "done";
        } catch (thrown) {
          return String(thrown);
        }
      };
      element.addEventListener("ready", () => Object.assign(window, { at: element.state?.time }));
      element.play();
      element.pause();
      element.seek(500);
      element.seek({ step: "your-turn" });
      const second = document.querySelector<RaftPlayground>("#second");
      second?.seek({ step: "nowhere" });
      return [
        told(() => element.seek({ stp: 3 } as never)),
        told(() => element.do({} as never)),
        told(() => element.do({ crash: "n1" })),
        told(() => element.stepForward()),
      ];
    });
    expect(refused[0]).toContain("expected milliseconds from 0");
    expect(refused[1]).toContain('such as { crash: "n1" }');
    expect(refused[2]).toContain("after the event ready");
    expect(refused[3]).toContain("after the event ready");
    letThrough();
    await playground.ready();
    expect(await page.evaluate(() => (window as unknown as { at: number }).at)).toBe(720);
    await page.waitForTimeout(300);
    expect((await playground.state()).time).toBe(720);
    await page.locator("#second").scrollIntoViewIfNeeded();
    await expect
      .poll(() => warnings.join("\n"))
      .toContain("seek: This story has no step nowhere; expected");
  },
);

test("told to play before there is a run, it plays", ANY_SCREEN, async ({ page }) => {
  const letThrough = await holdEngine(page);
  await page.goto(await publish(page, { body: "<raft-playground></raft-playground>" }));
  const playground = new Playground(page);
  await playground.element.evaluate(async (element: RaftPlayground) => {
    await customElements.whenDefined("raft-playground");
    element.pause();
    element.play();
  });
  letThrough();
  await playground.ready();
  await expect.poll(async () => (await playground.state()).time).toBeGreaterThan(0);
});
