import { expect, test } from "vitest";
import type { WrittenStep } from "../engine/door.ts";
import { deedsOf, type Names, slipsIn, told } from "./recording.ts";

const JSON_TEXT = JSON.stringify({
  format: 1,
  title: "As it was",
  steps: [
    { id: "story", at: "0ms", say: "Look." },
    { id: "hand-1", at: "260ms", processed: 2, do: [{ crash: "n1" }] },
    { id: "hand-2", at: "300ms", processed: 0, do: ["heal_all"] },
  ],
});
const WRITTEN: WrittenStep[] = [
  { id: "story", line: null, tells: true, at: "0ms", does: [] },
  { id: "hand-1", line: null, tells: false, at: "260ms", does: ["crash n1"] },
  { id: "hand-2", line: null, tells: false, at: "300ms", does: ["heal all"] },
];

test("only what a hand did is a deed, with the names that it was given", () => {
  const names: Names = new Map();
  const [first, second] = deedsOf(JSON_TEXT, WRITTEN, names);
  expect(first).toMatchObject({ id: "hand-1", at: "260ms", does: "crash n1", say: "" });
  names.set(second?.key ?? "", { id: "the-end", say: "All is well." });
  expect(deedsOf(JSON_TEXT, WRITTEN, names)[1]).toMatchObject({ id: "the-end" });
});

test("names are checked: how they are spelled, and that each is there once", () => {
  const deeds = deedsOf(JSON_TEXT, WRITTEN, new Map());
  const [first] = deeds;
  if (!first) throw new Error("no deed");
  expect(slipsIn(JSON_TEXT, deeds).size).toBe(0);
  const named = (id: string) =>
    slipsIn(JSON_TEXT, [{ ...first, id }, ...deeds.slice(1)]).get(first.key);
  expect(named("A Name")).toBe("slug");
  expect(named("")).toBe("slug");
  expect(named("story")).toBe("twice");
  expect(named("hand-2")).toBe("twice");
});

test("names and sentences come into the scenario, and nothing else changes", () => {
  const deeds = deedsOf(JSON_TEXT, WRITTEN, new Map()).map((deed, nth) => ({
    ...deed,
    id: `mine-${nth}`,
    say: nth === 0 ? " It crashes. " : "",
  }));
  const before = JSON.parse(JSON_TEXT);
  expect(JSON.parse(told(JSON_TEXT, deeds, "My own"))).toEqual({
    ...before,
    title: "My own",
    steps: [
      before.steps[0],
      { ...before.steps[1], id: "mine-0", say: "It crashes." },
      { ...before.steps[2], id: "mine-1" },
    ],
  });
  expect(JSON.parse(told(JSON_TEXT, deeds, " ")).title).toBe("As it was");
});
