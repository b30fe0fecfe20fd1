import { expect, test } from "@playwright/test";
import { publish } from "./article.ts";
import { findings } from "./axe.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

// Exercises are solved by hand, and the cluster itself says so.

function exercise(playground: Playground) {
  return playground.page.locator("raft-exercise");
}

test("two leaders: a wall, and the exercise says that it is solved, when and why", async ({
  page,
}) => {
  const playground = await Playground.open(page, "./#two-leaders-two-terms");
  const panel = exercise(playground);
  await expect(panel).toContainText("Make two servers lead at the same time");
  await expect(panel.getByRole("listitem").filter({ hasText: "Two servers lead" })).toContainText(
    "(not yet)",
  );
  const told = playground.element.evaluate(
    (element) =>
      new Promise<unknown>((resolve) =>
        element.addEventListener("solved", (event) => resolve((event as CustomEvent).detail), {
          once: true,
        }),
      ),
  );
  await playground.button("Hint 1 of 3").click();
  await expect(panel.getByRole("list", { name: "Hints" })).toContainText(
    "What if it does not hear?",
  );
  await playground.seek(300);
  await playground.panel("Try it");
  await playground.button("Partition …").click();
  for (const server of ["n1", "n2"])
    await page.getByRole("checkbox", { name: server, exact: true }).check();
  await playground.button("Build the wall").click();
  await expect(panel).toContainText("Open");
  await playground.seek(1000);
  await expect(panel.getByRole("status")).toContainText(
    /Solved at \d+ ms\. The three servers of the larger side/,
  );
  await expect(panel.getByRole("listitem").filter({ hasText: "Two servers lead" })).toContainText(
    "(reached)",
  );
  expect(await told).toMatchObject({ actions: 1 });
  await playground.button("See the moment").click();
  const { servers } = await playground.state();
  const leaders = Object.values(servers).filter(({ state }) => state === "leader");
  expect(new Set(leaders.map(({ term }) => term)).size).toBe(2);
  // Whoever starts again has not lost it.
  await playground.button("Start again").click();
  await expect.poll(async () => (await playground.state()).time).toBe(0);
  await expect(panel.getByRole("heading")).toContainText("Solved");
});

test(
  "on a low laptop the panels are in sight beside an exercise with five servers",
  ANY_SCREEN,
  async ({ page }) => {
    await page.setViewportSize({ width: 1366, height: 768 });
    const playground = await Playground.open(page, "./#the-shortest-log-wins");
    const words = await page.getByRole("tab", { name: "Pending" }).boundingBox();
    const line = await page.locator("raft-timeline").boundingBox();
    if (!line || !words) throw new Error("something is not drawn");
    expect(words.y + words.height / 2 + 8).toBeLessThan(line.y);
    await playground.panel("Pending");
    await expect(playground.button("a leader").first()).toBeInViewport();
  },
);

test("in a chapter the run that is started under other rules comes into sight", async ({
  page,
}) => {
  await page.goto("./docs/watched/who-may-lead/");
  const exercise = page.locator('raft-playground[scenario="the-shortest-log-wins"]');
  await exercise.scrollIntoViewIfNeeded();
  await exercise.getByRole("button", { name: "Break a rule" }).click();
  await exercise
    .locator("raft-scenario summary")
    .filter({ hasText: "Break a rule on purpose" })
    .click();
  await exercise.getByRole("checkbox", { name: /log-not-compared$/ }).check();
  await exercise.getByRole("button", { name: "Start with these rules" }).click();
  await expect(exercise.locator("raft-sentence .voice")).toBeInViewport();
});

