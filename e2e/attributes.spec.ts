import { expect, type Page, test } from "@playwright/test";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import { publish, read } from "./article.ts";
import { ANY_SCREEN } from "./playground.ts";

// What authors write into attributes without having read what may stand there.

function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    const text = message.text();
    if (message.type() === "warning" && text.startsWith("<raft-playground>")) complaints.push(text);
  });
  return complaints;
}

test("a link can be a whole address, as it was copied", ANY_SCREEN, async ({ page }) => {
  const links = [
    "https://your.host/index.html?view=log#figure-8/the-overwrite",
    "#figure-8/the-overwrite",
    "figure-8/the-overwrite",
  ];
  for (const link of links) {
    const playground = await read(page, `<raft-playground link="${link}"></raft-playground>`);
    expect((await playground.state()).time, link).toBe(467);
  }
});

test("a link that leads nowhere is told of in the console, too", ANY_SCREEN, async ({ page }) => {
  const complaints = complaintsOf(page);
  for (const link of ["#v1.d.cut-off", "https://your.host/nothing", "#figure-8/nowhere"]) {
    const body = `<raft-playground link="${link}"></raft-playground>`;
    await page.goto(await publish(page, { body }));
    await expect(page.getByRole("alert")).toBeVisible();
  }
  expect(complaints).toHaveLength(3);
});

test(
  "a ratio that makes a line of it, or a page of miles, is none",
  ANY_SCREEN,
  async ({ page }) => {
    const complaints = complaintsOf(page);
    for (const ratio of ["1/100000", "100000/1", "0/0"]) {
      const { element } = await read(page, `<raft-playground ratio="${ratio}"></raft-playground>`);
      const height = await element.evaluate((one: HTMLElement) => one.offsetHeight);
      expect(height, ratio).toBeLessThan(5000);
      expect(await element.getAttribute("fits"), ratio).toBeNull();
    }
    expect(complaints.join("\n")).toContain('ratio="1/100000": expected');
  },
);

test("blanks around a name or a seed mean nothing", ANY_SCREEN, async ({ page }) => {
  const playground = await read(
    page,
    '<raft-playground scenario=" figure-8 " seed=" 2a "></raft-playground>',
  );
  expect(Object.keys((await playground.state()).servers)).toHaveLength(5);
});

test("a speed can begin with its point", ANY_SCREEN, async ({ page }) => {
  const complaints = complaintsOf(page);
  await read(page, '<raft-playground speed=".5"></raft-playground>');
  expect(complaints).toEqual([]);
});

test('loop="false" is what frameworks write for no loop', ANY_SCREEN, async ({ page }) => {
  const { element } = await read(page, '<raft-playground loop="false"></raft-playground>');
  const loops = () => element.evaluate((one: RaftPlayground) => one.loop);
  expect(await loops()).toBe(false);
  await element.evaluate((one) => one.setAttribute("loop", ""));
  expect(await loops()).toBe(true);
});

test("an end without a unit, or before the beginning, says what it should be", async ({ page }) => {
  const complaints = complaintsOf(page);
  for (const marks of ['end="600"', 'at="800ms" end="200ms"']) {
    const playground = await read(page, `<raft-playground ${marks}></raft-playground>`);
    await playground.ready();
  }
  expect(complaints).toHaveLength(2);
  expect(complaints[0]).toMatch(/end="600": expected .*, or a time like "600ms"/);
  expect(complaints[1]).toContain('end="200ms": expected something after 800 ms');
});

test("a scenario that there is not is named as one", ANY_SCREEN, async ({ page }) => {
  const complaints = complaintsOf(page);
  const body = '<raft-playground scenario="Figure 8"></raft-playground>';
  await page.goto(await publish(page, { body }));
  await expect(page.getByRole("alert")).toBeVisible();
  expect(complaints).toEqual([
    "<raft-playground> scenario: “Figure 8”; expected default, or another name of the gallery",
  ]);
});

test(
  "what looks like a scenario inside and is not read is told of",
  ANY_SCREEN,
  async ({ page }) => {
    const complaints = complaintsOf(page);
    const scenario = '{ "format": 1, "title": "Mine", "cluster": { "servers": 4 } }';
    for (const inside of [scenario, `<script type="text/json">${scenario}</script>`])
      await read(page, `<raft-playground>${inside}</raft-playground>`);
    expect(complaints).toHaveLength(2);
    for (const one of complaints) expect(one).toContain('<script type="application/json">');
    await read(page, "<raft-playground><a>Servers { n1, n2 }</a></raft-playground>");
    await read(
      page,
      `<raft-playground><script type="application/json">${scenario}</script></raft-playground>`,
    );
    expect(complaints).toHaveLength(2);
  },
);
