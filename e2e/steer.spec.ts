import { expect, test } from "@playwright/test";
import { ANY_SCREEN, committed, Playground } from "./playground.ts";

test("crashing the leader elects another one in a higher term", async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(290);
  await playground.server("n1").click();
  await playground.button("Crash").click();
  await expect(playground.notice()).toHaveText("You changed the run: free play.");
  expect((await playground.state()).servers.n1?.state).toBe("down");

  await playground.runUntil("another leader", (state) =>
    Object.values(state.servers).some((server) => server.state === "leader" && server.term > 1),
  );
  await playground.server("n1").click();
  await playground.button("Restart").click();
  const state = await playground.runUntil("n1 follows", (one) => (one.servers.n1?.term ?? 0) > 1);
  expect(state.servers.n1?.state).toBe("follower");
});

test("a partition: the majority commits, the minority cannot, healing repairs the logs", async ({
  page,
}) => {
  const playground = await Playground.open(page);
  await playground.seek(290);
  await playground.panel("Try it");
  await playground.button("Partition …").click();
  await page.getByRole("checkbox", { name: "n1" }).check();
  await playground.button("Build the wall").click();
  await expect(page.getByText("1 of 3: cannot commit")).toBeAttached();
  await expect(page.getByText("2 of 3: majority")).toBeAttached();
  await playground.button("Cancel the story’s later steps").click();

  await page.getByLabel("Key").fill("lost");
  await page.getByLabel("Value").fill("1");
  await page.getByRole("combobox", { name: /^Through/ }).selectOption("n1");
  await playground.button("Write").click();
  await playground.runUntil("n1 has noted it", (one) =>
    Boolean(one.servers.n1?.log.some((entry) => entry.command === "lost=1")),
  );
  const led = await playground.runUntil("the majority has a leader of its own", (one) =>
    ["n2", "n3"].some((id) => one.servers[id]?.state === "leader"),
  );
  expect(led.servers.n1?.state).toBe("leader");
  await playground.do({
    put: { key: "kept", value: "2", via: led.servers.n2?.state === "leader" ? "n2" : "n3" },
  });
  const split = await playground.runUntil(
    "the majority commits",
    (one) => committed(one, "n2", "kept=2") && committed(one, "n3", "kept=2"),
  );
  expect(committed(split, "n1", "lost=1")).toBe(false);
  expect(split.servers.n1?.log.map((entry) => entry.command)).toContain("lost=1");

  await playground.button("Heal all").click();
  const healed = await playground.runUntil("n1 has what was committed", (one) =>
    committed(one, "n1", "kept=2"),
  );
  const commands = (id: string) =>
    healed.servers[id]?.log.map((entry) => `${entry.index}@${entry.term} ${entry.command}`);
  expect(commands("n1")).toEqual(commands("n2"));
  expect(commands("n1")).toEqual(commands("n3"));
  expect(healed.violations).toEqual([]);
});

test("whoever chooses sides is led to the chooser, told what to do, and led back", async ({
  page,
}) => {
  const playground = await Playground.open(page);
  await playground.seek(290);
  await playground.panel("Try it");
  const opener = playground.button("Partition …");
  const notice = page.getByText("Tap the servers of one side, then “Build the wall”.");
  await opener.click();
  await expect(page.getByRole("checkbox", { name: "n1" })).toBeFocused();
  await expect(playground.button("Build the wall")).toBeInViewport({ ratio: 1 });
  await expect(notice).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(opener).toBeFocused();
  await expect(notice).toHaveCount(0);
  const cancelled = page.getByText("No partition: nothing has changed.");
  await expect(cancelled).toBeAttached();

  await opener.press("Enter");
  await playground.server("n3").click();
  await expect(page.getByRole("checkbox", { name: "n3" })).toBeChecked();
  await playground.button("Build the wall").press("Enter");
  await expect(opener).toBeFocused();
  await expect(page.getByText("1 of 3: cannot commit")).toBeAttached();
});

