import { describe, expect, it } from "vitest";
import { NOWHERE } from "../state/cursor.ts";
import { introduce } from "../state/introductions.ts";
import { NO_LOGS, refreshLogs } from "../state/logs.ts";
import { merge, type World } from "../state/world.ts";
import { type ClusterScene, clusterScene } from "./cluster.ts";
import { type Beat, beatNamed, STORY } from "./fixtures/story.ts";
import { layOut } from "./geometry.ts";
import { type LedgerScene, ledgerScene } from "./ledger.ts";
import type { ClusterView } from "./view.ts";

const BOX = { width: 660, height: 520 };
const SIGHT = { from: 1, to: 6 };

function worldOf(beat: Beat): World {
  return merge(null, beat.frame);
}

function clusterAt(beat: Beat, view: Partial<ClusterView> = {}): ClusterScene {
  const world = worldOf(beat);
  const layout = layOut(world.serverIds, ["c1"], BOX);
  const seen = {
    cursor: NOWHERE,
    paused: false,
    introductions: introduce(new Map(), world),
    choosing: null,
    ...view,
  };
  return clusterScene(world, layout, seen, world.position.time);
}

function ledgerAt(beat: Beat): LedgerScene {
  const world = worldOf(beat);
  const read = (server: string, from: number, to: number) =>
    (beat.logs[server] ?? []).filter((entry) => entry.index >= from && entry.index <= to);
  return ledgerScene(world, refreshLogs(NO_LOGS, world, SIGHT, read, false), SIGHT, NOWHERE);
}

function serverIn(scene: ClusterScene, id: string) {
  const found = scene.servers.find((server) => server.key === id);
  if (!found) throw new Error(`${id} is not on the stage`);
  return found;
}

function rowIn(scene: LedgerScene, id: string) {
  const found = scene.rows.find((row) => row.server === id);
  if (!found) throw new Error(`${id} has no row`);
  return found;
}

