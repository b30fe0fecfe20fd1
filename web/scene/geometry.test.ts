import { describe, expect, it } from "vitest";
import { distance, laneBetween, layOut, placeOf } from "./geometry.ts";

const BOX = { width: 660, height: 520 };
const names = (count: number) => Array.from({ length: count }, (_, order) => `n${order + 1}`);

describe("where servers stand", () => {
  it("puts n1 on top and goes on clockwise", () => {
    const { seats } = layOut(names(5), [], BOX);
    const top = Math.min(...[...seats.values()].map((seat) => seat.y));
    expect(seats.get("n1")?.y).toBe(top);
    expect(seats.get("n2")?.x).toBeGreaterThan(BOX.width / 2);
    expect(seats.get("n5")?.x).toBeLessThan(BOX.width / 2);
  });

  for (const count of [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
    for (const box of [BOX, { width: 336, height: 296 }, { width: 525, height: 392 }]) {
      it(`keeps ${count} servers apart and inside ${box.width}×${box.height}`, () => {
        const { seats, radius } = layOut(names(count), ["c1"], box);
        const places = [...seats.values()];
        places.forEach((one, order) => {
          expect(one.x - radius).toBeGreaterThanOrEqual(0);
          expect(one.x + radius).toBeLessThanOrEqual(box.width);
          expect(one.y - radius).toBeGreaterThanOrEqual(0);
          expect(one.y + radius).toBeLessThanOrEqual(box.height);
          for (const other of places.slice(order + 1)) {
            expect(distance(one, other)).toBeGreaterThan(2 * radius);
          }
        });
      });
    }
  }

  it("takes an ellipse for many servers in a small box", () => {
    const small = { width: 336, height: 296 };
    const spread = (count: number) => {
      const places = [...layOut(names(count), [], small).seats.values()];
      const width =
        Math.max(...places.map((one) => one.x)) - Math.min(...places.map((one) => one.x));
      const height =
        Math.max(...places.map((one) => one.y)) - Math.min(...places.map((one) => one.y));
      return width / height;
    };
    expect(spread(8)).toBeGreaterThan(1.2);
  });

  it("keeps the timers of seven servers apart where a laptop leaves little height", () => {
    const { seats, radius } = layOut(names(7), ["c1"], { width: 690, height: 345 });
    const places = [...seats.values()];
    for (const [order, one] of places.entries())
      for (const other of places.slice(order + 1))
        expect(distance(one, other)).toBeGreaterThan(2 * (radius + 12));
  });

  it("stands three servers on a regular triangle, however wide the box is", () => {
    const layout = layOut(names(3), [], { width: 900, height: 380 });
    const [one, two, three] = ["n1", "n2", "n3"].map((id) => placeOf(layout, id));
    if (!one || !two || !three) throw new Error("three seats");
    expect(distance(one, two)).toBeCloseTo(distance(two, three), 5);
    expect(distance(one, two)).toBeCloseTo(distance(three, one), 5);
  });

  it("does not move a server when a client arrives", () => {
    const before = layOut(names(5), ["c1"], BOX);
    const after = layOut(names(5), ["c1", "c2"], BOX);
    expect(after.seats).toEqual(before.seats);
  });
});

describe("the way of a message", () => {
  it("keeps to the right of its direction, so that request and reply never meet", () => {
    const layout = layOut(names(3), [], BOX);
    const there = laneBetween(layout, "n3", "n2");
    const back = laneBetween(layout, "n2", "n3");
    // From left to right on the screen, the right hand is below.
    expect(there.from.y).toBeGreaterThan(placeOf(layout, "n3").y);
    expect(back.from.y).toBeLessThan(placeOf(layout, "n3").y);
    expect(there.from.y - back.from.y).toBeCloseTo(2 * layout.lane, 5);
  });

  it("leads from rim to rim", () => {
    const layout = layOut(names(3), ["c1"], BOX);
    const lane = laneBetween(layout, "c1", "n1");
    expect(distance(lane.to, placeOf(layout, "n1"))).toBeGreaterThan(layout.radius);
  });
});
