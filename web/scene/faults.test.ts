import { describe, expect, it } from "vitest";
import type { Action, MessageKind } from "../engine/door.ts";
import { cut } from "../state/links.ts";
import { changesAt, type World } from "../state/world.ts";
import { clusterOf } from "../trials/scenes.ts";
import { openTrial } from "../trials/trial.ts";
import { quantity } from "./faults.ts";
import { LINK_SIGNS } from "./signs.ts";

/** The default story just before its first vote is cast: two ballots are on their way. */
function worldUnder(...actions: Action[]): World {
  const trial = openTrial({ scenario: "default" });
  trial.engine.seek(50);
  for (const action of actions) trial.engine.act(action);
  return trial.worldNow();
}

const server = (world: World, id: string, seenBy: string | null = null) =>
  clusterOf(world, undefined, { seenBy }).servers.find((one) => one.key === id);
const between = (world: World, key: string, seenBy: string | null = null) =>
  clusterOf(world, undefined, { seenBy }).links.find((one) => one.key === key);

describe("a server with something wrong", () => {
  const world = worldUnder(
    { pause: "n2" },
    { trap: { servers: "n2", point: "before_answer" } },
    { server: { servers: "n2", faults: { busy: "2ms" } } },
    { clock: { servers: "n2", rate_ppm: 100_000 } },
    { disk: { servers: "n2", faults: { stalled: true, lying: "20%" } } },
  );

  it("has a sign for each, beside its role, and says so", () => {
    const picture = server(world, "n2");
    expect(picture).toMatchObject({ paused: true, diskSign: "stalled", outline: "thin" });
    expect(picture?.signs).toEqual([
      { kind: "paused", text: "", acts: false },
      { kind: "trap", text: "", acts: false },
      { kind: "slow", text: "", acts: false },
      { kind: "clock", text: "+10 %", acts: false },
    ]);
    expect(picture?.description).toContain(
      "paused, will crash before it tells its client, busy 2 ms after each step, " +
        "clock runs 10 % fast, disk stalled, 20 % of writes are only said to be on disk",
    );
    expect(server(world, "n1")?.signs).toEqual([]);
  });

  it("does not know of it itself, but that its disk keeps it waiting", () => {
    const own = server(world, "n2", "n2");
    expect(own).toMatchObject({ paused: false, signs: [], diskSign: "stalled" });
    expect(own?.description).not.toContain("paused");
    const lies = worldUnder({ disk: { servers: "n2", faults: { lying: "20%" } } });
    expect(server(lies, "n2")?.diskSign).toBe("lying");
    expect(server(lies, "n2", "n2")?.diskSign).toBeNull();
    expect(server(world, "n2", "n1")).toMatchObject({ signs: [], diskSign: null });
  });

  it.each([
    [{ damage: "n2" }, "damaged"],
    [{ disk: { servers: "n2", faults: { sync: "20ms" } } }, "slow"],
    [{ disk: { servers: "n2", faults: { torn: "50%" } } }, "fragile"],
    [{ disk: { servers: "n2", faults: { reordered: "50%" } } }, "fragile"],
  ] as const)("shows on its disk %j", (action, sign) => {
    expect(server(worldUnder(action as Action), "n2")?.diskSign).toBe(sign);
  });

  it.each([
    [{ forward: "300ms" }, "+300 ms"],
    [{ rate_ppm: -500_000 }, "−50 %"],
  ])("shows which way its clock is off: %j", (change, text) => {
    const world = worldUnder({ clock: { servers: "n2", ...change } });
    expect(server(world, "n2")?.signs).toMatchObject([{ kind: "clock", text }]);
  });
});

describe("what stalls by chance", () => {
  const trial = openTrial({ scenario: "default" });
  trial.engine.seek(50);
  trial.engine.act({ disk: { servers: "n2", faults: { stall: "100%", stall_for: "300ms" } } });
  trial.engine.act({ server: { servers: "n3", faults: { stall: "100%", stall_for: "200ms" } } });
  const at = (ms: number) => {
    trial.engine.seek(ms);
    const world = trial.worldNow();
    const [disk, process] = [server(world, "n2"), server(world, "n3")];
    return {
      disk: disk?.diskSign,
      diskSays: disk?.description.includes("stalls right now"),
      process: process?.signs.find(({ kind }) => kind === "slow")?.acts,
      processSays: process?.description.includes("busy right now"),
    };
  };

  it("shows when it does, and only then", () => {
    const quiet = { disk: "slow", diskSays: false, process: false, processSays: false };
    const stalling = { disk: "stalled", diskSays: true, process: true, processSays: true };
    expect([at(55), at(70), at(200), at(55)]).toEqual([quiet, stalling, stalling, quiet]);
  });
});

