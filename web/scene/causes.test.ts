import { describe, expect, it } from "vitest";
import type { ObstacleFrame, WhyLink } from "../engine/door.ts";
import { isThere, stationsOf, textOfStation, wayBack } from "./causes.ts";

function link(ordinal: number, telling: boolean): WhyLink {
  return {
    ordinal,
    waited: false,
    position: { time: ordinal, processed: 1 },
    line: `event ${ordinal}`,
    telling,
    servers: ["n1"],
    about: [{ kind: "message", id: `n1>n2:AppendEntries:${ordinal}` }],
    sentence: null,
    rule: null,
    section: null,
    also: [],
  };
}

/** "T" tells something, "r" is routine; the newest comes first. */
function folds(pattern: string, more = false): string[] {
  const chain = [...pattern].map((sign, order) => link(pattern.length - order, sign === "T"));
  return wayBack({ chain, more }).map(({ folded, links }) => `${folded ? "…" : ""}${links.length}`);
}

describe("the way back from a fact", () => {
  it("folds routine between what tells something", () => {
    expect(folds("TrrrT")).toEqual(["1", "…3", "1"]);
    expect(folds("TTT")).toEqual(["1", "1", "1"]);
  });

  it("shows a single routine step: folding it would save nothing", () => {
    expect(folds("TrT")).toEqual(["1", "1", "1"]);
  });

  it("never folds the answer itself, nor the beginning", () => {
    expect(folds("rrrr")).toEqual(["1", "…2", "1"]);
    expect(folds("r")).toEqual(["1"]);
    expect(folds("Trrr", true)).toEqual(["1", "…3"]);
  });

  it("is empty for what was so from the start", () => {
    expect(wayBack({ chain: [], more: false })).toEqual([]);
  });

  it("has a key of its own for each stretch", () => {
    const keys = wayBack({ chain: [link(9, true), link(7, false), link(5, false)], more: true });
    expect(keys.map((one) => one.key)).toEqual(["link 9", "routine 7"]);
  });
});

function obstacle(key: string, at: number | null): ObstacleFrame {
  const origin = at === null ? null : originAt(at);
  const about = [{ kind: "server" as const, id: "n2" }];
  return {
    key,
    text: `${key}.`,
    rule: null,
    section: null,
    about,
    part: at !== null,
    passes: false,
    origin,
  };
}

function originAt(time: number) {
  return { ordinal: time, position: { time, processed: 1 }, line: "", sentence: null };
}

describe("the stations of an answer", () => {
  it("are the causes that are read, and none that is folded away", () => {
    const signs = [..."TrrrT"];
    const chain = signs.map((sign, order) => link(signs.length - order, sign === "T"));
    const why = { chain, more: false };
    expect(stationsOf(why).map((one) => one.event?.ordinal)).toEqual([5, 1]);
    expect(stationsOf(why)[0]?.subjects).toEqual([
      { kind: "server", id: "n1" },
      { kind: "message", id: "n1>n2:AppendEntries:5" },
    ]);
  });

  it("are the obstacles, wherever they come from", () => {
    const why = { obstacles: [obstacle("needs", null), obstacle("down", 240)], passes: false };
    const [needs, down] = stationsOf(why);
    expect([needs?.event, down?.event?.ordinal]).toEqual([null, 240]);
    expect(down && textOfStation(why, down)).toBe("down.");
    expect(down && isThere(down, { time: 240, processed: 1 })).toBe(true);
    expect(down && isThere(down, { time: 240, processed: 2 })).toBe(false);
    expect(needs && isThere(needs, { time: 0, processed: 0 })).toBe(false);
  });

  it("are each a place of their own, although two obstacles can have one key", () => {
    const why = { obstacles: [obstacle("down", 240), obstacle("down", 240)], passes: false };
    expect(new Set(stationsOf(why).map((one) => one.key)).size).toBe(2);
  });
});
