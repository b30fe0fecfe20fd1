import { describe, expect, it } from "vitest";
import type { LedgerEntry, ServerFrame } from "../engine/door.ts";
import { down, server } from "./fixtures/build.ts";
import { type TextbookLine, textbookJson, textbookOf } from "./textbook.ts";

const NONE: ReadonlySet<string> = new Set();

function entries(from: number, to: number): LedgerEntry[] {
  return Array.from({ length: to - from + 1 }, (_, order) => ({
    index: from + order,
    term: 1,
    kind: "command" as const,
    command: `x=${from + order}`,
  }));
}

function text(lines: TextbookLine[]): string {
  return lines.map((line) => `${"  ".repeat(line.depth)}${line.name}${line.value}`).join("\n");
}

const leader = server("n1", {
  role: "leader",
  term: 1,
  votedFor: "n1",
  stateMachine: { x: "1" },
  log: { last: 2, commit: 1, applied: 1, durable: 1, version: 2 },
});

describe("a server as textbooks write it", () => {
  it("is JSON, a line for each fact", () => {
    expect(text(textbookOf(leader, entries(1, 2), NONE))).toBe(
      [
        "{",
        '  "state": "leader",',
        '  "term": 1,',
        '  "voted_for": "n1",',
        '  "log": [',
        '    {"index": 1, "term": 1, "command": "x=1"},',
        '    {"index": 2, "term": 1, "command": "x=2"}',
        "  ],",
        '  "commit_index": 1,',
        '  "last_applied": 1,',
        '  "durable_index": 1,',
        '  "state_machine": {"x": "1"}',
        "}",
      ].join("\n"),
    );
  });

  it("is JSON that can be read, as long as nothing is left out", () => {
    const read = JSON.parse(text(textbookOf(leader, entries(1, 2), NONE)));
    expect(read).toEqual(JSON.parse(textbookJson(leader, entries(1, 2))));
  });

  it("quotes what clients have written", () => {
    const odd = server("n1", { stateMachine: { 'a"b': "\\" }, log: { last: 0 } });
    expect(JSON.parse(text(textbookOf(odd, [], NONE))).state_machine).toEqual({ 'a"b': "\\" });
  });

  it("counts what it leaves out of a long log, at either end", () => {
    const long = server("n1", { log: { last: 18, durable: 18 } });
    const values = (shown: LedgerEntry[]) =>
      textbookOf(long, shown, NONE)
        .filter((line) => line.depth === 2)
        .map((line) => line.value);
    expect(values(entries(1, 18))[0]).toBe("… 12 earlier");
    expect(values(entries(1, 18))).toHaveLength(7);
    expect(values(entries(5, 8))).toEqual([
      "… 4 earlier",
      '{"index": 5, "term": 1, "command": "x=5"},',
      '{"index": 6, "term": 1, "command": "x=6"},',
      '{"index": 7, "term": 1, "command": "x=7"},',
      '{"index": 8, "term": 1, "command": "x=8"},',
      "… 10 later",
    ]);
    expect(values([])).toEqual(["… 18 earlier"]);
  });

  it("marks what just changed, and says what is not on disk", () => {
    const lines = textbookOf(leader, entries(1, 2), new Set(["n1 term", "n2 log"]));
    expect(lines.filter((line) => line.changed).map((line) => line.key)).toEqual(["term"]);
    expect(lines.filter((line) => line.note !== "").map((line) => line.key)).toEqual(["entry 2@1"]);
  });

  it("knows nothing volatile of a crashed server, and asks nothing about it", () => {
    const crashed: ServerFrame = down("n1", { term: 1, votedFor: "n1" });
    const lines = textbookOf(crashed, [], NONE);
    expect(JSON.parse(text(lines))).toEqual({
      state: "down",
      term: 1,
      voted_for: "n1",
      log: [],
      commit_index: null,
      last_applied: null,
      durable_index: 0,
      state_machine: null,
    });
    const asked = lines.filter((line) => line.question !== null).map((line) => line.key);
    expect(asked).toEqual(["role", "term", "votedFor", "log", "durable"]);
  });
});
