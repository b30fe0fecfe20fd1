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

/** What is wrong, in words: what the picture and its cards say, what a screen reader says. */

/** What is said of a setting with one field, and of one with more. */
export type Saying = { some: string; more: string };

/** A setting that is not empty: "20 % late by 50–150 ms". */
export function settingInWords({ some, more }: Saying, setting: object): string {
  const said = Object.entries(setting).map(([field, value]) => [field, quantity(value)] as const);
  return fill(said.length > 1 && more ? more : some, Object.fromEntries(said));
}

/** Quantities as the engine spells them, "50ms..150ms", as people do: "50–150 ms". */
export function quantity(value: unknown): string {
  const text = String(value);
  const shapes: Readonly<Record<string, string>> = words.wrong.shapes;
  const [low, high] = text.split("..").map((part) => part.replace(/^([\d.]+)(\D+)$/, "$1 $2"));
  if (low === undefined || high === undefined) return shapes[text] ?? low ?? text;
  const [number, unit] = low.split(" ");
  return high.endsWith(` ${unit}`) ? `${number}–${high}` : `${low} – ${high}`;
}

function troubles<F extends object>(knobs: Readonly<Record<string, Knob<F>>>, faults: F): string[] {
  const sayings: Readonly<Record<string, Saying>> = words.wrong.settings;
  return Object.entries(knobs).flatMap(([name, knob]) => {
    const setting = settingOf(knob, faults);
    const saying = sayings[name];
    return saying && Object.keys(setting).length > 0 ? [settingInWords(saying, setting)] : [];
  });
}

export function linkTroubles({ latency, faults }: LinkState): string[] {
  const { blocked, jam } = faults;
  return [
    ...(jam ? [words.wrong.jammed] : []),
    ...(blocked ? [fill(words.wrong.keepsBack, { kinds: blocked.join(", ") })] : []),
    ...(latency === null ? [] : [latencyInWords(latency)]),
    ...troubles<LinkFaults>(LINK_KNOBS, faults),
  ];
}

export function latencyInWords(latency: string): string {
  return fill(words.wrong.latency, { latency: quantity(latency) });
}

export function processTroubles({ paused, trap, process }: ServerFaultsFrame): string[] {
  return [
    ...(paused ? [words.wrong.paused] : []),
    ...(trap ? [fill(words.wrong.armed, { point: words.wrong.points[trap] })] : []),
    ...troubles<ProcessFaults>(PROCESS_KNOBS, process),
  ];
}

export function diskTroubles({ disk, damaged }: ServerFaultsFrame): string[] {
  return [
    ...(damaged ? [words.wrong.damaged] : []),
    ...(disk.stalled ? [words.wrong.stalled] : []),
    ...troubles<DiskFaults>(DISK_KNOBS, disk),
  ];
}

/** At the moment at which it was last set: how far off it is by now only counts where it runs at its rate. */
export function clockTroubles({ clock }: ServerFaultsFrame): string[] {
  if (!clock) return [];
  const { ahead, behind, runs } = words.wrong;
  const off = Math.round(clock.ahead);
  const rate = clock.ratePpm === 0 ? [] : [fill(runs, { rate: rateInWords(clock.ratePpm) })];
  if (off === 0) return rate;
  return [...rate, fill(off > 0 ? ahead : behind, { time: Math.abs(off) })];
}

export function rateInWords(ratePpm: number): string {
  const { fast, slow } = words.wrong;
  return fill(ratePpm > 0 ? fast : slow, { percent: percentOf(ratePpm) });
}

/** The little that fits beside a clock. */
export function clockSign(clock: NonNullable<ServerFaultsFrame["clock"]>): string {
  const { signs } = words.wrong;
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
