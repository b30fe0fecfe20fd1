import { describe, expect, it, test } from "vitest";
import { lastIndex } from "../state/logs.ts";
import { openTrial } from "../trials/trial.ts";
import { Reel, type Shot } from "./reel.ts";
import { framesOf, momentOf, shownAt } from "./wish.ts";

const WISH = { span: { from: 300, to: 600 }, speed: 1, rate: 10 };

/** All shots of a film of the default story. */
function filmed(wish = WISH): Shot[] {
  const { engine } = openTrial({ scenario: "default" });
  engine.seek(wish.span.from);
  const reel = new Reel(engine, 12);
  return Array.from({ length: framesOf(wish) }, (_, frame) => ({
    ...reel.forward(momentOf(wish, frame), shownAt(wish, frame)),
  }));
}

describe("a film of the story", () => {
  const shots = filmed();

  it("shows the moments it promises, between events as well", () => {
    shots.forEach(({ now }, frame) => {
      expect(now).toBeCloseTo(momentOf(WISH, frame), 3);
    });
    expect(shots.some(({ now, world }) => now > world.position.time)).toBe(true);
    for (const { now, world } of shots) expect(world.position.time).toBeLessThanOrEqual(now + 1e-9);
  });

  it("shows what happens in it: a crash, an election, a new term", () => {
    const leaders = shots.map(
      ({ world }) =>
        [...world.servers.values()].find(({ role, up }) => up && role === "leader")?.id,
    );
    expect(leaders.at(0)).toBe("n1");
    expect(leaders).toContain(undefined);
    expect(leaders.at(-1)).toBe("n2");
    expect(new Set(shots.map(({ sentence }) => sentence.text)).size).toBeGreaterThan(3);
  });

  it("has the logs of each moment in it", () => {
    const last = shots.at(-1);
    if (!last) throw new Error("no shots");
    const longest = lastIndex(last.world, last.logs);
    expect(longest).toBeGreaterThan(1);
    expect(last.logs.copies.get("n2")?.entries.map(({ index }) => index)).toContain(longest);
  });

  it("is the same however often it is made", () => {
    const told = (all: readonly Shot[]) =>
      all.map(({ now, sentence, world }) => [now, sentence.text, world.position, world.messages]);
    expect(told(filmed())).toEqual(told(shots));
  });
});

test("a frame is the same moment whatever came before it", () => {
  const shots = filmed({ ...WISH, rate: 25 });
  const middle = shots[50];
  const trial = openTrial({ scenario: "default" });
  const world = trial.worldAt(middle?.now ?? 0);
  expect(
    [...(middle?.world.servers.values() ?? [])].map(({ id, role, term }) => [id, role, term]),
  ).toEqual([...world.servers.values()].map(({ id, role, term }) => [id, role, term]));
});
