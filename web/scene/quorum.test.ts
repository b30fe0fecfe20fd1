import { describe, expect, it } from "vitest";
import { asideOf, PIPS, type QuorumPicture, SMALL_PIPS } from "./quorum.ts";

const BOX = { width: 366, height: 360 };

function rowOf(caption: string, count: number): QuorumPicture {
  const pips = Array.from({ length: count }, (_, order) => ({
    voter: `n${order + 1}`,
    answer: "none" as const,
  }));
  return { caption, pips, needed: 2, old: null };
}

describe("where the pips of a quorum stand", () => {
  it("under their server, where there is room", () => {
    expect(asideOf(rowOf("votes", 3), 183, BOX, true)).toBe(0);
  });

  for (const [compact, { radius, step, letter }] of [
    [true, SMALL_PIPS],
    [false, PIPS],
  ] as const) {
    it(`inside a ${compact ? "small" : "large"} drawing, words included`, () => {
      for (const caption of ["votes", "Stimmen", "entry 12"]) {
        for (const x of [30, 45, 340]) {
          const row = rowOf(caption, 3);
          const at = x + asideOf(row, x, BOX, compact);
          expect(at - step - radius - letter * caption.length).toBeGreaterThanOrEqual(0);
          expect(at + step + radius).toBeLessThanOrEqual(BOX.width);
        }
      }
    });
  }

  it("two rows move together, as far as the longer one needs", () => {
    const long = rowOf("entry 4, new", 3);
    const short = { ...rowOf("old", 3) };
    expect(asideOf({ ...short, old: long }, 40, BOX, true)).toBe(asideOf(long, 40, BOX, true));
  });
});
