import type { DiskFaults, LinkFaults, ProcessFaults, ServerFaultsFrame } from "../engine/door.ts";
import {
  DISK_KNOBS,
  type Knob,
  LINK_KNOBS,
  type LinkState,
  PROCESS_KNOBS,
  settingOf,
} from "../state/faults.ts";
import { fill, words } from "../words/words.ts";

/** What is wrong, in words: what knobs say, what cards and lists say, what a screen reader says. */

export type KnobName = keyof typeof words.faults.knobs;

/** A setting of a knob: "20 % late by 50–150 ms". */
export function settingInWords(name: KnobName, setting: object): string {
  const { none, some, more } = words.faults.knobs[name];
  const said = Object.entries(setting).map(([field, value]) => [field, quantity(value)] as const);
  if (said.length === 0) return none;
  return fill(said.length > 1 && more ? more : some, Object.fromEntries(said));
}

/** Quantities as the engine spells them, "50ms..150ms", as people do: "50–150 ms". */
export function quantity(value: unknown): string {
  const text = String(value);
  const shapes: Readonly<Record<string, string>> = words.faults.shapes;
  const [low, high] = text.split("..").map((part) => part.replace(/^([\d.]+)(\D+)$/, "$1 $2"));
  if (low === undefined || high === undefined) return shapes[text] ?? low ?? text;
  const [number, unit] = low.split(" ");
  return high.endsWith(` ${unit}`) ? `${number}–${high}` : `${low} – ${high}`;
}

function troubles<F extends object>(knobs: Readonly<Record<string, Knob<F>>>, faults: F): string[] {
  return Object.entries(knobs).flatMap(([name, knob]) => {
    const setting = settingOf(knob, faults);
    return Object.keys(setting).length > 0 ? [settingInWords(name as KnobName, setting)] : [];
  });
}

export function linkTroubles({ latency, faults }: LinkState): string[] {
  const { blocked, jam } = faults;
  return [
    ...(jam ? [words.faults.jammed] : []),
    ...(blocked ? [fill(words.faults.keepsBack, { kinds: blocked.join(", ") })] : []),
    ...(latency === null ? [] : [latencyInWords(latency)]),
    ...troubles<LinkFaults>(LINK_KNOBS, faults),
  ];
}

export function latencyInWords(latency: string | null): string {
  const { none, some } = words.faults.latency;
  return latency === null ? none : fill(some, { latency: quantity(latency) });
}

export function processTroubles({ paused, trap, process }: ServerFaultsFrame): string[] {
  return [
    ...(paused ? [words.faults.paused] : []),
    ...(trap ? [fill(words.faults.armed, { point: words.faults.points[trap] })] : []),
    ...troubles<ProcessFaults>(PROCESS_KNOBS, process),
  ];
}

export function diskTroubles({ disk, damaged }: ServerFaultsFrame): string[] {
  return [
    ...(damaged ? [words.faults.damaged] : []),
    ...(disk.stalled ? [words.faults.stalled] : []),
    ...troubles<DiskFaults>(DISK_KNOBS, disk),
  ];
}

/** At the moment at which it was last set: how far off it is by now only counts where it runs at its rate. */
export function clockTroubles({ clock }: ServerFaultsFrame): string[] {
  if (!clock) return [];
  const { ahead, behind, runs } = words.faults;
  const off = Math.round(clock.ahead);
  const rate = clock.ratePpm === 0 ? [] : [fill(runs, { rate: rateInWords(clock.ratePpm) })];
  if (off === 0) return rate;
  return [...rate, fill(off > 0 ? ahead : behind, { time: Math.abs(off) })];
}

export function rateInWords(ratePpm: number): string {
  const { onTime, fast, slow } = words.faults;
  return ratePpm === 0 ? onTime : fill(ratePpm > 0 ? fast : slow, { percent: percentOf(ratePpm) });
}

/** The little that fits beside a clock. */
export function clockSign(clock: NonNullable<ServerFaultsFrame["clock"]>): string {
  const { signs } = words.faults;
  const { ratePpm, ahead } = clock;
  if (ratePpm !== 0)
    return fill(ratePpm > 0 ? signs.fast : signs.slow, { percent: percentOf(ratePpm) });
  return fill(ahead > 0 ? signs.ahead : signs.behind, { time: Math.abs(Math.round(ahead)) });
}

function percentOf(ratePpm: number): number {
  return Math.abs(ratePpm) / 10_000;
}

export function serverTroubles(faults: ServerFaultsFrame | null): string[] {
  if (!faults) return [];
  return [...processTroubles(faults), ...clockTroubles(faults), ...diskTroubles(faults)];
}
