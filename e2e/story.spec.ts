import { expect, test } from "@playwright/test";
import { ANY_SCREEN, committed, Playground } from "./playground.ts";

test(
  "the default page tells its story with no click, up to its question",
  ANY_SCREEN,
  async ({ page }) => {
    test.setTimeout(120_000);
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    const playground = await Playground.open(page);

    await test.step("something moves at once", async () => {
      const before = (await playground.state()).time;
      await expect
        .poll(async () => (await playground.state()).time, { timeout: 2000 })
        .toBeGreaterThan(before);
    });
    await expect
      .poll(() => playground.leader(), { timeout: 15_000 })
      .toEqual({ id: "n1", term: 1 });
    await expect
      .poll(async () => committed(await playground.state(), "n1", "x=1"), { timeout: 15_000 })
      .toBe(true);

    await expect(playground.button("Show me")).toBeVisible({ timeout: 60_000 });
    const { time, servers } = await playground.state();
    expect(time).toBe(720);
    const logs = Object.values(servers).map((server) => server.log.map((entry) => entry.command));
    expect(logs).toEqual([
      ["x=1", "x=2"],
      ["x=1", "x=2"],
      ["x=1", "x=2"],
    ]);
    expect(errors).toEqual([]);
  },
);

test("every step of the story says its sentence at its moment", ANY_SCREEN, async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(0);
  const said: string[] = [];
  for (let step = 0; step < 14; step++) {
    said.push(await playground.sentence().innerText());
    await page.keyboard.press("PageDown");
    if (step === 0) await playground.button("Play").focus();
    if (step === 0) await page.keyboard.press("PageDown");
  }
  expect(new Set(said).size).toBe(14);
  expect(said[0]).toContain("Nobody is in charge yet");
  expect(said.at(-1)).toContain("Your turn");
});

test("the question: guess, and the answer is told and happens", async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(720);
  const question = page.getByRole("region", { name: "A question for you" });
  await expect(question).toContainText("Guess, try it yourself");
  await page.getByRole("button", { name: "No, one of three" }).click();
  await expect(question).toContainText("Your guess. Now press “Show me”");
  await playground.button("Show me").click();
  await expect(question).toContainText("Your guess: No, one of three is no majority");
  await expect(question).toContainText("No. n1 alone is one of three");
  await expect(playground.server("n2")).toHaveAccessibleName(/crashed/);
  await expect(playground.server("n3")).toHaveAccessibleName(/crashed/);
  await expect
    .poll(async () => (await playground.state()).servers.n1?.term, { timeout: 30_000 })
    .toBeGreaterThan(2);
  expect(committed(await playground.state(), "n1", "x=3")).toBe(false);
  // The reader has changed nothing yet, and is told so.
  await expect(playground.notice()).toHaveText("You have seen the answer happen: free play.");
  await playground.do({ restart: "n2" });
  await expect(playground.notice()).toHaveText("You changed the run: free play.");
  await playground.button("Back to the story").click();
  await expect(playground.server("n3")).toHaveAccessibleName(/follower/);
});

test(
  "Next and Back go by what is counted beside them, and past no question",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await Playground.open(page);
    await playground.seek(0);
    const counted = page.locator("raft-transport .progress [aria-hidden]");
    const next = async (to: number) => {
      await playground.button("Next").click();
      await expect(counted).toHaveText(`${to} / 14`);
    };
    const question = page.getByRole("region", { name: "A question for you" });
    for (let step = 2; step <= 14; step++) await next(step);
    await expect(question).toBeVisible();
    const { time } = await playground.state();

    // What tells something next lies behind the question, when one comes by single events as well.
    await playground.button("Back").click();
    await expect(counted).toHaveText("13 / 14");
    await expect(question).toBeHidden();
    await playground.button("Next").focus();
    for (let events = 0; events < 8 && (await question.isHidden()); events++) {
      await page.keyboard.press("ArrowRight");
      await page.waitForTimeout(700);
    }
    await expect(question).toBeVisible();
    expect((await playground.state()).time).toBe(time);

    // Asked once more of whoever comes back to it, however they come.
    await playground.seek(100);
    await expect(question).toBeHidden();
    await playground.seek(time);
    await expect(question).toBeVisible();
  },
);

test("an answer in words alone changes nothing, and play goes on", ANY_SCREEN, async ({ page }) => {
  const playground = await Playground.open(page, "./?scenario=minority-leader");
  await playground.seek(0);
  await playground.button("Play").focus();
  for (let step = 0; step < 12; step++) await page.keyboard.press("PageDown");
  await expect(playground.button("Show me")).toBeVisible();
  const { time } = await playground.state();
  await playground.button("Show me").click();
  const question = page.getByRole("region", { name: "A question for you" });
  await expect(question).toContainText("Nothing that was promised");
  expect((await playground.state()).time).toBe(time);
  await playground.button("Play").click();
  await expect.poll(async () => (await playground.state()).time).toBeGreaterThan(time);
});

test(
  "playing stops with the last sentence, so that it can be read",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await Playground.open(page, "./#majority-of-five");
    await playground.seek(690);
    await playground.button("Play").click();
    await expect(playground.sentence()).toContainText("Your turn: start one of the three");
    await expect(playground.button("Play")).toBeVisible();
    const { time } = await playground.state();
    expect(time).toBe(710);
    // Whoever wants to see more goes on.
    await playground.button("Play").click();
    await expect.poll(async () => (await playground.state()).time).toBeGreaterThan(time);
    await expect(playground.sentence()).not.toContainText("Your turn");
  },
);

test(
  "with reduced motion the story starts paused and goes on beat by beat",
  ANY_SCREEN,
  async ({ page }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    const playground = await Playground.open(page);
    await page.waitForTimeout(400);
    expect((await playground.state()).time).toBe(0);
    await playground.button("Next").click();
    await expect(playground.sentence()).toContainText("asks for votes");
    await expect(page.getByText("2 / 14")).toBeVisible();
    await playground.button("Back").click();
    await expect(playground.sentence()).toContainText("Nobody is in charge yet");
  },
);

test("scrubbing goes anywhere, and the event list goes exactly there", async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.pause();
  const range = page.getByRole("slider", { name: "Moment of the run" });
  await range.fill("480");
  await expect.poll(() => playground.leader()).toEqual({ id: "n2", term: 2 });
  await expect(range).toHaveAttribute("aria-valuetext", /^480 milliseconds\. /);
  await range.fill("100");
  await expect.poll(() => playground.leader()).toEqual({ id: "n1", term: 1 });

  await range.fill("720");
  await playground.panel("Events");
  await page
    .getByRole("button", { name: /^Go to .*crash/i })
    .first()
    .click();
  expect((await playground.state()).time).toBe(310);
});
