import { describe, expect, it } from "vitest";
import { rulesOf, underRules } from "./rules.ts";
import { partsThatDiffer, type Start, startOf, withStart } from "./start.ts";

const WRITTEN = JSON.stringify({
  format: 1,
  title: "A story",
  network: { latency: "15ms", loss: "0%", faults: { jam: true, loss: "5%" } },
  clients: { count: 1, timeout: "180ms", latency: "10ms" },
  steps: [{ id: "first", at: "1ms", do: ["heal_all"], say: "It heals." }],
});

describe("the start of a run", () => {
  it("is what the scenario says, as far as knobs turn it", () => {
    expect(startOf(WRITTEN)).toMatchObject({
      network: { loss: "5%" },
      habits: { count: 1, timeout: "180ms" },
      disk: {},
      work: null,
    });
  });

  it("keeps an exercise until something else is wrong", () => {
    const asked = JSON.stringify({ ...JSON.parse(WRITTEN), exercise: { task: "Do it." } });
    const same = JSON.parse(withStart(asked, startOf(asked)));
    expect(same).toMatchObject({ exercise: { task: "Do it." } });
    const other = withStart(asked, { ...startOf(asked), clock: { drift_ppm: 500 } });
    expect(JSON.parse(other)).not.toHaveProperty("exercise");
  });

  it("can be changed; what no knob turns stays, and so does what happens", () => {
    const start: Start = {
      ...startOf(WRITTEN),
      network: { loss: "20%", late: "20%", late_by: "50ms..150ms" },
      process: { stall: "5%", stall_for: "200ms..600ms" },
      habits: { count: 3, timeout: "180ms" },
      clock: { drift_ppm: 500 },
    };
    const other = withStart(WRITTEN, start);
    expect(JSON.parse(other)).toEqual({
      format: 1,
      title: "A story",
      network: {
        latency: "15ms",
        loss: "0%",
        faults: { jam: true, loss: "20%", late: "20%", late_by: "50ms..150ms" },
      },
      cluster: { faults: { stall: "5%", stall_for: "200ms..600ms" } },
      clients: { count: 3, timeout: "180ms", latency: "10ms" },
      clock: { drift_ppm: 500 },
      steps: [{ id: "first", at: "1ms", do: ["heal_all"] }],
    });
    expect(partsThatDiffer(startOf(WRITTEN), startOf(other))).toEqual([
      "network",
      "process",
      "clock",
      "habits",
    ]);
    const back = JSON.parse(withStart(other, startOf(WRITTEN)));
    expect(back.network.faults).toEqual({ jam: true, loss: "5%" });
    expect(back).not.toHaveProperty("clock");
    expect(startOf(JSON.stringify(back))).toEqual(startOf(WRITTEN));
  });

  it("leaves it to the rules whether clients do anything by themselves", () => {
    const start = startOf(WRITTEN);
    const busy = underRules(WRITTEN, { ...rulesOf(WRITTEN), load: "heavy" });
    expect(JSON.parse(withStart(busy, start)).clients.workload).toEqual({
      pause: "10ms",
      keys: 3,
      reads: "20%",
    });
    const idle = underRules(busy, rulesOf(WRITTEN));
    expect(JSON.parse(withStart(idle, startOf(busy))).clients).not.toHaveProperty("workload");
  });
});
