import { describe, expect, it } from "vitest";
import { type Cursor, NOWHERE } from "../state/cursor.ts";
import { clusterOf, PHONE, WIDE } from "../trials/scenes.ts";
import { openTrial } from "../trials/trial.ts";
import { layOut } from "./geometry.ts";
import { areaOf, placeLabels } from "./labels.ts";
import type { MessagePicture } from "./message.ts";
import { hidden } from "./room.ts";

const STORIES = ["default", "figure-7", "linearizable-reads", "joint-consensus"];
const SCREENS = { wide: WIDE, phone: PHONE };

describe("words beside messages", () => {
  for (const [screen, box] of Object.entries(SCREENS)) {
    for (const scenario of STORIES) {
      it(`never stand on each other: ${scenario}, ${screen}`, () => {
        const trial = openTrial({ scenario });
        let named = 0;
        for (let ms = 0; ms <= trial.story.until; ms += 23) {
          const world = trial.worldAt(ms);
          for (const cursor of cursors(world.serverIds))
            for (const paused of [true, false]) {
              const { messages } = clusterOf(world, box, { cursor, paused });
              const said = messages.filter(({ look }) => look.label !== null);
              named += said.length;
              expect(overlaps(said), `${scenario} at ${ms} ms`).toEqual([]);
            }
        }
        expect(named).toBeGreaterThan(20);
      });
    }
  }

  it("do not hide another that is named, when two leave together", () => {
    const world = openTrial({ scenario: "default" }).worldAt(195);
    const { messages } = clusterOf(world, { width: 640, height: 352 }, { paused: true });
    const parcels = messages.filter(({ look }) => look.glyph === "parcel");
    expect(parcels.map(({ look }) => look.label)).toEqual(["entries", "entries"]);
    const glyphs = parcels.map(({ x, y }) => ({ x, y, radius: 10, weight: 1 }));
    for (const one of parcels) expect(hidden(areaOf(one), glyphs)).toBe(0);
  });

  it("slide along a level lane rather than over a server", () => {
    const stage = { width: 718, height: 390 };
    const world = openTrial({ scenario: "default" }).worldAt(470);
    const { messages } = clusterOf(world, stage, { paused: true });
    const { seats, radius } = layOut(world.serverIds, ["c1"], stage);
    const servers = [...seats.values()].map(({ x, y }) => ({ x, y, radius, weight: 1 }));
    const heartbeats = messages.filter(({ look }) => look.label === "heartbeat");
    expect(heartbeats.map(({ look }) => look.slide)).toContain(-1);
    for (const one of heartbeats) expect(hidden(areaOf(one), servers)).toBe(0);
  });

  it("leave the role of a server to be read", () => {
    const stage = { width: 690, height: 360 };
    const world = openTrial({ scenario: "joint-consensus" }).worldAt(300);
    const { messages, servers } = clusterOf(world, stage, { paused: true });
    const roles = servers.map(({ x, y, radius }) => ({
      x,
      y: y - radius - 28,
      radius: 20,
      weight: 1,
    }));
    const said = messages.filter(({ look }) => look.label !== null);
    expect(said.length).toBeGreaterThan(1);
    for (const one of said) expect(hidden(areaOf(one), roles), one.key).toBe(0);
  });

  it("give way to what is said of the sides of a partition", () => {
    const world = openTrial({ scenario: "default" }).worldAt(195);
    const layout = layOut(world.serverIds, ["c1"], WIDE);
    const parcel = clusterOf(world, WIDE, { paused: true }).messages.find(({ look }) => look.label);
    if (!parcel) throw new Error("nothing is named");
    const { x, y, width, height } = areaOf(parcel);
    const there = { x: x + width / 2, y: y + height, text: "2 of 5", majority: false };
    const before = parcel.look;
    placeLabels([parcel], layout, { strokes: [], labels: [{ ...there, x: -900 }] }, []);
    expect(parcel.look.side).toBe(before.side);
    placeLabels([parcel], layout, { strokes: [], labels: [there] }, []);
    expect(parcel.look.side).toBe(-before.side);
  });

  it("the same moment has the same looks: nothing is drawn anew", () => {
    const world = openTrial({ scenario: "default" }).worldAtStep("noted-and-copied", 3);
    const looks = () => clusterOf(world, WIDE, { paused: true }).messages.map(({ look }) => look);
    // A layout of its own is another picture: the looks are compared by what they say.
    expect(looks()).toEqual(looks());
  });
});

function cursors(servers: readonly string[]): Cursor[] {
  return [
    NOWHERE,
    ...servers.slice(0, 1).map((id) => ({ ...NOWHERE, selected: { kind: "server" as const, id } })),
  ];
}

function overlaps(said: readonly MessagePicture[]): string[] {
  const areas = said.map((one) => ({ key: one.key, ...areaOf(one) }));
  return areas.flatMap((one, order) =>
    areas
      .slice(order + 1)
      .filter(
        (other) =>
          one.x < other.x + other.width &&
          other.x < one.x + one.width &&
          one.y < other.y + other.height &&
          other.y < one.y + one.height,
      )
      .map((other) => `${one.key} and ${other.key}`),
  );
}
