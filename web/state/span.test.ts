import { describe, expect, it } from "vitest";
import { following, panned, zoomed, zoomedBy } from "./span.ts";

const END = 1000;

describe("zooming", () => {
  it("keeps the moment under the pointer where it is", () => {
    const span = zoomed({ from: 0, to: 1000 }, 0.5, 250, END);
    expect(span).toEqual({ from: 125, to: 625 });
    // A quarter of the way before, a quarter of the way after.
    expect((250 - 125) / 500).toBe(0.25);
  });

  it("stays within the run", () => {
    expect(zoomed({ from: 0, to: 1000 }, 0.1, 0, END)).toEqual({ from: 0, to: 100 });
    expect(zoomed({ from: 0, to: 1000 }, 0.1, 1000, END)).toEqual({ from: 900, to: 1000 });
  });

  it("ends at the whole run, and not closer than one can see", () => {
    expect(zoomed({ from: 100, to: 700 }, 2, 300, END)).toBeNull();
    const closest = zoomed({ from: 500, to: 506 }, 0.1, 503, END);
    expect((closest?.to ?? 0) - (closest?.from ?? 0)).toBe(5);
  });

  it("by a notch halves and doubles; 0 shows everything", () => {
    const half = zoomedBy(1, null, 500, END);
    expect(half).toEqual({ from: 250, to: 750 });
    expect(zoomedBy(-1, half, 500, END)).toBeNull();
    expect(zoomedBy(0, half, 500, END)).toBeNull();
  });
});

describe("panning", () => {
  it("moves by a share of what is seen, and stops at the ends", () => {
    expect(panned({ from: 100, to: 300 }, 0.5, END)).toEqual({ from: 200, to: 400 });
    expect(panned({ from: 100, to: 300 }, -5, END)).toEqual({ from: 0, to: 200 });
    expect(panned({ from: 100, to: 300 }, 50, END)).toEqual({ from: 800, to: 1000 });
  });
});

describe("following the playhead", () => {
  it("turns the page only when the playhead comes near the edge", () => {
    const span = { from: 100, to: 200 };
    expect(following(span, 150)).toBe(span);
    expect(following(span, 179)).toBe(span);
    const next = following(span, 185);
    expect(next.to - next.from).toBe(100);
    expect(next.from).toBeLessThan(185);
    expect(next.to).toBeGreaterThan(185 + 50);
  });

  it("comes back to a playhead that has jumped away", () => {
    const back = following({ from: 500, to: 600 }, 20);
    expect(back.from).toBeLessThanOrEqual(20);
    expect(back.to).toBeGreaterThan(20);
  });
});
