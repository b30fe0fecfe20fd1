import { expect, test } from "@playwright/test";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import { publishElsewhere, shareWithEverybody } from "./article.ts";
import { connect, host, stateIn } from "./framed.ts";
import { ANY_SCREEN } from "./playground.ts";

// The page for frames, and the client that drives it from outside.

test("a frame shows what its address says", ANY_SCREEN, async ({ page, baseURL }) => {
  const { frame } = await host(
    page,
    baseURL,
    "scenario=split-vote&controls=minimal&step=2&theme=dark",
  );
  await expect.poll(async () => (await stateIn(await frame()))?.time).toBeGreaterThan(0);
  const inside = await frame();
  await expect(inside.getByRole("button", { name: "Play" })).toBeVisible();
  await expect(inside.getByRole("button", { name: "Copy link" })).toHaveCount(0);
  await expect(inside.locator("raft-playground")).toHaveAttribute("shade", "dark");
});

test(
  "the host's page drives it by a small client, and hears what happens",
  ANY_SCREEN,
  async ({ page, baseURL }) => {
    const { frame } = await host(page, baseURL, "controls=minimal");
    await connect(page, baseURL);
    await expect.poll(async () => (await stateIn(await frame()))?.time).toBe(0);
    const answers = await page.evaluate(async () => {
      // biome-ignore lint/suspicious/noExplicitAny: the client as a page without types has it
      const { remote } = window as any;
      const heard: [string, unknown][] = [];
      Object.assign(window, { heard });
      remote.on("leaderchange", (detail: unknown) => heard.push(["leaderchange", detail]));
      await remote.seek({ step: "a-majority" });
      const state = await remote.state();
      await remote.do({ crash: "n1" });
      const crashed = await remote.state();
      const refused = await remote.do({ crash: "n9" }).catch((error: Error) => error.message);
      const unsettable = await remote
        .set("onclick", "alert(1)")
        .catch((error: Error) => error.message);
      await remote.set("heading", "From outside");
      return { time: state.time, n1: crashed.servers.n1.state, refused, unsettable };
    });
    expect(answers).toMatchObject({ time: 80, n1: "down" });
    expect(answers.refused).toContain("n9");
    expect(answers.unsettable).toContain("expected one of scenario");
    await expect((await frame()).getByRole("heading", { name: "From outside" })).toBeVisible();
    await expect
      .poll(() => page.evaluate(() => (window as unknown as { heard: unknown[] }).heard))
      .toContainEqual(["leaderchange", { leader: "n1", term: 1, time: 80 }]);
  },
);

test(
  "what is asked before there is a run is done in its order when it comes",
  ANY_SCREEN,
  async ({ page, baseURL }) => {
    // Far below: nothing is loaded until somebody looks at it.
    const below = 'style="margin-top: 5000px"';
    await host(page, baseURL, "scenario=two-leaders-two-terms&controls=minimal", below);
    const answers = await page.evaluate(async (base) => {
      const { connect: connectTo } = await import(`${base}raft-frame.js`);
      const remote = await connectTo(document.querySelector("iframe"));
      const solved = new Promise((resolve) => remote.on("solved", resolve));
      const before = await remote.state();
      const done = [remote.seek(200), remote.do({ partition: ["n1", "rest"] }), remote.seek(2000)];
      document.querySelector("iframe")?.scrollIntoView();
      await Promise.all(done);
      return { before, after: (await remote.state()).time, solved: await solved };
    }, baseURL);
    expect(answers).toMatchObject({ before: null, after: 2000, solved: { actions: 1 } });
  },
);

