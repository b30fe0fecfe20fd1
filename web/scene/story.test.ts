import { describe, expect, it } from "vitest";
import { NOWHERE } from "../state/cursor.ts";
import type { World } from "../state/world.ts";
import { clusterOf, ledgerOf } from "../trials/scenes.ts";
import { openTrial } from "../trials/trial.ts";
import type { ClusterScene } from "./cluster.ts";
import type { LedgerScene } from "./ledger.ts";
import type { ClusterView } from "./view.ts";

const trial = openTrial({ scenario: "default" });

/** At a step of the story, or so many milliseconds later. */
function clusterAt(step: string, later = 0, view: Partial<ClusterView> = {}): ClusterScene {
  return clusterOf(trial.worldAtStep(step, later), undefined, view);
}

function ledgerAt(step: string, later = 0): LedgerScene {
  return ledgerOf(trial, trial.worldAtStep(step, later));
}

function everyStep(): World[] {
  return trial.story.steps.map((step) => trial.worldAtStep(step.id));
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

describe("the default story, step by step", () => {
  it("begins with three followers in paper, and n1's arc is nearly empty", () => {
    const scene = clusterAt("nobody-in-charge");
    expect(scene.servers.map((server) => [server.word, server.fill.hue, server.outline])).toEqual([
      ["follower", 0, "thin"],
      ["follower", 0, "thin"],
      ["follower", 0, "thin"],
    ]);
    const arcs = scene.servers.map((server) => server.arc ?? 1);
    expect(arcs[0]).toBeLessThan(0.15);
    expect(Math.min(...arcs.slice(1))).toBeGreaterThan(0.5);
  });

  it("the timer empties: n1 is a hexagon, and has not even its own vote before it is on disk", () => {
    const n1 = serverIn(clusterAt("the-timer-empties"), "n1");
    expect(n1.outline).toBe("hexagon");
    expect(n1.quorum?.pips.map((pip) => pip.answer)).toEqual(["none", "none", "none"]);
    expect(n1.quorum?.needed).toBe(2);
  });

  it("ten milliseconds on its own pip is filled, and two ballots travel with a label", () => {
    const scene = clusterAt("the-timer-empties", 10);
    expect(serverIn(scene, "n1").quorum?.pips).toEqual([
      { voter: "n1", answer: "yes" },
      { voter: "n2", answer: "none" },
      { voter: "n3", answer: "none" },
    ]);
    expect(scene.messages.map((message) => message.look.glyph)).toEqual(["ballot", "ballot"]);
    expect(scene.messages[0]?.look.label).not.toBeNull();
    expect(scene.messages[0]?.look.fill.hue).toBe(1);
  });

  it("a majority: n2's yes fills the second pip and reaches the notch; n1 has a double ring and ★", () => {
    const n1 = serverIn(clusterAt("a-majority"), "n1");
    expect(n1.quorum?.pips.map((pip) => pip.answer)).toEqual(["yes", "yes", "none"]);
    expect(n1.outline).toBe("double");
    expect(n1.badge).toBe("★");
    expect(n1.arc).toBeNull();
  });

  it("heartbeats: small rings, and full arcs where they have arrived", () => {
    const scene = clusterAt("heartbeats");
    expect(scene.messages.map((message) => message.look.glyph)).toEqual(["heartbeat", "heartbeat"]);
    expect(serverIn(clusterAt("heartbeats", 15), "n2").arc).toBeGreaterThan(0.5);
  });

  it("noted and copied: the cell is hatched and dashed, two parcels carry a stripe of term 1", () => {
    const cell = rowIn(ledgerAt("noted-and-copied"), "n1").cells[0];
    expect(cell).toMatchObject({
      text: "x=1",
      hatched: true,
      border: "dashed",
      applied: false,
      fill: { hue: 1 },
    });
    const parcels = clusterAt("noted-and-copied").messages.map((one) => one.look);
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
    const ledger = ledgerAt("committed");
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

  it("the others apply: all rows solid, all stores x = 1", () => {
    const ledger = ledgerAt("the-others-apply");
    expect(ledger.rows.map((row) => [row.cells[0]?.border, row.store])).toEqual([
      ["solid", ["x = 1"]],
      ["solid", ["x = 1"]],
      ["solid", ["x = 1"]],
    ]);
  });

  it("the leader crashes: no fill, dashed, ⏻; disk and log stay, volatile marks vanish", () => {
    expect(serverIn(clusterAt("the-leader-crashes"), "n1")).toMatchObject({
      outline: "dashed",
      badge: "⏻",
      disk: "1",
      arc: null,
      quorum: null,
      fill: { hue: 0 },
      term: "term 1",
    });
    const row = rowIn(ledgerAt("the-leader-crashes"), "n1");
    expect(row.cells[0]).toMatchObject({ border: "dashed", applied: false, hatched: false });
    expect(row.storeGone).toBe(true);
  });

  it("n2 runs: the ballot to the crashed n1 is dashed and ends in ×, the one to n3 is not", () => {
    const scene = clusterAt("n2-runs", 10);
    expect(
      scene.messages.map((message) => [message.look.doomed, message.look.cross !== null]),
    ).toEqual([
      [true, true],
      [false, false],
    ]);
    expect(serverIn(scene, "n2").fill.hue).toBe(2);
    expect(serverIn(scene, "n3").fill.hue).toBe(1);
  });

  it("n2 leads: n2 and n3 fill the pips, n1 stays hollow", () => {
    const quorum = serverIn(clusterAt("n2-leads"), "n2").quorum;
    expect(quorum?.pips).toEqual([
      { voter: "n2", answer: "yes" },
      { voter: "n3", answer: "yes" },
      { voter: "n1", answer: "none" },
    ]);
  });

  it("n1 returns in the fill of its old term with x=1, and knows no commit", () => {
    expect(serverIn(clusterAt("n1-returns"), "n1")).toMatchObject({
      outline: "thin",
      fill: { hue: 1 },
    });
    expect(rowIn(ledgerAt("n1-returns"), "n1").cells.map((cell) => cell?.border)).toEqual([
      "dashed",
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("n1 follows: it takes the colour of term 2 and its new cell is hatched", () => {
    expect(serverIn(clusterAt("n1-follows"), "n1").fill.hue).toBe(2);
    expect(rowIn(ledgerAt("n1-follows"), "n1").cells[1]).toMatchObject({
      text: "x=2",
      hatched: true,
      fill: { hue: 2 },
    });
  });

  it("your turn: three rows with the same cells", () => {
    const rows = ledgerAt("your-turn").rows;
    const cells = rows.map((row) =>
      row.cells.map((cell) => cell && [cell.text, cell.border, cell.applied]),
    );
    expect(cells[1]).toEqual(cells[0]);
    expect(cells[2]).toEqual(cells[0]);
  });

  it("says every server in words at every step", () => {
    for (const world of everyStep()) {
      for (const server of clusterOf(world).servers) {
        expect(server.description).toMatch(/^n[123], (follower|candidate|leader|crashed), term \d/);
      }
    }
  });
});

describe("looking closer", () => {
  it("dims the rest when a server is selected", () => {
    const cursor = { selected: { kind: "server", id: "n2" } as const, hover: null };
    const scene = clusterAt("the-leader-crashes", 0, { cursor });
    expect(scene.servers.map((server) => server.emphasis)).toEqual(["dim", "selected", "dim"]);
  });

  it("lights all that a station of a path concerns, and dims nothing", () => {
    const subjects = [
      { kind: "server", id: "n1" } as const,
      { kind: "link", a: "n2", b: "n3" } as const,
    ];
    const station = { key: "event 1", event: null, subjects };
    const scene = clusterAt("a-majority", 0, { cursor: { ...NOWHERE, station } });
    expect(scene.servers.map((server) => server.emphasis)).toEqual(["lit", "plain", "plain"]);
    const lit = scene.links.filter((link) => link.emphasis === "lit");
    expect(lit.map((link) => link.key)).toEqual(["n2–n3"]);
  });

  it("names and points messages while paused", () => {
    const scene = clusterAt("noted-and-copied", 0, { paused: true, introductions: new Map() });
    expect(
      scene.messages.map((message) => [message.look.label, message.look.heading !== null]),
    ).toEqual([
      ["entries", true],
      ["entries", true],
    ]);
  });

  it("keeps a message's word inside a narrow drawing, on the other side if it must", () => {
    const early = trial.worldAtStep("the-timer-empties", 10);
    const late = trial.worldAtStep("the-timer-empties", 22);
    const sideAt = (world: World, width: number) => {
      const scene = clusterOf(world, { width, height: 360 });
      return scene.messages.find(({ key }) => key.startsWith("n1>n3"))?.look;
    };
    for (const world of [early, late])
      expect(sideAt(world, 660)).toMatchObject({ label: "asks for a vote", side: 1 });
    expect(sideAt(early, 340)).toMatchObject({ side: 1 });
    expect(sideAt(late, 340)).toMatchObject({ label: "asks for a vote", side: -1 });
  });

  it("labels a kind of message only in the step that introduces it", () => {
    const introductions = new Map([["parcel", 3] as const]);
    const scene = clusterAt("noted-and-copied", 0, { introductions });
    expect(scene.messages.map((message) => message.look.label)).toEqual([null, null]);
  });
});
