import { describe, expect, it } from "vitest";
import { openTrial } from "../trials/trial.ts";
import { missing, missingAt, questionInWords, questionOfFact, readyQuestions } from "./ask.ts";
import { down, server } from "./fixtures/build.ts";

const trial = openTrial({ scenario: "default" });
const worldAt = (step: string) => trial.worldAtStep(step);

describe("questions in words", () => {
  it("name the fact as it is now", () => {
    const world = worldAt("a-majority");
    expect(questionInWords({ server: "n1", fact: "role" }, world)).toBe("Why does n1 lead term 1?");
    expect(questionInWords({ server: "n2", fact: "vote" }, world)).toBe(
      "Why did n2 vote for n1 in term 1?",
    );
    expect(questionInWords({ server: "n2", entry: 3 }, world)).toBe(
      "Why does n2 have entry 3 in its log?",
    );
    expect(questionInWords({ event: 7 }, world)).toBe("Why did this happen?");
  });

  it("ask about a crashed server what can still be asked", () => {
    const world = worldAt("the-leader-crashes");
    expect(questionInWords({ server: "n1", fact: "role" }, world)).toBe("Why is n1 down?");
    expect(questionOfFact(down("n1"), "stateMachine")).toBeNull();
    expect(questionOfFact(down("n1"), "commit")).toBeNull();
    expect(questionOfFact(down("n1"), "votedFor")).toEqual({ server: "n1", fact: "vote" });
  });

  it("name messages and operations by what they are, as long as they are known", () => {
    const world = worldAt("noted-and-copied");
    const [message] = world.messages;
    expect(questionInWords({ message: message?.id ?? "" }, world)).toBe(
      "Why was this message sent? n1 → n2: entries",
    );
    expect(questionInWords({ message: "n1>n2:AppendEntries:9" }, world)).toBe(
      "Why was this message sent? n1>n2:AppendEntries:9",
    );
    expect(questionInWords({ operation: "c1#1" }, world)).toBe("What became of x=1, and why?");
  });

  it("leave no hole open", () => {
    const facts = ["role", "term", "vote", "commit", "applied", "durable", "log"] as const;
    for (const step of ["nobody-in-charge", "a-majority", "the-leader-crashes"]) {
      for (const fact of facts) {
        expect(questionInWords({ server: "n1", fact }, worldAt(step))).not.toMatch(/[{}]/);
      }
    }
  });
});

describe("good questions to begin with", () => {
  it("are about the leader, the newest commit and the newest answer", () => {
    expect(readyQuestions(worldAt("the-others-apply"))).toEqual([
      { server: "n1", fact: "role" },
      { server: "n1", fact: "commit" },
      { operation: "c1#1" },
    ]);
  });

  it("are never missing, and never more than three", () => {
    expect(readyQuestions(worldAt("nobody-in-charge"))).toEqual([{ server: "n1", fact: "role" }]);
    expect(readyQuestions(worldAt("the-leader-crashes")).length).toBe(3);
    expect(questionOfFact(server("n1"), "stateMachine")).toEqual({ server: "n1", fact: "applied" });
  });

  it("are never the same question twice", () => {
    for (const step of [
      "nobody-in-charge",
      "the-timer-empties",
      "a-majority",
      "the-leader-crashes",
      "n2-runs",
    ]) {
      const questions = readyQuestions(worldAt(step)).map((one) => JSON.stringify(one));
      expect(new Set(questions).size).toBe(questions.length);
    }
  });
});

describe("what is missing", () => {
  it("is a leader while nobody leads", () => {
    const world = worldAt("nobody-in-charge");
    expect(missing(world)[0]).toEqual({ not: "leader" });
    expect(questionInWords({ not: "leader" }, world)).toBe("Why is there no leader?");
    const [first] = world.servers.values();
    expect(first && missingAt(first, world)).toEqual([{ not: "leader" }]);
  });

  it("is the first entry that is not committed, and the answer to whoever asked for it", () => {
    const world = worldAt("noted-and-copied");
    expect(missing(world)).toEqual([
      { not: "commit", entry: 1 },
      { not: "answer", operation: "c1#1" },
    ]);
    expect(missing(world).map((question) => questionInWords(question, world))).toEqual([
      "Why is entry 1 not committed?",
      "Why has c1 no answer to x=1?",
    ]);
    const follower = world.servers.get("n2");
    expect(follower && missingAt(follower, world)).toEqual([{ not: "current", server: "n2" }]);
  });

  it("is asked in words without a hole", () => {
    const world = worldAt("a-majority");
    for (const question of [
      { not: "commit", entry: 3, server: "n2" },
      { not: "current", server: "n2" },
      { not: "answer", operation: "c1#9" },
    ] as const)
      expect(questionInWords(question, world)).not.toMatch(/[{}]/);
  });
});
