import { describe, expect, it } from "vitest";
import type { LedgerEntry } from "../engine/door.ts";
import { NOWHERE } from "../state/cursor.ts";
import { NO_LOGS, refreshLogs } from "../state/logs.ts";
import { merge } from "../state/world.ts";
import { describeServer, factsOf } from "./describe.ts";
import { frame, server } from "./fixtures/build.ts";
import { PARTITION, PARTITION_LOGS } from "./fixtures/partition.ts";
import { ledgerScene } from "./ledger.ts";

const SIGHT = { from: 1, to: 6 };
const world = merge(null, PARTITION);
/** The three columns of a row without an entry. */
const NONE = [undefined, undefined, undefined];
const EVERYTHING = { cursor: NOWHERE, seenBy: null };
const reader =
  (logs: Record<string, LedgerEntry[]>) => (server: string, from: number, to: number) =>
    (logs[server] ?? []).filter((entry) => entry.index >= from && entry.index <= to);

describe("the ledger", () => {
  it("lines up all logs by index and prints a no-op as one", () => {
    const scene = ledgerScene(
      world,
      refreshLogs(NO_LOGS, world, SIGHT, reader(PARTITION_LOGS), false),
      SIGHT,
      EVERYTHING,
    );
    expect(scene.columns).toEqual([1, 2, 3, 4, 5, 6]);
    expect(scene.rows[0]?.cells.map((cell) => cell?.text)).toEqual([
      "no-op",
      "x=1",
      "y=7",
      undefined,
      undefined,
      undefined,
    ]);
    expect(scene.rows[2]?.cells[2]).toMatchObject({ sign: "•", fill: { hue: 2 } });
  });

  it("lights the entry and the server of a station", () => {
    const logs = refreshLogs(NO_LOGS, world, SIGHT, reader(PARTITION_LOGS), false);
    const [entry] = PARTITION_LOGS.n1 ?? [];
    const subjects = [
      { kind: "entry", index: entry?.index ?? 0, term: entry?.term ?? 0 } as const,
      { kind: "server", id: "n2" } as const,
    ];
    const station = { key: "event 1", event: null, subjects };
    const scene = ledgerScene(world, logs, SIGHT, {
      cursor: { ...NOWHERE, station },
      seenBy: null,
    });
    const same = ledgerScene(world, logs, SIGHT, EVERYTHING);
    expect(scene.rows.map((row) => row.lit)).toEqual(same.rows.map((row) => row.server === "n2"));
    expect(scene.rows[0]?.cells[0]).not.toEqual(same.rows[0]?.cells[0]);
    expect(scene.rows[0]?.cells[1]).toEqual(same.rows[0]?.cells[1]);
  });

  it("shows next and match as the newest leader keeps them", () => {
    const scene = ledgerScene(
      world,
      refreshLogs(NO_LOGS, world, SIGHT, reader(PARTITION_LOGS), false),
      SIGHT,
      EVERYTHING,
    );
    expect(scene.rule).toBe(4);
    expect(scene.rows.map((row) => [row.server, row.next, row.match])).toEqual([
      ["n1", 3, null],
      ["n2", 3, null],
      ["n3", 5, 4],
      ["n4", null, null],
      ["n5", 5, 4],
    ]);
  });

  it("keeps an overwritten entry, struck through, for one beat", () => {
    const before = refreshLogs(NO_LOGS, world, SIGHT, reader(PARTITION_LOGS), false);
    const healed = merge(world, {
      ...PARTITION,
      position: { time: 960, processed: 1 },
      servers: PARTITION.servers.map((one) =>
        one.id === "n2" ? { ...one, term: 2, log: { ...one.log, last: 4, version: 9 } } : one,
      ),
    });
    const logs = { ...PARTITION_LOGS, n2: PARTITION_LOGS.n4 ?? [] };
    const after = refreshLogs(before, healed, SIGHT, reader(logs), true);
    const row = ledgerScene(healed, after, SIGHT, EVERYTHING).rows[1];
    expect(row?.cells[2]).toMatchObject({ text: "y=7", struck: true, term: 1 });

    const later = merge(healed, {
      ...PARTITION,
      position: { time: 1100, processed: 1 },
      servers: [],
    });
    const settled = refreshLogs(after, later, SIGHT, reader(logs), true);
    expect(ledgerScene(later, settled, SIGHT, EVERYTHING).rows[1]?.cells[2]).toMatchObject({
      text: "no-op",
      struck: false,
    });
  });

  it("does not strike through what a jump in time left behind", () => {
    const before = refreshLogs(NO_LOGS, world, SIGHT, reader(PARTITION_LOGS), false);
    const empty = merge(world, {
      ...PARTITION,
      servers: PARTITION.servers.map((one) => ({
        ...one,
        log: { ...one.log, last: 0, version: 0 },
      })),
    });
    const after = refreshLogs(before, empty, SIGHT, reader({}), false);
    expect([...after.struck.values()].flat()).toEqual([]);
  });

  it("asks the engine only for logs that changed", () => {
    const asked: string[] = [];
    const read = (server: string, from: number, to: number) => {
      asked.push(server);
      return reader(PARTITION_LOGS)(server, from, to);
    };
    const first = refreshLogs(NO_LOGS, world, SIGHT, read, false);
    refreshLogs(first, world, SIGHT, read, true);
    expect(asked).toEqual(["n1", "n2", "n3", "n4", "n5"]);
  });

  it("brings out where a log has parted from the leader's, and keeps that from a server's own eyes", () => {
    const parted = merge(null, {
      ...PARTITION,
      agreements: [{ server: "n1", agrees: 2, behind: 2 }],
    });
    const logs = refreshLogs(NO_LOGS, parted, SIGHT, reader(PARTITION_LOGS), false);
    const [row] = ledgerScene(parted, logs, SIGHT, EVERYTHING).rows;
    expect(row?.cells.map((cell) => cell?.apart)).toEqual([false, false, true, ...NONE]);
    expect(row?.cells[2]?.description).toContain("not what the leader has there");
    const [other, own] = ledgerScene(parted, logs, SIGHT, { cursor: NOWHERE, seenBy: "n2" }).rows;
    expect(own?.cells.map((cell) => cell?.veiled)).toEqual([false, false, false, ...NONE]);
    expect(other?.cells.map((cell) => cell?.veiled)).toEqual([true, true, true, ...NONE]);
    expect(other?.cells.map((cell) => cell?.apart)).toEqual([false, false, false, ...NONE]);
    expect(other).toMatchObject({ veiled: true, store: [], term: "", badge: null });
  });

  it("shows how far a snapshot reaches where entries are kept behind its beginning", () => {
    const entry = (index: number): LedgerEntry => ({ index, term: 1, kind: "noop", command: null });
    const kept = merge(
      null,
      frame(1, [
        server("n1", {
          log: { first: 3, last: 6, commit: 6, durable: 6 },
          snapshot: { index: 5, term: 1 },
        }),
      ]),
    );
    const logs = refreshLogs(NO_LOGS, kept, SIGHT, reader({ n1: [3, 4, 5, 6].map(entry) }), false);
    const [row] = ledgerScene(kept, logs, SIGHT, EVERYTHING).rows;
    expect(row).toMatchObject({ compactedUpTo: 2, sealedUpTo: 5 });
    expect(row?.snapshot).toBe("everything up to index 5 is in a snapshot");
    expect(row?.cells.map((cell) => cell?.description.includes("the snapshot reaches"))).toEqual([
      undefined,
      undefined,
      false,
      false,
      true,
      false,
    ]);
    const told = kept.servers.get("n1");
    if (!told) throw new Error("n1 is not there");
    expect(describeServer(told)).toContain("everything up to index 5 is in a snapshot");
    const log = factsOf(told).find((row) => row.fact === "log");
    expect(log?.value).toBe("4 entries, snapshot up to 5");
    const elsewhere = { cursor: NOWHERE, seenBy: "n2" };
    expect(ledgerScene(kept, logs, SIGHT, elsewhere).rows[0]?.sealedUpTo).toBe(0);
  });

  it("begins with a jagged edge where a snapshot ends", () => {
    const compacted = merge(
      null,
      frame(1, [server("n1", { log: { first: 5, last: 6, commit: 6, durable: 6 } })]),
    );
    const [row] = ledgerScene(compacted, NO_LOGS, SIGHT, EVERYTHING).rows;
    expect(row?.compactedUpTo).toBe(4);
  });
});
