import { expect, test } from "@playwright/test";
import { card, choose, fold, open } from "./cards.ts";
import { ANY_SCREEN, committed } from "./playground.ts";

// Every fault of links and messages by hand, on the thing it concerns, and seen there. Few pages, many steps.

test("a link is slow, lossy, late, doubled, narrow, down now and then, choosy, jammed", async ({
  page,
}) => {
  const playground = await open(page);
  await playground.panel("Faults");
  await playground.button("n1 – n2").click();
  await fold(page, "More");
  const link = page.locator('raft-stage .link[data-link="n1–n2"]');
  for (const [knob, setting, sign] of [
    ["Travel time", "takes 200 ms", "slow"],
    ["Slowed down", "10 times as slow", "slow"],
    ["Spread", "rarely much slower (long tail)", "slow"],
    ["Bandwidth", "one message in 50 ms", "slow"],
    ["Loss", "20 % lost", "lossy"],
    ["Room", "room for 1, the rest is lost", "lossy"],
    ["Late", "20 % late by 50–150 ms", "late"],
    ["Twice", "20 % come twice, the copy 500 ms later", "twice"],
    ["Flapping", "down 30 % of the time, 200 ms each", "flapping"],
  ] as const) {
    await choose(page, knob, setting);
    await expect(link.locator(`.sign.${sign}`)).toBeVisible();
    await expect(card(page).getByText(setting).first()).toBeAttached();
  }
  await expect(link).toHaveClass(/slow/);
  await choose(page, "Which way", "n2 → n1");
  await fold(page, "Keep back");
  await page.getByRole("checkbox", { name: "AppendEntriesReply" }).check();
  // Now the two directions differ: each has its own signs, on its own lane.
  await expect(link.locator(".sign.blocked")).toHaveCount(1);
  await expect(link.locator(".sign:visible")).toHaveCount(2);
  await expect(card(page)).toContainText("n2 → n1: keeps back AppendEntriesReply");
  await choose(page, "Which way", "both ways");
  await card(page).getByRole("button", { name: "Nothing wrong" }).click();
  await expect(link.locator(".sign:visible")).toHaveCount(0);
  await card(page).getByRole("button", { name: "Jam" }).click();
  await expect(link.locator(".sign.jammed")).toBeVisible();
  await playground.seek(280);
  await expect(page.locator("raft-stage .message.held").first()).toBeAttached();
  await card(page).getByRole("button", { name: "Let everything go" }).click();
  await expect(link.locator(".sign:visible")).toHaveCount(0);
});

test("a client's link is cut, one way or both, and goes wrong like any other", async ({ page }) => {
  const playground = await open(page, 100);
  await playground.do("release");
  await playground.panel("Faults");
  await playground.button("c1").click();
  await card(page).getByRole("button", { name: "c1 – n1" }).click();
  const link = page.locator('raft-stage .link[data-link="c1–n1"]');
  await expect(link).toHaveClass(/selected/);
  await expect(page.locator("raft-stage .link.outer")).toHaveCount(1);

  await card(page).getByRole("button", { name: "Cut", exact: true }).click();
  await expect(card(page)).toContainText("Cut: nothing passes.");
  await expect(link.locator(".cut")).toBeVisible();
  await playground.do({ put: { key: "y", value: "1", via: "n1" } });
  expect((await playground.state()).messages).toContainEqual(
    expect.objectContaining({ from: "c1", to: "n1", doomed: "cut" }),
  );
  await expect(page.getByRole("list", { name: "What is wrong right now" })).toHaveText(
    /c1 – n1\s+cut/,
  );

  // Only the answers are lost: what is asked for again happens all the same.
  await card(page).getByRole("button", { name: "Heal" }).click();
  await card(page).getByRole("button", { name: "Cut n1 → c1" }).click();
  await expect(card(page)).toContainText("Nothing passes from n1 to c1.");
  const told = await playground.runUntil("n1 answers in vain", (state) =>
    state.messages.some(({ from, to, doomed }) => from === "n1" && to === "c1" && doomed === "cut"),
  );
  expect(told.servers.n1?.log.some((entry) => entry.command === "y=1")).toBe(true);
  await card(page).getByRole("button", { name: "Heal" }).click();

  await fold(page, "More");
  for (const [knob, setting, sign] of [
    ["Travel time", "takes 200 ms", "slow"],
    ["Loss", "20 % lost", "lossy"],
    ["Twice", "20 % come twice, the copy 500 ms later", "twice"],
  ] as const) {
    await choose(page, knob, setting);
    await expect(link.locator(`.sign.${sign}`)).toBeVisible();
    await expect(card(page).locator("p").filter({ hasText: setting })).toBeVisible();
  }
  await card(page).getByRole("button", { name: "Close" }).click();
  await expect(link, "what is wrong stays in sight").toBeVisible();
  await page.getByRole("button", { name: /^End it: c1 – n1: / }).click();
  await expect(link).toBeHidden();
});

test("a client's link by keyboard alone", ANY_SCREEN, async ({ page }) => {
  const playground = await open(page, 100);
  await playground.server("n1").press("Enter");
  await card(page).getByText("More", { exact: true }).press("Enter");
  await card(page).getByRole("button", { name: "n1 – c1" }).press("Enter");
  const link = page.locator('raft-stage .link[data-link="c1–n1"]');
  await card(page).getByRole("button", { name: "Close" }).focus();
  await page.keyboard.press("x");
  await expect(link.locator(".cut")).toBeVisible();
  await page.keyboard.press("h");
  await expect(link.locator(".cut")).toBeHidden();
});

