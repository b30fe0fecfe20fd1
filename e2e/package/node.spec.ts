// The package under Node: the engine without a screen, and every snippet of the guide.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { node } from "./program.ts";
import { TRIED } from "./serve.ts";

const GOLDEN = new URL("../../crates/raft-trials/golden/scenarios.txt", import.meta.url);

/** How scenarios end natively: name without its folder, events, digest. */
const golden = new Map(
  readFileSync(GOLDEN, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split("/").at(-1) ?? line)
    .map((line): [string, string] => [line.split(" ")[0] ?? "", line]),
);

const digestOf = (name: string) => golden.get(name)?.split(" ")[2] ?? "unknown";

test("every scenario of the gallery ends as it ends natively", async () => {
  const { code, said } = await node("node", "digests.js");
  expect(code, said).toBe(0);
  const lines = said.split("\n");
  expect(lines.length).toBeGreaterThan(100);
  expect(lines).toEqual(lines.map((line) => golden.get(line.split(" ")[0] ?? "")));
});

test("the guide: a run, its sentence, its state, its digest", async () => {
  const { code, said } = await node("node", "run.js");
  expect(code, said).toBe(0);
  expect(said).toContain("Your turn");
  expect(said).toContain("command: 'a=1'");
  expect(said).toContain(digestOf("figure-8"));
});

test("the guide: an action, a second leader, a link that leads to the same run", async () => {
  const { code, said } = await node("node", "act.js");
  expect(code, said).toBe(0);
  expect(said).toMatch(/^a second leader after [\d.]+ ms: .*it leads term 2/);
  expect(said).toMatch(/\d+ events are known/);
  expect(said).toMatch(/true$/);
});

test("the guide: a violation, and what the guilty server decided", async () => {
  const { code, said } = await node("node", "violation.js");
  expect(code, said).toBe(0);
  expect(said).toMatch(/^Election Safety: Two leaders in term 1/);
  expect(said).toContain("election_won (majority-elects)");
});

test("the guide: what cannot be is refused with a sentence", async () => {
  const { code, said } = await node("node", "errors.js");
  expect(code, said).toBe(0);
  expect(said).toMatch(/^there is no server n9\nline 3: .*duration/);
});

test("bad input is refused with what, where and what was expected, and the run stays as it was", async () => {
  const { code, said } = await node("node", "bad-input.js");
  expect(code, said).toBe(0);
  expect(said.split("\n")).toEqual([
    "a name: refused, scenario: “no-such-story”; expected default, or another name of the gallery",
    "a path: refused, scenario: “../package”; expected default, or another name of the gallery",
    'a word: refused, nothing called "scenrio" can be wanted; expected scenario, text, json, link, seed, servers',
    "two sources: refused, scenario and link at once; expected one of them",
    expect.stringMatching(/^a link: refused, /),
    'a seed: refused, seed: "7 of 9" is no seed; expected a hexadecimal number below 2^53',
    "servers: refused, cluster.servers: this cannot work; expected 1 to 9, found 99",
    expect.stringMatching(/^toml: refused, until: cannot read "soon": expected a duration/),
    expect.stringMatching(/^json: refused, missing field `title`/),
    "a moment: refused, NaN is no moment of a run; expected milliseconds from 0 to 3600000",
    expect.stringMatching(
      /^a step: refused, the story has no step "no-such-step"; expected nobody-in-charge, /,
    ),
    expect.stringMatching(
      /^an event: refused, no event 4711 is known; expected a number from 1 to \d+$/,
    ),
    "an action: refused, there is no server n9",
    expect.stringMatching(
      /^a goal: refused, cannot run until "the end of time"; expected election, /,
    ),
    expect.stringMatching(
      /^an export: refused, there is no format "pdf"; expected one of ndjson, /,
    ),
    "nothing: refused, open(null); expected a name, or one of scenario, text, json, link",
    "a number: refused, open(5); expected a name, or one of scenario, text, json, link",
    "a list: refused, open(); expected a name, or one of scenario, text, json, link",
    "no text: refused, text: found object; expected a text",
    "no data: refused, json: this is no object; expected a scenario as plain data, or text",
    "a circle: refused, json: this cannot be written down; expected plain data, without circles",
    "no servers: refused, servers: 0; expected 1 to 9",
    "no place: refused, seek(undefined); expected milliseconds from 0, { step } or { event }",
    "no direction: refused, step(5); expected 1 or -1",
    expect.stringMatching(/^no goal: refused, cannot run until "undefined"; expected election, /),
    expect.stringMatching(/^no action: refused, act\(undefined\); expected one action/),
    expect.stringMatching(/^two actions: refused, act\(.*\); expected one action/),
    "no other: refused, compare: this is no run; expected another run",
    "nothing to check: refused, check: found undefined; expected a scenario as text, TOML or JSON",
    "a freed run: refused, this run has been freed; expected nothing more to be asked of it",
    "its records: refused, this run has been freed; expected nothing more to be asked of it",
    "untouched",
  ]);
});

