import { describe, expect, it } from "vitest";
import {
  breaking,
  brokenIn,
  differing,
  draftOf,
  type Numeral,
  ruled,
  rulesOf,
  serversOf,
  typed,
  UNLIMITED,
  underRules,
  withServers,
} from "./rules.ts";

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

  it("keep an exercise only where no more than the broken rules differ", () => {
    const asked = JSON.stringify({ ...JSON.parse(STORY), exercise: { task: "Do it." } });
    const broken = underRules(asked, breaking(rulesOf(asked), "half-elects", true));
    expect(JSON.parse(broken)).toMatchObject({
      cluster: { deviations: ["half-elects"] },
      exercise: { task: "Do it." },
    });
    const ruledOtherwise = underRules(asked, ruled(rulesOf(asked), "pre_vote", true));
    expect(JSON.parse(ruledOtherwise)).not.toHaveProperty("exercise");
    expect(JSON.parse(withServers(asked, 7))).not.toHaveProperty("exercise");
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

  it("know how many servers there are", () => {
    expect(serversOf(STORY)).toBe(3);
    expect(serversOf("{}")).toBe(5);
    expect(serversOf(withServers(STORY, 7))).toBe(7);
  });

  it("leave out what has no limit", () => {
    const limited = JSON.stringify({ cluster: { uncommitted_bytes: 64 } });
    expect(rulesOf(limited).uncommitted_bytes).toBe(64);
    expect(rulesOf(STORY).uncommitted_bytes).toBe(UNLIMITED);
    const free = underRules(limited, { ...rulesOf(limited), uncommitted_bytes: UNLIMITED });
    expect(JSON.parse(free).cluster).not.toHaveProperty("uncommitted_bytes");
    expect(JSON.parse(underRules(STORY, rulesOf(STORY))).cluster).toMatchObject({
      activation: "append",
      step_down_on_removal: true,
    });
  });

  it("take whole numbers in their range", () => {
    const taken = (rule: Numeral, text: string) =>
      typed(draftOf(rulesOf(STORY)), rule, text).rules[rule];
    expect(taken("append_window", "4")).toBe(4);
    expect(taken("append_window", " 64 ")).toBe(64);
    expect(taken("snapshot_after", "0")).toBe(0);
    expect(taken("uncommitted_bytes", "512")).toBe(512);
    expect(taken("uncommitted_bytes", "")).toBe(UNLIMITED);
  });

  it("keep what was typed and cannot be used, and lose nothing else for it", () => {
    const before = typed(draftOf(rulesOf(STORY)), "snapshot_after", "40");
    for (const text of ["", "0", "65", "-1", "4.5", "1e1", "many", "99999999999999999999"]) {
      const draft = typed(before, "append_window", text);
      expect(draft.wrong, text).toEqual(new Map([["append_window", text]]));
      expect(draft.rules, text).toEqual(before.rules);
      const mended = typed(draft, "append_window", "8");
      expect(mended.wrong.size).toBe(0);
      expect(mended.rules).toMatchObject({ snapshot_after: 40, append_window: 8 });
    }
    const two = typed(typed(before, "snapshot_keep", "x"), "entries_per_append", "0");
    expect([...two.wrong.keys()]).toEqual(["snapshot_keep", "entries_per_append"]);
  });

  it("are broken one by one, and mended, and the scenario says so in its own words", () => {
    const two = breaking(breaking(rulesOf(STORY), "vote-twice", true), "half-elects", true);
    expect(brokenIn(two)).toEqual(["half-elects", "vote-twice"]);
    const broken = underRules(STORY, two);
    expect(JSON.parse(broken).cluster.deviations).toEqual(["half-elects", "vote-twice"]);
    expect(differing(rulesOf(broken), rulesOf(STORY))).toEqual(["deviations"]);
    const mended = breaking(breaking(two, "vote-twice", false), "half-elects", false);
    expect(JSON.parse(underRules(broken, mended)).cluster.deviations).toBeUndefined();
  });
});
