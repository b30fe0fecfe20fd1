import { Bytes } from "./bytes.ts";
import { compress } from "./lzw.ts";
import { type Palette, UNCHANGED } from "./palette.ts";

/**
 * Writes a GIF, frame after frame: of each only the rectangle in which something has changed, and in that only what
 * has. Most of a cluster stands still, so that a film is several times smaller than its frames.
 */
export class GifWriter {
  readonly #bytes = new Bytes();
  readonly #size: { width: number; height: number };
  readonly #palette: Palette;
  #before: Uint8Array | null = null;

  constructor(size: { width: number; height: number }, palette: Palette, loop: boolean) {
    this.#size = size;
    this.#palette = palette;
    this.#bytes.ascii("GIF89a").short(size.width).short(size.height);
    // 256 colours for the whole film, 8 bits for each part; the first is the background.
    this.#bytes.byte(0b1_111_0_111).byte(0).byte(0).all(palette.colours);
    if (loop) this.#bytes.all(FOREVER);
  }

  /** `pixels`: four bytes each, opaque. `lasts`: in hundredths of a second. */
  frame(pixels: Uint8ClampedArray, lasts: number): void {
    const now = this.#indices(pixels);
    const { x, y, width, height } = this.#changed(now);
    const part = this.#part(now, x, y, width, height);
    // Leave it standing when its time is over; UNCHANGED is what was there before.
    const transparent = this.#before ? 1 : 0;
    this.#bytes.byte(0x21).byte(0xf9).byte(4);
    this.#bytes
      .byte(0b000_001_00 | transparent)
      .short(lasts)
      .byte(UNCHANGED)
      .byte(0);
    this.#bytes.byte(0x2c).short(x).short(y).short(width).short(height).byte(0);
    compress(part, this.#bytes);
    this.#before = now;
  }

  end(): Uint8Array<ArrayBuffer> {
    return this.#bytes.byte(0x3b).done();
  }

  #indices(pixels: Uint8ClampedArray): Uint8Array {
    const palette = this.#palette;
    const indices = new Uint8Array(pixels.length / 4);
    for (let order = 0; order < indices.length; order++) {
      const at = 4 * order;
      indices[order] = palette.nearest(pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0);
    }
    return indices;
  }

  /** The smallest rectangle outside of which all is as before. A frame in which nothing has changed is one pixel. */
  #changed(now: Uint8Array): { x: number; y: number; width: number; height: number } {
    const { width, height } = this.#size;
    const before = this.#before;
    if (!before) return { x: 0, y: 0, width, height };
    let [left, right, top, bottom] = [width, -1, height, -1];
    for (let y = 0, at = 0; y < height; y++) {
      for (let x = 0; x < width; x++, at++) {
        if (now[at] === before[at]) continue;
        if (x < left) left = x;
        if (x > right) right = x;
        if (y < top) top = y;
        bottom = y;
      }
    }
    if (right < 0) return { x: 0, y: 0, width: 1, height: 1 };
    return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
  }

  #part(now: Uint8Array, x: number, y: number, width: number, height: number): Uint8Array {
    const before = this.#before;
    if (!before) return now;
    const part = new Uint8Array(width * height);
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        const at = (y + row) * this.#size.width + x + column;
        const index = now[at] ?? 0;
        part[row * width + column] = index === before[at] ? UNCHANGED : index;
      }
    }
    return part;
  }
}

/** Netscape's extension: begin again, without end. */
const FOREVER = new Bytes()
  .byte(0x21)
  .byte(0xff)
  .byte(11)
  .ascii("NETSCAPE2.0")
  .byte(3)
  .byte(1)
  .short(0)
  .byte(0)
  .done();
