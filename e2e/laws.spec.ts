import { expect, test } from "@playwright/test";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

// The laws of the screen, one test each. Some are told at length elsewhere: the story that needs no click in
// story.spec.ts, branches in steer.spec.ts, links in time.spec.ts.

test(
  "something meaningful moves within two seconds of simulated attention, with no click",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await Playground.open(page);
    const arcs = () =>
      page.locator("raft-stage .arc").evaluateAll((all) => all.map((arc) => arc.getAttribute("d")));
    const before = await arcs();
    expect(before).toHaveLength(3);
    await expect.poll(arcs).not.toEqual(before);
    await expect(playground.button("Pause")).toBeVisible();
  },
);

test("the sentence stands in one place, its detail and the paper's section one fold away", async ({
  page,
}) => {
  const playground = await Playground.open(page);
  const places = new Set<number>();
  for (const moment of [0, 80, 310, 665]) {
    await playground.seek(moment);
    places.add((await playground.sentence().boundingBox())?.y ?? -1);
  }
  expect(places.size).toBe(1);
  await playground.seek(80);
  await page.getByText("In detail").click();
  await expect(page.locator("raft-sentence .detail")).toContainText("RequestVoteReply t1 yes");
  await expect(page.locator("raft-sentence .detail")).toContainText(/§5\.\d/);
});

test(
  "Back always works: from the end to the beginning, telling moment by telling moment",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await Playground.open(page);
    await playground.seek(720);
    const passed: number[] = [720];
    await playground.button("Back").focus();
    for (let step = 0; step < 60 && passed.at(-1) !== 0; step++) {
      await page.keyboard.press("ArrowLeft");
      passed.push((await playground.state()).time);
    }
    expect(passed.at(-1)).toBe(0);
    // Two telling events can share an instant; none is ever ahead of the one before.
    expect([...passed].sort((one, other) => other - one)).toEqual(passed);
    expect(new Set(passed).size).toBeGreaterThan(14);
    await expect(page.getByText("Step 1 of 14")).toBeAttached();
  },
);

test(
  "a step shows the way: what travelled is seen travelling, and the reader can interrupt it",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await Playground.open(page);
    await playground.seek(200);
    const times = await playground.element.evaluate(async (element: RaftPlayground) => {
      const root = element.shadowRoot as ShadowRoot;
      const shown = () =>
        Number.parseFloat(root.querySelector("raft-timeline")?.getAttribute("now") ?? "") ||
        (root.querySelector("raft-timeline") as unknown as { now: number }).now;
      const next = root
        .querySelector("raft-transport")
        ?.shadowRoot?.querySelector<HTMLButtonElement>(".next");
      next?.click();
      const seen: number[] = [];
      for (let frame = 0; frame < 90; frame++) {
        await new Promise((done) => requestAnimationFrame(done));
        seen.push(shown());
      }
      return seen;
    });
    const between = new Set(times.filter((time) => time > 200 && time < (times.at(-1) ?? 0)));
    expect(between.size).toBeGreaterThan(0);
    expect([...times].sort((one, other) => one - other)).toEqual(times);
    // A second press does not wait for the first one's way to end.
    await playground.button("Next").click();
    await playground.button("Next").click();
    expect((await playground.state()).time).toBeGreaterThan(times.at(-1) ?? 0);
  },
);

test("colour is never alone: roles, conditions and kinds differ in shape, badge and word", async ({
  page,
}) => {
  const playground = await Playground.open(page);
  await playground.seek(450);
  await expect(page.locator("raft-stage [data-server=n1]")).toHaveClass(/dashed/);
  await expect(page.locator("raft-stage [data-server=n1] .badge-power")).toBeVisible();
  await expect(page.locator("raft-stage [data-server=n2]")).toHaveClass(/hexagon/);
  await expect(page.locator("raft-stage [data-server=n2] .word")).toHaveText("candidate");
  await expect(page.locator("raft-stage [data-server=n2] .term")).toHaveText(/2/);
  // Nothing on a page without a violation is red.
  const red = await page.evaluate(() => {
    const found: string[] = [];
    const walk = (root: ParentNode) => {
      for (const one of root.querySelectorAll<HTMLElement>("*")) {
        const { color, fill, stroke, backgroundColor } = getComputedStyle(one);
        for (const value of [color, fill, stroke, backgroundColor]) {
          const [r = 0, g = 0, b = 0, a = 1] = (value.match(/[\d.]+/g) ?? []).map(Number);
          if (value.startsWith("rgb") && a > 0 && r > 150 && g < 100 && b < 100)
            found.push(`${one.tagName} ${one.className} ${value}`);
        }
        if (one.shadowRoot) walk(one.shadowRoot);
      }
    };
    walk(document);
    return found;
  });
  expect(red).toEqual([]);
});

