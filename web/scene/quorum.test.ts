import { describe, expect, it } from "vitest";
import { asideOf, pipsFor, type QuorumPicture } from "./quorum.ts";

const BOX = { width: 366, height: 360 };
const PHONE = { compact: true, box: BOX };
const WIDE = { compact: false, box: BOX };

function rowOf(caption: string, count: number, room = PHONE): QuorumPicture {
  const pips = Array.from({ length: count }, (_, order) => ({
    voter: `n${order + 1}`,
    answer: "none" as const,
  }));
  return { caption, pips, needed: 2, look: pipsFor(count, room, false), old: null };
}

describe("where the pips of a quorum stand", () => {
  it("under their server, where there is room", () => {
    expect(asideOf(rowOf("votes", 3), 183, BOX)).toBe(0);
  });

  for (const room of [PHONE, WIDE]) {
    const { radius, step, letter } = pipsFor(3, room, false);
    it(`inside a ${room.compact ? "small" : "large"} drawing, words included`, () => {
      for (const caption of ["votes", "Stimmen", "entry 12"]) {
        for (const x of [30, 45, 340]) {
          const row = rowOf(caption, 3, room);
          const at = x + asideOf(row, x, BOX);
          expect(at - step - radius - letter * caption.length).toBeGreaterThanOrEqual(0);
          expect(at + step + radius).toBeLessThanOrEqual(BOX.width);
        }
      }
    });
  }

  it("beside a disc that stands in their way, and not over it", () => {
    const row = rowOf("votes", 4);
    const { step, radius, letter } = row.look;
    const free = asideOf(row, 200, BOX);
    const left = { x: 130, radius: 30 };
    const right = { x: 270, radius: 30 };
    expect(free).toBe(0);
    const reach = 1.5 * step + radius;
    expect(200 + asideOf(row, 200, BOX, [right]) + reach).toBeLessThanOrEqual(240);
    const word = letter * "votes".length;
    expect(200 + asideOf(row, 200, BOX, [left]) - reach - word).toBeGreaterThanOrEqual(160);
    // Where there is no room for both, it stays inside the drawing.
    const crowded = asideOf(row, 340, BOX, [{ x: 300, radius: 30 }]);
    expect(340 + crowded + reach).toBeLessThanOrEqual(BOX.width);
  });

  it("two rows move together, as far as the longer one needs", () => {
    const long = rowOf("entry 4, new", 3);
    const short = { ...rowOf("old", 3) };
    expect(asideOf({ ...short, old: long }, 40, BOX)).toBe(asideOf(long, 40, BOX));
  });

  it("many stand in two rows, of which the first is a majority", () => {
    const { folded, step, radius } = pipsFor(9, WIDE, false);
    expect(folded).toBe(true);
    // As wide as five of them: at the left edge the row moves no further than that needs.
    const row = { ...rowOf("votes", 9, WIDE), needed: 5 };
    const at = 60 + asideOf(row, 60, BOX);
    expect(at - 2 * step - radius).toBeGreaterThan(7 * "votes".length);
    expect(at - 2 * step - radius).toBeLessThan(7 * "votes".length + 10);
  });

  it("in a narrow column no row reaches across the middle, where n1 is", () => {
    const narrow = { compact: true, box: { width: 256, height: 264 } };
    for (const count of [3, 4, 5]) {
      const row = { ...rowOf("votes", count, narrow) };
      const { step, radius } = row.look;
      const end = 45 + asideOf(row, 45, narrow.box) + ((count - 1) / 2) * step + radius;
      expect(end).toBeLessThan(128 - 20);
    }
    expect(pipsFor(5, PHONE, false).named).toBe(true);
  });

  it("where two sets must agree, or the drawing is small, many are counted without names", () => {
    for (const pips of [pipsFor(9, PHONE, false), pipsFor(7, WIDE, true)]) {
      expect(pips).toMatchObject({ folded: false, named: false });
      expect(pips.step * 9).toBeLessThan(120);
    }
  });
});
