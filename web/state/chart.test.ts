import { describe, expect, it } from "vitest";
import type { Spacetime, Voyage } from "../engine/door.ts";
import { Trial } from "../trials/trial.ts";
import { grow } from "./chart.ts";

/** Losses, a crash, a partition and clients: whatever a diagram shows happens here. */
const BUSY = {
  format: 1,
  title: "Busy",
  seed: 7,
  until: "2s",
  cluster: { servers: 5, heartbeat: "5ms", election_timeout: "80ms..160ms" },
  network: { latency: "5ms..20ms", loss: "3%" },
  disk: { write: "1ms..5ms" },
  clients: {
    count: 3,
    latency: "2ms..5ms",
    timeout: "200ms",
    workload: { pause: "5ms..20ms", keys: 3, reads: "20%" },
  },
  steps: [
    { id: "falls", at: "300ms", do: [{ crash: "leader" }] },
    { id: "wall", at: "500ms", do: [{ partition: [["n1", "n2"], "rest"] }] },
    { id: "returns", at: "700ms", do: [{ restart: "all" }] },
    { id: "whole", at: "900ms", do: ["heal_all"] },
  ],
};

/** Of what is on its way, how long it will take is no fact yet. */
function settled(voyages: readonly Voyage[]): Voyage[] {
  return voyages.filter((voyage) => voyage.fate !== "flying");
}

describe("the space-time diagram of a run that goes on", () => {
  const { engine } = new Trial({ json: JSON.stringify(BUSY) });
  const stages: { grown: Spacetime; whole: Spacetime }[] = [];
  let grown = engine.spacetime(0, 0);
  for (let known = 0; known < 2000; ) {
    const now = known + 37.5;
    engine.advance(now);
    grown = grow(grown, engine.spacetimeSince(known, now), known);
    stages.push({ grown, whole: engine.spacetime(0, now) });
    known = now;
  }

  it("shows what the whole run shows", () => {
    for (const { grown, whole } of stages) {
      expect(grown.lanes).toEqual(whole.lanes);
      expect(grown.walls).toEqual(whole.walls);
      expect(grown.operations).toEqual(whole.operations);
      expect(grown.voyages.map((one) => one.id)).toEqual(whole.voyages.map((one) => one.id));
      expect(settled(grown.voyages)).toEqual(settled(whole.voyages));
      expect(grown.omitted + grown.voyages.length).toBe(whole.omitted + whole.voyages.length);
    }
    expect(stages.at(-1)?.whole.walls).toHaveLength(1);
    expect(stages.at(-1)?.whole.omitted).toBeGreaterThan(0);
  });

  it("keeps what has not changed as it was", () => {
    const [before, after] = stages.slice(9, 11).map((stage) => stage.grown);
    const kept = settled(before?.voyages ?? []);
    expect(kept.length).toBeGreaterThan(50);
    for (const voyage of kept) expect(after?.voyages).toContain(voyage);
  });
});
