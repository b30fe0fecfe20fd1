import type {
  Action,
  CrashPoint,
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

/** How much too fast a clock can be made to run, in millionths. */
export const RATES = [0, 10_000, 100_000, 500_000, -10_000, -100_000, -500_000] as const;
export const CRASH_POINTS = [
  "before_output",
  "before_persist",
  "after_persist",
  "before_answer",
] as const satisfies readonly CrashPoint[];

/** Kinds of messages that a link can be told to keep back. */
export const BLOCKABLE = [
  "RequestVote",
  "RequestVoteReply",
  "AppendEntries",
  "AppendEntriesReply",
  "RequestPreVote",
  "RequestPreVoteReply",
  "InstallSnapshot",
  "InstallSnapshotReply",
  "TimeoutNow",
  "ReadIndex",
  "ReadIndexReply",
  "Forward",
] as const;

/** The fields that a knob turns. */
export function fieldsOf<F extends object>(knob: Knob<F>): (keyof F)[] {
  return [...new Set(knob.flatMap((setting) => Object.keys(setting)))] as (keyof F)[];
}

/** Where a knob stands; what stands there by a scenario's word need not be one of its settings. */
export function settingOf<F extends object>(knob: Knob<F>, faults: F): F {
  const said = fieldsOf(knob).filter((field) => faults[field] !== undefined);
  return Object.fromEntries(said.map((field) => [field, faults[field]])) as F;
}

export function turned<F extends object>(knob: Knob<F>, faults: F, setting: F): F {
  const fields = fieldsOf(knob);
  const others = Object.entries(faults).filter(([field]) => !fields.includes(field as keyof F));
  return { ...Object.fromEntries(others), ...setting } as F;
}

export function alike(one: object, other: object): boolean {
  const sorted = (of: object) => JSON.stringify(Object.entries(of).sort());
  return sorted(one) === sorted(other);
}

const SOUND = { latency: null, faults: {} } as const;
/** What is wrong with a link in one direction. */
export type LinkState = Pick<FaultyLinkFrame, "latency" | "faults">;

export function linkState({ faulty }: World, from: string, to: string): LinkState {
  return faulty.find((one) => one.from === from && one.to === to) ?? SOUND;
}

/** What several links have in common, and the fields in which they differ. */
export function common(states: readonly LinkState[]): LinkState & { differ: ReadonlySet<string> } {
  const [first = SOUND, ...others] = states;
  const fields = new Set(states.flatMap(({ faults }) => Object.keys(faults)));
  const same = (of: (state: LinkState) => unknown) =>
    others.every((one) => JSON.stringify(of(one)) === JSON.stringify(of(first)));
  const fieldOf =
    (field: string) =>
    ({ faults }: LinkState): unknown =>
      Object.entries(faults).find(([name]) => name === field)?.[1];
  const differ = new Set([...fields].filter((field) => !same(fieldOf(field))));
  if (!same((state) => state.latency)) differ.add("latency");
  const shared = Object.entries(first.faults).filter(([field]) => !differ.has(field));
  const latency = differ.has("latency") ? null : first.latency;
  return { latency, faults: Object.fromEntries(shared), differ };
}

/** The links that one setting is for, each in one direction. */
export type Pairs = readonly (readonly [from: string, to: string])[];

/** All links between servers. */
export function allLinks({ serverIds }: World): Pairs {
  return serverIds.flatMap((from) =>
    serverIds.filter((to) => to !== from).map((to) => [from, to] as const),
  );
}

/** Changes something about some links, and leaves whatever else is wrong with each of them as it is. */
export function relink(
  world: World,
  links: Pairs,
  change: (state: LinkState) => LinkState,
): Action[] {
  const next = links.map(([from, to]) => change(linkState(world, from, to)));
  const [first] = next;
  if (!first) return [];
  // Where all shall be the same, one action says so for all of them.
  const uniform = next.every(
    (one) => one.latency === first.latency && alike(one.faults, first.faults),
  );
  if (uniform && links.length === allLinks(world).length) return [{ network: spelled(first) }];
  const [one, back] = links;
  if (uniform && links.length === 2 && one && back && one[0] === back[1] && one[1] === back[0])
    return [{ network: { links: { from: one[0], to: one[1] }, ...spelled(first) } }];
  return links.map(([from, to], order) => ({
    network: { links: { from, to, one_way: true }, ...spelled(next[order] ?? SOUND) },
  }));
}

function spelled({ latency, faults }: LinkState) {
  return { ...(latency === null ? {} : { latency }), faults };
}

export const NO_FAULTS: ServerFaultsFrame = {
  paused: false,
  busyUntil: 0,
  trap: null,
  process: {},
  disk: {},
  damaged: false,
  clock: null,
};

/** By how many milliseconds a clock is ahead of the world's; below zero: behind. */
export function aheadAt(clock: ServerFaultsFrame["clock"], now: number): number {
  return clock ? clock.ahead + ((now - clock.since) * clock.ratePpm) / 1_000_000 : 0;
}

/** Sets a clock right: back to the world's time, and to its rate. */
export function setRight(server: string, clock: ServerFaultsFrame["clock"], now: number): Action {
  const ahead = Math.round(aheadAt(clock, now) * 1000);
  const jump = ahead === 0 ? {} : { [ahead > 0 ? "back" : "forward"]: `${Math.abs(ahead)}us` };
  return { clock: { servers: server, rate_ppm: 0, ...jump } };
}
