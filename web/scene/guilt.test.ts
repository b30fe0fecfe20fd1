import { describe, expect, it } from "vitest";
import { brokenPromises } from "../state/guilt.ts";
import { clusterOf, ledgerOf, PHONE, WIDE } from "../trials/scenes.ts";
import { Trial } from "../trials/trial.ts";
import { spacetimeScene } from "./spacetime.ts";

/** Half of the servers elect a leader, and so does the other half. */
const json = JSON.stringify({
  format: 1,
  title: "Two halves",
  until: "1s",
  cluster: { servers: 4, deviations: ["half-elects"] },
  steps: [
    { id: "apart", at: "0ms", do: [{ partition: [["n1", "n2"], "rest"] }] },
    { id: "both", at: "10ms", do: [{ time_out: ["n1", "n3"] }] },
  ],
});

function atViolation() {
  const trial = new Trial({ json });
  expect(trial.engine.play(1000)).toBe(false);
  return { trial, world: trial.worldNow() };
}

describe("a promise is broken", () => {
  it("marks the servers in the cluster and in the ledger at that moment, in words as well", () => {
    const { trial, world } = atViolation();
    const guilty = clusterOf(world).servers.filter((one) => one.guilty);
    expect(guilty.map((one) => one.key)).toEqual(["n1", "n3"]);
    expect(guilty[0]?.description).toContain("guilty: Election Safety is violated");
    const rows = ledgerOf(trial, world).rows.filter((row) => row.guilty);
    expect(rows.map((row) => row.server)).toEqual(["n1", "n3"]);
    trial.engine.advance(world.position.time + 50);
    expect(clusterOf(trial.worldNow()).servers.some((one) => one.guilty)).toBe(false);
  });

  it("is seen by nobody through the eyes of a server", () => {
    const { world } = atViolation();
    const seen = clusterOf(world, undefined, { seenBy: "n1" }).servers;
    expect(seen.some((one) => one.guilty)).toBe(false);
  });

  it("stands on the lanes of the guilty for good", () => {
    const { trial, world } = atViolation();
    trial.engine.advance(500);
    const later = trial.worldNow();
    const span = { from: 0, to: 500 };
    const scene = spacetimeScene(trial.engine.spacetime(0, 500), span, 1000, {
      clients: ["c1"],
      cursor: { selected: null, hover: null },
      seenBy: null,
      collapsed: new Set(),
      broken: brokenPromises(later.violations),
      upright: false,
    });
    const marked = scene.lanes.filter((lane) => lane.signs.some((sign) => sign.guilty));
    expect(marked.map((lane) => lane.name)).toEqual(["n1", "n3"]);
    const sign = marked[0]?.signs.find((one) => one.guilty);
    expect(sign?.at).toBeCloseTo(world.position.time * 2);
  });

  it.each([WIDE, PHONE])("wears the mark that this is not Raft where it hides nothing", (box) => {
    const { world } = atViolation();
    const { mark, clients, servers } = clusterOf(world, box);
    if (!mark) throw new Error("there is no mark");
    expect(mark.text).toBe("not Raft");
    for (const { x, y } of [...clients, ...servers]) {
      const away = {
        x: Math.abs(x - mark.x) - mark.width / 2,
        y: Math.abs(y - mark.y) - mark.height / 2,
      };
      expect(Math.max(away.x, away.y)).toBeGreaterThan(14);
    }
  });

  it("has that mark below everything else where there is little room", () => {
    const { world } = atViolation();
    for (const box of [PHONE, { width: 256, height: 264 }]) {
      const { mark, servers } = clusterOf(world, box);
      const lowest = Math.max(...servers.map(({ y, radius }) => y + radius));
      // Words and pips stand between the two.
      expect((mark?.y ?? 0) - (mark?.height ?? 0) / 2 - lowest).toBeGreaterThan(42);
    }
  });
});
