import { describe, expect, it } from "vitest";
import { Rhythm } from "./rhythm.ts";

describe("the rhythm of what is read", () => {
  it("writes at once what a reader asked for", () => {
    const rhythm = new Rhythm();
    expect(rhythm.isTime(true, false, 1000)).toBe(true);
    expect(rhythm.isTime(true, false, 1001)).toBe(true);
    expect(rhythm.isTime(false, false, 1002)).toBe(false);
  });

  it("while the run moves, writes at most every 60 ms, and forgets nothing", () => {
    const rhythm = new Rhythm();
    expect(rhythm.isTime(true, true, 1000)).toBe(true);
    expect(rhythm.isTime(true, true, 1016)).toBe(false);
    // Nothing new since, but what came at 1016 is still to be written.
    expect(rhythm.isTime(false, true, 1032)).toBe(false);
    expect(rhythm.isTime(false, true, 1064)).toBe(true);
    expect(rhythm.isTime(false, true, 1200)).toBe(false);
  });

  it("writes what was late as soon as the run stands still", () => {
    const rhythm = new Rhythm();
    rhythm.isTime(true, true, 1000);
    expect(rhythm.isTime(true, true, 1010)).toBe(false);
    expect(rhythm.isTime(false, false, 1020)).toBe(true);
  });
});
