// Snippets that nobody copies and that say how something is: they are held against how it is.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";
import { expect, it } from "vitest";
import { Trial } from "../../web/trials/trial.ts";
import { fill } from "../../web/words/words.ts";
import { root } from "../run.mjs";
import { markdown } from "../site/markdown.mjs";
import { tried } from "./fences.mjs";

const text = (file) => readFileSync(join(root, file), "utf8");
const BOOK = "docs/book/README.md";

it("the example of the book's contents is its beginning", () => {
  const { title, chapter } = parse(tried("docs/book/README.md", "chapters"));
  const book = parse(text("docs/book/book.toml"));
  expect(title).toBe(book.title);
  expect(book.chapter).toEqual(expect.arrayContaining(chapter));
});

/** What the site makes of a block, with the scenario that would run. */
function madeOf(block) {
  const { pages: site } = JSON.parse(text("locales/en.json")).interface;
  const scenario = (name) => JSON.parse(text(`public/scenarios/${name}.json`));
  const story = { name: "figure-8", title: "Figure 8", moment: { servers: [] } };
  const env = {
    ...{ file: BOOK, to: (place) => place },
    stories: new Map([["figure-8", { ...story, scenario: scenario("figure-8") }]]),
  };
  return markdown({ site, fill })(`# X\n\n${block}`, env).html;
}

it("a block with a story of the gallery becomes an element that stands at its step", () => {
  const html = madeOf(tried("docs/book/README.md", "a story of the gallery"));
  const [, scenario, step] = /<raft-playground scenario="([^"]+)" step="([^"]+)"/.exec(html);
  expect(new Trial({ scenario }).timeOfStep(step).time).toBeGreaterThan(0);
});

it("a block with a whole story becomes an element that has it inside", () => {
  const html = madeOf(tried("docs/book/README.md", "a story in the block"));
  const [, json] = /<script type="application\/json">(.*?)<\/script>/.exec(html);
  const trial = new Trial({ json });
  expect(trial.story.title).toBe("Mine");
  expect(trial.worldAt(800).servers.size).toBe(3);
});

/** A value as an example shortens it: `{…}` is any object, `[…]` any list, `"abc…"` begins so, `,…}` has more. */
function shortened(example) {
  return JSON.parse(
    example
      .replaceAll("{…}", '{"…":"object"}')
      .replaceAll("[…]", '["…"]')
      .replaceAll(",…}", ',"…":"more"}'),
  );
}

function expectation(value) {
  if (typeof value === "string" && value.endsWith("…")) {
    return expect.stringMatching(`^${value.slice(0, -1)}[^…]+$`);
  }
  if (Array.isArray(value)) return value[0] === "…" ? expect.any(Array) : value.map(expectation);
  if (value === null || typeof value !== "object") return value;
  const { "…": left, ...said } = value;
  if (left === "object") return expect.any(Object);
  const fields = Object.fromEntries(
    Object.entries(said).map(([name, one]) => [name, expectation(one)]),
  );
  return left === "more" ? expect.objectContaining(fields) : fields;
}

it("the lines of an export are those that the opening story gives", async () => {
  const { exportRun, initSync } = await import("../../web/engine/wasm/workbench.js");
  initSync({ module: readFileSync(join(root, "web/engine/wasm/workbench_bg.wasm")) });
  const { engine, story } = new Trial({ scenario: "default" });
  engine.seek(story.until);
  const json = text("public/scenarios/default.json");
  const lines = exportRun(engine.shareLink(), json, "ndjson")
    .trimEnd()
    .split("\n")
    .map((one) => JSON.parse(one));

  const examples = tried("docs/events.md", "three lines")
    .trimEnd()
    .replaceAll("\n ", " ")
    .split("\n");
  expect(examples).toHaveLength(3);
  const [header, event, end] = examples.map(shortened);
  expect(lines.at(0)).toEqual(expectation(header));
  expect(lines.find(({ no }) => no === event.no)).toEqual(expectation(event));
  expect(lines.at(-1)).toEqual(expectation(end));
});

/** `a ◀ {b, c} ◀ d`: lists of crates, from those that know nobody to those that nobody knows. */
function chains(drawing) {
  const [first, more] = drawing.split("\n");
  const row = (line) =>
    line
      .split("◀")
      .map((part) => part.match(/raft-\w+/g) ?? [])
      .filter((names) => names.length > 0);
  const trunk = row(first);
  // The second line goes on behind the same crates as the first one's last.
  return [trunk, [...trunk.slice(-1), ...row(more)]];
}

it("the drawing of the crates is how they depend on each other", () => {
  const crates = readdirSync(join(root, "crates"));
  const needs = (crate) => Object.keys(parse(text(`crates/${crate}/Cargo.toml`)).dependencies);
  const drawn = new Set();
  for (const chain of chains(tried("ARCHITECTURE.md", "the crates"))) {
    chain.flat().forEach((crate) => void drawn.add(crate));
    expect(crates).toEqual(expect.arrayContaining(chain.flat()));
    for (const [order, names] of chain.slice(1).entries()) {
      for (const name of names) {
        const met = chain[order].filter((one) => needs(name).includes(one));
        expect(met, `${name} depends on none of ${chain[order]}`).not.toEqual([]);
      }
    }
  }
  expect(drawn.size).toBeGreaterThan(9);
});