test(
  "who calls and calls before there is a run is told that enough calls wait",
  ANY_SCREEN,
  async ({ page, baseURL }) => {
    // Out of sight nothing is loaded.
    await host(page, baseURL, "controls=minimal", 'style="margin-top: 5000px"');
    await connect(page, baseURL);
    const answer = await page.evaluate(() => {
      const { remote } = window as unknown as { remote: { stepForward(): Promise<void> } };
      const calls = Array.from({ length: 101 }, () => remote.stepForward());
      return calls.at(-1)?.then(
        () => "done",
        ({ message }: Error) => message,
      );
    });
    expect(answer).toContain("100 calls already wait");
  },
);

test("nobody but its parent is heard", ANY_SCREEN, async ({ page, baseURL }) => {
  const { frame } = await host(page, baseURL, "controls=minimal");
  await expect.poll(async () => (await stateIn(await frame()))?.time).toBe(0);
  // Another frame of the same page posts what the client would post.
  await page.evaluate(() => {
    const stranger = document.createElement("iframe");
    stranger.srcdoc = `<script>
      parent.frames[0].postMessage({ "raft-playground": 1, id: 1, call: "do", operands: [{ crash: "n1" }] }, "*");
      parent.frames[0].postMessage({ "raft-playground": 1, id: 2, call: "seek", operands: [500] }, "*");
    </script>`;
    document.body.append(stranger);
    return new Promise((resolve) => stranger.addEventListener("load", resolve));
  });
  await page.waitForTimeout(200);
  const state = await stateIn(await frame());
  expect(state?.time).toBe(0);
  expect(state?.servers.n1?.state).toBe("follower");
});

test(
  "of a parent only the origin is heard that the address allows",
  ANY_SCREEN,
  async ({ page, baseURL }) => {
    const { frame } = await host(
      page,
      baseURL,
      "controls=minimal&allow-origin=https://other.example",
    );
    await expect.poll(async () => (await stateIn(await frame()))?.time).toBe(0);
    const heard = await page.evaluate(async () => {
      const messages: unknown[] = [];
      addEventListener("message", ({ data }) => messages.push(data));
      const frame = document.querySelector("iframe");
      frame?.contentWindow?.postMessage(
        { "raft-playground": 1, id: 1, call: "seek", operands: [500] },
        "*",
      );
      await new Promise((resolve) => setTimeout(resolve, 300));
      return messages;
    });
    expect(heard).toEqual([]);
    expect((await stateIn(await frame()))?.time).toBe(0);
  },
);

test(
  "a host that makes the frame as high as it is told comes to an end, and nothing is cut off",
  ANY_SCREEN,
  async ({ page, baseURL }) => {
    await shareWithEverybody(page);
    const elsewhere = await publishElsewhere(`<!doctype html><title>An article</title>
      <script>
        window.heights = [];
        addEventListener("message", ({ data }) => {
          if (data.context !== "iframe.resize") return;
          heights.push(data.height);
          document.querySelector("iframe").height = data.height;
        });
      </script>
      <iframe src="${baseURL}embed.html?controls=minimal&view=cluster" width="800" height="900"></iframe>`);
    page.on("close", elsewhere.close);
    await page.goto(elsewhere.address);
    const heights = () => page.evaluate(() => (window as unknown as { heights: number[] }).heights);
    const element = page.frameLocator("iframe").locator("raft-playground");
    await expect
      .poll(() => element.evaluate((one: RaftPlayground) => one.state !== null))
      .toBe(true);
    await page.waitForTimeout(500);
    const wide = (await heights()).at(-1) ?? 0;
    expect(wide).toBeGreaterThan(500);
    expect(wide).toBeLessThan(800);
    const hidden = () => element.evaluate((one) => one.scrollHeight - one.clientHeight);
    expect(await hidden()).toBeLessThanOrEqual(0);
    const before = (await heights()).length;
    await element.evaluate((one: RaftPlayground) => one.seek({ step: "your-turn" }));
    await page.waitForTimeout(300);
    expect((await heights()).length).toBeLessThanOrEqual(before + 1);
    await page.locator("iframe").evaluate((frame: HTMLIFrameElement) => {
      frame.width = "340";
    });
    await expect.poll(async () => (await heights()).at(-1)).not.toBe(wide);
    await page.waitForTimeout(300);
    expect(await hidden()).toBeLessThanOrEqual(0);
    expect((await heights()).length).toBeLessThan(6);
  },
);

