// The package under TypeScript.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { node, tool } from "./program.ts";
import { TRIED } from "./serve.ts";

const TSC = tool("typescript/bin/tsc");

test("the guide's program fits the types, for Node and for bundlers", async () => {
  for (const how of [[], ["--module", "esnext", "--moduleResolution", "bundler"]]) {
    const { code, said } = await node("types", TSC, "--project", ".", ...how);
    expect(said).toBe("");
    expect(code).toBe(0);
  }
});

test("what does not fit is refused", async () => {
  const wrong = [
    'import { loadEngine } from "raft-playground/engine";',
    'import "raft-playground";',
    'const element = document.createElement("raft-playground");',
    "element.nothing;",
    'element.do({ explode: "n1" });',
    'element.addEventListener("leaderchange", ({ detail }) => detail.nobody);',
    'await (await loadEngine()).open({ scenrio: "default" });',
    'import { connect } from "raft-playground/frame";',
    'const remote = await connect(document.querySelector("iframe"));',
    'remote.on("leaderchanged", () => {});',
    'remote.on("leaderchange", ({ nobody }) => nobody);',
    "element.speed = {};",
  ];
  writeFileSync(join(TRIED, "types/wrong.mts"), wrong.join("\n"));
  const options = ["--noEmit", "--module", "nodenext", "--target", "es2022", "--ignoreConfig"];
  const refused = await node("types", TSC, ...options, "--pretty", "false", "wrong.mts");
  expect([...refused.said.matchAll(/wrong\.mts\((\d+),/g)].map(([, line]) => Number(line))).toEqual(
    [4, 5, 6, 7, 10, 11, 12],
  );
});
