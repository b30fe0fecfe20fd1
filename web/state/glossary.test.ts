import meanings from "words:meanings";
import { describe, expect, it } from "vitest";
import { words } from "../words/words.ts";
import { alphabetical, glossed } from "./glossary.ts";

const tapped = (sentence: string) =>
  glossed(sentence).flatMap((piece) => (typeof piece === "string" ? [] : [piece.id]));

describe("the words of a sentence that can be tapped", () => {
  it("are taken whole, the longest first", () => {
    expect(glossed("Its election timer runs out.")).toEqual([
      "Its ",
      { text: "election timer", id: "election-timer" },
      " runs out.",
    ]);
    expect(tapped("The terminal is a backlog of servery.")).toEqual([]);
  });

  it("are found at the start of a sentence and before a full stop", () => {
    expect(tapped("Heartbeats stop, says the leader.")).toEqual(["heartbeat", "leader"]);
  });

  it("are taken once each, whatever form comes first", () => {
    expect(tapped("n2 votes. Two votes of three are a majority: n1 has the vote.")).toEqual([
      "vote",
      "majority",
    ]);
  });

  it("are never parts of names, commands or ids", () => {
    expect(tapped("server-1 writes x=term as log@2, then term=3 and disk_2.")).toEqual([]);
  });

  it("put together are the sentence again", () => {
    for (const sentence of Object.values(meanings)) {
      const pieces = glossed(sentence).map((piece) =>
        typeof piece === "string" ? piece : piece.text,
      );
      expect(pieces.join("")).toBe(sentence);
    }
  });
});

describe("the glossary", () => {
  it("has forms that lead to one meaning only", () => {
    const forms = Object.values(words.glossary).flatMap((one) =>
      one.forms.map((form) => form.toLowerCase()),
    );
    expect(new Set(forms).size).toBe(forms.length);
  });

  it("says each thing in a few words", () => {
    for (const text of Object.values(meanings)) expect(text.length).toBeLessThan(190);
    expect(Object.keys(meanings)).toEqual(Object.keys(words.glossary));
  });

  it("is sorted for reading", () => {
    const sorted = alphabetical("en").map(([, { word }]) => word);
    expect(sorted[0]).toBe("AppendEntries");
    expect(sorted.length).toBe(Object.keys(words.glossary).length);
  });
});
