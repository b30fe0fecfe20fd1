import type { ServerFaultsFrame } from "../engine/door.ts";
import type { LinkState } from "../state/faults.ts";

/** What is wrong, as a picture has signs for it: of a link, of a server, of a disk. */
export const LINK_SIGNS = [
  "jammed",
  "blocked",
  "flapping",
  "lossy",
  "slow",
  "late",
  "twice",
] as const;
export type LinkSign = (typeof LINK_SIGNS)[number];

export function signsOfLink({ latency, faults }: LinkState): LinkSign[] {
  const { shape, slow_down = 1, spacing } = faults;
  const here: Record<LinkSign, boolean> = {
    jammed: faults.jam === true,
    blocked: (faults.blocked?.length ?? 0) > 0,
    flapping: faults.flap !== undefined,
    // A link that can hold only so many loses the rest.
    lossy: faults.loss !== undefined || faults.capacity !== undefined,
    slow: latency !== null || slow_down > 1 || shape !== undefined || spacing !== undefined,
    late: faults.late !== undefined,
    twice: faults.twice !== undefined,
  };
  return LINK_SIGNS.filter((sign) => here[sign]);
}

export const SERVER_SIGNS = ["paused", "trap", "slow", "clock"] as const;
export type ServerSign = (typeof SERVER_SIGNS)[number];

export function signsOfServer(faults: ServerFaultsFrame): ServerSign[] {
  const here: Record<ServerSign, boolean> = {
    paused: faults.paused,
    trap: faults.trap !== null,
    slow: Object.keys(faults.process).length > 0,
    clock: faults.clock !== null,
  };
  return SERVER_SIGNS.filter((sign) => here[sign]);
}

/** A disk has room for one sign: the worst. */
export const DISK_SIGNS = ["damaged", "stalled", "lying", "fragile", "slow"] as const;
export type DiskSign = (typeof DISK_SIGNS)[number];

/** Whether the server is busy or stalls at this moment, and whether its disk does. */
export function stallsAt(
  { busyUntil, diskStallsUntil }: ServerFaultsFrame,
  now: number,
): { server: boolean; disk: boolean } {
  return { server: busyUntil > now, disk: (diskStallsUntil ?? 0) > now };
}

export function signOfDisk(faults: ServerFaultsFrame, now: number): DiskSign | null {
  const { damaged, disk } = faults;
  const { survive, torn, reordered, damage } = disk;
  const here: Record<DiskSign, boolean> = {
    damaged,
    stalled: disk.stalled === true || stallsAt(faults, now).disk,
    lying: disk.lying !== undefined,
    // At a crash it can leave something else than a sound disk would.
    fragile: [survive, torn, reordered, damage].some((chance) => chance !== undefined),
    slow: disk.sync !== undefined || disk.stall !== undefined,
  };
  return DISK_SIGNS.find((sign) => here[sign]) ?? null;
}
