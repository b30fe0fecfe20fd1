import { describe, expect, it } from "vitest";
import { merge, type World } from "../state/world.ts";
import { Trial } from "../trials/trial.ts";
import { Lists } from "./lists.ts";

const SPAN = { from: 0, to: 720 };

/** A reader who stands still at a moment of the default story. */
function standing(at: number) {
  const { engine } = new Trial({ scenario: "default" });
  engine.seek(at);
  const lists = new Lists(engine);
  const look = (): World => {
    const world = merge(null, engine.frame(null));
    lists.refresh(world, 0, false);
    return world;
  };
  look();
  return { engine, lists, look };
}

describe("the lists of a run", () => {
  it("show what is done at the moment that they already knew", () => {
    const { engine, lists, look } = standing(300);
    for (const server of ["n2", "n3"]) {
      lists.spacetime(SPAN);
      engine.act({ crash: server });
      look();
      expect(lists.spacetime(SPAN)).toEqual(engine.spacetime(0, 300));
      expect(lists.events.at(-1)?.line).toContain(server);
    }
  });

  it("show each event of an instant as it happens", () => {
    const { engine, lists, look } = standing(0);
    for (let step = 0; step < 60; step++) {
      engine.step(1, "event");
      const { position, end } = look();
      expect(lists.spacetime(SPAN), `after ${position.time} ${position.processed}`).toEqual(
        engine.spacetime(0, end),
      );
    }
  });
});
