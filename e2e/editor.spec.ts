import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import type { RaftPlayground } from "../web/element/raft-playground.ts";
import { findings } from "./axe.ts";
import { ANY_SCREEN, Playground } from "./playground.ts";

const MINE = `format = 1
title = "One server falls"
until = "900ms"

[[steps]]
id = "the-fall"
at = "300ms"
do = [{ crash = "n1" }]
say = "n1 falls."

[[steps]]
id = "the-end"
at = "600ms"
say = "So it stays."
`;

function field(page: Page) {
  return page.getByRole("textbox", { name: "Scenario, in TOML" });
}

function told(page: Page) {
  return page.locator("raft-scenario-editor .state");
}

async function text(page: Page): Promise<string> {
  const lines = await field(page).locator(".cm-line").allTextContents();
  return lines.join("\n");
}

/** The editor with nothing in it. */
async function empty(page: Page): Promise<Playground> {
  const playground = await Playground.open(page);
  await playground.pause();
  await playground.panel("Scenario");
  await playground.button("Write").click();
  await expect(field(page)).toBeFocused({ timeout: 20_000 });
  return playground;
}

/** Puts a text in place of all that is there, as a paste does. */
async function replace(page: Page, text: string): Promise<void> {
  await field(page).press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
}

async function file(page: Page, name: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name }).click(),
  ]);
  return readFileSync(await download.path(), "utf8");
}

/** The digest stands in the link that leads to this moment. */
async function digestOf(element: RaftPlayground): Promise<string> {
  const [, , payload = ""] = new URL(element.shareLink()).hash.split(".");
  const bytes = Uint8Array.from(atob(payload.replaceAll("-", "+").replaceAll("_", "/")), (one) =>
    one.charCodeAt(0),
  );
  const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const link = (await new Response(inflated).json()) as { digest: string };
  return link.digest;
}

/** Drops a file, as a hand does: on the element, or beside it. */
async function drop(page: Page, on: string, name: string, content: string): Promise<void> {
  await page
    .locator(on)
    .first()
    .evaluate(
      (target, { name, content }) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([content], name));
        for (const type of ["dragover", "drop"]) {
          const event = new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
          target.dispatchEvent(event);
          // Otherwise the browser leaves the page for the file.
          if (!event.defaultPrevented) throw new Error(`${type} is left to the browser`);
        }
      },
      { name, content },
    );
}

test("the editor is not there before somebody writes", ANY_SCREEN, async ({ page }) => {
  const fetched: string[] = [];
  const refused: string[] = [];
  page.on("request", (request) => fetched.push(request.url()));
  page.on("console", (message) => message.type() === "error" && refused.push(message.text()));
  const playground = await Playground.open(page);
  await playground.panel("Scenario");
  await expect(playground.button("New scenario")).toBeVisible();
  const ours = () => fetched.filter((url) => /editor/.test(url));
  expect(ours()).toEqual([]);
  await playground.button("New scenario").click();
  await expect(field(page)).toBeVisible({ timeout: 20_000 });
  expect(ours().some((url) => url.endsWith(".wasm"))).toBe(true);
  // The site's policy forbids styles that come from nowhere, and pictures within style sheets.
  await field(page).press("ControlOrMeta+a");
  await page.keyboard.insertText("seed = ");
  await expect(told(page)).toContainText("Line 1");
  expect(refused).toEqual([]);
});

test("a scenario is written from nothing, put right, and run", async ({ page }) => {
  const playground = await empty(page);
  await replace(page, MINE.replace("300ms", "300 ms"));
  await expect(told(page)).toContainText('Line 7: steps[0].at: cannot read "300 ms"');
  await expect(page.locator(".cm-lintRange-error")).toHaveText('at = "300 ms"');
  // What cannot run changes nothing on the screen, and the text stays.
  const before = await playground.state();
  await playground.button("Run").click();
  await expect(told(page)).toContainText("It cannot run yet.");
  expect(Object.keys((await playground.state()).servers)).toEqual(Object.keys(before.servers));
  expect(await text(page)).toContain("300 ms");
  await replace(page, MINE);
  await expect(told(page)).toContainText("It can run: 2 steps.");
  await playground.button("Run").click();
  await expect(told(page)).toContainText("It runs.");
  await playground.seek(350);
  await expect(playground.sentence()).toContainText("n1 falls.");
  expect((await playground.state()).servers.n1?.state).toBe("down");
  // The text is still there when the reader comes back from another panel.
  await playground.panel("Help");
  await playground.panel("Scenario");
  await expect(field(page)).toContainText("So it stays.");
});