describe("the default story, beat by beat", () => {
  it("start: three followers in paper, and n1's arc is nearly empty", () => {
    const scene = clusterAt(beatNamed("start"));
    expect(scene.servers.map((server) => [server.word, server.fill.hue, server.outline])).toEqual([
      ["follower", 0, "thin"],
      ["follower", 0, "thin"],
      ["follower", 0, "thin"],
    ]);
    const arcs = scene.servers.map((server) => server.arc ?? 1);
    expect(arcs[0]).toBeLessThan(0.15);
    expect(Math.min(...arcs.slice(1))).toBeGreaterThan(0.5);
  });

  it("campaign: n1 is a hexagon, its own pip is filled, two ballots travel with a label", () => {
    const scene = clusterAt(beatNamed("campaign"));
    const n1 = serverIn(scene, "n1");
    expect(n1.outline).toBe("hexagon");
    expect(n1.quorum?.pips).toEqual([
      { voter: "n1", answer: "yes" },
      { voter: "n2", answer: "none" },
      { voter: "n3", answer: "none" },
    ]);
    expect(n1.quorum?.needed).toBe(2);
    expect(scene.messages.map((message) => message.glyph)).toEqual(["ballot", "ballot"]);
    expect(scene.messages[0]?.label).not.toBeNull();
    expect(scene.messages[0]?.fill.hue).toBe(1);
  });

  it("elected: n2's yes fills the second pip and reaches the notch; n1 has a double ring and ★", () => {
    const n1 = serverIn(clusterAt(beatNamed("elected")), "n1");
    expect(n1.quorum?.pips.map((pip) => pip.answer)).toEqual(["yes", "yes", "none"]);
    expect(n1.outline).toBe("double");
    expect(n1.badge).toBe("★");
    expect(n1.arc).toBeNull();
  });

  it("heartbeats: small rings, and followers with full arcs", () => {
    const scene = clusterAt(beatNamed("heartbeats"));
    expect(scene.messages.map((message) => message.glyph)).toEqual(["heartbeat", "heartbeat"]);
    expect(serverIn(scene, "n2").arc).toBeGreaterThan(0.5);
  });

  it("write: the cell is hatched and dashed, two parcels carry a stripe of term 1", () => {
    const beat = beatNamed("write");
    const cell = rowIn(ledgerAt(beat), "n1").cells[0];
    expect(cell).toMatchObject({
      text: "x=1",
      hatched: true,
      border: "dashed",
      applied: false,
      fill: { hue: 1 },
    });
    const parcels = clusterAt(beat).messages;
    expect(
      parcels.map((parcel) => [
        parcel.glyph,
        parcel.inscription,
        parcel.stripes.map((one) => one.hue),
      ]),
    ).toEqual([
      ["parcel", "1", [1]],
      ["parcel", "1", [1]],
    ]);
  });

  it("committed: solid and applied at n1 alone; the others do not know yet", () => {
    const ledger = ledgerAt(beatNamed("committed"));
    expect(rowIn(ledger, "n1").cells[0]).toMatchObject({
      border: "solid",
      applied: true,
      hatched: false,
    });
    expect(rowIn(ledger, "n2").cells[0]).toMatchObject({
      border: "dashed",
      applied: false,
      hatched: false,
    });
    expect(ledger.rule).toBe(1);
    expect(rowIn(ledger, "n2")).toMatchObject({ match: 1, next: 2 });
    expect(rowIn(ledger, "n3").match).toBeNull();
  });

  it("informed: all rows solid, all stores x = 1", () => {
    const ledger = ledgerAt(beatNamed("informed"));
    expect(ledger.rows.map((row) => [row.cells[0]?.border, row.store])).toEqual([
      ["solid", ["x = 1"]],
      ["solid", ["x = 1"]],
      ["solid", ["x = 1"]],
    ]);
  });

  it("crash: no fill, dashed, ⏻; the disk with its last index and the log stay, volatile marks vanish", () => {
    const beat = beatNamed("crash");
    expect(serverIn(clusterAt(beat), "n1")).toMatchObject({
      outline: "dashed",
      badge: "⏻",
      disk: "1",
      arc: null,
      quorum: null,
      fill: { hue: 0 },
      term: "term 1",
    });
    const row = rowIn(ledgerAt(beat), "n1");
    expect(row.cells[0]).toMatchObject({ border: "dashed", applied: false, hatched: false });
    expect(row.storeGone).toBe(true);
  });

  it("second campaign: the ballot to the crashed n1 is dashed and ends in ×, the one to n3 is not", () => {
    const scene = clusterAt(beatNamed("second-campaign"));
    expect(scene.messages.map((message) => [message.doomed, message.cross !== null])).toEqual([
      [true, true],
      [false, false],
    ]);
    expect(serverIn(scene, "n2").fill.hue).toBe(2);
    expect(serverIn(scene, "n3").fill.hue).toBe(1);
  });

  it("retry: n2 and n3 fill the pips, n1 stays hollow", () => {
    const quorum = serverIn(clusterAt(beatNamed("retry")), "n2").quorum;
    expect(quorum?.pips).toEqual([
      { voter: "n2", answer: "yes" },
      { voter: "n3", answer: "yes" },
      { voter: "n1", answer: "none" },
    ]);
  });

  it("return: n1 is back in the fill of its old term with x=1, and knows no commit", () => {
    const beat = beatNamed("return");
    expect(serverIn(clusterAt(beat), "n1")).toMatchObject({ outline: "thin", fill: { hue: 1 } });
    expect(rowIn(ledgerAt(beat), "n1").cells.map((cell) => cell?.border)).toEqual([
      "dashed",
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("catch-up: n1 takes the colour of term 2 and its new cell is hatched", () => {
    const beat = beatNamed("catch-up");
    expect(serverIn(clusterAt(beat), "n1").fill.hue).toBe(2);
    expect(rowIn(ledgerAt(beat), "n1").cells[1]).toMatchObject({
      text: "x=2",
      hatched: true,
      fill: { hue: 2 },
    });
  });

  it("equal: three rows with the same cells", () => {
    const rows = ledgerAt(beatNamed("equal")).rows;
    const cells = rows.map((row) =>
      row.cells.map((cell) => cell && [cell.text, cell.border, cell.applied]),
    );
    expect(cells[1]).toEqual(cells[0]);
    expect(cells[2]).toEqual(cells[0]);
  });

  it("says every server in words at every beat", () => {
    for (const beat of STORY) {
      for (const server of clusterAt(beat).servers) {
        expect(server.description).toMatch(/^n[123], (follower|candidate|leader|crashed), term \d/);
      }
    }
  });

  it("never uses a seventh hue", () => {
    for (const beat of STORY) {
      for (const server of clusterAt(beat).servers) expect(server.fill.hue).toBeLessThanOrEqual(6);
    }
  });
});

describe("looking closer", () => {
  it("dims the rest when a server is selected", () => {
    const cursor = { selected: { kind: "server", id: "n2" } as const, hover: null };
    const scene = clusterAt(beatNamed("equal"), { cursor });
    expect(scene.servers.map((server) => server.emphasis)).toEqual(["dim", "selected", "dim"]);
  });

  it("names and points messages while paused", () => {
    const scene = clusterAt(beatNamed("write"), { paused: true, introductions: new Map() });
    expect(scene.messages.map((message) => [message.label, message.heading !== null])).toEqual([
      ["entries", true],
      ["entries", true],
    ]);
  });

  it("labels a kind of message only in the beat that introduces it", () => {
    const introductions = new Map([["parcel", 3] as const]);
    const scene = clusterAt(beatNamed("write"), { introductions });
    expect(scene.messages.map((message) => message.label)).toEqual([null, null]);
  });
});
