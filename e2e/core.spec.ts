import { expect, type Page, test } from "@playwright/test";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import type { PublicState } from "../web/engine/door.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

// Each plays whole stories: on a busy machine that takes a while.
test.describe.configure({ timeout: 120_000 });

/** The whole protocol by hand: what the literature adds to Figure 2, done and seen in the page. */

async function openRules(playground: Playground): Promise<void> {
  await playground.panel("Scenario");
  await playground.page.getByText("Rules", { exact: true }).click();
}

function links(page: Page): Promise<string> {
  return page
    .locator("raft-playground")
    .first()
    .evaluate((element: RaftPlayground) => element.shareLink());
}

/** What stands behind "More", which stays open from card to card. */
async function more(playground: Playground, name: string): Promise<void> {
  const button = playground.button(name);
  if (!(await button.isVisible())) {
    await playground.page.getByText("More", { exact: true }).click();
  }
  await button.click();
}

test(
  "a scenario runs again under other rules, and a link replays it",
  ANY_SCREEN,
  async ({ page, context }) => {
    const playground = await Playground.open(page);
    await playground.seek(0);
    await openRules(playground);
    await page.getByRole("switch", { name: /^PreVote/ }).check();
    await page.getByRole("switch", { name: /^Leases/ }).check();
    // A lease needs stickiness.
    await expect(page.getByRole("switch", { name: /^Leader stickiness/ })).toBeChecked();
    await page.getByRole("switch", { name: /^Leases/ }).uncheck();
    await page.getByRole("switch", { name: /^Leader stickiness/ }).uncheck();
    await playground.button("Start with these rules").click();
    await playground.seek(0);
    await expect(page.getByText("Other rules than written: PreVote on")).toBeVisible();

    const state = await playground.runUntil("somebody asks who would vote", (one) =>
      Object.values(one.servers).some((server) => server.state === "precandidate"),
    );
    expect(Object.values(state.servers).map((server) => server.term)).toEqual([0, 0, 0]);
    await expect(playground.sentence()).toContainText("it asks who would vote for it");

    const other = await Playground.open(await context.newPage(), await links(page));
    expect((await other.state()).digest).toBe(state.digest);
    await expect(other.page.getByText("Other rules than written: PreVote on")).toBeVisible();
    await other.panel("Scenario");
    await expect(other.page.getByRole("switch", { name: /^PreVote/ })).toBeChecked();
  },
);

test(
  "a number that cannot be used stays to be mended, and stops the start",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await Playground.open(page);
    await playground.seek(0);
    await openRules(playground);
    const ahead = page.getByLabel(/^Messages ahead/);
    await ahead.fill("99");
    await page.getByLabel(/^Snapshot after/).fill("4");
    await playground.button("Start with these rules").click();
    await expect(ahead).toBeFocused();
    await expect(ahead).toHaveValue("99");
    await expect(ahead).toHaveAccessibleDescription(/needs a whole number from 1 to 64/);
    await expect(page.getByRole("status").filter({ hasText: "1 number above" })).toBeVisible();
    await ahead.fill("3");
    await playground.button("Start with these rules").click();
    await expect(
      page.getByText("Other rules than written: Messages ahead: 3 · Snapshot after: 4"),
    ).toBeVisible();
  },
);

test("where clients have sessions, all of them can be ended", ANY_SCREEN, async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.panel("Try it");
  await expect(playground.button("End all sessions")).toHaveCount(0);
  await openRules(playground);
  await page.getByRole("switch", { name: /^Sessions/ }).check();
  await playground.button("Start with these rules").click();
  await playground.seek(290);
  await playground.do("release");
  await playground.panel("Try it");
  await playground.button("Write").click();
  await playground.runUntil("the write is done", (one) => one.servers.n1?.stateMachine?.x === "3");
  await playground.button("End all sessions").click();
  await expect(playground.sentence()).toContainText("session");
});

test("a leader hands its office over, from either end", ANY_SCREEN, async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(290);
  await playground.do("release");
  await playground.server("n2").press("Enter");
  await playground.button("Make leader").click();
  await playground.runUntil("n2 leads", (one) => one.servers.n2?.state === "leader", 200);
  await expect(playground.sentence()).toContainText("n2 has 2 of 3 votes");

  await playground.server("n2").press("Enter");
  await page.getByText("Hand over to …").click();
  await playground.button("Hand over to n3").click();
  const state = await playground.runUntil("n3 leads", (one) => one.servers.n3?.state === "leader");
  expect(state.servers.n3?.term).toBe(3);
  expect(state.violations).toEqual([]);
});

