import { describe, expect, it } from "vitest";
import { openTrial } from "../trials/trial.ts";
import { ANY, CONDITIONS, type ConditionName, goalOf } from "./conditions.ts";

const draft = { server: ANY, client: "c1", number: 2, kind: "AppendEntries", from: "", to: "n3" };

describe("a condition that a reader puts together", () => {
  it("is spelled as in scenarios", () => {
    expect(goalOf({ ...draft, name: "elected", server: "n2" })).toBe('{"elected":"n2"}');
    expect(goalOf({ ...draft, name: "committed" })).toBe(
      '{"committed":{"server":"any","index":2}}',
    );
    expect(goalOf({ ...draft, name: "term" })).toBe('{"term":{"server":"any","at_least":2}}');
    expect(goalOf({ ...draft, name: "sent" })).toBe('{"sent":{"kind":"AppendEntries","to":"n3"}}');
    expect(goalOf({ ...draft, name: "answered", client: "c3" })).toBe(
      '{"answered":{"client":"c3"}}',
    );
  });

  it("is understood by the engine, whichever it is", () => {
    const { engine } = openTrial({ json: DEAD });
    for (const name of Object.keys(CONDITIONS) as ConditionName[]) {
      expect(engine.runUntil(goalOf({ ...draft, name })), name).toBe(false);
    }
  });
});

/** Nothing ever happens here: whoever waits for something is told so at once. */
const DEAD = JSON.stringify({
  format: 1,
  title: "Dead",
  until: "1s",
  cluster: { servers: 3 },
  steps: [{ id: "all", at: "0ms", do: [{ crash: "all" }] }],
});
