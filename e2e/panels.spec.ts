import { expect, test } from "@playwright/test";
import { ANY_SCREEN, Playground } from "./playground.ts";

test("the reader as scheduler: delivers one message before all others, and runs on to a commit", async ({
  page,
}) => {
  const playground = await Playground.open(page);
  await playground.seek(50);
  await playground.panel("Pending");
  const due = page.getByRole("list", { name: "What is due" }).getByRole("listitem");
  await expect(due.first()).toContainText("n1 → n2: asks for a vote");
  await playground.button("Deliver now: n1 → n3: asks for a vote").click();
  const { servers } = await playground.state();
  expect([servers.n2?.term, servers.n3?.term]).toEqual([0, 1]);
  await playground.button("a commit").click();
  const later = await playground.state();
  expect(Object.values(later.servers).map((server) => server.commitIndex)).toContain(1);
});

test(
  "a run that keeps the rules violates nothing, however long one waits",
  ANY_SCREEN,
  async ({ page }) => {
    test.setTimeout(60_000);
    const playground = await Playground.open(page);
    await playground.seek(50);
    await playground.panel("Pending");
    await playground.button("a violation").click();
    expect((await playground.state()).violations).toEqual([]);
  },
);

test(
  "the state is what textbooks write: the leader has applied, a follower not yet",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await Playground.open(page);
    await playground.seek(230);
    await playground.panel("State");
    const section = (id: string) => page.locator(`raft-state-list section[aria-label="${id}"]`);
    await expect(section("n1")).toContainText('"state": "leader"');
    await expect(section("n1")).toContainText('"state_machine": {"x": "1"}');
    await expect(section("n2")).toContainText('"commit_index": 0');
    await expect(section("n2")).toContainText('"state_machine": {}');
  },
);

test("a line of the state can be asked why, and the answer can be walked", async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(240);
  await playground.panel("State");
  await page.locator('section[aria-label="n1"]').getByText('"commit_index"').click();
  const question = page.getByRole("heading", { name: "Why does n1 know entry 1 to be committed?" });
  await expect(question).toBeVisible();
  await playground.button("Go to 195 ms").click();
  expect((await playground.state()).time).toBe(195);
  // The answer stays while one walks it, although at 195 ms nothing is committed yet.
  await expect(question).toBeVisible();
  await expect(page.getByText("you are here")).toBeVisible();
  await expect(page.getByText("Here the chain begins.")).toBeVisible();
});

test("an entry is tapped, and asked about", async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(205);
  await page
    .getByRole("button", { name: /^index 1, term 1, x=1/ })
    .first()
    .click();
  const about = page.getByRole("region", { name: "index 1, term 1, x=1" });
  await expect(about).toContainText("at n1");
  await about.getByRole("button", { name: "Why is entry 1 not committed?" }).click();
  await expect(page.locator("raft-why .path")).toContainText("Entry 1 needs");
  await playground.seek(275);
  await expect(about).toContainText("at n1, n2, n3");
  await about.getByRole("button", { name: "Why does n2 have entry 1 in its log?" }).click();
  await expect(
    page.getByRole("heading", { name: "Why does n2 have entry 1 in its log?" }),
  ).toBeVisible();
  await about.getByRole("button", { name: "Close" }).click();
  await expect(about).toHaveCount(0);
});

test("a report has all that is needed to look into a run", ANY_SCREEN, async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "clipboard", { value: undefined });
  });
  const playground = await Playground.open(page);
  await playground.panel("Scenario");
  await page.getByText("Rules", { exact: true }).click();
  await page.getByRole("switch", { name: /^PreVote/ }).check();
  await playground.button("Start with these rules").click();
  await playground.seek(300);
  const { digest } = await playground.state();
  await playground.button("Copy report").click();
  const report = await page.getByLabel("Copy this by hand:").inputValue();
  expect(report).toContain(digest);
  expect(report).toMatch(/At 300\.000 ms: /);
  expect(report).toMatch(/The same run at the same moment: http.*#v1\.d\./);
  expect(report).toMatch(/^- Engine: \d+\.\d+\.\d+$/m);
  expect(report).toContain("- Other rules than written: PreVote on");
  expect(report.match(/^ {4}\S/gm)).toHaveLength(15);
});

test("what was so from the start has no cause", ANY_SCREEN, async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(0);
  await playground.panel("Why");
  await playground.button("Why is n1 a follower in term 0?").click();
  await expect(page.getByText("So it was from the start.")).toBeVisible();
});

test("events can be searched, and asked why", async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(560);
  await playground.panel("Events");
  await page.getByRole("searchbox", { name: "Search events" }).fill("Crashes");
  await expect(page.getByText("1 found")).toBeVisible();
  await expect(page.locator("mark")).toHaveText("crashes");
  await page.getByRole("button", { name: /^Go to .*crashes/ }).click();
  expect((await playground.state()).time).toBe(310);
  await page.getByRole("searchbox").fill("no such thing");
  await expect(page.getByText("“no such thing”")).toBeVisible();
  await playground.button("AppendEntries").click();
  await page
    .getByRole("button", { name: /^Why\? .*AppendEntries/ })
    .first()
    .click();
  await expect(page.getByRole("heading", { name: "Why did this happen?" })).toBeVisible();
});

test("a word of the sentence explains itself, by keyboard as well", async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(90);
  const word = page.getByRole("button", { name: "majority", exact: true });
  await word.click();
  await expect(page.getByText("More than half of all servers")).toBeVisible();
  await expect(word).toHaveAttribute("aria-expanded", "true");
  await word.press("Escape");
  await expect(page.getByText("More than half of all servers")).toBeHidden();
  await expect(word).toBeFocused();
  await word.press("Space");
  await expect(page.getByText("More than half of all servers")).toBeVisible();
  expect((await playground.state()).time).toBe(90);
});

test(
  "? opens the keys, L the glyphs, W asks why, E sees as a server",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await Playground.open(page);
    await playground.seek(290);
    await playground.server("n2").focus();
    await page.keyboard.press("?");
    await expect(page.getByText("Bookmark this moment")).toBeVisible();
    await page.keyboard.press("l");
    await expect(page.locator("raft-legend")).toBeVisible();
    await playground.server("n2").press("Enter");
    await page.keyboard.press("e");
    await expect(playground.button("See as n2")).toHaveAttribute("aria-pressed", "true");
    await page.keyboard.press("w");
    await expect(
      page.getByRole("heading", { name: "Why is n2 a follower in term 1?" }),
    ).toBeVisible();
  },
);
