import { expect, test } from "@playwright/test";
import { findings } from "./axe.ts";
import { card, choose, fold, open } from "./cards.ts";
import { ANY_SCREEN } from "./playground.ts";

// Every fault of servers by hand, and all that is wrong in one list. Few pages, many steps.

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
