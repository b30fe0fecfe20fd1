import { expect, test } from "vitest";
import { LINE, sheetOf } from "./sheet.ts";
import { PARTS, WIDTHS, type Wish } from "./wish.ts";

const WISH: Wish = {
  parts: PARTS,
  theme: "light",
  width: 800,
  format: "png",
  moment: null,
  span: { from: 0, to: 1 },
  speed: 1,
  rate: 10,
  loop: true,
};
const LINES = { sentence: 2, foot: 1 };
const HEIGHTS = { cluster: 443, log: 148, spacetime: 177 };

test("the parts of a picture stand below each other, and nothing covers anything", () => {
  const { sentence, parts, foot, height, width } = sheetOf(WISH, LINES, HEIGHTS);
  let above = sentence.y + LINE.sentence * (LINES.sentence - 1);
  for (const part of PARTS) {
    const box = parts[part];
    if (!box) throw new Error(`${part} is missing`);
    expect(box.y).toBeGreaterThan(above);
    expect(box.x + box.width).toBeLessThan(width);
    above = box.y + box.height;
  }
  expect(foot.y).toBeGreaterThan(above);
  expect(height).toBeGreaterThan(foot.y);
});

test("what was not asked for takes no room", () => {
  const all = sheetOf(WISH, LINES, HEIGHTS);
  const logs = sheetOf({ ...WISH, parts: ["log"] }, LINES, HEIGHTS);
  expect(Object.keys(logs.parts)).toEqual(["log"]);
  expect(all.height - logs.height).toBeGreaterThan(443 + 177);
});

test("films have an even number of pixels, whatever is in them", () => {
  for (const width of WIDTHS) {
    for (let lines = 1; lines < 5; lines++) {
      const { height, scale } = sheetOf({ ...WISH, width }, { sentence: lines, foot: 2 }, HEIGHTS);
      expect((height * scale) / 2).toBeCloseTo(Math.round((height * scale) / 2), 9);
    }
  }
});

test("a wide picture is a larger one, and not an emptier one", () => {
  const [usual, large] = [800, 1600].map((width) => sheetOf({ ...WISH, width }, LINES, HEIGHTS));
  expect(large?.scale).toBe(2);
  expect(large?.width).toBe(usual?.width);
  expect(large?.parts).toEqual(usual?.parts);
});
