import { describe, expect, it } from "vitest";
import { counted, fill, voice, words } from "./words.ts";

describe("words", () => {
  it("put operands where the catalogue has holes", () => {
    expect(fill("{from} → {to}", { from: "n1", to: "n2" })).toBe("n1 → n2");
    expect(fill("{count} of {all}", { count: 0, all: 5 })).toBe("0 of 5");
  });

  it("leave a hole open rather than print “undefined”", () => {
    expect(fill("{from} → {to}", { from: "n1" })).toBe("n1 → {to}");
  });

  it("never read operands as patterns or markup", () => {
    expect(fill("{text}", { text: "$& <b>{text}</b>" })).toBe("$& <b>{text}</b>");
  });

  it("know one from many", () => {
    expect(counted(words.ledger.earlier, 1)).toBe("… 1 earlier");
    expect(counted(words.ledger.earlier, 12)).toBe("… 12 earlier");
  });

  it("carry the engine's sentences in the page's language", () => {
    expect(voice.language).toBe("en");
    expect(Object.keys(voice.narration).length).toBeGreaterThan(0);
  });
});
