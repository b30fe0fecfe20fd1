import { describe, expect, it } from "vitest";
import type { Sentence, SentenceKind } from "../engine/door.ts";
import { announce, SILENCE } from "./announcer.ts";
import { type Reading, read, startReading } from "./reading.ts";

const say = (text: string, kind: SentenceKind = "rest"): Sentence => ({
  kind,
  text,
  detail: null,
  rule: null,
  section: null,
});
const playing = (wall: number) => ({ wall, time: wall / 10, playing: true });

const commitsAt = (...times: number[]) =>
  times.map((time) => ({ at: { time, processed: 1 }, kind: "commit" as const, text: "" }));

describe("the one sentence", () => {
  it("stays readable for a moment while playing", () => {
    let reading = startReading(say("one"), 0, 0);
    reading = read(reading, say("two"), playing(800), []);
    expect(reading.shown.text).toBe("one");
    reading = read(reading, say("two"), playing(1600), []);
    expect(reading.shown.text).toBe("two");
  });

  it("never holds back the story, a violation, or a step of the reader", () => {
    const start = startReading(say("one"), 0, 0);
    expect(read(start, say("beat", "story"), playing(10), []).shown.text).toBe("beat");
    expect(read(start, say("broken", "violation"), playing(10), []).shown.text).toBe("broken");
    expect(read(start, say("two"), { wall: 10, time: 1, playing: false }, []).shown.text).toBe(
      "two",
    );
  });

  it("counts instead of telling when sentences fly by", () => {
    const flownBy = (...commits: number[]) => {
      let reading: Reading = startReading(say("start"), 0, 0);
      for (let wall = 100; wall <= 1600; wall += 100)
        reading = read(reading, say(`sentence ${wall}`), playing(wall), commitsAt(...commits));
      return reading.shown.text;
    };
    expect(flownBy(20, 60, 100)).toBe("3 commits");
    // One thing is better told than counted.
    expect(flownBy(20)).toBe("sentence 1500");
  });
});

describe("the live region", () => {
  it("speaks at most once in three seconds while playing", () => {
    const first = announce(SILENCE, "one", 0, true);
    expect(first.text).toBe("one");
    expect(announce(first, "two", 1000, true).text).toBe("one");
    expect(announce(first, "two", 3000, true).text).toBe("two");
  });

  it("answers a step at once", () => {
    const first = announce(SILENCE, "one", 0, true);
    expect(announce(first, "two", 10, false).text).toBe("two");
  });
});
