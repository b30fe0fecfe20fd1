import { describe, expect, test } from "vitest";
import { markOf, oneOf, ratioOf, reading, speedOf, textOf, timeOf } from "./manner.ts";

describe("what an author writes into an attribute", () => {
  test("is a default where it is absent or empty, without a complaint", () => {
    const complaints: string[] = [];
    const read = (value: string | null) =>
      reading("theme", value, "auto", "auto or dark", oneOf("auto", "dark"), (name) =>
        complaints.push(name),
      );
    expect([read(null), read(""), read("  ")]).toEqual(["auto", "auto", "auto"]);
    expect(read(" Dark ")).toBe("dark");
    expect(complaints).toEqual([]);
  });

  test.each([
    [2, "2"],
    [0, "0"],
    [true, "true"],
    ["", ""],
    [null, null],
    [undefined, null],
  ])("is a text or absent, also as a property: %s", (value, text) =>
    expect(textOf(value)).toBe(text),
  );

  test("is complained of where it means nothing, with what was expected", () => {
    const complaints: unknown[] = [];
    const theme = reading(
      "theme",
      "sepia",
      "auto",
      "auto or dark",
      oneOf("auto", "dark"),
      (...all) => complaints.push(all),
    );
    expect(theme).toBe("auto");
    expect(complaints).toEqual([["theme", "sepia", "auto or dark"]]);
  });

  test.each([
    ["600ms", 600],
    ["1.5s", 1500],
    ["0 ms", 0],
    ["600", undefined],
    ["-3ms", undefined],
    ["soon", undefined],
    ["1e9s", undefined],
  ])("a time with its unit: %s", (text, time) => expect(timeOf(text)).toBe(time));

  test("a number alone is of milliseconds only where it cannot be a step", () => {
    expect(timeOf("600", "ms")).toBe(600);
    expect(markOf("600")).toEqual({ step: "600" });
    expect(markOf("600ms")).toEqual({ time: 600 });
    expect(markOf("the-overwrite")).toEqual({ step: "the-overwrite" });
    expect(markOf("<b>")).toBeUndefined();
    expect(markOf("../x")).toBeUndefined();
  });

  test.each([
    ["16/9", { width: 16, height: 9 }],
    ["4 : 3", { width: 4, height: 3 }],
    ["1.5", { width: 1.5, height: 1 }],
    ["fill", "fill"],
    ["16/0", undefined],
    ["wide", undefined],
  ])("a ratio: %s", (text, ratio) => expect(ratioOf(text)).toEqual(ratio));

  test.each([
    ["1", 1],
    ["0.25", 0.25],
    ["0", undefined],
    ["1000", undefined],
    ["fast", undefined],
    ["0x10", undefined],
  ])("a speed: %s", (text, speed) => expect(speedOf(text)).toBe(speed));
});
