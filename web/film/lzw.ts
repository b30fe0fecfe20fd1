import type { Bytes } from "./bytes.ts";

const BITS = 8;
const CLEAR = 1 << BITS;
const END = CLEAR + 1;
/** Codes have at most 12 bits. */
const CODES = 1 << 12;
/** A GIF's data come in blocks of at most so many bytes. */
const BLOCK = 255;

/** For each code and the byte after it: the code of both together. One table for all frames: it is 2 MB large. */
const longer = new Uint16Array(CODES << BITS);

/** Compresses numbers of colours as a GIF has them (LZW with codes of growing length, in blocks). */
export function compress(indices: Uint8Array, to: Bytes): void {
  to.byte(BITS);
  const blocks = new Blocks(to);
  const known: number[] = [];
  let width = BITS + 1;
  let next = END + 1;
  const forget = () => {
    for (const place of known) longer[place] = 0;
    known.length = 0;
    width = BITS + 1;
    next = END + 1;
  };
  blocks.code(CLEAR, width);
  let code = indices[0] ?? 0;
  for (let at = 1; at < indices.length; at++) {
    const byte = indices[at] ?? 0;
    const place = (code << BITS) | byte;
    const both = longer[place] ?? 0;
    if (both !== 0) {
      code = both;
      continue;
    }
    blocks.code(code, width);
    if (next < CODES) {
      longer[place] = next;
      known.push(place);
      // Who reads learns a code one step later than who writes.
      if (next >= 1 << width) width++;
      next++;
    } else {
      blocks.code(CLEAR, width);
      forget();
    }
    code = byte;
  }
  blocks.code(code, width);
  // The reader has learned one more code by now, and may count in longer ones from here on.
  if (next >= 1 << width && width < 12) width++;
  blocks.code(END, width);
  blocks.end();
  forget();
}

/** Packs codes into bytes, the lowest bits first, and bytes into blocks. */
class Blocks {
  #to: Bytes;
  #block = new Uint8Array(BLOCK);
  #filled = 0;
  #bits = 0;
  #waiting = 0;

  constructor(to: Bytes) {
    this.#to = to;
  }

  code(code: number, width: number): void {
    this.#bits |= code << this.#waiting;
    this.#waiting += width;
    while (this.#waiting >= 8) {
      this.#byte(this.#bits & 255);
      this.#bits >>= 8;
      this.#waiting -= 8;
    }
  }

  end(): void {
    if (this.#waiting > 0) this.#byte(this.#bits & 255);
    this.#flush();
    this.#to.byte(0);
  }

  #byte(byte: number): void {
    this.#block[this.#filled++] = byte;
    if (this.#filled === BLOCK) this.#flush();
  }

  #flush(): void {
    if (this.#filled === 0) return;
    this.#to.byte(this.#filled).all(this.#block.subarray(0, this.#filled));
    this.#filled = 0;
  }
}
