import { describe, expect, it } from "vitest";
import type { WhyLink } from "../engine/door.ts";
import { wayBack } from "./causes.ts";

function link(ordinal: number, telling: boolean): WhyLink {
  return {
    ordinal,
    waited: false,
    position: { time: ordinal, processed: 1 },
    line: `event ${ordinal}`,
    telling,
    servers: [],
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