test("the legend is one key away from anywhere", async ({ page, isMobile }) => {
  const playground = await Playground.open(page);
  if (isMobile) await playground.panel("Help");
  else {
    await playground.server("n1").focus();
    await page.keyboard.press("l");
  }
  await expect(page.locator("raft-help")).toBeVisible();
  await page.getByRole("button", { name: "Glyphs" }).click();
  await expect(page.getByText("Double ring and ★: leader of its term.")).toBeVisible();
});

test(
  "one cursor: an entry that is pointed at lights up in every log and on its way",
  ANY_SCREEN,
  async ({ page }) => {
    await page.setViewportSize({ width: 1440, height: 1000 });
    const playground = await Playground.open(page);
    await playground.seek(205);
    await page.locator("raft-ledger .cell").first().hover();
    await expect(page.locator("raft-stage .message.parcel.lit")).toHaveCount(2);
    await expect(page.locator("raft-spacetime .arrow.entries.lit")).toHaveCount(2);
    // And back: a message that is pointed at in the diagram is lit on the stage.
    await page.locator("raft-ledger th").first().hover();
    const shaft = page.locator("raft-spacetime .arrow.entries .shaft").first();
    const box = await shaft.boundingBox();
    if (!box) throw new Error("the diagram has no arrow");
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await expect(page.locator("raft-stage .message.lit")).toHaveCount(1);
  },
);

test("a card opens beside its server by click, right click and keyboard, and never over it", async ({
  page,
  isMobile,
}) => {
  const playground = await Playground.open(page);
  await playground.seek(230);
  const disc = page.locator("raft-stage [data-server=n2] .disc");
  const card = page.getByRole("dialog", { name: "About server n2" });
  const open = [
    () => disc.click({ force: true }),
    () => playground.server("n2").press("Enter"),
    ...(isMobile ? [] : [() => disc.click({ force: true, button: "right" })]),
  ];
  for (const way of open) {
    await way();
    await expect(card).toBeVisible();
    const [one, other] = [await card.boundingBox(), await disc.boundingBox()];
    if (!one || !other) throw new Error("no card or no server");
    const apart =
      one.x >= other.x + other.width ||
      other.x >= one.x + one.width ||
      one.y >= other.y + other.height ||
      other.y >= one.y + one.height;
    expect(apart).toBe(true);
    await card.getByRole("button", { name: "Close" }).click();
    await expect(card).toBeHidden();
  }
});

test("the reader is the scheduler: what is due can be delivered, dropped, fired, and run until", async ({
  page,
}) => {
  const playground = await Playground.open(page);
  await playground.seek(200);
  await playground.panel("Pending");
  const pending = page.locator("raft-pending");
  const before = await playground.state();
  expect(before.messages.length).toBeGreaterThan(0);
  await pending
    .getByRole("button", { name: /^Deliver now/ })
    .first()
    .click();
  const after = await playground.state();
  expect(after.time).toBe(before.time);
  expect(after.messages.map(({ id }) => id)).not.toEqual(before.messages.map(({ id }) => id));
  await pending.getByRole("button", { name: "a commit", exact: true }).click();
  const committed = await playground.state();
  const most = Math.max(...Object.values(committed.servers).map((one) => one.commitIndex ?? 0));
  expect(most).toBeGreaterThan(0);
});

test("the timeline is a range that says what happened there", ANY_SCREEN, async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.seek(310);
  const range = page.getByRole("slider", { name: "Moment of the run" });
  await expect(range).toHaveAttribute("aria-valuetext", /310 milliseconds\. n1 crashes/);
});

test(
  "with reduced motion nothing moves by itself, and no information is lost",
  ANY_SCREEN,
  async ({ page }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    const playground = await Playground.open(page);
    await expect(playground.button("Play")).toBeVisible();
    const sentences: (string | null)[] = [];
    for (let step = 0; step < 14; step++) {
      if (step > 0) await playground.button("Next").click();
      sentences.push(await playground.sentence().textContent());
    }
    expect(new Set(sentences).size).toBe(14);
    expect((await playground.state()).time).toBe(720);
  },
);

test(
  "each server as plain JSON, as textbooks write it, with what just changed marked",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await Playground.open(page);
    await playground.seek(225);
    await playground.panel("State");
    const n1 = page.locator("raft-state-list section").first();
    await expect(n1).toContainText('"state": "leader"');
    await expect(n1).toContainText('{"index": 1, "term": 1, "command": "x=1"}');
    await expect(n1).toContainText('"commit_index": 0');
    await playground.button("Next").click();
    await expect(n1).toContainText('"commit_index": 1');
    await expect(n1.locator(".changed")).not.toHaveCount(0);
  },
);

test("what is not modelled is said", async ({ page }) => {
  const playground = await Playground.open(page);
  await expect(page.getByText(/Not modelled: Byzantine faults/)).toBeVisible();
  await playground.panel("Help");
  await page.getByRole("button", { name: "Not modelled" }).click();
  await expect(page.locator("raft-help")).toContainText("Byzantine");
});
