import { describe, expect, it } from "vitest";
import { changeTo, type Part, partOf } from "./members.ts";

const THREE = { incoming: ["n1", "n2", "n3"], outgoing: [], learners: ["n4"] };

function wanting(...parts: [string, Part][]): ReadonlyMap<string, Part> {
  return new Map(parts);
}

describe("another set of servers", () => {
  it("is what each server is in the set that is to come", () => {
    expect(["n1", "n4", "n5"].map((server) => partOf(server, THREE))).toEqual([
      "voter",
      "learner",
      "outside",
    ]);
  });

  it("is asked for in one change, whatever it takes", () => {
    const wanted = wanting(["n1", "outside"], ["n2", "learner"], ["n4", "voter"], ["n5", "voter"]);
    expect(changeTo(wanted, THREE, "auto")).toEqual({
      add: ["n5"],
      promote: ["n4"],
      demote: ["n2"],
      remove: ["n1"],
      transition: "auto",
    });
  });

  it("is nothing to ask for where nothing differs", () => {
    expect(changeTo(wanting(["n1", "voter"], ["n5", "outside"]), THREE, "auto")).toBeNull();
    expect(changeTo(wanting(), THREE, "explicit")).toBeNull();
  });
});
