import type { LedgerEntry } from "../engine/door.ts";
import type { World } from "./world.ts";

/** The entries of one server that are on the screen, as the engine gave them for one version of its log. */
export type LogCopy = {
  version: number;
  from: number;
  to: number;
  entries: readonly LedgerEntry[];
};

/** An entry that was overwritten a moment ago: it stays, struck through, for one beat. */
export type StruckEntry = { entry: LedgerEntry; until: number };

export type Logs = {
  copies: ReadonlyMap<string, LogCopy>;
  struck: ReadonlyMap<string, readonly StruckEntry[]>;
};

export const NO_LOGS: Logs = { copies: new Map(), struck: new Map() };

/** One beat of free play, in simulated milliseconds. */
const STRUCK_FOR = 80;

export type ReadLedger = (server: string, from: number, to: number) => LedgerEntry[];

/** Columns of the ledger that are read, both included. */
export type Columns = { from: number; to: number };

/** What the reader sees of the ledger: so many columns fit; `first` is the leftmost, null: the newest that fit. */
export type Sight = { first: number | null; fits: number };

export const NEWEST: Sight = { first: null, fits: 12 };

/** Read a little more than is in sight: who scrolls shall not see holes. */
const OVERSCAN = 2;

/** The leftmost column in sight of a ledger of so many. A log can become shorter than where one had scrolled to. */
export function leftmost({ first, fits }: Sight, last: number): number {
  const newest = Math.max(last, fits) - fits + 1;
  return first === null ? newest : Math.min(first, newest);
}

export function columnsIn(sight: Sight, last: number): Columns {
  const first = leftmost(sight, last);
  return {
    from: Math.max(1, first - OVERSCAN),
    to: Math.min(Math.max(last, sight.fits), first + sight.fits - 1 + OVERSCAN),
  };
}

/** The longest log reaches so far, entries that were overwritten a moment ago included. */
export function lastIndex(world: World, { struck }: Logs): number {
  let last = 0;
  for (const { log } of world.servers.values()) last = Math.max(last, log.last);
  for (const lost of struck.values())
    for (const one of lost) last = Math.max(last, one.entry.index);
  return last;
}

/** Asks the engine only for logs that changed or scrolled. `continuous`: no jump in time lies between. */
export function refreshLogs(
  before: Logs,
  world: World,
  columns: Columns,
  read: ReadLedger,
  continuous: boolean,
): Logs {
  const copies = new Map<string, LogCopy>();
  const struck = new Map<string, readonly StruckEntry[]>();
  const now = world.position.time;
  for (const [id, server] of world.servers) {
    const former = before.copies.get(id);
    const from = Math.max(server.log.first, columns.from);
    const to = Math.min(server.log.last, columns.to);
    const fresh =
      former?.version === server.log.version && former.from === from && former.to === to;
    const copy = fresh
      ? former
      : { version: server.log.version, from, to, entries: from <= to ? read(id, from, to) : [] };
    copies.set(id, copy);
    const kept = continuous ? (before.struck.get(id) ?? []).filter((one) => one.until > now) : [];
    const lost = continuous && former && !fresh ? overwritten(former, copy, server.log.last) : [];
    struck.set(id, [...kept, ...lost.map((entry) => ({ entry, until: now + STRUCK_FOR }))]);
  }
  return { copies, struck };
}

function overwritten(before: LogCopy, after: LogCopy, last: number): LedgerEntry[] {
  const now = new Map(after.entries.map((entry) => [entry.index, entry]));
  return before.entries.filter((entry) => {
    const present = now.get(entry.index);
    return present ? present.term !== entry.term : entry.index > last;
  });
}
