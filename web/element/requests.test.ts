import { describe, expect, test } from "vitest";
import { actionAsked, placeAsked } from "./requests.ts";

describe("what a host page asks for", () => {
  test.each([
    [230, { time: 230 }],
    [{ step: "the-overwrite" }, { step: "the-overwrite" }],
    [{ step: 2 }, { step: 2 }],
    [{ event: 42 }, { event: 42 }],
  ])("is a place: %j", (to, place) => expect(placeAsked(to)).toEqual(place));

  test.each([
    -5,
    Number.NaN,
    null,
    undefined,
    "x",
    [],
    {},
    { stp: "x" },
    { step: null },
    { step: {} },
    { event: "42" },
    { step: "x", event: 3 },
  ])("is no place: %j", (to) =>
    expect(() => placeAsked(to)).toThrow("expected milliseconds from 0, { step } or { event }"),
  );

  test.each(["heal_all", { crash: "n1" }])("can be an action: %j", (command) =>
    expect(actionAsked(command)).toEqual(command),
  );

  test.each([{}, [], ["crash"], null, undefined, 3, { crash: "n1", restart: "n1" }])(
    "is no action: %j",
    (command) =>
      expect(() => actionAsked(command)).toThrow(
        'expected one action as a scenario spells it, such as { crash: "n1" }',
      ),
  );
});
