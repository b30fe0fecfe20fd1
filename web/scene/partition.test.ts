import { describe, expect, it } from "vitest";
import type { Setting } from "../engine/door.ts";
import { NOWHERE } from "../state/cursor.ts";
import { merge } from "../state/world.ts";
import { clusterScene } from "./cluster.ts";
import { NINE, PARTITION } from "./fixtures/partition.ts";
import { distance, layOut, type Point } from "./geometry.ts";
import { pictureOfWall } from "./wall.ts";

const BOX = { width: 660, height: 520 };
const VIEW = {
  cursor: NOWHERE,
  paused: false,
  introductions: new Map(),
  choosing: null,
  seenBy: null,
};

function stage(frame: typeof PARTITION, box = BOX) {
  const world = merge(null, frame);
  const layout = layOut(
    world.serverIds,
    world.clients.map((client) => client.id),
    box,
  );
  return { world, layout, scene: clusterScene(world, layout, VIEW, world.position.time) };
}

/** The same moment with other walls and cuts. */
function walled(facts: Partial<Setting>): typeof PARTITION {
  const { setting } = PARTITION;
  return { ...PARTITION, setting: setting && { ...setting, ...facts } };
}

describe("a partition", () => {
  it("is a wall with a label for each side, in the words of the engine's verdict", () => {
    const { scene } = stage(PARTITION);
    expect(scene.wall?.labels.map((label) => label.text)).toEqual([
      "2 of 5: cannot commit",
      "3 of 5: majority",
    ]);
  });

  it("has no label on the other side of it, however it bends round one server", () => {
    const sides = [
      { servers: ["n1"], majority: false, voters: [{ here: 1, all: 5 }] },
      { servers: ["n2", "n3", "n4", "n5"], majority: true, voters: [{ here: 4, all: 5 }] },
    ];
    for (const [width, height] of [
      [690, 345],
      [366, 330],
      [256, 264],
    ] as const) {
      const { scene, layout } = stage(walled({ sides }), { width, height });
      for (const [order, label] of (scene.wall?.labels ?? []).entries()) {
        const seats = sides[order]?.servers.map((id) => layout.seats.get(id) as Point) ?? [];
        const apart = (seat: Point) => distance(seat, label);
        const nearest = seats.reduce((one, seat) => (apart(seat) < apart(one) ? seat : one));
        const crossed = scene.wall?.strokes.some((stroke) => crosses(stroke, nearest, label));
        expect(crossed, `${label.text} in ${width}×${height}`).toBe(false);
      }
    }
  });

  it("counts voters, whoever else is there, and each set of voters by itself while two hold", () => {
    const side = (servers: string[], majority: boolean, ...voters: [number, number][]) => ({
      servers,
      majority,
      voters: voters.map(([here, all]) => ({ here, all })),
    });
    const labels = (...sides: ReturnType<typeof side>[]) =>
      stage(walled({ sides })).scene.wall?.labels.map((label) => label.text);
    const [few, many] = [
      ["n1", "n2"],
      ["n3", "n4", "n5"],
    ] as const;
    expect(labels(side([...few], true, [2, 3]), side([...many], false, [1, 3]))).toEqual([
      "2 of 3: majority",
      "1 of 3: cannot commit",
    ]);
    expect(
      labels(side([...few], false, [0, 3], [2, 3]), side([...many], false, [3, 3], [1, 3])),
    ).toEqual(["2 of 3 old, 0 of 3 new: cannot commit", "1 of 3 old, 3 of 3 new: cannot commit"]);
    expect(labels(side([...few], false), side([...many], false))).toEqual([
      "nobody runs",
      "nobody runs",
    ]);
  });

  it("is one stroke between two sides that are neighbours on the ring, and touches no server", () => {
    const { world, layout } = stage(PARTITION);
    const [stroke, ...more] = pictureOfWall(world, layout)?.strokes ?? [];
    if (!stroke) throw new Error("there is no wall");
    expect(more).toEqual([]);
    const sides = new Map<string, number>();
    for (let share = 0; share <= 1; share += 0.01) {
      const { at, along } = pointOn(stroke, share);
      for (const [id, seat] of layout.seats) {
        expect(distance(at, seat)).toBeGreaterThan(layout.radius + 8);
        const turn = Math.sign(along.x * (seat.y - at.y) - along.y * (seat.x - at.x));
        if (Math.abs(share - 0.5) < 0.001) sides.set(id, turn);
      }
    }
    expect(sides.get("n1")).toBe(sides.get("n2"));
    expect(["n3", "n4", "n5"].map((id) => sides.get(id))).toEqual(
      Array(3).fill(-(sides.get("n1") ?? 0)),
    );
  });

  it("meets in the middle when the sides alternate", () => {
    const sides = [
      { servers: ["n1", "n3"], voters: [{ here: 2, all: 5 }], majority: false },
      { servers: ["n2", "n4", "n5"], voters: [{ here: 3, all: 5 }], majority: true },
    ];
    const { world, layout } = stage(walled({ sides }));
    const strokes = pictureOfWall(world, layout)?.strokes ?? [];
    expect(strokes).toHaveLength(4);
    expect(new Set(strokes.map((stroke) => `${stroke.from.x} ${stroke.from.y}`)).size).toBe(1);
  });

  it("keeps its labels inside the stage", () => {
    for (const box of [BOX, { width: 525, height: 392 }]) {
      for (const label of stage(PARTITION, box).scene.wall?.labels ?? []) {
        const half = label.text.length * 3.4;
        expect(label.x - half).toBeGreaterThan(-4);
        expect(label.x + half).toBeLessThan(box.width + 4);
      }
    }
  });

  it("keeps its labels clear of who has agreed to what, with what that is called", () => {
    const side = (here: number, ...servers: string[]) => ({
      servers,
      majority: here > 2,
      voters: [{ here, all: 5 }],
    });
    const sides = [side(3, "n1", "n2", "n3"), side(1, "n4"), side(1, "n5")];
    for (const width of [470, 504, 540, 600]) {
      const { scene } = stage(walled({ sides }), { width, height: 417 });
      const [first] = scene.servers;
      // "entry 12", five pips.
      const row = {
        left: (first?.x ?? 0) - 112,
        right: (first?.x ?? 0) + 62,
        y: (first?.y ?? 0) - 86,
      };
      for (const { x, y, text } of scene.wall?.labels ?? []) {
        const half = (text.length * 6) / 2;
        const apart = Math.abs(y - row.y) > 18 || x + half < row.left || x - half > row.right;
        expect([width, text, apart]).toEqual([width, text, true]);
      }
    }
  });

  it("marks links through the wall and messages that the cut will stop", () => {
    const { scene } = stage(PARTITION);
    const walled = scene.links.filter((link) => link.state === "walled").map((link) => link.key);
    expect(walled).toEqual(["n1–n3", "n1–n4", "n1–n5", "n2–n3", "n2–n4", "n2–n5"]);
    expect(scene.messages.filter((message) => message.look.doomed)).toHaveLength(2);
  });

  it("shows two leaders of two terms, each in its own fill", () => {
    const leaders = stage(PARTITION).scene.servers.filter((server) => server.badge === "★");
    expect(leaders.map((leader) => [leader.key, leader.fill.hue])).toEqual([
      ["n1", 1],
      ["n4", 2],
    ]);
  });
});

