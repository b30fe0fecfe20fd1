import { describe, expect, it } from "vitest";
import { columnsIn, leftmost, type Sight } from "./logs.ts";

describe("the columns of the ledger in sight", () => {
  const newest: Sight = { first: null, fits: 10 };
  const scrolled: Sight = { first: 21, fits: 10 };

  it("are the newest that fit, with a little more on the left", () => {
    expect(columnsIn(newest, 100)).toEqual({ from: 89, to: 100 });
    expect(leftmost(newest, 100)).toBe(91);
  });

  it("begin with the first as long as all fit, and show the empty places behind the last", () => {
    for (const last of [0, 3, 10]) expect(columnsIn(newest, last)).toEqual({ from: 1, to: 10 });
  });

  it("stay where one has scrolled to, with a little more on both sides", () => {
    for (const last of [40, 4000]) expect(columnsIn(scrolled, last)).toEqual({ from: 19, to: 32 });
  });

  it("go back with a log that has become shorter than that", () => {
    expect(columnsIn(scrolled, 25)).toEqual({ from: 14, to: 25 });
    expect(leftmost(scrolled, 5)).toBe(1);
  });
});
