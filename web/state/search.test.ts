import { describe, expect, it } from "vitest";
import { matchesIn } from "./search.ts";

describe("what a search found in a line", () => {
  it("is every other piece of it, whatever the case", () => {
    expect(matchesIn("n1 → n2 RequestVote t1", "requestvote")).toEqual([
      "n1 → n2 ",
      "RequestVote",
      " t1",
    ]);
    expect(matchesIn("n1 → n1", "n1")).toEqual(["", "n1", " → ", "n1", ""]);
  });

  it("is nothing where nothing is sought or found", () => {
    expect(matchesIn("n1 crashes", "")).toEqual(["n1 crashes"]);
    expect(matchesIn("n1 crashes", "n2")).toEqual(["n1 crashes"]);
  });

  it("reads no patterns", () => {
    expect(matchesIn("prev=0@0 [] commit=0", "[]")).toEqual(["prev=0@0 ", "[]", " commit=0"]);
    expect(matchesIn("İ n1", "n1")).toEqual(["İ n1"]);
  });
});