describe("cut links", () => {
  it("have one cross in the middle, or one on the lane that is cut", () => {
    const both = stage(
      walled({ sides: null, cuts: [cut("n1", "n2"), cut("n2", "n1"), cut("n3", "n4")] }),
    );
    const states = new Map(
      both.scene.links.map((link) => [link.key, [link.state, link.crosses.length]]),
    );
    expect(states.get("n1–n2")).toEqual(["cut", 1]);
    expect(states.get("n3–n4")).toEqual(["one-way", 1]);
    expect(states.get("n1–n5")).toEqual(["whole", 0]);
  });
});

describe("nine servers", () => {
  it("have every message on the stage and none named: the names would hide each other", () => {
    const world = merge(null, NINE);
    const layout = layOut(world.serverIds, ["c1"], BOX);
    const scene = clusterScene(world, layout, { ...VIEW, paused: true }, world.position.time);
    expect(scene.messages).toHaveLength(8);
    expect(scene.messages.filter((message) => message.look.label !== null)).toHaveLength(0);
  });

  it("tell the eighth term from the second by a pattern", () => {
    const [first] = stage(NINE).scene.servers;
    expect(first?.fill).toEqual({ hue: 2, pattern: 1 });
  });
});

function cut(from: string, to: string) {
  return { from, to };
}

type Stroke = { from: Point; to: Point; bend: Point };

/** Whether the straight way from one point to another leads through a stroke. */
function crosses(stroke: Stroke, one: Point, other: Point): boolean {
  const sideOf = ({ x, y }: Point) =>
    Math.sign((other.x - one.x) * (y - one.y) - (other.y - one.y) * (x - one.x));
  const reach = distance(one, other);
  const points = Array.from({ length: 101 }, (_, share) => pointOn(stroke, share / 100).at);
  return points.some((point, order) => {
    const next = points[order + 1];
    const between = distance(one, point) < reach && distance(other, point) < reach;
    return next !== undefined && between && sideOf(point) !== sideOf(next);
  });
}

/** Where a stroke is after a share of its way, and which way it goes there. */
function pointOn({ from, to, bend }: Stroke, share: number): { at: Point; along: Point } {
  const mix = (one: Point, other: Point) => ({
    x: one.x + (other.x - one.x) * share,
    y: one.y + (other.y - one.y) * share,
  });
  const [first, second] = [mix(from, bend), mix(bend, to)];
  return { at: mix(first, second), along: { x: second.x - first.x, y: second.y - first.y } };
}
