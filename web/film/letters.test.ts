import { expect, test } from "vitest";
import { lengthOfText, linesOf, shortened } from "./letters.ts";

const SENTENCE =
  "n2 has 2 of 3 votes, a majority: it leads term 2, and tells so to all others at once.";

test("a text is broken between words, and nothing of it is lost", () => {
  const lines = linesOf(SENTENCE, 20, 300);
  expect(lines.length).toBeGreaterThan(2);
  expect(lines.join(" ")).toBe(SENTENCE);
  for (const line of lines) expect(lengthOfText(line, 20)).toBeLessThanOrEqual(300);
  expect(linesOf(SENTENCE, 20, 5000)).toEqual([SENTENCE]);
  expect(linesOf("  ", 20, 300)).toEqual([]);
});

test("a word that is longer than a line is broken, too", () => {
  const word = "x".repeat(200);
  const lines = linesOf(`a ${word}`, 10, 100);
  expect(lines.join("").replace(" ", "")).toBe(`a${word}`);
  for (const line of lines) expect(lengthOfText(line, 10)).toBeLessThanOrEqual(100);
});

test("what is cut off says so", () => {
  expect(shortened("k=1", 12, 40)).toBe("k=1");
  const short = shortened("a-very-long-key=value", 12, 60);
  expect(short).toMatch(/^a-v.*…$/);
  expect(lengthOfText(short, 12)).toBeLessThanOrEqual(60);
});
