import type { Span } from "../state/span.ts";

/** From simulated time to a length on the screen. */
export type Axis = { span: Span; length: number };

export function sameAxis(one: Axis, other: Axis): boolean {
  return (
    one.length === other.length &&
    one.span.from === other.span.from &&
    one.span.to === other.span.to
  );
}

export function placeOnAxis({ span, length }: Axis, time: number): number {
  const width = Math.max(0.001, span.to - span.from);
  return ((time - span.from) / width) * length;
}

export function timeOnAxis({ span, length }: Axis, place: number): number {
  return span.from + (place / Math.max(1, length)) * (span.to - span.from);
}

export type Tick = { at: number; text: string };

/** Round moments at a readable distance: 1, 2 or 5 times a power of ten. */
export function ticksOf(axis: Axis, apart = 90): Tick[] {
  const width = axis.span.to - axis.span.from;
  const rough = (width / Math.max(1, axis.length)) * apart;
  const power = 10 ** Math.floor(Math.log10(Math.max(0.1, rough)));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const ticks: Tick[] = [];
  for (let order = Math.ceil(axis.span.from / step); order * step <= axis.span.to; order++) {
    const time = order * step;
    ticks.push({ at: placeOnAxis(axis, time), text: String(Math.round(time * 10) / 10) });
  }
  return ticks;
}
