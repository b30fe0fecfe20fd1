import { describe, expect, it } from "vitest";
import { NOWHERE } from "../state/cursor.ts";
import { merge } from "../state/world.ts";
import { clusterScene } from "./cluster.ts";
import { down, frame, message, server } from "./fixtures/build.ts";
import { layOut } from "./geometry.ts";

const TO_N2 = message("AppendEntries", "n1", "n2", [90, 105]);
const FROM_N2 = message("AppendEntriesReply", "n2", "n1", [95, 110], { doomed: "loss" });
const world = merge(
  null,
  frame(
    100,
    [
      server("n1", {
        role: "leader",
        term: 2,
        progress: [{ server: "n2", next: 4, match: 3, state: "replicate" }],
      }),
      server("n2", { role: "follower", term: 2, leader: "n1", votedFor: "n1" }),
      down("n3", { term: 1 }),
    ],
    {
      flying: [TO_N2, FROM_N2],
      setting: {
        cuts: [{ from: "n1", to: "n3" }],
        sides: [
          { servers: ["n1", "n2"], voters: [{ here: 2, all: 3 }], majority: true },
          { servers: ["n3"], voters: [{ here: 1, all: 3 }], majority: false },
        ],
      },
    },
  ),
);

function seenBy(server: string | null) {
  const layout = layOut(world.serverIds, ["c1"], { width: 640, height: 420 });
  const view = { cursor: NOWHERE, paused: true, introductions: new Map(), choosing: null };
  return clusterScene(world, layout, { ...view, seenBy: server }, 100);
}

const picture = (eyes: string | null, id: string) =>
  seenBy(eyes).servers.find((one) => one.key === id);
const flying = (eyes: string | null, id: string) =>
  seenBy(eyes).messages.find((one) => one.key === id)?.look;

describe("seen through a server's eyes", () => {
  it("a server sees itself as it is, and of the others only what they told it", () => {
    expect(picture("n2", "n2")).toEqual(picture(null, "n2"));
    expect(picture("n2", "n1")).toMatchObject({
      veiled: true,
      badge: null,
      term: "",
      arc: null,
      disk: null,
      word: "leads t2, it believes",
    });
    expect(picture("n2", "n3")?.word).toBe("unknown");
  });

  it("a leader knows how far a follower's log agrees, and nothing of who crashed", () => {
    expect(picture("n1", "n2")?.word).toBe("has entries up to 3");
    expect(picture("n1", "n3")).toMatchObject({ outline: "thin", badge: null, word: "unknown" });
  });

  it("knows what it has sent, not whether it arrives, and not what is on its way to it", () => {
    expect(flying(null, FROM_N2.id)).toMatchObject({ doomed: true });
    expect(flying("n2", FROM_N2.id)).toMatchObject({ veiled: false, doomed: false, cross: null });
    expect(flying("n2", TO_N2.id)?.veiled).toBe(true);
  });

  it("sees neither walls nor cuts", () => {
    expect(seenBy(null).wall).not.toBeNull();
    expect(seenBy("n1").wall).toBeNull();
    expect(seenBy(null).links.some((link) => link.state !== "whole")).toBe(true);
    expect(seenBy("n1").links.every((link) => link.state === "whole")).toBe(true);
  });

  it("a server that is down knows nothing, not even of itself", () => {
    expect(seenBy("n3").servers.every((one) => one.veiled)).toBe(true);
    expect(seenBy("n3").messages.every((one) => one.look.veiled)).toBe(true);
  });
});
