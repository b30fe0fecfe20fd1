import { expect, test } from "vitest";
import type { Story } from "../engine/door.ts";
import { usualSpan, usualSpeed } from "./usual.ts";

test("a film is as fast as one can follow", () => {
  expect(usualSpeed({ from: 0, to: 600 })).toBe(2);
  expect(usualSpeed({ from: 275, to: 310 })).toBe(0.125);
  expect(usualSpeed({ from: 275, to: 276 })).toBe(0.125);
  expect(usualSpeed({ from: 0, to: 3_000_000 })).toBe(4);
});

test("a film shows this step of the story, else the last stretch", () => {
  const at = (time: number) => ({ at: { time, processed: 0 } });
  const story = { until: 600, steps: [at(0), at(120), { at: null }, at(300)] } as unknown as Story;
  expect(usualSpan(story, 1, true, 130)).toEqual({ from: 120, to: 300 });
  expect(usualSpan(story, 3, true, 310)).toEqual({ from: 300, to: 600 });
  expect(usualSpan(story, 3, false, 310)).toEqual({ from: 210, to: 310 });
  expect(usualSpan({ ...story, steps: [] }, -1, true, 0)).toEqual({ from: 0, to: 100 });
});
