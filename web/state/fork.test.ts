import { describe, expect, it } from "vitest";
import { openTrial, shelf } from "../trials/trial.ts";
import { forkOf } from "./fork.ts";

const story = JSON.parse(shelf.default ?? "");
const FORK = { name: { en: "With PreVote" }, pre_vote: true, expect: [{ leader: "n1" }] };

describe("the same story with other rules", () => {
  it("has the rules that the fork names, and none of the sentences that were written for others", () => {
    const other = forkOf(JSON.stringify({ ...story, picture: "committed", fork: FORK }));
    expect(other?.name).toBe("With PreVote");
    const scenario = JSON.parse(other?.json ?? "");
    expect(scenario.cluster).toEqual({ ...story.cluster, pre_vote: true });
    expect(scenario.clients).toEqual(story.clients);
    expect(scenario.expect).toEqual(FORK.expect);
    expect(scenario.steps).toHaveLength(story.steps.length);
    for (const part of ["fork", "picture"]) expect(scenario).not.toHaveProperty(part);
    for (const step of scenario.steps)
      for (const part of ["say", "pace", "question", "expect"])
        expect(step).not.toHaveProperty(part);
  });

  it("tells the clients what is theirs", () => {
    const fork = { name: "With sessions", sessions: true, deviations: [] };
    const scenario = JSON.parse(forkOf(JSON.stringify({ ...story, fork }))?.json ?? "");
    expect(scenario.clients).toEqual({ ...story.clients, sessions: true });
    expect(scenario.cluster).toEqual({ ...story.cluster, deviations: [] });
  });

  it("is a run that the engine takes", () => {
    const other = forkOf(JSON.stringify({ ...story, fork: FORK }));
    const asks = (json: string) =>
      openTrial({ json })
        .worldAt(45)
        .messages.some(({ kind }) => kind === "RequestPreVote");
    expect(asks(other?.json ?? "")).toBe(true);
    expect(asks(shelf.default ?? "")).toBe(false);
  });

  it("is there only where the scenario offers it", () => {
    expect(forkOf(shelf.default ?? "")).toBeNull();
  });
});
