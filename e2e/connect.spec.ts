import { expect, test } from "@playwright/test";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import { publishElsewhere, shareWithEverybody } from "./article.ts";
import { connect, host } from "./framed.ts";
import { ANY_SCREEN } from "./playground.ts";

// How the client that drives a frame finds it, and whom it hears.

test(
  "who connects before the frame has come is connected, and the console says nothing",
  ANY_SCREEN,
  async ({ page, baseURL }) => {
    const said: string[] = [];
    page.on("console", (line) => said.push(`${line.type()}: ${line.text()}`));
    let letThrough = () => {};
    const gate = new Promise<void>((resolve) => {
      letThrough = resolve;
    });
    await shareWithEverybody(page);
    await page.route(/embed\.html/, async (route) => {
      await gate;
      await route.continue();
    });
    const elsewhere = await publishElsewhere(`<!doctype html><title>An article</title>
      <link rel="icon" href="data:,">
      <iframe src="${baseURL}embed.html" width="700" height="480"></iframe>`);
    page.on("close", elsewhere.close);
    await page.goto(elsewhere.address, { waitUntil: "commit" });
    await page.locator("iframe").waitFor({ state: "attached" });
    const connected = connect(page, baseURL);
    await page.waitForTimeout(300);
    letThrough();
    await connected;
    expect(said).toEqual([]);
  },
);

test(
  "who connects to a lazy frame waits until somebody comes near it",
  ANY_SCREEN,
  async ({ page, baseURL }) => {
    await page.clock.install();
    await host(page, baseURL, "controls=minimal", 'loading="lazy" style="margin-top: 9000px"');
    let refused = "";
    const connected = connect(page, baseURL).catch((why) => {
      refused = String(why);
    });
    await page.waitForTimeout(500);
    await page.clock.runFor(60_000);
    await page.waitForTimeout(100);
    expect(refused).toBe("");
    await page.clock.resume();
    await page.locator("#one").scrollIntoViewIfNeeded();
    await connected;
    expect(refused).toBe("");
  },
);

test(
  "who connects to something else is told so after half a minute",
  ANY_SCREEN,
  async ({ page, baseURL }) => {
    await page.clock.install();
    const elsewhere = await publishElsewhere(`<!doctype html><title>An article</title>
      <iframe src="${baseURL}stories/default/poster.svg" loading="lazy"></iframe>`);
    page.on("close", elsewhere.close);
    await shareWithEverybody(page);
    await page.goto(elsewhere.address);
    let told = "";
    void connect(page, baseURL).catch((refused) => {
      told = String(refused);
    });
    const later = async () => {
      await page.clock.runFor(31_000);
      return told;
    };
    await expect.poll(later).toContain("no playground answers");
  },
);

test("two clients of one frame hear their own answers", ANY_SCREEN, async ({ page, baseURL }) => {
  await host(page, baseURL, "controls=minimal");
  await connect(page, baseURL);
  const answers = await page.evaluate(async (base) => {
    const { connect: connectTo } = await import(`${base}raft-frame.js`);
    const { remote: one } = window as unknown as { remote: Record<string, CallableFunction> };
    const other = await connectTo(document.querySelector("iframe"));
    await Promise.all([one.seek?.(100), other.seek(100)]);
    const refused = (call: Promise<unknown>) =>
      call.then(
        () => "done",
        () => "refused",
      );
    const [state, link] = await Promise.all([one.state?.(), other.shareLink()]);
    const seeks = [one.seek?.({ step: "nowhere" }), other.seek(200)].map(refused);
    return { time: state.time, link, seeks: await Promise.all(seeks) };
  }, baseURL);
  expect(answers).toMatchObject({ time: 100, seeks: ["refused", "done"] });
  expect(answers.link).toContain("#");
});

test("what is no frame, no event or no listener is refused in words", async ({ page, baseURL }) => {
  await host(page, baseURL, "controls=minimal");
  await connect(page, baseURL);
  const told = await page.evaluate(async (base) => {
    const { connect: connectTo } = await import(`${base}raft-frame.js`);
    const { remote } = window as unknown as { remote: Record<string, CallableFunction> };
    const said = async (deed: () => unknown) => {
      try {
        return await deed();
      } catch (thrown) {
        return (thrown as Error).message;
      }
    };
    return Promise.all([
      said(() => connectTo(null)),
      said(() => connectTo(document.body)),
      said(() => connectTo("#one")),
      said(() => remote.on?.("leaderchanged", () => {})),
      said(() => remote.on?.("ready")),
    ]);
  }, baseURL);
  expect(told).toEqual([
    "connect(null): expected an iframe",
    "connect(body): expected an iframe",
    "connect(#one): expected an iframe",
    expect.stringMatching(/^on\("leaderchanged"\): expected one of ready, stepchange, /),
    'on("ready"): expected a function that hears it',
  ]);
});

test("who fails at what they hear keeps nobody else from hearing it", async ({ page, baseURL }) => {
  const failures: string[] = [];
  page.on("pageerror", ({ message }) => failures.push(message));
  await host(page, baseURL, "controls=minimal");
  await connect(page, baseURL);
  const heard = await page.evaluate(async () => {
    const { remote } = window as unknown as { remote: Record<string, CallableFunction> };
    const leaders: unknown[] = [];
    remote.on?.("leaderchange", () => {
      throw new Error("mine");
    });
    remote.on?.("leaderchange", ({ leader }: { leader: unknown }) => leaders.push(leader));
    await remote.seek?.(300);
    await remote.state?.();
    await new Promise((done) => setTimeout(done, 500));
    return leaders;
  });
  expect(heard).toEqual(["n1"]);
  expect(failures).toEqual(["mine"]);
});

test("what is set to false is taken away, as with a property", async ({ page, baseURL }) => {
  const { frame } = await host(page, baseURL, "controls=minimal&loop=false");
  await connect(page, baseURL);
  const loops = async () =>
    (await frame()).evaluate(() => document.querySelector<RaftPlayground>("raft-playground")?.loop);
  const set = (value: boolean) =>
    page.evaluate((to) => {
      const { remote } = window as unknown as { remote: Record<string, CallableFunction> };
      return remote.set?.("loop", to);
    }, value);
  expect(await loops()).toBe(false);
  await set(true);
  expect(await loops()).toBe(true);
  await set(false);
  expect(await loops()).toBe(false);
});

test("an origin that is none is said to be none, and nobody is heard", async ({
  page,
  baseURL,
}) => {
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  await host(page, baseURL, "controls=minimal&allow-origin=your.page");
  await expect
    .poll(() => said)
    .toEqual([
      'allow-origin="your.page": expected an origin like https://your.page; none is heard',
    ]);
});
