import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, type Page, test } from "@playwright/test";
import MarkdownIt from "markdown-it";
import { tried } from "../scripts/snippets/fences.mjs";
import { begun, Elsewhere, plays } from "./elsewhere.ts";
import {
  astroPage,
  docusaurusBody,
  docusaurusHead,
  hugoPage,
  hugoVersion,
  vitePressPage,
} from "./generators.mjs";
import { ANY_SCREEN } from "./playground.ts";

// The recipes of docs/embedding.md for generators of sites: what comes out of them lives.

let elsewhere: Elsewhere;

test.beforeAll(async () => {
  elsewhere = await Elsewhere.open();
});

test.afterAll(() => elsewhere.close());

const clusters = (page: Page) => page.locator("raft-playground");

/** A line that begins with a tag of that name, and what is left without it. */
function taken(text: string, tag: string): [string, string] {
  const [line = ""] = new RegExp(`^<${tag}\\b.*\\n`, "m").exec(text) ?? [];
  return [line, text.replace(line, "")];
}

test("mdBook: the script in the head, the tag in a chapter", ANY_SCREEN, async ({ page }) => {
  const [head, chapter] = taken(tried("docs/embedding.md", "mdBook"), "script");
  expect(head).toContain("raft-playground.js");
  // CommonMark, in which HTML passes through: mdBook is a program of its own.
  const body = new MarkdownIt({ html: true }).render(`# A chapter\n\n${chapter}\nText *behind*.\n`);
  expect(body).toContain("<em>behind</em>");
  const complaints = await elsewhere.show(page, { head, body });
  await plays(clusters(page));
  expect(complaints).toEqual([]);
});

test("Docusaurus: the configuration and a document", ANY_SCREEN, async ({ page }) => {
  const head = await docusaurusHead(tried("docs/embedding.md", "the configuration of Docusaurus"));
  const body = await docusaurusBody(tried("docs/embedding.md", "a document of Docusaurus"));
  const complaints = await elsewhere.show(page, { head, body });
  await expect(clusters(page)).toHaveCount(2);
  for (const order of [0, 1]) await plays(clusters(page).nth(order));
  // The second one has its scenario inside.
  await expect(clusters(page).nth(1).getByText("Mine")).toBeVisible();
  expect(complaints).toEqual([]);
});

test("Docusaurus: without braces around it, a scenario inside is refused", ANY_SCREEN, async () => {
  const document = tried("docs/embedding.md", "a document of Docusaurus");
  await expect(docusaurusBody(document.replace("{`", "").replace("`}", ""))).rejects.toThrow();
});

const VITEPRESS = tried("docs/embedding.md", "the configuration of VitePress");

test("VitePress: the configuration and a document", ANY_SCREEN, async ({ page }) => {
  const document = tried("docs/embedding.md", "a document of VitePress");
  const { head, body, warnings } = await vitePressPage(VITEPRESS, document);
  expect(warnings).toEqual([]);
  const mine = { format: 1, title: "Mine", cluster: { servers: 4 } };
  elsewhere.host.changed.set("mine.json", JSON.stringify(mine));
  const complaints = await elsewhere.show(page, { head, body });
  await plays(clusters(page));
  await expect(clusters(page).getByText("Mine")).toBeVisible();
  expect(complaints).toEqual([]);
});

test("VitePress: why the document says what it says", ANY_SCREEN, async () => {
  const untold = VITEPRESS.replace('"raft-playground"', '"another-tag"');
  const { warnings } = await vitePressPage(untold, "<raft-playground></raft-playground>");
  expect(warnings.join("\n")).toContain("Failed to resolve component: raft-playground");
  // Browsers then leave it out: what is made on a server is no JSON any more either.
  const script = '<script type="application/json">{ "format": 1 }</script>';
  const { body } = await vitePressPage(VITEPRESS, `<raft-playground>${script}</raft-playground>`);
  expect(body).toContain("{ &quot;format&quot;: 1 }");
});

test("Astro: a script that a layout leaves as it is", ANY_SCREEN, async ({ page }) => {
  const script = tried("docs/embedding.md", "Astro, as it is");
  const layout = `<html lang="en"><head><title>An article</title>${script}</head><body><slot /></body></html>`;
  const tag = '<raft-playground scenario="split-vote" controls="minimal"></raft-playground>';
  const made = await astroPage(layout, tag);
  // What Astro takes for its own is no script of the page any more.
  expect(made.scripts).toEqual([]);
  const complaints = await elsewhere.showPage(page, made.page);
  await plays(clusters(page));
  expect(complaints).toEqual([]);
});

test("Hugo: a shortcode", ANY_SCREEN, async ({ page }, info) => {
  if (hugoVersion() === null) {
    const why = 'it is not on this machine ("apt-get install hugo")';
    // A list of tests does not say why one is skipped.
    process.stdout.write(`  – Hugo is skipped: ${why}.\n`);
    test.skip(true, why);
  }
  const document = readFileSync(
    fileURLToPath(new URL("../docs/embedding.md", import.meta.url)),
    "utf8",
  );
  const [, text = ""] = /^and this into the text: `(.*)`\.$/m.exec(document) ?? [];
  expect(text).toMatch(/^\{\{< raft /);
  const made = hugoPage(
    info.outputPath(),
    tried("docs/embedding.md", "the shortcode of Hugo"),
    `# Twice\n\n${text}\n\nText *between*.\n\n${text}\n`,
  );
  expect(made).toContain("<em>between</em>");
  expect(made.match(/<script/g)).toHaveLength(1);
  const complaints = await elsewhere.showPage(page, made);
  await expect(clusters(page)).toHaveCount(2);
  expect(await begun(clusters(page).first())).toBeGreaterThan(0);
  await plays(clusters(page).first());
  expect(complaints).toEqual([]);
});
