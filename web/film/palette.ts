/**
 * The colours of a whole film. A GIF has 256 of them, and they are chosen once: chosen for each frame, a term would
 * change its hue from one frame to the next.
 */
export type Palette = {
  /** Three bytes each. */
  readonly colours: Uint8Array;
  /** The number of the colour that comes nearest. */
  nearest(red: number, green: number, blue: number): number;
};

/** The last number of a palette of 256 is not a colour: it stands for "as before". */
export const UNCHANGED = 255;
const COLOURS_AT_MOST = UNCHANGED;

/** Colours that agree in so many bits of each part are counted as one. */
const BITS = 6;
const DROPPED = 8 - BITS;
const KINDS = 1 << (3 * BITS);

export type Rgb = readonly [number, number, number];

/** Counts what is in the frames of a film, and chooses from that. */
export class PaletteMaker {
  #counts = new Uint32Array(KINDS);

  /** `pixels`: four bytes each, opaque. */
  add(pixels: Uint8ClampedArray): void {
    for (let at = 0; at < pixels.length; at += 4) {
      const kind = kindOf(pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0);
      this.#counts[kind] = (this.#counts[kind] ?? 0) + 1;
    }
  }

  /** `exact`: the colours of the design. They are in it as they are, whatever else there is. */
  choose(exact: readonly Rgb[]): Palette {
    const chosen: Rgb[] = [...new Map(exact.map((one) => [one.join(), one])).values()];
    const common = this.#byFrequency();
    // First what is far from everything that is there, then what lies between.
    for (const apart of [40, 24, 14, 8, 0]) {
      for (const colour of common) {
        if (chosen.length >= COLOURS_AT_MOST) break;
        if (chosen.every((one) => distance(one, colour) > apart * apart)) chosen.push(colour);
      }
    }
    return paletteOf(chosen.slice(0, COLOURS_AT_MOST));
  }

  #byFrequency(): Rgb[] {
    const found: { kind: number; count: number }[] = [];
    this.#counts.forEach((count, kind) => {
      if (count > 0) found.push({ kind, count });
    });
    found.sort((one, other) => other.count - one.count || one.kind - other.kind);
    // What is this rare is an accident of one frame's edges.
    return found.slice(0, 4 * COLOURS_AT_MOST).map(({ kind }) => colourOf(kind));
  }
}

function paletteOf(chosen: readonly Rgb[]): Palette {
  const colours = new Uint8Array(3 * (UNCHANGED + 1));
  chosen.forEach((colour, order) => {
    colours.set(colour, 3 * order);
  });
  const known = new Int16Array(KINDS).fill(-1);
  // A colour of the design must not become its neighbour because both are of one kind.
  chosen.forEach(([red, green, blue], order) => {
    const kind = kindOf(red, green, blue);
    if (known[kind] === -1) known[kind] = order;
  });
  return {
    colours,
    nearest(red, green, blue) {
      const kind = kindOf(red, green, blue);
      const before = known[kind] ?? -1;
      if (before >= 0) return before;
      const nearest = nearestOf(chosen, colourOf(kind));
      known[kind] = nearest;
      return nearest;
    },
  };
}

function nearestOf(chosen: readonly Rgb[], colour: Rgb): number {
  let nearest = 0;
  let least = Number.POSITIVE_INFINITY;
  chosen.forEach((one, order) => {
    const away = distance(one, colour);
    if (away < least) [least, nearest] = [away, order];
  });
  return nearest;
}

function kindOf(red: number, green: number, blue: number): number {
  return ((red >> DROPPED) << (2 * BITS)) | ((green >> DROPPED) << BITS) | (blue >> DROPPED);
}

/** In the middle of what is counted as one. */
function colourOf(kind: number): Rgb {
  const part = (shift: number) => (((kind >> shift) & ((1 << BITS) - 1)) << DROPPED) + 2;
  return [part(2 * BITS), part(BITS), part(0)];
}

function distance(one: Rgb, other: Rgb): number {
  return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 + (one[2] - other[2]) ** 2;
}
