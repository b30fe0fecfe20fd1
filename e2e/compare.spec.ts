import { expect, type Page, test } from "@playwright/test";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

/** The default story, and a branch in which n2 crashes before it can be elected. */
async function forked(page: Page): Promise<Playground> {
  const playground = await Playground.open(page);
  await playground.seek(720);
  await playground.seek(310);
  await playground.do({ crash: "n2" });
  await playground.seek(720);
  return playground;
}

const tree = (page: Page) => page.getByRole("list", { name: "Branches" });

test("branches are a tree with names, under the time line", ANY_SCREEN, async ({ page }) => {
  const playground = await forked(page);
  const current = tree(page).getByRole("button", { name: /^n2 crashed at 310ms\. Leaves “/ });
  await expect(current).toHaveAttribute("aria-current", "true");
  await expect(tree(page).getByRole("listitem")).toHaveCount(2);
  const changed = await playground.state();

  // Switched by keyboard, and back.
  await tree(page)
    .getByRole("button", { name: /: the story$/ })
    .press("Enter");
  await expect(current).not.toHaveAttribute("aria-current", "true");
  expect((await playground.state()).digest).not.toBe(changed.digest);
  await current.press("Enter");
  await playground.seek(720);
  expect((await playground.state()).digest).toBe(changed.digest);

  await playground.button("Rename “n2 crashed at 310ms”").click();
  const field = page.getByRole("textbox", { name: "New name of this branch" });
  await expect(field).toBeFocused();
  await field.fill("what if <b>n2</b> fails");
  await field.press("Enter");
  await expect(
    tree(page).getByRole("button", { name: /^what if <b>n2<\/b> fails\. Leaves/ }),
  ).toHaveText("what if <b>n2</b> fails");
});

test(
  "of many branches a few lines are shown, and the others are counted",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await Playground.open(page);
    await playground.seek(720);
    for (let nth = 0; nth < 8; nth++) {
      await playground.seek(300 - 20 * nth);
      await playground.do({ crash: "n3" });
    }
    await expect(tree(page).getByRole("listitem")).toHaveCount(5);
    await playground.button("… and 4 more").click();
    await expect(tree(page).getByRole("listitem")).toHaveCount(9);
    await playground.button("Show fewer").click();
    await expect(tree(page).getByRole("listitem")).toHaveCount(5);
  },
);

test("two branches stand side by side on one clock", async ({ page }) => {
  const playground = await forked(page);
  await page.getByRole("button", { name: /^Compare with “/ }).click();
  await expect(page.getByText("They part at 310 ms.")).toBeVisible();
  const [one, two] = [
    page.getByRole("region", { name: /^Run A/ }),
    page.getByRole("region", { name: /^Run B/ }),
  ];
  await expect(one.getByRole("button", { name: /^n2, crashed/ })).toBeVisible();
  await expect(two.getByRole("button", { name: /^n2, leader, term 2/ })).toBeVisible();

  const now = page.getByRole("table", { name: "Different at this moment" });
  await expect(now.getByRole("rowheader", { name: "n2" })).toBeVisible();
  const outcomes = page.getByRole("table", { name: "What came out differently" });
  await expect(outcomes.getByRole("rowheader", { name: "Leader of t2" })).toBeVisible();
  await expect(outcomes.getByRole("row", { name: /Entry 2@2/ })).toContainText("committed: x=2");

  // A difference can be gone to, and both runs go there together.
  await outcomes
    .getByRole("row", { name: /Leader of t2/ })
    .getByRole("button", { name: /^To 470 ms/ })
    .click();
  expect((await playground.state()).time).toBe(470);
  await expect(two.getByRole("img", { name: /^470 milliseconds/ })).toBeVisible();
  // Only one of the three lines can be moved, and it says what it moves.
  await expect(page.getByRole("slider", { name: /^Moment/ })).toHaveCount(1);
  await expect(page.getByRole("slider", { name: "Moment of both runs" })).toBeVisible();
  await playground.seek(200);
  await expect(
    page.getByText("At this moment every server is the same in both runs."),
  ).toBeVisible();
  await page
    .getByRole("group", { name: "Playback" })
    .getByRole("button", { name: /^Play/ })
    .click();
  await expect.poll(async () => (await playground.state()).time).toBeGreaterThan(320);
  await playground.pause();
  const { time } = await playground.state();
  for (const pane of [one, two]) {
    const line = pane.getByRole("img", { name: / milliseconds/ });
    const said = (await line.getAttribute("aria-label")) ?? "";
    expect(Math.abs(Number.parseInt(said, 10) - time)).toBeLessThanOrEqual(1);
  }
  await playground.button("Stop comparing").click();
  await expect(one).toBeHidden();
  await expect(page.getByRole("tab", { name: "Try it" })).toBeVisible();
});

