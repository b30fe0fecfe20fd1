import { expect, test } from "vitest";
import type { ViolationFrame } from "../engine/door.ts";
import { brokenPromises, chargesAgainst, guiltAt } from "./guilt.ts";

function violation(facts: Partial<ViolationFrame>): ViolationFrame {
  return {
    property: "Election Safety",
    text: "",
    at: { time: 60, processed: 1 },
    event: 7,
    contradicts: 5,
    about: [
      { kind: "server", id: "n3" },
      { kind: "server", id: "n1" },
      { kind: "entry", index: 2, term: 1 },
    ],
    operations: [],
    promised: true,
    ...facts,
  };
}

const at = (time: number, violations: ViolationFrame[]) => ({
  violations,
  position: { time, processed: 1 },
});

test("guilt is shown at the moment at which a promise is broken, and at no other", () => {
  const violations = [violation({})];
  const guilt = guiltAt(at(60, violations));
  expect([...guilt.servers]).toEqual(["n3", "n1"]);
  expect([...guilt.entries]).toEqual(["2@1"]);
  expect(guiltAt(at(61, violations)).servers.size).toBe(0);
});

test("what nobody promised is nobody's guilt", () => {
  const stale = violation({ property: "Linearizability", promised: false });
  expect(guiltAt(at(60, [stale])).violations).toEqual([]);
  expect(brokenPromises([stale, violation({})]).map(({ property }) => property)).toEqual([
    "Election Safety",
  ]);
});

test("who is guilty is told of what", () => {
  const client = { kind: "client", id: "c2" } as const;
  const both = [violation({}), violation({ property: "Linearizability", about: [client] })];
  const guilt = guiltAt(at(60, both));
  expect(chargesAgainst(guilt, { kind: "server", id: "n1" })).toEqual(["Election Safety"]);
  expect(chargesAgainst(guilt, { kind: "client", id: "c2" })).toEqual(["Linearizability"]);
  expect(chargesAgainst(guilt, { kind: "server", id: "n2" })).toEqual([]);
});

test("the same guilt stays the same object, because scenes compare by reference", () => {
  const violations = [violation({})];
  expect(guiltAt(at(60, violations))).toBe(guiltAt(at(60, violations)));
  expect(brokenPromises(violations)).toBe(brokenPromises(violations));
});
