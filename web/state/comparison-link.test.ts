import { describe, expect, it } from "vitest";
import { comparisonFragment, comparisonIn } from "./comparison-link.ts";

const AT = { time: 470.25, processed: 3 };

describe("a link to a comparison", () => {
  it("says which run, which moment, and what stands beside it", () => {
    for (const beside of [
      { kind: "rule", rule: "pre_vote" },
      { kind: "run", fragment: "#v1.d.B-_9" },
    ] as const) {
      const fragment = comparisonFragment("#v1.d.A-_9", AT, beside);
      expect(comparisonIn(fragment)).toEqual({ run: "#v1.d.A-_9", at: AT, against: beside });
    }
  });

  it("is no other link", () => {
    expect(comparisonIn("#v1.d.A")).toBeNull();
    expect(comparisonIn("#split-vote")).toBeNull();
  });

  it.each([
    ["#v1.d.A&turned=pre_vote", "at"],
    ["#v1.d.A&at=1e9,1&turned=pre_vote", "at"],
    ["#v1.d.A&at=3600001,0&turned=pre_vote", "at"],
    ["#v1.d.A&at=-4,0&turned=pre_vote", "at"],
    ["#v1.d.A&at=4,0", "turned"],
    ["#v1.d.A&at=4,0&turned=__proto__", "turned"],
    ["#v1.d.A&at=4,0&&&=&turned", "turned"],
  ])("%s is refused, and it is said where and what was expected", (fragment, path) => {
    const read = comparisonIn(fragment);
    if (!read || !("problem" in read)) throw new Error("it was taken");
    expect(read.problem).toMatchObject({ kind: "link", path });
    expect(read.problem.expected).not.toBe("");
  });
});