test("long logs make no run wider than its half", async ({ page }) => {
  const playground = await Playground.open(page, "./?scenario=figure-7");
  await playground.seek(900);
  await page.getByRole("button", { name: "A whole term at a time" }).click();
  await expect(page.getByRole("region", { name: /^Run B/ })).toBeVisible();
  for (const run of [/^Run A/, /^Run B/]) {
    const pane = page.getByRole("region", { name: run });
    const fits = (element: Element) =>
      [...element.querySelectorAll("raft-stage, raft-ledger, raft-timeline")].every(
        (part) => part.clientWidth <= element.clientWidth + 1,
      );
    await expect.poll(() => pane.evaluate(fits)).toBe(true);
  }
});

test("beside the two clusters the buttons can be pressed", ANY_SCREEN, async ({ page }) => {
  await page.setViewportSize({ width: 1366, height: 768 });
  await forked(page);
  await page.getByRole("button", { name: /^Compare with “/ }).click();
  for (const run of [/^Run A/, /^Run B/])
    await expect(page.getByRole("region", { name: run }).locator("raft-stage")).toBeInViewport();
  for (const name of ["Play", "Back", "Next", "View", "Copy link"]) {
    const button = page
      .locator(":is(.bar, .tools)")
      .getByRole("button", { name: new RegExp(`^\\W*${name}`) });
    await expect(button).toBeInViewport({ ratio: 1 });
    // Nothing lies over it, and nothing has to be scrolled.
    await button.click({ trial: true });
  }
  expect(await page.evaluate(() => scrollY)).toBe(0);
});

test(
  "whoever looks about in two runs keeps the link that they are about to copy",
  ANY_SCREEN,
  async ({ page }) => {
    await page.addInitScript(() => {
      Object.defineProperty(navigator, "clipboard", { value: undefined });
    });
    const playground = await forked(page);
    await page.getByRole("button", { name: /^Compare with “/ }).click();
    const other = page.getByRole("region", { name: /^Run B/ });
    await expect(other.locator("raft-stage")).toBeVisible();
    await playground.button("Copy link").click();
    const field = page.getByLabel("Copy this by hand:");
    await expect(field).toHaveValue(/#v1\./);
    await other.getByRole("button", { name: /^n3, / }).hover();
    await expect(other.locator("raft-stage .server.lit, raft-stage .server.hovered")).toHaveCount(
      1,
    );
    await expect(field).toBeVisible();
  },
);

test(
  "the same run is compared with an option the other way round",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await forked(page);
    await page.getByRole("button", { name: "View", exact: true }).click();
    await playground.button("Compare two runs …").click();
    await page.getByLabel("This run beside").selectOption({ label: "PreVote on" });
    await expect(page.getByRole("region", { name: "Run B: PreVote on" })).toBeVisible();
    await expect(page.getByText(/^They part at 40 ms\.$/)).toBeVisible();
    // What is done now is done in both.
    await playground.seek(500);
    await playground.do({ restart: "n2" });
    await expect(
      page
        .getByRole("region", { name: /^Run B/ })
        .getByRole("button", { name: /^n2, (?!crashed)/ }),
    ).toBeVisible();
  },
);

