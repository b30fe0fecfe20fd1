import { describe, expect, it } from "vitest";
import { differing, numeral, ruled, rulesOf, underRules, withServers } from "./rules.ts";

const STORY = JSON.stringify({
  format: 1,
  title: "A story",
  cluster: { servers: 3, noop: false },
  steps: [{ id: "first", at: "1ms", do: ["heal_all"], say: "It heals.", pace: "3s" }],
  expect: [{ leader: "n1" }],
});

describe("rules", () => {
  it("are the engine's where the scenario says nothing", () => {
    expect(rulesOf(STORY)).toMatchObject({ noop: false, pre_vote: false, append_window: 1 });
    expect(rulesOf("{}")).toMatchObject({ noop: true, reads: "log" });
  });

  it("can be changed: what happens stays, what the story says of it goes", () => {
    const other = underRules(STORY, ruled(rulesOf(STORY), "pre_vote", true));
    expect(differing(rulesOf(STORY), rulesOf(other))).toEqual(["pre_vote"]);
    expect(JSON.parse(other)).toMatchObject({
      title: "A story",
      cluster: { servers: 3, noop: false, pre_vote: true },
      steps: [{ id: "first", at: "1ms", do: ["heal_all"] }],
    });
    expect(other).not.toContain("It heals.");
    expect(other).not.toContain("expect");
  });

  it("say who is a member at the start, and what the clients do by themselves", () => {
    const other = underRules(STORY, { ...rulesOf(STORY), members: 2, load: "heavy" });
    expect(JSON.parse(other)).toMatchObject({
      cluster: { voters: ["n1", "n2"] },
      clients: { workload: { pause: "10ms" } },
    });
    expect(differing(rulesOf(STORY), rulesOf(other))).toEqual(["members", "load"]);
    const back = JSON.parse(underRules(other, rulesOf(STORY)));
    expect(back.cluster).not.toHaveProperty("voters");
    expect(back.clients).not.toHaveProperty("workload");
    const own = JSON.stringify({ clients: { workload: { pause: "7ms" } } });
    expect(JSON.parse(underRules(own, rulesOf(own))).clients.workload).toEqual({ pause: "7ms" });
  });

  it("stay when the number of servers changes, where the story goes", () => {
    const links = [{ between: ["n1", "n2"] }, { between: ["n1", "n5"] }];
    const scenario = { ...JSON.parse(STORY), network: { links }, choices: [{ server: "n5" }] };
    const four = withServers(JSON.stringify(scenario), 4);
    const sized = JSON.parse(underRules(four, { ...rulesOf(four), members: 3 }));
    expect(sized.cluster).toMatchObject({ servers: 4, voters: ["n1", "n2", "n3"], noop: false });
    expect(sized.network.links).toEqual([{ between: ["n1", "n2"] }]);
    expect(sized).not.toHaveProperty("steps");
    expect(sized).not.toHaveProperty("choices");
  });

  it("bring along what they cannot do without", () => {
    const lease = ruled(rulesOf(STORY), "lease_reads", true);
    expect(lease.leader_stickiness).toBe(true);
    expect(ruled(lease, "leader_stickiness", false).lease_reads).toBe(false);
  });

  it("take numbers as far as they make sense", () => {
    expect(numeral("append_window", "0")).toBe(1);
    expect(numeral("append_window", "4.4")).toBe(4);
    expect(numeral("snapshot_after", "5000")).toBe(1000);
    expect(numeral("snapshot_after", "")).toBeNull();
    expect(numeral("snapshot_after", "many")).toBeNull();
  });
});
