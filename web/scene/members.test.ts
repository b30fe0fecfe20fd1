import { describe, expect, it } from "vitest";
import type { ConfigurationFrame, ServerFrame } from "../engine/door.ts";
import { merge, type World } from "../state/world.ts";
import { clusterOf } from "../trials/scenes.ts";
import { describeServer, progressOf } from "./describe.ts";
import { acks, frame, message, server, voter } from "./fixtures/build.ts";

const JOINT: ConfigurationFrame = {
  incoming: ["n2", "n3", "n4"],
  outgoing: ["n1", "n2", "n3"],
  learners: ["n5"],
};

function worldOf(servers: ServerFrame[], configuration: ConfigurationFrame | null): World {
  return merge(null, frame(10, servers, { setting: { configuration } }));
}

function picture(world: World, id: string) {
  const found = clusterOf(world).servers.find((one) => one.key === id);
  if (!found) throw new Error(`${id} is not on the stage`);
  return found;
}

describe("members at a glance", () => {
  const joint = worldOf(
    [
      server("n1", { membership: "outgoing" }),
      server("n2", { membership: "voter" }),
      server("n3", { membership: "voter" }),
      server("n4", { membership: "incoming" }),
      server("n5", { membership: "learner" }),
      server("n6", { membership: null }),
    ],
    JOINT,
  );

  it("a chip says in which set a server counts while two hold", () => {
    const chips = ["n1", "n2", "n4", "n5", "n6"].map((id) => picture(joint, id).chip);
    expect(chips).toEqual(["old", "both", "new", null, null]);
  });

  it("a server that has not heard of the second set counts where the leader counts it", () => {
    const unaware = ["n1", "n2", "n4", "n7"].map((id) => server(id, { membership: "voter" }));
    const chips = unaware.map(({ id }) => picture(worldOf(unaware, JOINT), id).chip);
    expect(chips).toEqual(["old", "both", "new", null]);
  });

  it("a learner is a rounded square, who is outside is dotted, and both say so", () => {
    expect(picture(joint, "n5")).toMatchObject({ outline: "square", word: "learns" });
    expect(picture(joint, "n6")).toMatchObject({ outline: "dotted", word: "outside" });
    expect(describeServer(server("n6", { membership: null }))).toContain("not a member");
  });

  it("where one set holds, nobody has a chip", () => {
    const settled = { incoming: ["n1", "n2"], outgoing: [], learners: [] };
    expect(picture(worldOf([server("n1"), server("n2")], settled), "n1").chip).toBeNull();
  });

  it("two rows of pips where both sets must agree", () => {
    const quorum = {
      ...acks(4, 2, voter("n2", "yes"), voter("n3", "none"), voter("n4", "none")),
      halves: [
        { needed: 2, voters: [voter("n2", "yes"), voter("n3", "none"), voter("n4", "none")] },
        { needed: 2, voters: [voter("n1", "none"), voter("n2", "yes"), voter("n3", "none")] },
      ],
    };
    const leader = server("n2", { role: "leader", term: 1, quorum });
    const seen = picture(worldOf([leader], JOINT), "n2").quorum;
    expect(seen).toMatchObject({ caption: "entry 4, new", needed: 2 });
    expect(seen?.pips.map((pip) => pip.voter)).toEqual(["n2", "n3", "n4"]);
    expect(seen?.old).toMatchObject({ caption: "old", needed: 2 });
    expect(seen?.old?.pips.map((pip) => pip.voter)).toEqual(["n2", "n1", "n3"]);
  });
});

describe("what a leader is about", () => {
  it("says to whom it hands over, and how it sends to each", () => {
    const leader = server("n1", {
      role: "leader",
      transfer: "n3",
      progress: [
        { server: "n2", next: 5, match: 4, state: "replicate" },
        { server: "n3", next: 9, match: 0, state: "snapshot" },
      ],
    });
    expect(picture(worldOf([leader], null), "n1").word).toBe("leader, hands over to n3");
    expect(progressOf(leader)).toEqual([
      { server: "n2", text: "sends ahead: next 5, agrees up to 4" },
      { server: "n3", text: "gets a snapshot, then 9" },
    ]);
  });

  it("each message of the extensions has a glyph and a name of its own", () => {
    const kinds = ["RequestPreVote", "TimeoutNow", "ReadIndex", "InstallSnapshot"] as const;
    // Each on a way of its own: of words that would stand on each other one is left out.
    const to = ["n2", "n3", "n4", "n5"];
    const flying = kinds.map((kind, order) => message(kind, "n1", to[order] ?? "", [0, 20]));
    const servers = ["n1", ...to].map((id) => server(id));
    const world = merge(null, frame(10, servers, { flying }));
    const seen = clusterOf(world).messages.map((one) => one.look);
    expect(seen.map((one) => one.glyph)).toEqual([
      "pre-ballot",
      "timeout-now",
      "read-index",
      "snapshot",
    ]);
    expect(new Set(seen.map((one) => one.label)).size).toBe(4);
  });
});