test("a link to a comparison opens it as it was", ANY_SCREEN, async ({ page, context }) => {
  const playground = await forked(page);
  await page.getByRole("button", { name: /^Compare with “/ }).click();
  await playground.seek(470);
  const link = () => playground.element.evaluate((element: RaftPlayground) => element.shareLink());

  // The branch crashed n2 before this moment, and what differs in the end comes after it.
  const other = await Playground.open(await context.newPage(), await link());
  const opened = other.page;
  expect((await other.state()).time).toBe(470);
  expect((await other.state()).digest).toBe((await playground.state()).digest);
  await expect(opened.getByText("They part at 310 ms.")).toBeVisible();
  const two = opened.getByRole("region", { name: /^Run B/ });
  await expect(two.getByRole("button", { name: /^n2, leader, term 2/ })).toBeVisible();
  await expect(
    opened
      .getByRole("table", { name: "What came out differently" })
      .getByRole("row", { name: /Entry 2@2/ }),
  ).toBeVisible();
  await opened.close();

  await page.getByLabel("This run beside").selectOption({ label: "PreVote on" });
  const ruled = await Playground.open(await context.newPage(), await link());
  await expect(ruled.page.getByRole("region", { name: "Run B: PreVote on" })).toBeVisible();
  expect((await ruled.state()).time).toBe(470);
  await ruled.page.close();

  // What is wrong with such a link is said, and where.
  const wrong = await context.newPage();
  await wrong.goto((await link()).replace("pre_vote", "magic"));
  const alert = wrong.getByRole("alert");
  await expect(alert).toContainText("This link cannot be opened.");
  await expect(alert).toContainText("“magic” says nothing about a comparison.");
  await expect(alert).toContainText("Expected: pre_vote");
  await alert.getByRole("button", { name: "Open the default story" }).click();
  await new Playground(wrong).ready();
});

test(
  "another seed keeps what was done, and says what makes no sense there",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await Playground.open(page);
    await playground.seek(48);
    const [message] = (await playground.state()).messages;
    await playground.do({ drop: message?.id ?? "" });
    await playground.seek(300);
    await playground.do({ crash: "n3" });
    await playground.panel("Scenario");
    await expect(page.getByRole("checkbox", { name: /^Do my 2 actions again/ })).toBeChecked();
    await page.getByRole("combobox", { name: /^Servers/ }).selectOption("2");
    await playground.button("Start this run").click();
    await expect(page.getByText(/makes? no sense here:/)).toBeVisible();
    await expect(page.getByText("crash n3, at 300 ms: there is no server n3")).toBeVisible();
    await expect(page.getByRole("button", { name: "Copy them" })).toBeVisible();
    await playground.button("Close").click();
    await expect(page.getByText("crash n3, at 300 ms")).toBeHidden();
  },
);

test(
  "one can run until any condition, and back to the last event of a kind",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await Playground.open(page);
    await playground.seek(0);
    await playground.panel("Pending");
    await page.getByRole("button", { name: "an election", exact: true }).click();
    expect((await playground.state()).time).toBe(40);
    await page.getByLabel("What shall happen").selectOption({ label: "becomes leader" });
    await page.getByLabel("Which server").selectOption("n2");
    await playground.button("Run").click();
    expect((await playground.state()).time).toBe(470);
    await playground.button("Back to the last: a leader").click();
    expect((await playground.state()).time).toBe(80);
    await playground.button("Back to the last: a crash").click();
    await expect(page.getByText("There was none before this moment.")).toBeVisible();
  },
);

test("nothing of it is wider than the page", async ({ page }) => {
  await forked(page);
  await page.getByRole("button", { name: /^Compare with “/ }).click();
  await expect(page.getByText("They part at 310 ms.")).toBeVisible();
  const wider = () =>
    page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
  expect(await wider()).toBe(0);
});
