import { describe, expect, it } from "vitest";
import { message, server, timer } from "../scene/fixtures/build.ts";
import { PARTITION } from "../scene/fixtures/partition.ts";
import { openTrial } from "../trials/trial.ts";
import { changesBetween } from "./changes.ts";
import { nameOfSpeed, notchOfSpeed, speedOfNotch } from "./speed.ts";
import { isDue, leaderOf, merge } from "./world.ts";

const trial = openTrial({ scenario: "default" });
const start = trial.engine.frame(null);

describe("merging frames", () => {
  it("keeps servers that did not change, as they are", () => {
    const before = merge(null, start);
    const n1 = server("n1", { role: "candidate", term: 1, timer: timer(40, 260) });
    const after = merge(before, { ...start, servers: [n1] });
    expect(after.servers.get("n1")).toBe(n1);
    expect(after.servers.get("n2")).toBe(before.servers.get("n2"));
    expect([...after.servers.keys()]).toEqual(["n1", "n2", "n3"]);
  });

  it("adds and removes messages, or takes the whole set", () => {
    const one = message("RequestVote", "n1", "n2", [0, 15]);
    const two = message("RequestVote", "n1", "n3", [0, 20]);
    const before = merge(null, {
      ...start,
      messages: { added: [one], removed: [], all: true, beyond: 0 },
    });
    const after = merge(before, {
      ...start,
      messages: { added: [two], removed: [one.id], all: false, beyond: 7 },
    });
    expect(after.messages.map((one) => one.id)).toEqual([two.id]);
    const jumped = merge(after, {
      ...start,
      messages: { added: [one], removed: [], all: true, beyond: 0 },
    });
    expect(jumped.messages.map((one) => one.id)).toEqual([one.id]);
  });

  it("keeps all that a frame leaves out", () => {
    const run = openTrial({ scenario: "default" });
    const before = merge(null, run.engine.frame(null));
    run.engine.advance(100);
    const sparse = run.engine.frame(before.version);
    expect([sparse.clients, sparse.setting]).toEqual([[], null]);
    const whole = merge(null, run.engine.frame(null));
    expect(merge(before, sparse)).toEqual({ ...whole, version: sparse.version });
  });

  it("forgets servers that are no longer there", () => {
    const before = merge(null, PARTITION);
    const after = merge(before, start);
    expect([...after.servers.keys()]).toEqual(["n1", "n2", "n3"]);
  });

  it("of two leaders names the one of the newer term", () => {
    expect(leaderOf(merge(null, PARTITION))?.id).toBe("n4");
    expect(leaderOf(merge(null, start))).toBeNull();
  });
});

describe("an event", () => {
  it("is due exactly when asking the engine for that moment makes it happen", () => {
    const own = openTrial({ scenario: "default" });
    own.engine.seek(30);
    const world = own.worldNow();
    const next = world.nextEventAt ?? Number.NaN;
    for (const early of [0.01, 0.0006, 0.0004, 1e-9, 0]) {
      own.engine.seek(30);
      own.engine.advance(next - early);
      const happened = own.worldNow().events > world.events;
      expect(isDue(world, next - early), `${early} ms early`).toBe(happened);
    }
  });
});

describe("what just changed", () => {
  it("is named by server and fact", () => {
    const before = trial.worldAtStep("heartbeats");
    const after = trial.worldAtStep("noted-and-copied");
    const changes = changesBetween(before, after);
    expect(changes).toContain("n1 log");
    expect([...changes].filter((change) => !change.endsWith(" log"))).toEqual([]);
  });
});

describe("speed", () => {
  it("doubles every four notches and has short names", () => {
    expect(speedOfNotch(0)).toBe(1);
    expect(speedOfNotch(4)).toBe(2);
    expect(notchOfSpeed(speedOfNotch(-7))).toBe(-7);
    expect([1, 0.5, 0.25, 2 ** 0.25, 16].map(nameOfSpeed)).toEqual([
      "1×",
      "½×",
      "¼×",
      "1.2×",
      "16×",
    ]);
  });
});
