import type {
  DiskFaults,
  FaultyLinkFrame,
  LinkFaults,
  ProcessFaults,
  ServerFaultsFrame,
} from "../engine/door.ts";
import type { World } from "./world.ts";

/**
 * What can be wrong, as a reader chooses it. A knob turns the fields that belong together; an empty setting is that
 * nothing is wrong. An action says everything that shall be wrong from then on, so what a knob leaves alone is said again.
 */
export type Knob<F> = readonly F[];

export const LINK_KNOBS = {
  slow_down: [{}, { slow_down: 3 }, { slow_down: 10 }, { slow_down: 50 }],
  shape: [{}, { shape: "exponential" }, { shape: "long_tail" }],
  loss: [{}, { loss: "5%" }, { loss: "20%" }, { loss: "50%" }, { loss: "100%" }],
  late: [
    {},
    { late: "20%", late_by: "50ms..150ms" },
    { late: "100%", late_by: "0ms..60ms" },
    { late: "5%", late_by: "1s..2s" },
  ],
  twice: [{}, { twice: "20%" }, { twice: "100%" }, { twice: "20%", twice_after: "500ms" }],
  spacing: [{}, { spacing: "10ms" }, { spacing: "50ms" }],
  capacity: [{}, { capacity: 1 }, { capacity: 3 }],
  flap: [{}, { flap: "30%", flap_every: "200ms" }, { flap: "50%", flap_every: "1s" }],
} as const satisfies Record<string, Knob<LinkFaults>>;

export const PROCESS_KNOBS = {
  busy: [{}, { busy: "2ms" }, { busy: "20ms" }, { busy: "100ms" }],
  stall: [
    {},
    { stall: "5%", stall_for: "200ms..600ms" },
    { stall: "50%", stall_for: "200ms..600ms" },
  ],
} as const satisfies Record<string, Knob<ProcessFaults>>;

export const DISK_KNOBS = {
  sync: [{}, { sync: "20ms" }, { sync: "100ms" }],
  hitch: [{}, { stall: "20%", stall_for: "50ms..500ms" }],
  survive: [{}, { survive: "50%" }, { survive: "100%" }],
  torn: [{}, { torn: "50%" }, { torn: "100%" }],
  reordered: [{}, { reordered: "50%" }, { reordered: "100%" }],
  lying: [{}, { lying: "20%" }, { lying: "100%" }],
  damage: [{}, { damage: "20%" }, { damage: "100%" }],
} as const satisfies Record<string, Knob<DiskFaults>>;

/** The fields that a knob turns. */
export function fieldsOf<F extends object>(knob: Knob<F>): (keyof F)[] {
  return [...new Set(knob.flatMap((setting) => Object.keys(setting)))] as (keyof F)[];
}

/** Where a knob stands; what stands there by a scenario's word need not be one of its settings. */
export function settingOf<F extends object>(knob: Knob<F>, faults: F): F {
  const said = fieldsOf(knob).filter((field) => faults[field] !== undefined);
  return Object.fromEntries(said.map((field) => [field, faults[field]])) as F;
}

export const SOUND = { latency: null, faults: {} } as const;
/** What is wrong with a link in one direction. */
export type LinkState = Pick<FaultyLinkFrame, "latency" | "faults">;

export function linkState({ faulty }: Pick<World, "faulty">, from: string, to: string): LinkState {
  return faulty.find((one) => one.from === from && one.to === to) ?? SOUND;
}

export const NO_FAULTS: ServerFaultsFrame = {
  paused: false,
  busyUntil: 0,
  trap: null,
  process: {},
  disk: {},
  diskStallsUntil: null,
  damaged: false,
  clock: null,
};