test(
  "a server that lost its disk gets the snapshot of the next leader",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await Playground.open(page);
    await playground.seek(290);
    await playground.do("release");
    await playground.panel("Try it");
    await page.getByLabel("Key").fill("n");
    for (const count of [1, 2, 3]) {
      await playground.button("Increment").click();
      await playground.runUntil(`n is ${count} everywhere`, (one) =>
        Object.values(one.servers).every((server) => server.stateMachine?.n === `${count}`),
      );
    }
    await playground.server("n2").press("Enter");
    await more(playground, "Take snapshot");
    await playground.runUntil("n2's log begins later", (one) => one.servers.n2?.log.length === 0);
    await expect(page.locator("raft-ledger .packed").last()).toBeAttached();

    await playground.server("n3").press("Enter");
    await more(playground, "Wipe disk");
    expect((await playground.state()).servers.n3).toMatchObject({ state: "down", durableIndex: 0 });
    await playground.button("Restart").click();
    await playground.server("n2").press("Enter");
    await playground.button("Make leader").click();
    const flying = await playground.runUntil("a snapshot is on its way", (one) =>
      one.messages.some((message) => message.kind === "InstallSnapshot" && message.to === "n3"),
    );
    expect(flying.servers.n3?.stateMachine).toEqual({});
    const state = await playground.runUntil(
      "n3 has caught up",
      (one) => one.servers.n3?.stateMachine?.n === "3",
    );
    expect(state.violations).toEqual([]);
  },
);

test(
  "a linearizable read waits for its quorum; a stale one does not",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await Playground.open(page);
    await playground.seek(290);
    await playground.do("release");
    await playground.server("n1").press("Enter");
    await playground.button("Cut off").click();
    await page.keyboard.press("Escape");
    await playground.panel("Try it");
    const form = page.locator("raft-client-form");
    await form.getByLabel("Through").selectOption("n1");
    await form.getByLabel("How to read").selectOption("whatever it has");
    await playground.button("Read").click();
    await playground.seek((await playground.state()).time + 40);
    await expect(form.getByRole("listitem").first()).toContainText(/read x.*: 1/);

    await form.getByLabel("How to read").selectOption("ask a majority");
    await expect(form).toContainText("A majority confirms the leader first");
    await playground.button("Read").click();
    await playground.seek((await playground.state()).time + 60);
    await expect(form.getByRole("listitem").first()).toContainText("c1 waits for n1");
    await expect(playground.sentence()).toContainText(
      "a majority must confirm that it still leads",
    );
    const quorum = page.locator('.server[data-server="n1"] .quorum');
    await expect(quorum).toContainText("still leads?");
    await expect(quorum.locator(".pip.yes")).toHaveCount(1);

    await playground.button("Heal all").click();
    await playground.seek((await playground.state()).time + 110);
    await expect(form.getByRole("listitem").first()).toContainText(/read x.*: 1/);
  },
);

for (const sessions of [true, false]) {
  test(
    `a retry is executed ${sessions ? "once with" : "twice without"} sessions`,
    ANY_SCREEN,
    async ({ page }) => {
      const playground = await Playground.open(page);
      await playground.seek(0);
      if (sessions) {
        await openRules(playground);
        await page.getByRole("switch", { name: /^Sessions/ }).check();
        await playground.button("Start with these rules").click();
      }
      await playground.seek(290);
      await playground.do("release");
      await playground.panel("Try it");
      await page.getByLabel("Key").fill("n");
      await playground.button("Increment").click();
      const done = await playground.runUntil(
        "it is done, and the answer is on its way",
        (one) =>
          one.servers.n1?.stateMachine?.n === "1" &&
          one.messages.some((message) => message.kind === "ClientReply"),
      );
      const reply = done.messages.find((message) => message.kind === "ClientReply");
      await playground.panel("Pending");
      await playground.button(`Drop: ${reply?.from} → c1: answer`).click();
      await playground.panel("Try it");
      const answers = page.getByRole("list", { name: "Answers" });
      await playground.seek(done.time + 400);
      await expect(answers).toContainText(sessions ? "n+=1: 1" : "n+=1: 2");
      const state = await playground.state();
      expect(state.servers.n1?.stateMachine?.n).toBe(sessions ? "1" : "2");
      expect(state.servers.n1?.log.filter((entry) => entry.command?.includes("n+=1"))).toHaveLength(
        2,
      );
    },
  );
}

