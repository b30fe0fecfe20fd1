import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Miniature } from "../engine/door.ts";
import { miniatureOf } from "./miniature.ts";

const server = (id: string, more: object = {}) => ({ id, term: 1, from: 1, commit: 0, ...more });
const TWO: Miniature = {
  servers: [
    server("n1", { role: "leader", term: 2, log: [1, 2], commit: 1, guilty: true }),
    server("n2", { log: [1] }),
    server("n3", { role: "candidate" }),
  ],
  cuts: [{ from: "n2", to: "n1" }],
  messages: [
    { from: "n1", to: "n3", kind: "AppendEntries", term: 2, way: 0, laden: true },
    { from: "n3", to: "n1", kind: "RequestVote", term: 1, way: 50, doomed: "cut" },
  ],
};

describe("a moment as small as a stamp", () => {
  const drawn = miniatureOf(TWO);

  it("shows roles by outline, terms by hue, and who is down without one", () => {
    expect(
      drawn.servers.map(({ outline, fill, leads, guilty }) => [outline, fill.hue, leads, guilty]),
    ).toEqual([
      ["double", 2, true, true],
      ["dashed", 0, false, false],
      ["hexagon", 1, false, false],
    ]);
  });

  it("shows cut links, whichever way, and crosses only where there are few", () => {
    expect(drawn.wires.map(({ cut, crossed }) => [cut, crossed])).toEqual([
      [true, true],
      [false, false],
      [false, false],
    ]);
    const links = ["n1", "n2", "n3"].flatMap((from) => [
      { from, to: "n1" },
      { from, to: "n2" },
    ]);
    expect(miniatureOf({ ...TWO, cuts: links }).wires.every(({ crossed }) => !crossed)).toBe(true);
  });

  it("shows messages in their costumes, never under a server", () => {
    const [parcel, ballot] = drawn.messages;
    expect(parcel?.look).toMatchObject({ glyph: "parcel", doomed: false, fill: { hue: 2 } });
    expect(ballot?.look).toMatchObject({ glyph: "ballot", doomed: true, fill: { hue: 1 } });
    for (const { x, y } of drawn.messages)
      for (const one of drawn.servers)
        expect(Math.hypot(x - one.x, y - one.y)).toBeGreaterThan(drawn.radius);
  });

  it("aligns logs by index, committed or not", () => {
    expect(drawn.cells.map(({ fill, committed }) => [fill.hue, committed])).toEqual([
      [1, true],
      [2, false],
      [1, false],
    ]);
    const [first, second, below] = drawn.cells;
    expect(below?.x).toBe(first?.x);
    expect(second?.x).toBeGreaterThan(first?.x ?? 0);
    expect(below?.y).toBeGreaterThan(first?.y ?? 0);
  });

  it("stays within its box, whatever the gallery has", () => {
    const file = "web/engine/pictures.generated.json";
    const all = JSON.parse(readFileSync(file, "utf8")) as Record<string, Miniature>;
    for (const [name, moment] of Object.entries(all)) {
      const { box, radius, servers, cells } = miniatureOf(moment);
      for (const { x, y } of [...servers, ...cells]) {
        expect(x, name).toBeGreaterThan(0);
        expect(x, name).toBeLessThan(box.width);
        expect(y, name).toBeGreaterThan(0);
        expect(y, name).toBeLessThan(box.height);
      }
      for (const [order, one] of servers.entries())
        for (const other of servers.slice(order + 1))
          expect(Math.hypot(one.x - other.x, one.y - other.y), name).toBeGreaterThan(2 * radius);
    }
  });
});
