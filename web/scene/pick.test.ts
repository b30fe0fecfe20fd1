import { describe, expect, it } from "vitest";
import { cycle } from "../state/cursor.ts";
import { WIDE as BOX, clusterOf } from "../trials/scenes.ts";
import { openTrial } from "../trials/trial.ts";
import { placeBeside } from "./beside.ts";
import { layOut } from "./geometry.ts";
import { placeOfSubject, subjectsAt } from "./pick.ts";

// Two parcels leave n1 for n2 and n3.
const world = openTrial({ scenario: "default" }).worldAtStep("noted-and-copied", 3);
const layout = layOut(world.serverIds, ["c1"], BOX);
const scene = clusterOf(world, BOX, { paused: true });

describe("what a tap means", () => {
  it("a server inside its disc", () => {
    const seat = layout.seats.get("n2");
    expect(subjectsAt(scene, seat ?? { x: 0, y: 0 })[0]).toEqual({ kind: "server", id: "n2" });
  });

  it("the nearest message within a finger's width", () => {
    const [message] = scene.messages;
    const near = { x: (message?.x ?? 0) + 15, y: (message?.y ?? 0) + 10 };
    expect(subjectsAt(scene, near)[0]).toEqual({ kind: "message", id: message?.key });
  });

  it("tapping again goes on to what lies beneath", () => {
    const [message] = scene.messages;
    const at = { x: message?.x ?? 0, y: message?.y ?? 0 };
    const first = cycle(subjectsAt(scene, at), null);
    const second = cycle(subjectsAt(scene, at), first);
    expect(first?.kind).toBe("message");
    expect(second).toEqual({ kind: "link", a: "n1", b: expect.any(String) });
  });

  it("nothing where nothing is", () => {
    expect(subjectsAt(scene, { x: BOX.width - 5, y: BOX.height - 5 })).toEqual([]);
    expect(cycle([], null)).toBeNull();
  });
});

describe("where a card stands", () => {
  it("beside its server, hiding no other", () => {
    for (const id of world.serverIds) {
      const anchor = placeOfSubject(scene, { kind: "server", id });
      expect(anchor).not.toBeNull();
      if (!anchor) continue;
      const size = { width: 252, height: 236 };
      const at = placeBeside(anchor, size, scene);
      expect(at.x).toBeGreaterThanOrEqual(0);
      for (const server of scene.servers) {
        const inside =
          server.x > at.x &&
          server.x < at.x + size.width &&
          server.y > at.y &&
          server.y < at.y + size.height;
        expect(inside).toBe(false);
      }
    }
  });
});
