import { expect, type Locator, type Page, test } from "@playwright/test";
import { findings } from "./axe.ts";
import { ANY_SCREEN, committed, Playground } from "./playground.ts";

// Every fault by hand, on the thing it concerns, and seen there. Few pages, many steps.

async function open(page: Page, moment = 200): Promise<Playground> {
  const playground = await Playground.open(page);
  await playground.seek(moment);
  return playground;
}

const card = (page: Page): Locator => page.locator("raft-popover .card");
const fold = (page: Page, name: string): Promise<void> =>
  card(page).locator("summary").filter({ hasText: name }).first().click();
const choose = (page: Page, knob: string, setting: string): Promise<string[]> =>
  card(page).getByRole("combobox", { name: knob, exact: true }).selectOption({ label: setting });

test("a server is paused, slowed down, set to crash, its clock and its disk go wrong", async ({
  page,
}) => {
  const playground = await open(page);
  const n2 = playground.server("n2");
  await n2.press("Enter");
  await fold(page, "More");

  await fold(page, "Process");
  await choose(page, "Slow", "busy 20 ms after each step");
  await expect(n2).toHaveAccessibleName(/busy 20 ms after each step/);
  await expect(n2.locator(".sign.slow")).toBeVisible();
  await choose(page, "Stalls", "5 % of its steps stall it for 200–600 ms");
  await expect(n2).toHaveAccessibleName(/5 % of its steps stall it/);
  for (const point of [
    "before it writes or sends",
    "before a write is on disk",
    "after a write, before it answers",
    "before it tells its client",
  ]) {
    await choose(page, "Crash …", point);
    await expect(n2).toHaveAccessibleName(new RegExp(`will crash ${point}`));
  }
  await expect(n2.locator(".sign.trap")).toBeVisible();

  await fold(page, "Clock");
  await choose(page, "Rate", "10 % slow");
  await expect(n2.locator(".sign.clock")).toHaveText("−10 %");
  await choose(page, "Rate", "as it should");
  await playground.button("Clock of n2: 1000 ms ahead").click();
  await expect(n2.locator(".sign.clock")).toHaveText("+1000 ms");
  await playground.button("Clock of n2: 100 ms back").click();
  await expect(n2.locator(".sign.clock")).toHaveText("+900 ms");
  await playground.button("Set right").click();
  await expect(n2.locator(".sign.clock")).toBeHidden();

  await fold(page, "Disk");
  for (const [knob, setting, sign] of [
    ["Slow sync", "a sync takes 100 ms", "slow"],
    ["Hitches", "20 % of its writes take 50–500 ms longer", "slow"],
    ["Unsynced writes", "50 % of unsynced writes survive a crash", "fragile"],
    ["Torn writes", "50 % of crashes tear a write", "fragile"],
    ["Reordered writes", "50 % of crashes catch writes out of order", "fragile"],
    ["Damage", "20 % of crashes damage the disk", "fragile"],
    ["Lying sync", "100 % of writes are only said to be on disk", "lying"],
  ] as const) {
    await choose(page, knob, setting);
    await expect(n2).toHaveAccessibleName(new RegExp(setting));
    await expect(n2.locator(`.disk.${sign}`)).toBeVisible();
  }
  await expect(n2.locator(".disk-number")).toHaveText(/\?$/);
  await playground.button("Stall").click();
  await expect(n2.locator(".disk.stalled")).toBeVisible();
  await playground.button("Write again").click();

  await playground.button("Pause").click();
  await expect(n2).toHaveClass(/paused/);
  expect((await playground.state()).servers.n2).toMatchObject({ paused: true });
  await expect(playground.button("Time out now")).toHaveCount(0);
  await playground.button("Go on").click();
  expect((await playground.state()).servers.n2).toMatchObject({ paused: false });

  await playground.button("Damage").click();
  await expect(n2.locator(".disk.damaged")).toBeVisible();
  await playground.button("Crash").click();
  await expect(playground.button("Restart")).toHaveCount(0);
  await card(page).locator("> .actions").getByRole("button", { name: "Wipe disk" }).click();
  await playground.button("Restart").click();
  expect((await playground.state()).servers.n2).toMatchObject({ state: "follower" });
});

test(
  "a server that is set to crash does so when it comes to that point",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await open(page, 190);
    await playground.server("n2").press("Enter");
    await fold(page, "More");
    await fold(page, "Process");
    await choose(page, "Crash …", "after a write, before it answers");
    await expect(playground.sentence()).toContainText("n2 will crash when it has next written");
    const crashed = await playground.runUntil(
      "it crashes",
      (one) => one.servers.n2?.state === "down",
    );
    expect(crashed.servers.n2).toMatchObject({ durableIndex: 1 });
  },
);

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

