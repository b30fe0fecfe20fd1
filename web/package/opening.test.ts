import { expect, test } from "vitest";
import type { EngineModule, ScenarioFormat } from "../engine/door.ts";
import { openingOf } from "./opening.ts";

/** What reads TOML is asked only for what is none of the engine's own JSON. */
const unread = {
  format: (): Promise<ScenarioFormat> => Promise.reject(new Error("read as TOML")),
} as Partial<EngineModule> as EngineModule;

test("JSON is opened as it is, also with a mark of its order of bytes before it", async () => {
  const json = '{"format":1}';
  for (const text of [json, `\uFEFF${json}`])
    expect(await openingOf({ text, seed: "2a" }, unread)).toEqual({ json, seed: "2a" });
});

test("what is no JSON is read as TOML", async () => {
  await expect(openingOf({ text: "format = 1" }, unread)).rejects.toThrow("read as TOML");
});
