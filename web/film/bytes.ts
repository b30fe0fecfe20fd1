/** Bytes that are written one after the other; nobody knows before how many there will be. */
export class Bytes {
  #bytes = new Uint8Array(1 << 16);
  length = 0;

  byte(value: number): this {
    this.#need(1);
    this.#bytes[this.length++] = value;
    return this;
  }

  /** Two bytes, the lower one first. */
  short(value: number): this {
    return this.byte(value & 255).byte((value >> 8) & 255);
  }

  ascii(text: string): this {
    for (const letter of text) this.byte(letter.charCodeAt(0) & 127);
    return this;
  }

  all(bytes: Uint8Array): this {
    this.#need(bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
    return this;
  }

  /** What has been written so far. */
  done(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.length);
  }

  #need(more: number): void {
    if (this.length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.length + more));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
