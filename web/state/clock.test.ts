import { describe, expect, it } from "vitest";
import { openTrial } from "../trials/trial.ts";
import { advanceClock, EVEN_PACE, nextQuestion, paceOfStory } from "./clock.ts";

const { story } = openTrial({ scenario: "default" });
const { steps } = story;
const pace = paceOfStory(story);

function playFor(wall: number, speed = 1, from = 0): number {
  let now = from;
  for (let passed = 0; passed < wall; passed += 16)
    now = advanceClock(now, Math.min(16, wall - passed), speed, pace);
  return now;
}

describe("the clock of the story", () => {
  it("reaches every step after the seconds its forerunners ask for", () => {
    let wall = 0;
    steps.forEach((step, order) => {
      expect(playFor(wall)).toBeCloseTo(step.at?.time ?? 0, 3);
      wall += (steps[order]?.pace ?? 0) * 1000;
    });
  });

  it("tells the whole story in about forty seconds", () => {
    const seconds = steps.reduce((sum, step) => sum + (step.pace ?? 0), 0);
    expect(seconds).toBeGreaterThan(35);
    expect(seconds).toBeLessThan(45);
  });

  it("is twice as far at twice the speed, also across steps", () => {
    expect(playFor(4000, 2)).toBeCloseTo(playFor(8000, 1), 6);
  });

  it("does not depend on how time is cut into frames", () => {
    expect(advanceClock(0, 10_000, 1, pace)).toBeCloseTo(playFor(10_000), 6);
  });

  it("runs evenly after the last step and in free play", () => {
    expect(advanceClock(720, 1800, 1, pace)).toBeCloseTo(820, 6);
    expect(advanceClock(300, 1800, 1, EVEN_PACE)).toBeCloseTo(400, 6);
  });
});

describe("questions", () => {
  it("stop the play once", () => {
    expect(nextQuestion(story, 100, new Set())).toBe(720);
    expect(nextQuestion(story, 720, new Set())).toBe(720);
    expect(nextQuestion(story, 100, new Set(["your-turn"]))).toBeNull();
    expect(nextQuestion(story, 721, new Set())).toBeNull();
  });
});
