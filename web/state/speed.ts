/** Speed is chosen on a logarithmic scale: every notch of the slider is a quarter of a doubling. */
export const SPEED_NOTCHES = { slowest: -16, fastest: 24, perDoubling: 4 } as const;

export function speedOfNotch(notch: number): number {
  const { slowest, fastest, perDoubling } = SPEED_NOTCHES;
  return 2 ** (Math.min(fastest, Math.max(slowest, notch)) / perDoubling);
}

export function notchOfSpeed(speed: number): number {
  return Math.round(Math.log2(speed) * SPEED_NOTCHES.perDoubling);
}

/** "1×", "¼×", "2.8×": short and never more exact than one can see. */
export function nameOfSpeed(speed: number): string {
  const fractions: Record<number, string> = { 0.5: "½", 0.25: "¼", 0.125: "⅛", 0.0625: "1⁄16" };
  const name = fractions[speed] ?? String(Number(speed.toPrecision(2)));
  return `${name}×`;
}
