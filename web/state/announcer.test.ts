import { describe, expect, it } from "vitest";
import { add, announce, SILENCE, tell } from "./announcer.ts";

describe("what is read out", () => {
  it("says a sentence once", () => {
    const said = announce(SILENCE, "n1 leads.", 100, false);
    expect(said.text).toBe("n1 leads.");
    expect(announce(said, "n1 leads.", 9000, false)).toBe(said);
  });

  it("waits three seconds between sentences while playing, and answers a step at once", () => {
    const said = announce(SILENCE, "n1 asks for votes.", 100, true);
    expect(announce(said, "n1 leads.", 3000, true).text).toBe("n1 asks for votes.");
    expect(announce(said, "n1 leads.", 3100, true).text).toBe("n1 leads.");
    expect(announce(said, "n1 leads.", 200, false).text).toBe("n1 leads.");
  });

  it("says an event between two sentences, and not the old sentence again", () => {
    const said = announce(SILENCE, "n1 asks for votes.", 100, false);
    const told = tell(said, "80 n2: grants its vote to n1", 200);
    expect(told.text).toBe("80 n2: grants its vote to n1");
    expect(announce(told, "n1 asks for votes.", 300, false)).toBe(told);
    expect(announce(told, "n1 leads.", 400, false).text).toBe("n1 leads.");
  });

  it("adds to what is being said, and does not repeat what was said before", () => {
    const said = announce(SILENCE, "n1 crashes.", 100, false);
    expect(add(said, "Free play.", 110).text).toBe("n1 crashes. – Free play.");
    expect(add(said, "Free play.", 5000).text).toBe("Free play.");
  });
});
