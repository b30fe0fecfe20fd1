import { describe, expect, it, test } from "vitest";
import { framesOf, LIMITS, momentOf, problemWith, shownAt, type Wish } from "./wish.ts";

const WISH: Wish = {
  parts: ["cluster"],
  theme: "light",
  width: 800,
  format: "gif",
  moment: null,
  span: { from: 100, to: 200 },
  speed: 1,
  rate: 10,
  loop: true,
};
const COMPLAINTS = {
  nothing: "nothing",
  width: "width {least} {most}",
  time: "time {most}",
  span: "span {from}",
  frames: "frames {frames} {most}",
  pixels: "pixels {millions} {most}",
};
const complaint = (other: Partial<Wish>, height = 600) =>
  problemWith({ ...WISH, ...other }, COMPLAINTS, height);

describe("the frames of a film", () => {
  it("are moments at one distance, from the beginning to the end", () => {
    // At speed 1 a simulated millisecond takes 18 of the reader's: 5.55 of them in a tenth of a second.
    expect(framesOf(WISH)).toBe(19);
    const moments = Array.from({ length: 19 }, (_, frame) => momentOf(WISH, frame));
    expect(moments[0]).toBe(100);
    expect(moments[1]).toBeCloseTo(100 + 100 / 18, 9);
    expect(moments[9]).toBeCloseTo(150, 9);
    expect(moments.at(-1)).toBe(200);
  });

  it("end exactly at the end, also where the distance does not fit", () => {
    const wish = { ...WISH, span: { from: 0, to: 7 } };
    expect(framesOf(wish)).toBe(3);
    expect(momentOf(wish, 2)).toBe(7);
  });

  it("are as many more as there are more in a second, and fewer the faster it goes", () => {
    expect(framesOf({ ...WISH, rate: 20 })).toBe(37);
    expect(framesOf({ ...WISH, speed: 4 })).toBe(6);
    expect(shownAt({ rate: 20 }, 36)).toBe(1800);
  });
});

test("what cannot be drawn is refused with what was expected", () => {
  expect(complaint({})).toBeNull();
  expect(complaint({ parts: [] })).toBe("nothing");
  for (const width of [319, 2001, 400.5, Number.NaN, Number.POSITIVE_INFINITY])
    expect(complaint({ width })).toBe("width 320 2000");
  expect(complaint({ span: { from: -1, to: 5 } })).toBe("time 3600000");
  expect(complaint({ span: { from: 1, to: Number.NaN } })).toBe("time 3600000");
  expect(complaint({ span: { from: 5, to: 5 } })).toBe("span 5");
  expect(complaint({ span: { from: 0, to: 4000 } })).toBe("frames 721 600");
  expect(complaint({ width: 1600, span: { from: 0, to: 2000 } }, 1200)).toBe("pixels 693 400");
  expect(complaint({ format: "svg", moment: LIMITS.time + 1 })).toBe("time 3600000");
  // A still has no span: what stands in those fields does not matter.
  expect(complaint({ format: "png", span: { from: 5, to: 5 } })).toBeNull();
});
