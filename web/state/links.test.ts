import { describe, expect, it } from "vitest";
import { Trial } from "../trials/trial.ts";
import { relink } from "./fault-actions.ts";
import { linkState } from "./faults.ts";
import { cut, heal, isCut } from "./links.ts";
import { merge, type World } from "./world.ts";

const TWO_CLIENTS = JSON.stringify({ format: 1, title: "Two", clients: { count: 2 } });
const worldOf = (run: Trial): World => merge(null, run.engine.frame(null));
/** Which ways from and to c1 nothing passes. */
const cuts = (world: World): string[] =>
  world.serverIds.flatMap((id) => [
    ...(isCut(world, "c1", id) ? [`c1→${id}`] : []),
    ...(isCut(world, id, "c1") ? [`${id}→c1`] : []),
  ]);

describe("a client's link", () => {
  it("is cut and healed like one between servers, from either end, one way and both", () => {
    const run = new Trial({ json: TWO_CLIENTS });
    const steps = [
      [cut, "c1", "n2", false, ["c1→n2", "n2→c1"]],
      [heal, "n2", "c1", true, ["c1→n2"]],
      [cut, "n3", "c1", true, ["c1→n2", "n3→c1"]],
      [heal, "n2", "c1", false, ["n3→c1"]],
      [heal, "c1", "n3", false, []],
    ] as const;
    for (const [deed, from, to, oneWay, left] of steps) {
      run.engine.act(deed(worldOf(run), from, to, oneWay));
      expect(cuts(worldOf(run)), `${deed.name} ${from} ${to}`).toEqual(left);
    }
    expect(worldOf(run).faulty).toEqual([]);
  });

  it("keeps what else is wrong with it, whatever is turned or cut", () => {
    const run = new Trial({ json: TWO_CLIENTS });
    const faults = { loss: "20%" };
    run.engine.act({ client_links: { client: "c2", servers: "n1", latency: "90ms", faults } });
    run.engine.act(cut(worldOf(run), "c2", "n1", false));
    for (const action of relink(worldOf(run), [["c2", "n1"]], (state) => ({
      ...state,
      faults: { ...state.faults, jam: true },
    })))
      run.engine.act(action);
    const world = worldOf(run);
    expect(linkState(world, "n1", "c2")).toMatchObject({
      latency: "90ms",
      faults: { ...faults, jam: true, blocked: ["ClientRequest", "ClientReply"] },
    });
    expect(isCut(world, "c2", "n1")).toBe(true);
    expect(cuts(world)).toEqual([]);
    run.engine.act(heal(world, "c2", "n1", false));
    expect(linkState(worldOf(run), "c2", "n1").faults).toEqual({ ...faults, jam: true });
  });
});
