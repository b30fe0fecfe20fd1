import { expect, test } from "vitest";
import { fileNameOf, isJson, readText, roomFor } from "./files.ts";

test("a file is called like its scenario, whatever that is called", () => {
  expect(fileNameOf("Figure 8: the overwrite!", "toml")).toBe("figure-8-the-overwrite.toml");
  expect(fileNameOf("../../etc", "json")).toBe("etc.json");
  expect(fileNameOf("日本", "toml")).toBe("scenario.toml");
  expect(fileNameOf("x".repeat(200), "toml")).toHaveLength(45);
});

test("JSON is told from TOML by how it begins", () => {
  expect(isJson('\uFEFF \n{"format":1}')).toBe(true);
  expect(isJson("# {\nformat = 1")).toBe(false);
  expect(isJson("")).toBe(false);
});

test("only texts that a scenario can have are read", async () => {
  const file = (part: BlobPart) => new File([part], "a.toml");
  expect(await readText(file("title = 'é'"))).toEqual({ text: "title = 'é'" });
  expect(await readText(file(new Uint8Array([0xff, 0xfe, 0x00])))).toHaveProperty("refused");
  expect(await readText(file("a\0b"))).toHaveProperty("refused");
  expect(await readText(file("x".repeat(262_145)))).toHaveProperty("refused");
  expect(await readText(file("x".repeat(262_144)))).toHaveProperty("text");
});

test("the size of what is pasted is that of its bytes", () => {
  expect(roomFor("é".repeat(131_072))).toBeNull();
  expect(roomFor("é".repeat(131_073))).toContain("262146");
});
