import type { Action, CrashPoint, ServerFaultsFrame } from "../engine/door.ts";
import { fieldsOf, type Knob, type LinkState, linkState, SOUND } from "./faults.ts";
import { clientLink, isClient } from "./links.ts";
import type { World } from "./world.ts";

/** What a reader does about faults: from what is chosen to the actions that say so. */

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

/** Kinds of messages that a client's link carries. */
export const CLIENT_KINDS = ["ClientRequest", "ClientReply"] as const;

export function turned<F extends object>(knob: Knob<F>, faults: F, setting: F): F {
  const fields = fieldsOf(knob);
  const others = Object.entries(faults).filter(([field]) => !fields.includes(field as keyof F));
  return { ...Object.fromEntries(others), ...setting } as F;
}

export function alike(one: object, other: object): boolean {
  const sorted = (of: object) => JSON.stringify(Object.entries(of).sort());
  return sorted(one) === sorted(other);
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
  const [one, back] = links;
  if (one && isClient(world, one[0]))
    return [clientLink({ client: one[0], server: one[1] }, first)];
  // Where all shall be the same, one action says so for all of them.
  const uniform = next.every(
    (one) => one.latency === first.latency && alike(one.faults, first.faults),
  );
  if (uniform && links.length === allLinks(world).length) return [{ network: spelled(first) }];
  if (uniform && links.length === 2 && one && back && one[0] === back[1] && one[1] === back[0])
    return [{ network: { links: { from: one[0], to: one[1] }, ...spelled(first) } }];
  return links.map(([from, to], order) => ({
    network: { links: { from, to, one_way: true }, ...spelled(next[order] ?? SOUND) },
  }));
}

function spelled({ latency, faults }: LinkState) {
  return { ...(latency === null ? {} : { latency }), faults };
}

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
