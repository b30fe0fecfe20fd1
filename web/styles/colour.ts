/**
 * The mathematics of colour that the tokens are judged by. Only tests import it: the page itself never computes a
 * colour.
 */
export type Rgb = readonly [red: number, green: number, blue: number];

/** "#1b1e23" as three shares from 0 to 1, as the screen takes them (sRGB). */
export function parseHex(hex: string): Rgb {
  const digits = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex.trim());
  if (!digits) throw new Error(`"${hex}" is not a colour like #1b1e23`);
  return each([digits[1], digits[2], digits[3]], (pair) => Number.parseInt(pair ?? "", 16) / 255);
}

function each<T>(three: readonly [T, T, T], change: (one: T) => number): Rgb {
  return [change(three[0]), change(three[1]), change(three[2])];
}

function times(matrix: readonly [Rgb, Rgb, Rgb], [x, y, z]: Rgb): Rgb {
  return each(matrix, ([a, b, c]) => a * x + b * y + c * z);
}

/** Light itself, without the screen's curve (IEC 61966-2-1). */
function linear(colour: Rgb): Rgb {
  return each(colour, (share) =>
    share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4,
  );
}

function curved(light: Rgb): Rgb {
  return each(light, (share) => {
    const inside = Math.max(0, Math.min(1, share));
    return inside <= 0.0031308 ? inside * 12.92 : 1.055 * inside ** (1 / 2.4) - 0.055;
  });
}

/** WCAG 2.2, "contrast ratio": from 1 (the same) to 21 (black on white). */
export function contrast(one: Rgb, other: Rgb): number {
  const [brighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((brighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05);
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = linear(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export const VISIONS = ["normal", "protanopia", "deuteranopia", "tritanopia"] as const;
export type Vision = (typeof VISIONS)[number];

/**
 * Machado, Oliveira, Fernandes: A Physiologically-based Model for Simulation of Color Vision Deficiency, IEEE TVCG
 * 15(6), 2009: the matrices for severity 1.0, to be applied to linear RGB.
 */
const MACHADO: Record<Exclude<Vision, "normal">, readonly [Rgb, Rgb, Rgb]> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** The colour as somebody with that vision tells it apart from others. */
export function seenBy(vision: Vision, colour: Rgb): Rgb {
  return vision === "normal" ? colour : curved(times(MACHADO[vision], linear(colour)));
}

/** CIELAB under D65, the white of sRGB. */
function lab(colour: Rgb): Rgb {
  const [x, y, z] = times(
    [
      [0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047],
      [0.2126729, 0.7151522, 0.072175],
      [0.0193339 / 1.08883, 0.119192 / 1.08883, 0.9503041 / 1.08883],
    ],
    linear(colour),
  );
  const [fx, fy, fz] = each([x, y, z], (share) =>
    share > 216 / 24389 ? Math.cbrt(share) : ((24389 / 27) * share + 16) / 116,
  );
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

export function difference(one: Rgb, other: Rgb): number {
  return ciede2000(lab(one), lab(other));
}

const degrees = (angle: number) => (angle * 180) / Math.PI;
const sin = (angle: number) => Math.sin((angle * Math.PI) / 180);
const cos = (angle: number) => Math.cos((angle * Math.PI) / 180);

/**
 * CIEDE2000, after Sharma, Wu, Dalal: The CIEDE2000 Color-Difference Formula: Implementation Notes, Supplementary Test
 * Data, and Mathematical Observations, Color Research & Application 30(1), 2005. One unit is about the least difference
 * that can be seen between two large patches side by side.
 */
export function ciede2000([l1, a1, b1]: Rgb, [l2, a2, b2]: Rgb): number {
  const meanC = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const g = 1.5 - 0.5 * Math.sqrt(meanC ** 7 / (meanC ** 7 + 25 ** 7));
  const [c1, c2] = [Math.hypot(g * a1, b1), Math.hypot(g * a2, b2)];
  const [h1, h2] = [hue(g * a1, b1), hue(g * a2, b2)];
  const grey = c1 * c2 === 0;
  const turn = h2 - h1;
  const dh = grey ? 0 : turn > 180 ? turn - 360 : turn < -180 ? turn + 360 : turn;
  const dL = l2 - l1;
  const dC = c2 - c1;
  const dH = 2 * Math.sqrt(c1 * c2) * sin(dh / 2);
  const l = (l1 + l2) / 2;
  const c = (c1 + c2) / 2;
  const far = Math.abs(turn) > 180;
  const h = grey ? h1 + h2 : far ? (h1 + h2 + (h1 + h2 < 360 ? 360 : -360)) / 2 : (h1 + h2) / 2;
  const t =
    1 - 0.17 * cos(h - 30) + 0.24 * cos(2 * h) + 0.32 * cos(3 * h + 6) - 0.2 * cos(4 * h - 63);
  const sL = 1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2);
  const sC = 1 + 0.045 * c;
  const sH = 1 + 0.015 * c * t;
  const rotation =
    -2 * Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7)) * sin(60 * Math.exp(-(((h - 275) / 25) ** 2)));
  const [L, C, H] = [dL / sL, dC / sC, dH / sH];
  return Math.sqrt(L ** 2 + C ** 2 + H ** 2 + rotation * C * H);
}

function hue(a: number, b: number): number {
  const angle = a === 0 && b === 0 ? 0 : degrees(Math.atan2(b, a));
  return angle < 0 ? angle + 360 : angle;
}