describe("a link with something wrong", () => {
  const all = {
    jam: true,
    blocked: ["RequestVote" as MessageKind],
    flap: "30%",
    flap_every: "200ms",
    loss: "20%",
    slow_down: 3,
    late: "20%",
    late_by: "50ms",
    twice: "20%",
  };

  it("has its signs on the lane they concern, or in the middle where both are alike", () => {
    const one = worldUnder({
      network: { links: { from: "n1", to: "n2", one_way: true }, faults: all },
    });
    const picture = between(one, "n1–n2");
    expect(picture).toMatchObject({ slow: true, state: "whole" });
    expect(picture?.signs.map(({ kinds }) => kinds)).toEqual([[...LINK_SIGNS]]);
    const both = worldUnder({ network: { links: { from: "n1", to: "n2" }, faults: all } });
    const [middle, ...others] = between(both, "n1–n2")?.signs ?? [];
    expect(others).toEqual([]);
    expect(middle?.at).not.toEqual(picture?.signs[0]?.at);
    expect(between(both, "n1–n3")).toMatchObject({ slow: false, signs: [] });
  });

  it("is crossed out exactly while it is down now and then", () => {
    const trial = openTrial({ scenario: "default" });
    trial.engine.seek(50);
    const faults = { flap: "50%", flap_every: "100ms" };
    trial.engine.act({ network: { links: { from: "n1", to: "n2" }, faults } });
    const states = new Set<string>();
    for (let ms = 60; ms < 2000; ms += 100) {
      trial.engine.seek(ms);
      const world = trial.worldNow();
      const down = world.faulty.filter(({ flap }) => flap?.down).length;
      const picture = between(world, "n1–n2");
      expect(picture?.state).toBe((["whole", "one-way", "cut"] as const)[down]);
      expect(picture?.crosses.length).toBe(Math.min(1, down));
      expect(changesAt(world)).toBeLessThanOrEqual(Math.floor(ms / 100) * 100 + 100);
      states.add(picture?.state ?? "");
    }
    expect(states.size).toBe(3);
  });

  it("to a client is drawn where there is something about it", () => {
    const sound = clusterOf(worldUnder());
    expect(sound.links.filter(({ outer }) => outer)).toEqual([]);
    const cutting = { client_links: { client: "c1", servers: "n3", faults: { loss: "20%" } } };
    const world = worldUnder(cutting);
    expect(between(world, "c1–n3")).toMatchObject({ outer: true, state: "whole", crosses: [] });
    expect(between(world, "c1–n3")?.signs).toMatchObject([{ kinds: ["lossy"] }]);
    expect(between(worldUnder(cutting, cut(world, "c1", "n3", true)), "c1–n3")).toMatchObject({
      state: "one-way",
      signs: [{ kinds: ["lossy"] }],
    });
    expect(between(world, "c1–n3", "n3")).toBeUndefined();
  });

  it("is not known to any server", () => {
    const world = worldUnder({ network: { faults: all } });
    expect(between(world, "n1–n2", "n1")).toMatchObject({ slow: false, signs: [] });
  });
});

describe("a message that waits", () => {
  const BALLOT = "n1>n2:RequestVote:1";
  const flying = (world: World, seenBy: string | null = null) =>
    clusterOf(world, undefined, { seenBy }).messages;

  it("stands short of its receiver for as long as it is held, and its sender does not know", () => {
    const trial = openTrial({ scenario: "default" });
    trial.engine.seek(50);
    trial.engine.act({ hold: BALLOT });
    const places = [60, 100, 140].map((ms) => {
      trial.engine.seek(ms);
      return flying(trial.worldNow()).find((one) => one.key === BALLOT);
    });
    expect(places.map((one) => one?.look.held)).toEqual([true, true, true]);
    expect(places[1]).toMatchObject({ x: places[2]?.x, y: places[2]?.y });
    const known = flying(trial.worldNow(), "n1").find((one) => one.key === BALLOT);
    expect(known?.look.held).toBe(false);
  });

  it("queues up on a jammed link", () => {
    const trial = openTrial({ scenario: "default" });
    trial.engine.seek(90);
    trial.engine.act({ network: { links: { from: "n1", to: "n2" }, faults: { jam: true } } });
    trial.engine.seek(260);
    const held = flying(trial.worldNow()).filter(
      (one) => one.look.held && one.key.startsWith("n1>n2"),
    );
    expect(held.length).toBeGreaterThan(1);
    expect(new Set(held.map((one) => `${one.x} ${one.y}`)).size).toBe(held.length);
  });

  it("shows that it is a copy", () => {
    const world = worldUnder({ duplicate: BALLOT });
    const copies = flying(world).filter((one) => one.look.copy);
    expect(copies.map((one) => one.key)).toEqual([`${BALLOT}.1`]);
  });
});

it("writes quantities as people do", () => {
  const texts = ["20%", "50ms..150ms", "500us", "50ms..1s", "exponential", 3];
  expect(texts.map(quantity)).toEqual([
    "20 %",
    "50–150 ms",
    "500 us",
    "50 ms – 1 s",
    "often slower (exponential)",
    "3",
  ]);
});