test("a client writes and reads, and is told what came of it", ANY_SCREEN, async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(290);
  await playground.panel("Try it");
  await page.getByLabel("Key").fill("colour");
  await page.getByLabel("Value").fill("blue");
  await playground.button("Write").click();
  await playground.button("Cancel the story’s later steps").click();
  const answers = page.getByRole("list", { name: "Answers" });
  await playground.runUntil("committed", (one) => committed(one, "n1", "colour=blue"));
  await playground.seek((await playground.state()).time + 50);
  await expect(answers).toContainText("colour=blue");
  await playground.button("Read").click();
  await playground.seek((await playground.state()).time + 200);
  await expect(answers).toContainText("blue");
});

test("a link can be cut, in one direction too, and healed", async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(100);
  await playground.server("n2").press("Enter");
  await page.getByText("More", { exact: true }).click();
  await playground.button("n2 – n3").click();
  await playground.button("Cut n2 → n3").click();
  await expect(page.getByText("Nothing passes from n2 to n3.")).toBeVisible();
  await playground.button("Heal").click();
  await expect(page.getByText("Messages pass in both directions.")).toBeVisible();
});

test("a message in flight can be dropped", async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(48);
  const flying = (await playground.state()).messages.length;
  expect(flying).toBeGreaterThan(0);
  await playground.server("n1").press("Enter");
  await page.getByText("More", { exact: true }).click();
  await page.getByRole("button", { name: "n1 → n2: asks for a vote" }).click();
  await playground.button("Drop").click();
  const dropped = (await playground.state()).messages.find((message) => message.to === "n2");
  expect(dropped?.doomed ?? "gone").not.toBeNull();
  await expect(playground.notice()).toHaveText("You changed the run: free play.");
});

test("aligned timers that run out together split the vote", ANY_SCREEN, async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(10);
  await playground.panel("Try it");
  await playground.button("Align all timers").click();
  await playground.button("Time out together").click();
  const state = await playground.runUntil("all are candidates", (one) =>
    Object.values(one.servers).every((server) => server.state === "candidate"),
  );
  expect(Object.values(state.servers).map((server) => server.votedFor)).toEqual(["n1", "n2", "n3"]);
});

test("acting in the past keeps what happened", ANY_SCREEN, async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(600);
  const before = await playground.state();
  await playground.seek(100);
  await playground.do({ crash: "n2" });
  await playground.seek(600);
  expect((await playground.state()).digest).not.toBe(before.digest);
  await playground.button("Back to the run before that").click();
  await playground.seek(600);
  expect(await playground.state()).toEqual(before);
  await expect(page.getByText("What happened before is kept.")).toBeVisible();
  await expect(
    page.getByRole("combobox", { name: "Saved branches" }).locator("option"),
  ).toHaveCount(2);
});

test("another number of servers, another seed", ANY_SCREEN, async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.panel("Scenario");
  await page.getByRole("combobox", { name: /^Servers/ }).selectOption("5");
  await playground.button("Fresh seed").click();
  await playground.button("Start this run").click();
  await expect(playground.server("n5")).toBeVisible();
  expect(Object.keys((await playground.state()).servers)).toHaveLength(5);
});

test("a long log is never cut off silently", async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(100);
  await playground.do("release");
  for (let entry = 1; entry <= 20; entry++) {
    await playground.do({ put: { key: "k", value: String(entry) } });
    await playground.seek((await playground.state()).time + 80);
  }
  const earlier = page.getByRole("button", { name: /^… \d+ earlier$/ });
  await expect(earlier).toBeVisible();
  await expect(page.getByRole("button", { name: /^index 20, term 1, k=20/ }).first()).toBeVisible();
  await earlier.click();
  await expect(page.getByRole("button", { name: /^index 1, term 1, k=1/ }).first()).toBeVisible();
  await expect(earlier).toBeHidden();
});