test(
  "three servers become five under load, through both majorities",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await Playground.open(page);
    await playground.panel("Scenario");
    await page.getByRole("combobox", { name: /^Servers/ }).selectOption("5");
    await page.getByRole("combobox", { name: /^Members at the start/ }).selectOption("3");
    await page.getByRole("combobox", { name: /^Clients’ own work/ }).selectOption("all the time");
    await playground.button("Start with these rules").click();
    await playground.seek(0);
    const commits = (state: PublicState) =>
      Math.max(...Object.values(state.servers).map((server) => server.commitIndex ?? 0));
    const before = await playground.runUntil("there is work", (one) => commits(one) > 3);
    expect(Object.values(before.servers).slice(3)).toMatchObject([{ log: [] }, { log: [] }]);
    await expect(playground.server("n4")).toHaveAccessibleName(/not a member/);

    await playground.panel("Try it");
    const members = page.locator("raft-members");
    await members.getByLabel("n4 shall be").selectOption("voter");
    await members.getByLabel("n5 shall be").selectOption("voter");
    await members.getByLabel("How to get there").selectOption("through both sets, leave by hand");
    await expect(members).toContainText("The leader is asked to add n4, n5 as voter.");
    await playground.button("Change members").click();
    const joint = await playground.runUntil("n4 has the joint set", (one) =>
      Boolean(one.servers.n4?.log.some((entry) => entry.kind === "configuration")),
    );
    await expect(members).toContainText("Two sets of servers hold at once");
    await expect(page.locator("raft-stage .chip-text").first()).toHaveText("both");
    await expect(page.locator("raft-stage .chip-text").last()).toHaveText("new");

    await playground.seek(joint.time + 100);
    const still = await playground.state();
    expect(commits(still)).toBeGreaterThan(commits(joint));
    await playground.button("Leave the old set").click();
    await playground.seek(still.time + 300);
    await expect(members.getByText("voter", { exact: true })).toHaveCount(5 + 5);
    const after = await playground.state();
    expect(commits(after)).toBeGreaterThan(commits(still));
    expect(after.violations).toEqual([]);

    // Two of five may fall now: with three members one would have been too many.
    const led = (await playground.leader())?.id;
    const others = Object.keys(after.servers).filter((id) => id !== led && id < "n4");
    await playground.do({ crash: others });
    await playground.seek(after.time + 800);
    expect(commits(await playground.state())).toBeGreaterThan(commits(after));
  },
);

test("a learner catches up, is promoted, and counts from then on", ANY_SCREEN, async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.panel("Scenario");
  await page.getByRole("combobox", { name: /^Servers/ }).selectOption("4");
  await page.getByRole("combobox", { name: /^Members at the start/ }).selectOption("3");
  await playground.button("Start with these rules").click();
  await playground.seek(0);
  await playground.runUntil("somebody leads", (one) =>
    Object.values(one.servers).some((server) => server.state === "leader"),
  );
  await playground.panel("Try it");
  const members = page.locator("raft-members");
  await members.getByLabel("n4 shall be").selectOption("learner");
  await playground.button("Change members").click();
  // Without a no-op a new leader has committed nothing yet.
  await expect(playground.sentence()).toContainText("refuses to change the members");
  await playground.button("Write").click();
  await playground.runUntil("something is committed", (one) =>
    Object.values(one.servers).some((server) => server.commitIndex === 1),
  );
  await playground.button("Change members").click();
  const learns = await playground.runUntil(
    "n4 knows that it is a learner for good",
    (one) => one.servers.n4?.commitIndex === 2,
  );
  // The leader has to hear that it has caught up.
  await playground.seek(learns.time + 100);
  await expect(playground.server("n4")).toHaveAccessibleName(/learner, has no vote/);
  await members.getByLabel("n4 shall be").selectOption("voter");
  await expect(members).toContainText("The leader is asked to promote n4.");
  await playground.button("Change members").click();
  const start = (await playground.state()).time;
  await playground.seek(start + 300);
  await expect(playground.server("n4")).not.toHaveAccessibleName(/learner/);
  expect((await playground.state()).violations).toEqual([]);
});
