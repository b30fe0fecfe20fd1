import { describe, expect, it } from "vitest";
import { type Glide, glideTo, momentOfGlide, shareOfGlide } from "./glide.ts";

const there = { time: 240, processed: 1 };
const started = (from: number): Glide => ({ ...glideTo(there, from), since: 1000 });

describe("a glide", () => {
  it("leads from here to there, forwards and backwards, and never beyond", () => {
    for (const from of [200, 300]) {
      const glide = started(from);
      expect(momentOfGlide(glide, 1000)).toBe(from);
      expect(momentOfGlide(glide, 1000 + glide.lasts)).toBe(240);
      expect(momentOfGlide(glide, 99_000)).toBe(240);
      const half = momentOfGlide(glide, 1000 + glide.lasts / 2);
      expect(Math.abs(half - 240)).toBeLessThan(Math.abs(from - 240));
    }
  });

  it("takes longer for a longer way, but never so long that one waits for it", () => {
    expect(glideTo(there, 239).lasts).toBeLessThan(glideTo(there, 200).lasts);
    expect(glideTo(there, 0).lasts).toBe(glideTo({ time: 100_000, processed: 0 }, 0).lasts);
    expect(glideTo(there, 0).lasts).toBeLessThan(1000);
  });

  it("has not begun before its first frame", () => {
    expect(shareOfGlide(glideTo(there, 0), 5000)).toBe(0);
  });
});
