// By which test each snippet of each document is run. A snippet that is run by none is a promise that nobody keeps.
//
//   node scripts/snippets/census.mjs     prints the list
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { snippets as filesOfGuide } from "../package/fixtures.mjs";
import { isMain, main, root } from "../run.mjs";
import { contentsOf } from "../site/documents.mjs";
import { documents, fencesOf } from "./fences.mjs";

/** Where tests ask for a snippet by its name: tried("docs/…", "NAME"). */
const ASKING = {
  e2e: /\.spec\.ts$/,
  "e2e/package": /\.spec\.ts$/,
  "scripts/snippets": /\.test\.mjs$/,
};

/** Whether a test says so, on one line or, as it is formatted, on several. */
function asks(code, { document, name }) {
  return code.replace(/\s+/g, "").includes(`tried("${document}","${name}"`.replace(/\s+/g, ""));
}

export function testsThatAsk() {
  return Object.entries(ASKING).flatMap(([folder, ending]) =>
    readdirSync(join(root, folder))
      .filter((name) => ending.test(name))
      .map((name) => {
        const file = `${folder}/${name}`;
        return { file, code: readFileSync(join(root, file), "utf8") };
      }),
  );
}

/** What the census is taken with: files as they are, so that tests of the census can say otherwise. */
export function surroundings() {
  return {
    tests: testsThatAsk(),
    pages: new Set(contentsOf().flatMap((part) => part.documents.map(({ file }) => file))),
    files: new Set(filesOfGuide().map(([file]) => file)),
    exists: (file) => existsSync(join(root, file)),
    projects: projects(),
  };
}

/** Everything that stands in the projects of e2e/package, and what the guide puts there. */
function projects() {
  const folder = join(root, "e2e/package");
  const written = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8"));
  return [...written, ...filesOfGuide().map(([, body]) => body)].join("\n");
}

/** What a generator reads because of its name. Any other file is run by whoever names it. */
const BY_ITS_NAME = ["eleventy.config.js", "index.md", "use.ts", "figure.tsx"];

const WAYS = [
  {
    // A cluster in a document: the site's build makes an element of it.
    is: ({ language }) => language === "raft",
    by: ({ document }, { pages }) => pages.has(document) && "e2e/living.spec.ts",
    else: ({ document }) =>
      `${document} is no page of the site, which alone makes clusters of them`,
  },
  {
    is: ({ kind }) => kind === "tried",
    by: (fence, { tests }) => tests.find(({ code }) => asks(code, fence))?.file,
    else: ({ document, name }) => `no test says tried("${document}", "${name}")`,
  },
  {
    // A file of a project in which the npm package is installed.
    is: ({ kind }) => kind === "file",
    by({ name }, { files, exists, projects: known }) {
      const spec = `e2e/package/${name.split("/")[0]}.spec.ts`;
      const file = name.split("/").at(-1);
      const used = BY_ITS_NAME.includes(file) || known.includes(file);
      return files.has(name) && exists(spec) && used && spec;
    },
    else: ({ name }) =>
      `scripts/package/fixtures.mjs or e2e/package/ does not know the file ${name}`,
  },
  {
    is: ({ language }) => language === "sh",
    by: () => "scripts/snippets/commands.test.mjs",
  },
  {
    // The tutorial, whose blocks are all played, and the page is compared with it.
    is: ({ document, language }) => document === "docs/scenarios.md" && language === "toml",
    by: () => "crates/raft-scenario/tests/schema/main.rs",
  },
];

/** The snippets, each with the test that runs it or with what is wrong. */
export function census(fences, around) {
  return fences.map((fence) => {
    const way = WAYS.find(({ is }) => is(fence));
    if (!way) return { fence, why: unknown(fence) };
    const by = way.by(fence, around);
    return by ? { fence, by } : { fence, why: way.else(fence) };
  });
}

function unknown({ document, language }) {
  if (language === "") return "its fence does not say in which language it is";
  if (language === "indented") return "it is a snippet by its indentation: write it between fences";
  return (
    `write <!-- tried: NAME --> on the line above it, ` +
    `and let a test run what tried("${document}", "NAME") gives (scripts/snippets/fences.mjs)`
  );
}

/** What is wrong, a sentence for each. */
export function troubles(counted) {
  return counted
    .filter(({ why }) => why)
    .map(
      ({ fence: { document, line, language }, why }) =>
        `${document}:${line}: no test runs this snippet (${language || "no language"}): ${why}.`,
    );
}

export const everyFence = () => documents().flatMap(fencesOf);

if (isMain(import.meta.url)) {
  await main(() => {
    for (const { fence, by, why } of census(everyFence(), surroundings())) {
      const { document, line, language, name } = fence;
      console.log(`${document}:${line}\t${language}\t${name}\t${by ?? `– ${why}`}`);
    }
  });
}
