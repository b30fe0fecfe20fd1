import { describe, expect, it } from "vitest";
import type { LaneSpan, Spacetime, Timeline } from "../engine/door.ts";
import { faultsOf, reignsOf, stripsOf } from "./strips.ts";

const AXIS = { span: { from: 0, to: 100 }, length: 1000 };

function span(from: number, to: number, role: LaneSpan["role"], term: number): LaneSpan {
  return { from, to, role, term, up: role !== null };
}

const RUN: Spacetime = {
  from: 0,
  to: 100,
  voyages: [],
  omitted: 0,
  operations: [],
  lanes: [
    {
      server: "n1",
      spans: [span(0, 10, "candidate", 1), span(10, 70, "leader", 1), span(70, 100, "follower", 2)],
      moments: [],
    },
    {
      server: "n2",
      spans: [span(0, 50, "follower", 1), span(50, 80, "leader", 2), span(80, 100, null, 2)],
      moments: [],
    },
  ],
  walls: [{ from: 40, to: 60, text: "n1 | n2 n3" }],
};

const LINE: Timeline = {
  end: 100,
  terms: [],
  marks: [
    { at: { time: 40, processed: 1 }, kind: "fault", text: "partition" },
    { at: { time: 90, processed: 2 }, kind: "fault", text: "cut n1–n2" },
    { at: { time: 95, processed: 1 }, kind: "commit", text: "commit" },
  ],
};

describe("who led", () => {
  it("is told of each who believed to lead, in the hue of its term", () => {
    const reigns = reignsOf(RUN);
    expect(reigns.map(({ text }) => text)).toEqual([
      "n1 leads term 1 from 10 to 70 ms",
      "n2 leads term 2 from 50 to 80 ms",
    ]);
    expect(reigns.map(({ fill }) => fill.hue)).toEqual([1, 2]);
  });

  it("shows two at once one below the other", () => {
    const rows = stripsOf(reignsOf(RUN), AXIS).map(({ from, to, row }) => [from, to, row]);
    expect(rows).toEqual([
      [100, 700, 0],
      [500, 800, 1],
    ]);
  });
});

describe("what was wrong", () => {
  it("is partitions, servers that were down, and moments at which links changed; each once", () => {
    expect(faultsOf(RUN, LINE).map(({ kind, text }) => [kind, text])).toEqual([
      ["wall", "Partition n1 | n2 n3 from 40 to 60 ms"],
      ["down", "n2 is down from 80 to 100 ms"],
      ["fault", "At 90 ms: cut n1–n2"],
    ]);
  });

  it("is clipped to the stretch, and keeps its words only where they fit", () => {
    const close = { span: { from: 55, to: 95 }, length: 400 };
    const strips = stripsOf(faultsOf(RUN, LINE), close);
    expect(strips.map(({ from, to, shown }) => [from, to, shown])).toEqual([
      [0, 50, ""],
      [250, 400, "n2"],
      [350, 362, "×"],
    ]);
    expect(stripsOf(faultsOf(RUN, LINE), { span: { from: 0, to: 20 }, length: 400 })).toEqual([]);
  });
});