test("a run can begin in the step in which the cursor stands", ANY_SCREEN, async ({ page }) => {
  const playground = await empty(page);
  await replace(page, MINE);
  await expect(told(page)).toContainText("It can run");
  await playground.button("Try from here").click();
  await expect(told(page)).toContainText("It runs, from the step the-end.");
  expect((await playground.state()).time).toBe(600);
  await field(page).press("ControlOrMeta+Home");
  await playground.button("Try from here").click();
  await expect(told(page)).toContainText("it runs from its beginning");
});

test("names and values are offered where they fit", ANY_SCREEN, async ({ page }) => {
  await empty(page);
  const offered = page.locator(".cm-tooltip-autocomplete");
  const options = offered.getByRole("option");
  /** Takes what is offered first. For a moment after a list has come, CodeMirror takes no key for it. */
  const accept = async (first: string) => {
    await expect(offered.getByRole("option", { selected: true })).toContainText(first);
    await page.waitForTimeout(150);
    await page.keyboard.press("Enter");
  };
  await page.keyboard.type('format = 1\ntitle = "x');
  await page.keyboard.press("End");
  await page.keyboard.type("\nlev");
  await accept("level");
  await expect(options).toHaveText(['"expert"', '"newcomer"', '"practitioner"']);
  await accept('"expert"');
  await page.keyboard.press("End");
  await page.keyboard.type("\n[[st");
  await accept("[[steps]]");
  await page.keyboard.press("Enter");
  await page.keyboard.press("ControlOrMeta+Space");
  await expect(page.locator(".cm-completionInfo")).toContainText("Its name in links");
  await accept("id");
  await page.keyboard.type("one");
  expect(await text(page)).toBe('format = 1\ntitle = "x"\nlevel = "expert"\n[[steps]]\nid = "one"');
});

test(
  "with the keyboard alone one comes in, writes, runs, and comes out",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await Playground.open(page);
    await playground.pause();
    await playground.panel("Scenario");
    const fresh = playground.button("New scenario");
    await fresh.focus();
    await page.keyboard.press("Enter");
    await expect(field(page)).toBeFocused({ timeout: 20_000 });
    await expect(field(page)).toContainText("A story of my own");
    // Keys of the page mean nothing here: letters are letters.
    const { time } = await playground.state();
    await page.keyboard.type("# kn ");
    await expect(field(page)).toContainText("# kn # What the story");
    expect((await playground.state()).time).toBe(time);
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(told(page)).toContainText("It runs.");
    await page.keyboard.press("Tab");
    await expect(playground.button("Run")).toBeFocused();
    await page.keyboard.press("Shift+Tab");
    await expect(field(page)).toBeFocused();
    await page.keyboard.press("Shift+Tab");
    await expect(playground.button("Open a file")).toBeFocused();
  },
);

test("what was done by hand is named, told, taken away, and the very same run", async ({
  page,
}) => {
  const playground = await Playground.open(page);
  await playground.seek(260);
  await playground.do({ crash: "n1" });
  await playground.seek(400);
  await playground.do({ restart: "n1" });
  await playground.seek(520);
  const digest = await playground.element.evaluate(digestOf);
  await playground.panel("Scenario");
  await playground.button("Record").click();
  const first = page.getByRole("group", { name: "Step 1: crash n1 at 260ms" });
  await expect(first).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole("group", { name: "Step 2: restart n1 at 400ms" })).toBeVisible();
  await first.getByLabel("Name").fill("The Fall");
  await expect(first).toContainText("1 to 40 lower-case letters");
  await expect(playground.button("Open in the editor")).toBeDisabled();
  await first.getByLabel("Name").fill("the-fall");
  await first.getByLabel("What readers are told").fill("n1 falls.");
  await page.getByLabel("Title").fill("As I did it");
  const toml = await file(page, "Download .toml");
  expect(toml).toContain('title = "As I did it"');
  expect(toml).toContain('id = "the-fall"');
  expect(toml).toContain('say = "n1 falls."');
  // More is done: the names stay with what they are of.
  await playground.do({ crash: "n2" });
  await expect(page.getByRole("group", { name: "Step 3: crash n2 at 520ms" })).toBeVisible();
  await expect(first.getByLabel("Name")).toHaveValue("the-fall");

  // Somebody else drops the file, and has the same run.
  await page.goto("about:blank");
  const other = await Playground.open(page);
  await drop(page, "raft-playground", "as-i-did-it.toml", toml);
  await expect(told(page)).toContainText("as-i-did-it.toml is in the editor.", { timeout: 20_000 });
  await other.button("Run").click();
  await expect(told(page)).toContainText("It runs.");
  await other.seek(520);
  expect(await other.element.evaluate(digestOf)).toBe(digest);
  // In the other spelling, by the field for files.
  const json = await file(page, "Download .json");
  await page.locator("raft-workshop input[type=file]").setInputFiles({
    name: "again.json",
    mimeType: "application/json",
    buffer: Buffer.from(json),
  });
  await expect(told(page)).toContainText("again.json is in the editor. Undo brings back");
  expect(await file(page, "Download .toml")).toContain('id = "the-fall"');
});

