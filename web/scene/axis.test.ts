import { describe, expect, it } from "vitest";
import { placeOnAxis, ticksOf, timeOnAxis } from "./axis.ts";

const axis = { span: { from: 200, to: 700 }, length: 1000 };

describe("the axis of time", () => {
  it("goes from time to place and back", () => {
    expect(placeOnAxis(axis, 200)).toBe(0);
    expect(placeOnAxis(axis, 700)).toBe(1000);
    for (const time of [200, 333, 699.5]) {
      expect(timeOnAxis(axis, placeOnAxis(axis, time))).toBeCloseTo(time, 9);
    }
  });

  it("has round ticks, neither crowded nor alone, at every zoom", () => {
    for (const width of [5, 12, 50, 130, 720, 3600, 90_000, 2_000_000]) {
      const ticks = ticksOf({ span: { from: 17, to: 17 + width }, length: 1000 });
      expect(ticks.length, `${width} ms`).toBeGreaterThanOrEqual(3);
      expect(ticks.length, `${width} ms`).toBeLessThanOrEqual(12);
      for (const tick of ticks) expect(tick.text.length).toBeLessThanOrEqual(7);
      expect(new Set(ticks.map((tick) => tick.text)).size).toBe(ticks.length);
    }
  });
});