test("all links at once, and everything that is wrong in one list, each with its end", async ({
  page,
}) => {
  const playground = await open(page);
  await playground.panel("Faults");
  await expect(page.getByText("Nothing is wrong: all servers run")).toBeVisible();
  const wrong = page.getByRole("list", { name: "What is wrong right now" }).getByRole("listitem");
  const faults = page.locator("raft-faults");
  await faults.getByRole("combobox", { name: "Slowed down" }).selectOption("10 times as slow");
  await expect(wrong).toHaveText([/All links\s+10 times as slow/]);
  await expect(page.locator("raft-stage .link.slow")).toHaveCount(3);
  await faults.getByRole("combobox", { name: /^Bridge through/ }).selectOption("n2");
  await expect(wrong.filter({ hasText: "n1 – n3" })).toContainText("cut");
  await expect(playground.button("Ring of majorities")).toBeDisabled();
  await playground.do({ hold: (await playground.state()).messages[0]?.id ?? "" });
  await playground.do({ crash: "n3" });
  await expect(wrong).toHaveCount(4);
  await playground.button("Restart: n3: crashed").click();
  await expect(wrong).toHaveCount(3);
  await playground.button("End everything").click();
  await expect(page.getByText("Nothing is wrong: all servers run")).toBeVisible();
});

test(
  "what one server cannot know of faults is not shown through its eyes",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await open(page);
    await playground.do({ network: { faults: { loss: "20%" } } });
    await playground.do({ clock: { servers: "n2", rate_ppm: 100_000 } });
    const signs = page.locator("raft-stage .sign:visible");
    await expect(signs).toHaveCount(4);
    await playground.server("n2").press("Enter");
    await playground.button("See as n2").click();
    await expect(signs).toHaveCount(0);
  },
);

test("a run starts with faults by chance and with other clients", async ({ page }) => {
  const playground = await open(page);
  await playground.panel("Scenario");
  await page.getByText("Faults by chance, and clients").click();
  const group = (name: string) => page.getByRole("group", { name, exact: true });
  await group("Links between servers")
    .getByRole("combobox", { name: "Loss" })
    .selectOption("20 % lost");
  await group("Disks").getByRole("combobox", { name: "Lying sync" }).selectOption({ index: 1 });
  await group("Clients").getByRole("combobox", { name: "How many" }).selectOption("3");
  await playground.button("Start with these rules").click();
  await playground.seek(0);
  await expect(page.locator("raft-stage .client")).toHaveCount(3);
  await expect(page.locator("raft-stage .link .sign.lossy")).toHaveCount(3);
  await expect(page.locator("raft-stage .disk.lying")).toHaveCount(3);
  await expect(page.getByText("Links between servers not as written")).toBeVisible();
});

test("by keyboard alone: from the list into a card, and back", ANY_SCREEN, async ({ page }) => {
  const playground = await open(page);
  await playground.panel("Faults");
  const opener = page.locator("raft-faults").getByRole("button", { name: "n1 – n2", exact: true });
  await opener.focus();
  await page.keyboard.press("Enter");
  await expect(card(page).getByRole("button", { name: "Cut", exact: true })).toBeFocused();
  await card(page).locator("summary").first().focus();
  await page.keyboard.press("Enter");
  const loss = card(page).getByRole("combobox", { name: "Loss", exact: true });
  await loss.focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.locator("raft-stage .link .sign.lossy")).toBeVisible();
  await expect(loss).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(card(page)).toHaveCount(0);
  await expect(opener).toBeFocused();
  const end = page.getByRole("button", { name: "End it: n1 – n2: 5 % lost" });
  await end.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Nothing is wrong: all servers run")).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing in faults and cards, ${colorScheme}`, async ({ page }) => {
    test.setTimeout(120_000);
    await page.emulateMedia({ colorScheme });
    const playground = await open(page);
    await playground.do({ network: { faults: { jam: true } } });
    await playground.do({ pause: "n2" });
    await playground.panel("Faults");
    await page.locator("raft-faults summary").click();
    expect(await findings(page), "faults").toEqual([]);
    await playground.button("n1 – n2").click();
    await fold(page, "More");
    expect(await findings(page), "a link's card").toEqual([]);
    await playground.do({ client_links: { servers: "n1", faults: { loss: "20%" } } });
    await playground.button("c1").click();
    expect(await findings(page), "a client's card").toEqual([]);
    await playground.server("n1").press("Enter");
    for (const group of ["More", "Process", "Clock", "Disk"]) {
      if (await card(page).locator("summary").filter({ hasText: group }).first().isVisible())
        await fold(page, group);
    }
    expect(await findings(page), "a server's card").toEqual([]);
    await playground.panel("Scenario");
    await page.getByText("Faults by chance, and clients").click();
    expect(await findings(page), "faults by chance").toEqual([]);
  });
}
