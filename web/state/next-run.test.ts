import { describe, expect, it } from "vitest";
import { type Choice, isRuled, openingOf } from "./next-run.ts";
import { draftOf, ruled, rulesOf } from "./rules.ts";
import { startOf } from "./start.ts";

const JSON_TEXT = JSON.stringify({ format: 1, title: "Three", cluster: { servers: 3 } });
const choice = (facts: Partial<Choice> = {}): Choice => ({
  name: "three",
  json: JSON_TEXT,
  servers: null,
  draft: draftOf(rulesOf(JSON_TEXT)),
  start: startOf(JSON_TEXT),
  seed: "",
  actions: null,
  ...facts,
});

describe("the next run", () => {
  it("is a scenario of the gallery by its name, or one of its own as a text", () => {
    expect(openingOf(choice())).toEqual({ scenario: "three" });
    expect(openingOf(choice({ name: "" }))).toEqual({ json: JSON_TEXT });
  });

  it("has another seed, more servers, and what was done, where that is said", () => {
    expect(openingOf(choice({ servers: 5, seed: "2a", actions: "[]" }))).toEqual({
      scenario: "three",
      servers: 5,
      seed: "2a",
      actions: "[]",
    });
  });

  it("is another scenario under other rules, whose number of servers is written into it", () => {
    const rules = ruled(rulesOf(JSON_TEXT), "pre_vote", true);
    const other = choice({ servers: 5, draft: draftOf(rules) });
    expect(isRuled(choice())).toBe(false);
    expect(isRuled(other)).toBe(true);
    const { json = "{}", ...rest } = openingOf(other);
    expect(rest).toEqual({});
    expect(rulesOf(json).pre_vote).toBe(true);
    expect(JSON.parse(json)).toMatchObject({ cluster: { servers: 5 } });
  });
});
