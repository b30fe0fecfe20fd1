import { expect, it } from "vitest";
import { EngineProblem } from "./problems.ts";

const said = (message: string, path: string | null, expected: string | null) =>
  new EngineProblem({ kind: "name", message, path, expected }).message;

it("tells consoles where, what, and what was expected, in one sentence", () => {
  expect(said("there is no step", "step", "one of a, b")).toBe(
    "step: there is no step; expected one of a, b",
  );
  expect(said("This story has no step nope.", null, "one of a, b")).toBe(
    "This story has no step nope; expected one of a, b",
  );
  expect(said("This run never comes to it.", null, null)).toBe("This run never comes to it.");
});