test("in somebody else's article as well: by hand, and the article hears of it", async ({
  page,
}) => {
  const body =
    '<p>Text</p><raft-playground scenario="two-leaders-two-terms" controls="minimal"></raft-playground>';
  const playground = await Playground.open(page, await publish(page, { body }));
  const told = page.evaluate(
    () =>
      new Promise<unknown>((resolve) =>
        document.addEventListener("solved", (event) => resolve((event as CustomEvent).detail)),
      ),
  );
  const panel = exercise(playground);
  await playground.seek(1500);
  await expect(panel).toContainText("(not yet)");
  await playground.seek(300);
  const leader = await playground.leader();
  if (!leader) throw new Error("there is no leader");
  await playground.server(leader.id).click();
  await playground.button("Cut off").click();
  await playground.seek(1500);
  await expect(panel.getByRole("status")).toContainText(/Solved at \d+ ms/);
  expect(await told).toMatchObject({ actions: 1 });
});

test("as few crashes as needed: two are too few, three are enough, four are too many", async ({
  page,
}) => {
  const playground = await Playground.open(page, "./#as-few-crashes-as-needed");
  const panel = exercise(playground);
  const crash = async (server: string) => {
    await playground.server(server).press("Enter");
    await playground.button("Crash").click();
  };
  await playground.seek(400);
  await crash("n4");
  await crash("n5");
  await playground.seek(1400);
  await expect(panel.getByRole("heading")).toContainText("Open");
  await expect(panel).toContainText("With at most 3 actions; so far 2.");
  await playground.seek(450);
  await crash("n3");
  await playground.seek(1400);
  await expect(panel.getByRole("status")).toContainText("Solved at");

  await playground.page.reload();
  await playground.ready();
  await playground.seek(400);
  for (const server of ["n2", "n3", "n4"]) await crash(server);
  await playground.server("n2").press("Enter");
  await playground.button("Restart").click();
  await expect(panel.getByRole("status")).toContainText(
    "From 400 ms on it cannot be solved in this branch: “start a server” is not allowed here.",
  );
  await playground.button("Go back to just before that").click();
  await expect(panel.getByRole("heading")).toContainText("Open");
});

test(
  "a broken rule is counted, and another setting takes the exercise away",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await Playground.open(page, "./#the-shortest-log-wins");
    const panel = exercise(playground);
    await expect(panel).toContainText("With exactly one rule broken; now 0.");
    await playground.pause();
    await playground.button("Break a rule").click();
    await page
      .locator("raft-scenario summary")
      .filter({ hasText: "Break a rule on purpose" })
      .click();
    await page.getByRole("searchbox", { name: "Find a rule" }).fill("log not compared");
    await page.getByRole("checkbox", { name: /log-not-compared$/ }).check();
    await playground.button("Start with these rules").click();
    await expect(panel).toContainText("With exactly one rule broken; now 1.");
    await playground.seek(20);
    await playground.server("n5").press("Enter");
    await playground.button("Time out now").click();
    await playground.seek(200);
    await expect(panel.getByRole("status")).toContainText("Solved at");

    await playground.panel("Scenario");
    await page.getByRole("switch", { name: /^PreVote/ }).check();
    await playground.button("Start with these rules").click();
    await expect(panel).toHaveCount(0);
  },
);

test(
  "a story without an exercise shows none, and a link to a solution shows it solved",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await Playground.open(page);
    await expect(exercise(playground)).toHaveCount(0);
    await playground.page.goto("./#depose-a-healthy-leader");
    await expect(exercise(playground)).toContainText("Make n1 step down");
    await playground.seek(200);
    await playground.do({ time_out: "n3" });
    await playground.seek(400);
    await expect(exercise(playground).getByRole("heading")).toContainText("Solved");
    const link = await playground.element.evaluate((element) =>
      (element as HTMLElement & { shareLink(): string }).shareLink(),
    );
    const other = await page.context().newPage();
    const again = await Playground.open(other, link);
    await expect(exercise(again).getByRole("heading")).toContainText("Solved");
    await other.close();
  },
);

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing in an exercise, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const playground = await Playground.open(page, "./#two-leaders-two-terms");
    await playground.button("Hint 1 of 3").click();
    await playground.seek(300);
    await playground.do({ partition: [["n1", "n2"], "rest"] });
    await playground.seek(1000);
    await expect(exercise(playground).getByRole("status")).toContainText("Solved at");
    expect(await findings(page)).toEqual([]);
  });
}