test("the engine's file can come from anywhere", async () => {
  for (const kind of [
    "url",
    "text",
    "bytes",
    "buffer",
    "module",
    "response",
    "promise",
    "function",
  ]) {
    const { said } = await node("node", "sources.js", kind);
    expect(said, kind).toBe(
      `${digestOf("default")}\nError: setWasmSource: the engine is loaded already; say where it is before that`,
    );
  }
});

test("what is no engine is said to be none", async () => {
  const expected = {
    "no-address": /^TypeError: "raft.wasm" is no address of a WebAssembly file; expected a URL$/,
    "no-file": /^EngineFailure unreachable: .*nowhere\.wasm: .*ENOENT/,
    "no-wasm": /^EngineFailure wrong-type: the engine, given as bytes: /,
    "not-found": /^EngineFailure missing: the engine: HTTP 404$/,
    number: /^TypeError: the source of the engine is a number; expected an address/,
  };
  for (const [kind, words] of Object.entries(expected)) {
    expect((await node("node", "sources.js", kind)).said, kind).toMatch(words);
  }
});

test("where pages are made, importing the element is no error, and does nothing", async () => {
  const { code, said } = await node("node", "server.js");
  expect(code, said).toBe(0);
  expect(said).toMatch(/^function function true\n<raft-playground> lives in a browser/);
});

/** What bundlers call the places for which they bundle, in whatever order. */
const PLACES: Record<string, [conditions: string[], isServer: boolean]> = {
  "a page": [["module", "browser", "import"], false],
  "a page that nobody describes": [["import"], false],
  "a window of Electron": [["node", "browser", "electron", "import"], false],
  Node: [["node", "module", "import"], true],
  "Cloudflare's workers": [["browser", "worker", "workerd", "import"], true],
  "Vercel's middleware": [["browser", "edge-light", "import"], true],
};

test("in windows there is an element, and where pages are made there is none", async () => {
  const file = join(TRIED, "node/node_modules/raft-playground/package.json");
  const { exports } = JSON.parse(readFileSync(file, "utf8"));
  for (const [place, [conditions, isServer]] of Object.entries(PLACES)) {
    for (const entry of [".", "./element", "./inline"]) {
      // As Node resolves them: the first that holds.
      const named = Object.keys(exports[entry]).filter((one) => one !== "types");
      const first = named.find((one) => one === "default" || conditions.includes(one)) ?? "";
      expect(exports[entry][first] === "./dist/server.js", `${entry} in ${place}`).toBe(isServer);
    }
  }
});

test("addresses of files are written as every bundler understands them", () => {
  const parts = join(TRIED, "node/node_modules/raft-playground/dist/parts");
  const addresses = readdirSync(parts)
    .map((file) => readFileSync(join(parts, file), "utf8"))
    .flatMap((code) => [...code.matchAll(/new URL\(([^()]*),\s*import\.meta\.url\)/g)])
    .map(([, address]) => address);
  // Webpack looks for a folder of modules behind whatever is no text.
  expect([...new Set(addresses)].sort()).toEqual([
    '"../editor.wasm"',
    '"../raft.wasm"',
    '"../workbench.wasm"',
  ]);
});

test("schemas, scenarios, the manifest and the WebAssembly files can be had by name", async () => {
  const { said } = await node("node", "--no-warnings", "files.js");
  expect(JSON.parse(said)).toEqual({
    own: ["raft-playground", "none", "none"],
    manifest: "1.0.0",
    schemas: [expect.stringContaining("2020-12"), expect.stringContaining("2020-12")],
    story: [true, 1],
    wasm: [true, true, true],
  });
});
