import { describe, expect, it } from "vitest";
import type { Action } from "../engine/door.ts";
import { allLinks, relink } from "../state/fault-actions.ts";
import { linkState } from "../state/faults.ts";
import { merge, type World } from "../state/world.ts";
import { Trial } from "../trials/trial.ts";
import { endOfAll, wrongsOf } from "./wrongs.ts";

const FIVE = JSON.stringify({ format: 1, title: "Five", cluster: { servers: 5 } });
/** A message that is on its way at 5 ms. */
const BALLOT = "n1>n2:RequestVote:1";

function trial(...actions: Action[]): Trial {
  const run = new Trial({ json: FIVE });
  run.engine.act({ time_out: "n1" });
  run.engine.advance(5);
  for (const action of actions) run.engine.act(action);
  return run;
}

const worldOf = (run: Trial): World => merge(null, run.engine.frame(null));
const listed = (world: World) =>
  wrongsOf(world, world.position.time).map(({ who, what }) => `${who}: ${what}`);

/** Every fault that a hand can make, and how it is listed. */
const FAULTS: [Action, string][] = [
  [{ crash: "n2" }, "n2: crashed"],
  [{ pause: "n2" }, "n2: paused"],
  [
    { trap: { servers: "n2", point: "after_persist" } },
    "n2: will crash after a write, before it answers",
  ],
  [{ server: { servers: "n2", faults: { busy: "20ms" } } }, "n2: busy 20 ms after each step"],
  [
    { server: { servers: "n2", faults: { stall: "5%", stall_for: "200ms..600ms" } } },
    "n2: 5 % of its steps stall it for 200–600 ms",
  ],
  [{ clock: { servers: "n2", rate_ppm: -100_000 } }, "n2: clock runs 10 % slow"],
  [{ clock: { servers: "n2", forward: "1s" } }, "n2: clock 1000 ms ahead"],
  [{ disk: { servers: "n2", faults: { stalled: true } } }, "n2: disk stalled"],
  [
    { disk: { servers: "n2", faults: { lying: "20%" } } },
    "n2: 20 % of writes are only said to be on disk",
  ],
  [{ disk: { servers: "n2", faults: { torn: "50%" } } }, "n2: 50 % of crashes tear a write"],
  [{ damage: "n2" }, "n2: disk damaged: it will not start from it"],
  [{ cut: { from: "n1", to: "n2" } }, "n1 – n2: cut"],
  [{ cut: { from: "n2", to: "n1", one_way: true } }, "n2 → n1: cut"],
  [{ partition: [["n1", "n2"], "rest"] }, "Partition: n1 n2 | n3 n4 n5"],
  [{ set_loss: "5%" }, "All links: 5 % of all messages lost"],
  [{ network: { faults: { slow_down: 10 } } }, "All links: 10 times as slow"],
  [{ network: { links: { from: "n1", to: "n2" }, latency: "200ms" } }, "n1 – n2: takes 200 ms"],
  [
    { network: { links: { from: "n1", to: "n2", one_way: true }, faults: { jam: true } } },
    "n1 → n2: jammed: everything waits",
  ],
  [
    {
      network: {
        links: { from: "n1", to: "n2" },
        faults: { blocked: ["RequestVote"], flap: "50%", flap_every: "1s" },
      },
    },
    "n1 – n2: keeps back RequestVote; down 50 % of the time, 1 s each",
  ],
  [
    { client_links: { client: "c1", servers: "n2", faults: { loss: "20%" } } },
    "c1 – n2: 20 % lost",
  ],
  [
    {
      client_links: {
        client: "c1",
        servers: "n2",
        faults: { blocked: ["ClientRequest", "ClientReply"], jam: true },
      },
    },
    "c1 – n2: cut; jammed: everything waits",
  ],
  [
    { client_links: { client: "c1", servers: "n2", faults: { blocked: ["ClientReply"] } } },
    "c1 – n2: n2 → c1: cut",
  ],
  [{ hold: BALLOT }, "n1 → n2: asks for a vote: held where it is"],
];

describe("what is wrong right now", () => {
  it("is nothing in a sound run", () => {
    expect(listed(worldOf(trial()))).toEqual([]);
  });

  it.each(FAULTS)("%j is listed, and ended by what stands beside it", (action, line) => {
    const run = trial(action);
    const world = worldOf(run);
    expect(listed(world)).toEqual([line]);
    for (const { end } of wrongsOf(world, world.position.time))
      for (const one of end?.actions ?? []) run.engine.act(one);
    const after = listed(worldOf(run));
    // Wiping a disk does not start its server.
    expect(after).toEqual("damage" in Object(action) ? ["n2: crashed"] : []);
  });

  it("can be ended all at once, apart from what would cost a disk", () => {
    const actions = FAULTS.map(([action]) => action).filter((one) => !("crash" in Object(one)));
    const run = trial(...actions);
    const world = worldOf(run);
    for (const one of endOfAll(wrongsOf(world, world.position.time))) run.engine.act(one);
    expect(listed(worldOf(run))).toEqual(["n2: disk damaged: it will not start from it"]);
  });

  it("tells of many links together, and of the clients' as one", () => {
    const world = worldOf(trial("ring", { bridge: "n3" }));
    expect(world.cuts.length).toBeGreaterThan(0);
    const slow = worldOf(
      trial({ network: { links: { from: ["n1", "n2"], to: "all" }, faults: { loss: "20%" } } }),
    );
    expect(listed(slow)).toEqual(["14 links: 20 % lost"]);
    const json = JSON.stringify({ format: 1, title: "T", clients: { faults: { loss: "5%" } } });
    const run = worldOf(new Trial({ json }));
    const [only] = wrongsOf(run, 0);
    expect(only).toMatchObject({ who: "Links of the clients", what: "5 % lost" });
  });
});

describe("changing one thing about links", () => {
  it("leaves alone what else is wrong with them", () => {
    const run = trial(
      { network: { links: { from: "n1", to: "n2", one_way: true }, faults: { loss: "20%" } } },
      { network: { links: { from: "n1", to: "n3" }, latency: "200ms" } },
    );
    const world = worldOf(run);
    const jam = relink(world, allLinks(world), ({ latency, faults }) => ({
      latency,
      faults: { ...faults, jam: true },
    }));
    for (const one of jam) run.engine.act(one);
    const after = worldOf(run);
    expect(linkState(after, "n1", "n2").faults).toEqual({ loss: "20%", jam: true });
    expect(linkState(after, "n2", "n1").faults).toEqual({ jam: true });
    expect(linkState(after, "n3", "n1")).toMatchObject({ latency: "200ms", faults: { jam: true } });
  });

  it("is one action where it is the same for all, or for both directions", () => {
    const world = worldOf(trial());
    const slow = () => ({ latency: null, faults: { slow_down: 3 } });
    expect(relink(world, allLinks(world), slow)).toEqual([
      { network: { faults: { slow_down: 3 } } },
    ]);
    const both = [["n1", "n2"] as const, ["n2", "n1"] as const];
    expect(relink(world, both, slow)).toEqual([
      { network: { links: { from: "n1", to: "n2" }, faults: { slow_down: 3 } } },
    ]);
  });
});
