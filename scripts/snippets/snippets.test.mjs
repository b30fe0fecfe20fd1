import { expect, it } from "vitest";
import { census, everyFence, surroundings, testsThatAsk, troubles } from "./census.mjs";
import { fencesIn, fencesOf, tried } from "./fences.mjs";

it("every snippet of every document is run by a test", () => {
  const fences = everyFence();
  // If none were found, all of them would be run.
  expect(fences.length).toBeGreaterThan(80);
  expect(troubles(census(fences, surroundings()))).toEqual([]);
});

it("a test asks for no snippet by a name that two have", () => {
  const names = everyFence()
    .filter(({ kind }) => kind === "tried")
    .map(({ document, name }) => `${document}: ${name}`);
  expect(names.filter((name, order) => names.indexOf(name) !== order)).toEqual([]);
  expect(() => tried("docs/embedding.md", "nothing")).toThrow(
    "docs/embedding.md has 0 snippets with <!-- tried: nothing -->",
  );
});

const AROUND = {
  tests: [{ file: "e2e/x.spec.ts", code: 'const TAG = tried(\n  "docs/x.md",\n  "the tag",\n);' }],
  pages: new Set(["docs/x.md"]),
  files: new Set(["vite/a.js", "vite/c.js", "nuxt/a.js"]),
  projects: 'import "./a.js";',
  exists: (file) => file === "e2e/package/vite.spec.ts",
};
const counted = (text, document = "docs/x.md") => census(fencesIn(text, document), AROUND);

it("a snippet that nobody knows is a trouble, with a sentence that says what to do", () => {
  expect(troubles(counted("# X\n\n```js\nalert();\n```\n"))).toEqual([
    'docs/x.md:3: no test runs this snippet (js): write <!-- tried: NAME --> on the line above it, and let a test run what tried("docs/x.md", "NAME") gives (scripts/snippets/fences.mjs).',
  ]);
  const wrong = (text, document) => troubles(counted(text, document))[0];
  expect(wrong("```\nls\n```\n")).toContain("does not say in which language");
  expect(wrong("Text\n\n    ls\n")).toContain("write it between fences");
  expect(wrong("```raft\n```\n", "docs/y.md")).toContain("docs/y.md is no page of the site");
  expect(wrong("<!-- tried: the tag -->\n\n```js\n```\n")).toContain("write <!-- tried: NAME -->");
  expect(wrong("<!-- tried: a tag -->\n```js\n```\n")).toContain(
    'no test says tried("docs/x.md", "a tag")',
  );
  expect(wrong("<!-- file: vite/b.js -->\n```js\n```\n")).toContain("know the file vite/b.js");
  expect(wrong("<!-- file: vite/c.js -->\n```js\n```\n")).toContain("know the file vite/c.js");
  expect(wrong("<!-- file: nuxt/a.js -->\n```js\n```\n")).toContain("know the file nuxt/a.js");
});

it("a snippet that is run is counted with its test", () => {
  const by = (text) => counted(text).map((one) => one.by);
  expect(by("<!-- tried: the tag -->\n```js\n```\n")).toEqual(["e2e/x.spec.ts"]);
  expect(by("<!-- file: vite/a.js -->\n```js\n```\n")).toEqual(["e2e/package/vite.spec.ts"]);
  // What stands in a longer fence is its text, and what stands in a list is a snippet as well.
  const nested = fencesIn(
    "* one\n\n  ```sh\n  ls\n  ```\n\n````md\n```js\n```\n````\n",
    "docs/x.md",
  );
  expect(nested.map(({ language, content }) => [language, content])).toEqual([
    ["sh", "ls\n"],
    ["md", "```js\n```\n"],
  ]);
});

it("the tests that are looked through are there", () => {
  const files = testsThatAsk().map(({ file }) => file);
  expect(files).toContain("e2e/embedding.spec.ts");
  expect(files).toContain("scripts/snippets/snippets.test.mjs");
  expect(fencesOf("docs/package.md").some(({ kind }) => kind === "file")).toBe(true);
});