test(
  "a flapping link shows when it is down, and what stalls by chance when it does",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await open(page, 100);
    await playground.panel("Faults");
    await playground.button("n1 – n2").click();
    await fold(page, "More");
    await choose(page, "Flapping", "down 50 % of the time, 1 s each");
    const link = page.locator('raft-stage .link[data-link="n1–n2"]');
    const seen = new Set<string>();
    for (let second = 0; second < 8; second++) {
      await playground.seek(1000 * second + 500);
      const { messages } = await playground.state();
      const down = await card(page).getByText("Down right now.").isVisible();
      await expect(link.locator(".cut")).toBeVisible({ visible: down });
      // What is sent now is lost exactly while it is down in that direction.
      const lost = messages.some(
        ({ from, to, doomed }) => `${from}${to}` === "n1n2" && doomed !== null,
      );
      if (lost) expect(down).toBe(true);
      seen.add(String(down));
    }
    expect([...seen].sort()).toEqual(["false", "true"]);

    await playground.seek(10);
    await playground.do({
      disk: { servers: "n2", faults: { stall: "100%", stall_for: "300ms" } },
    });
    await playground.do({
      server: { servers: "n3", faults: { stall: "100%", stall_for: "200ms" } },
    });
    const [n2, n3] = [playground.server("n2"), playground.server("n3")];
    await expect(n2.locator(".disk.stalled")).toBeHidden();
    await expect(n3.locator(".sign.slow")).toBeVisible();
    await expect(n3.locator(".sign.acts")).toBeHidden();
    await playground.seek(90);
    await expect(n2.locator(".disk.stalled")).toBeVisible();
    await expect(n2).toHaveAccessibleName(/its disk stalls right now/);
    await expect(n3.locator(".sign.slow.acts")).toBeVisible();
    await expect(n3).toHaveAccessibleName(/busy right now/);
  },
);

test("a jam: messages wait, are looked at, and go one by one or all at once", async ({ page }) => {
  const playground = await open(page, 150);
  await playground.panel("Faults");
  await playground.button("n1 – n3").click();
  await fold(page, "More");
  await card(page).getByRole("button", { name: "Jam" }).click();
  await card(page).getByRole("button", { name: "Close" }).click();

  // n1 commits x=1 with n2 alone; what it sends to n3 waits on the link.
  await playground.seek(240);
  const jammed = await playground.state();
  expect(committed(jammed, "n1", "x=1")).toBe(true);
  expect(jammed.servers.n3?.log).toEqual([]);
  await playground.panel("Pending");
  const due = page.getByRole("list", { name: "What is due" }).getByRole("listitem");
  const copy = due.filter({ hasText: /n1 → n3: .*entr/ }).first();
  await expect(copy).toContainText("jam");
  await copy.locator(".due").click();
  await expect(card(page)).toContainText("AppendEntries t1 prev=0@0 [1@1]");
  await card(page).getByRole("button", { name: "Close" }).click();

  await copy.getByRole("button", { name: /^Let go: / }).click();
  const one = await playground.state();
  expect(one.servers.n3?.log.map((entry) => entry.command)).toEqual(["x=1"]);
  // Its answer waits on the same link: the leader does not know.
  await playground.seek(290);
  await expect(due.filter({ hasText: "n3 → n1" }).first()).toContainText("jam");
  expect(committed(await playground.state(), "n3", "x=1")).toBe(false);

  await playground.panel("Faults");
  await page.getByRole("button", { name: /^End it: n1 – n3/ }).click();
  await playground.panel("Pending");
  await expect(due.filter({ hasText: "jam" })).toHaveCount(0);
  await playground.runUntil("n3 knows that it is committed", (state) =>
    committed(state, "n3", "x=1"),
  );
});

test("the reader holds a message, lets it go, delays it, sends it twice", async ({ page }) => {
  const playground = await open(page, 50);
  await playground.panel("Pending");
  const due = page.getByRole("list", { name: "What is due" }).getByRole("listitem");
  const ballot = "n1 → n3: asks for a vote";
  await playground.button(`More choices: ${ballot}`).click();
  await playground.button(`Hold: ${ballot}`).click();
  await expect(due.first()).toContainText(ballot);
  await expect(due.first()).toContainText("held");
  await expect(page.locator("raft-stage .message.held")).toHaveCount(1);
  await playground.seek(120);
  expect((await playground.state()).servers.n3).toMatchObject({ votedFor: null });
  await playground.button(`Let go: ${ballot}`).click();
  expect((await playground.state()).servers.n3?.term).toBe(1);

  await playground.seek(50);
  const id = (await playground.state()).messages.find((one) => one.to === "n2")?.id;
  await due.filter({ hasText: "n1 → n2: asks for a vote" }).locator(".due").click();
  await fold(page, "More");
  await playground.button("Send twice").first().click();
  await expect(page.locator("raft-stage .message.copy")).toHaveCount(1);
  await playground.button("Delay by 200 ms").click();
  const { messages } = await playground.state();
  expect(messages.find((one) => one.id === id)?.dueAt).toBeGreaterThan(250);
});
