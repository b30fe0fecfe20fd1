import { expect, test } from "@playwright/test";
import { parse } from "smol-toml";
import { contentsOf } from "../scripts/site/documents.mjs";
import { documents, fencesOf } from "../scripts/snippets/fences.mjs";
import { begun, complaintsOf, Elsewhere, goesOn } from "./elsewhere.ts";
import { ANY_SCREEN } from "./playground.ts";

// Every cluster in every document: it is in the page, it says what the document says, and it lives.

let elsewhere: Elsewhere;

test.beforeAll(async () => {
  elsewhere = await Elsewhere.open();
});

test.afterAll(() => elsewhere.close());

type Document = { file: string; path: string };
const pages = new Map<string, string>(
  contentsOf()
    .flatMap((part: { documents: Document[] }) => part.documents)
    .map(({ file, path }: Document) => [file, path]),
);

for (const document of documents()) {
  const blocks = fencesOf(document)
    .filter(({ language }) => language === "raft")
    .map(({ content }) => parse(content));
  if (blocks.length === 0) continue;

  test(`${document}: ${blocks.length} living`, ANY_SCREEN, async ({ page }) => {
    const complaints = complaintsOf(page);
    await page.goto(`${elsewhere.site.address}${pages.get(document)}`);
    const elements = page.locator("raft-playground");
    await expect(elements).toHaveCount(blocks.length);
    for (const [order, { story, ...attributes }] of blocks.entries()) {
      const element = elements.nth(order);
      for (const [name, value] of Object.entries(attributes)) {
        await expect(element).toHaveAttribute(name, String(value));
      }
      const moment = await begun(element);
      if (attributes.step) expect(moment).toBeGreaterThan(0);
      await goesOn(element);
    }
    // An attribute that means nothing is complained of.
    expect(complaints).toEqual([]);
  });
}