test(
  "what is too long or means nothing is refused in words, and changes nothing",
  ANY_SCREEN,
  async ({ page, baseURL }) => {
    const { frame } = await host(page, baseURL, "controls=minimal");
    await expect.poll(async () => (await stateIn(await frame()))?.time).toBe(0);
    const answers = await page.evaluate(async () => {
      const messages: { id?: number; error?: string }[] = [];
      addEventListener("message", ({ data }) => messages.push(data));
      const post = (message: object) =>
        document
          .querySelector("iframe")
          ?.contentWindow?.postMessage({ "raft-playground": 1, ...message }, "*");
      const circle: unknown[] = [];
      circle.push(circle);
      post({ id: 1, call: "eval", operands: ["1"] });
      post({ id: 2, call: "do", operands: [{ put: { key: "k", value: "x".repeat(100_000) } }] });
      post({ id: 3, call: "do", operands: [circle] });
      post({ id: 4, call: "constructor", operands: [] });
      post({ id: "5", call: "play", operands: [] });
      post({ id: 6, call: "seek", operands: [{ step: "nowhere" }] });
      await new Promise((resolve) => setTimeout(resolve, 400));
      return messages
        .filter(({ error }) => error !== undefined)
        .map(({ id, error }) => [id, error]);
    });
    const told = new Map(answers as [number, string][]);
    expect(told.get(1)).toContain("expected one of play, pause");
    expect(told.get(2)).toContain("at most 65536 characters");
    expect(told.get(3)).toContain("plain data");
    expect(told.get(4)).toContain("expected one of play, pause");
    expect(told.get(5)).toContain("id: expected a number");
    expect(told.get(6)).toContain("no step nowhere");
    expect((await stateIn(await frame()))?.time).toBe(0);
  },
);

test(
  "it runs in a sandbox that has no storage and no origin",
  ANY_SCREEN,
  async ({ page, baseURL }) => {
    const { frame } = await host(page, baseURL, "controls=minimal", 'sandbox="allow-scripts"');
    await expect.poll(async () => (await stateIn(await frame()))?.time).toBe(0);
    await connect(page, baseURL);
    await page.evaluate(() =>
      (window as unknown as { remote: { seek(to: number): Promise<void> } }).remote.seek(230),
    );
    expect((await stateIn(await frame()))?.time).toBe(230);
  },
);

test(
  "what makes no sense is refused in words, and a closed connection answers at once",
  ANY_SCREEN,
  async ({ page, baseURL }) => {
    const { frame } = await host(page, baseURL, "controls=minimal");
    await connect(page, baseURL);
    await expect.poll(async () => (await stateIn(await frame()))?.time).toBe(0);
    const refused = await page.evaluate(async (base) => {
      const { connect: connectTo } = await import(`${base}raft-frame.js`);
      const { remote } = window as unknown as { remote: Record<string, CallableFunction> };
      const told = (call: Promise<unknown>) =>
        call.then(
          () => "done",
          ({ message }: Error) => message,
        );
      const places = [-5, Number.NaN, null, "x", {}];
      const all = places.map((to) => told(remote.seek?.(to)));
      all.push(told(remote.do?.(null)));
      const answers = await Promise.all(all);
      remote.close?.();
      const blank = document.createElement("iframe");
      return [...answers, await told(remote.state?.()), await told(connectTo(blank))];
    }, baseURL);
    for (const answer of refused.slice(0, 5)) expect(answer).toContain("milliseconds from 0");
    expect(refused[5]).toContain('{ crash: "n1" }');
    expect(refused[6]).toBe("the connection is closed");
    expect(refused[7]).toContain("expected the address of a playground");
  },
);
