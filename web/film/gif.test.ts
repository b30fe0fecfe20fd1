import { describe, expect, it, test } from "vitest";
import { Bytes } from "./bytes.ts";
import { GifWriter } from "./gif.ts";
import { compress } from "./lzw.ts";
import { PaletteMaker, UNCHANGED } from "./palette.ts";

/** What a reader of GIFs makes of compressed data: written from the format alone, and not from the writer. */
function expand(data: Uint8Array): number[] {
  const first = data[0] ?? 0;
  const bytes: number[] = [];
  for (let at = 1; data[at] !== 0; at += (data[at] ?? 0) + 1)
    bytes.push(...data.subarray(at + 1, at + 1 + (data[at] ?? 0)));
  const clear = 1 << first;
  let table: number[][] = [];
  let width = first + 1;
  let before: number[] | null = null;
  const out: number[] = [];
  let bit = 0;
  for (;;) {
    let code = 0;
    for (let order = 0; order < width; order++, bit++)
      code |= (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1) << order;
    if (code === clear) {
      table = Array.from({ length: clear + 2 }, (_, value) => [value]);
      width = first + 1;
      before = null;
      continue;
    }
    if (code === clear + 1) return out;
    const known: number[] | undefined = table[code];
    const entry: number[] = known ?? [...(before ?? []), before?.[0] ?? 0];
    if (!known && code !== table.length) throw new Error(`code ${code} of ${table.length}`);
    if (before && table.length < 4096) table.push([...before, entry[0] ?? 0]);
    if (table.length === 1 << width && width < 12) width++;
    out.push(...entry);
    before = entry;
  }
}

function packed(indices: Uint8Array): Uint8Array {
  const bytes = new Bytes();
  compress(indices, bytes);
  return bytes.done();
}

describe("compressed colours", () => {
  // Without chance: the same numbers in every run of the test.
  const noise = (length: number) => Uint8Array.from({ length }, (_, at) => (at * at * 31 + 7) >> 3);
  const cases: [string, Uint8Array][] = [
    ["one pixel", Uint8Array.of(3)],
    ["a plain area", new Uint8Array(70_000).fill(9)],
    ["stripes", Uint8Array.from({ length: 5000 }, (_, at) => at % 7)],
    ["more than there are codes for", noise(90_000)],
  ];
  it.each(cases)("come out as they went in: %s", (_, indices) => {
    expect(expand(packed(indices))).toEqual([...indices]);
  });

  it("come out as they went in, whatever the number of codes at the end", () => {
    for (let length = 2; length < 900; length++) {
      const indices = noise(length);
      expect(expand(packed(indices)), `${length} pixels`).toEqual([...indices]);
    }
  });

  it("are small where little happens", () => {
    expect(packed(new Uint8Array(480_000)).length).toBeLessThan(2500);
  });
});

/** A picture of so many pixels in a row, all of one colour but for some. */
function row(width: number, ...marks: [number, number, number, number][]): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(4 * width).fill(255);
  for (const [at, ...colour] of marks) pixels.set([...colour, 255], 4 * at);
  return pixels;
}

describe("the colours of a film", () => {
  it("are those of the design, exactly, however rare", () => {
    const maker = new PaletteMaker();
    maker.add(row(5000, [0, 10, 20, 30]));
    const palette = maker.choose([
      [255, 255, 255],
      [251, 250, 247],
      [133, 201, 253],
    ]);
    expect([...palette.colours.subarray(0, 9)]).toEqual([
      255, 255, 255, 251, 250, 247, 133, 201, 253,
    ]);
    expect(palette.nearest(251, 250, 247)).toBe(1);
    expect(palette.nearest(132, 202, 252)).toBe(2);
    // What was drawn and is nobody's colour is there as well.
    const dark = palette.nearest(10, 20, 30);
    expect([...palette.colours.subarray(3 * dark, 3 * dark + 3)]).toEqual([10, 22, 30]);
  });

  it("leave a number for what has not changed", () => {
    const maker = new PaletteMaker();
    const many = new Uint8ClampedArray(4 * 4096);
    for (let at = 0; at < 4096; at++)
      many.set([at & 252, (at >> 4) & 252, (at * 7) & 252, 255], 4 * at);
    maker.add(many);
    const palette = maker.choose([]);
    for (let at = 0; at < many.length; at += 4)
      expect(palette.nearest(many[at] ?? 0, many[at + 1] ?? 0, many[at + 2] ?? 0)).toBeLessThan(
        UNCHANGED,
      );
  });
});

test("of a frame only the part that has changed is written", () => {
  const maker = new PaletteMaker();
  maker.add(row(100, [40, 1, 2, 3]));
  const palette = maker.choose([[255, 255, 255]]);
  const writer = new GifWriter({ width: 10, height: 10 }, palette, true);
  writer.frame(row(100), 10);
  writer.frame(row(100, [34, 1, 2, 3], [36, 1, 2, 3]), 10);
  writer.frame(row(100, [34, 1, 2, 3], [36, 1, 2, 3]), 10);
  const gif = writer.end();
  expect(new TextDecoder("latin1").decode(gif.subarray(0, 6))).toBe("GIF89a");
  expect(gif.at(-1)).toBe(0x3b);
  // The second frame stands at (4, 3), three wide and one high; what lies between is as before.
  const [second, third] = framesOf(gif).slice(1);
  expect(second).toMatchObject({ x: 4, y: 3, width: 3, height: 1, lasts: 10 });
  const dark = palette.nearest(1, 2, 3);
  expect(second?.indices).toEqual([dark, UNCHANGED, dark]);
  expect(third).toMatchObject({ x: 0, y: 0, width: 1, height: 1, indices: [UNCHANGED] });
});

type Read = {
  x: number;
  y: number;
  width: number;
  height: number;
  lasts: number;
  indices: number[];
};

/** The frames of a GIF with 256 colours for the whole film. */
function framesOf(gif: Uint8Array): Read[] {
  const short = (at: number) => (gif[at] ?? 0) | ((gif[at + 1] ?? 0) << 8);
  const frames: Read[] = [];
  let lasts = 0;
  let at = 13 + 768;
  const skip = () => {
    while (gif[at] !== 0) at += (gif[at] ?? 0) + 1;
    at++;
  };
  while (gif[at] !== 0x3b) {
    if (gif[at] === 0x21) {
      if (gif[at + 1] === 0xf9) lasts = short(at + 4);
      at += 2;
      skip();
      continue;
    }
    const [x, y, width, height] = [short(at + 1), short(at + 3), short(at + 5), short(at + 7)];
    at += 10;
    const start = at++;
    skip();
    frames.push({ x, y, width, height, lasts, indices: expand(gif.subarray(start, at)) });
  }
  return frames;
}