test(
  "what is no scenario is refused with a sentence, and what was there stays",
  ANY_SCREEN,
  async ({ page }) => {
    const playground = await empty(page);
    await replace(page, MINE);
    await expect(told(page)).toContainText("It can run");
    const note = page.locator("raft-workshop .note");
    await drop(page, "raft-playground", "large.toml", `title = "${"x".repeat(300_000)}"`);
    await expect(note).toContainText(
      "large.toml was not opened: it has 300010 bytes. Expected: at most 262144",
    );
    await drop(page, "footer", "picture.toml", "\u0000\u0001");
    await expect(note).toContainText("picture.toml was not opened: it is not a text.");
    await drop(page, "raft-playground", "broken.json", '{"format":1,"title":');
    await expect(told(page)).toContainText("broken.json was not opened:");
    expect(await text(page)).toContain("So it stays.");
    // Markup in a narration is text.
    await replace(page, MINE.replace("n1 falls.", "<img src=x onerror=alert(1)>"));
    await playground.button("Try from here").click();
    await playground.seek(310);
    await expect(playground.sentence()).toContainText("<img src=x");
  },
);

test(
  "JSON that is pasted becomes TOML, and a link leads to what was written",
  ANY_SCREEN,
  async ({ page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const playground = await empty(page);
    await page.evaluate(() =>
      navigator.clipboard.writeText('{"format":1,"title":"Pasted","until":"300ms"}'),
    );
    await page.keyboard.press("ControlOrMeta+v");
    await expect(field(page)).toContainText('title = "Pasted"');
    await expect(told(page)).toContainText("It can run");
    await page.getByRole("button", { name: "Copy a link to this scenario" }).click();
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .toContain("#v1.d.");
    const link = await page.evaluate(() => navigator.clipboard.readText());
    await page.goto("about:blank");
    await Playground.open(page, link);
    await expect(page.getByRole("heading", { name: "Pasted" })).toBeVisible();
    await playground.pause();
  },
);

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing in the editor and the recorder, ${colorScheme}`, async ({ page }) => {
    test.setTimeout(120_000);
    await page.emulateMedia({ colorScheme });
    const playground = await empty(page);
    await page.keyboard.type("for");
    await expect(
      page.locator(".cm-tooltip-autocomplete").getByRole("option").first(),
    ).toBeVisible();
    expect(await findings(page), "with a list of names").toEqual([]);
    await page.keyboard.press("Escape");
    await replace(page, MINE);
    await page.keyboard.insertText("seed = x");
    await expect(told(page)).toContainText("Line 15");
    expect(await findings(page), "with an error").toEqual([]);
    await playground.do({ crash: "n2" });
    await playground.button("Record").click();
    await page.getByLabel("Name", { exact: true }).fill("A Name");
    await expect(page.getByText("1 name is to be mended.")).toBeVisible();
    expect(await findings(page), "recorder").toEqual([]);
  });
}

test("at 360 pixels nothing is wider than the page", ANY_SCREEN, async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const playground = await empty(page);
  await replace(page, MINE);
  await playground.do({ crash: "n2" });
  for (const part of ["Start", "Write", "Record"]) {
    await playground.button(part).click();
    await expect(page.locator("raft-workshop [aria-current=true]")).toHaveText(part);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, part).toBeLessThanOrEqual(360);
  }
});
