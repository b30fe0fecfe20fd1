import { describe, expect, it } from "vitest";
import type { Branch } from "../engine/door.ts";
import { branchTree } from "./branches.ts";

const WHOLE = { from: 0, to: 1000 };

function branch(id: number, parent: number | null, at: number, end = 1000): Branch {
  return {
    id,
    parent,
    at: parent === null ? null : { time: at, processed: 0 },
    name: `branch ${id}`,
    actions: id === 0 ? 0 : 1,
    end,
    current: false,
  };
}

function current(branches: Branch[], id: number): Branch[] {
  return branches.map((one) => ({ ...one, current: one.id === id }));
}

const FAMILY = [
  branch(0, null, 0),
  branch(1, 0, 300, 800),
  branch(2, 1, 500),
  branch(3, 0, 600),
  branch(4, 1, 400),
];

describe("the tree of branches", () => {
  it("puts what leaves a branch under it, the last to leave first, so that no lines cross", () => {
    const { twigs, more } = branchTree(FAMILY, WHOLE, 10);
    expect(twigs.map((twig) => twig.id)).toEqual([0, 3, 1, 2, 4]);
    expect(twigs.map((twig) => twig.above)).toEqual([0, 1, 2, 1, 2]);
    expect(twigs.map((twig) => twig.depth)).toEqual([0, 1, 1, 2, 2]);
    expect(more).toBe(0);
  });

  it("draws each from where it leaves to how far it is known, on the time line's scale", () => {
    const [, , first] = branchTree(FAMILY, WHOLE, 10).twigs;
    expect(first).toMatchObject({ id: 1, from: 0.3, to: 0.8 });
    const zoomed = branchTree(FAMILY, { from: 400, to: 600 }, 10).twigs.find(({ id }) => id === 1);
    expect(zoomed).toMatchObject({ from: 0, to: 1 });
  });

  it("says in words what the lines show", () => {
    const { twigs } = branchTree(FAMILY, WHOLE, 10);
    expect(twigs[0]?.description).toBe("branch 0: the story");
    expect(twigs[3]?.description).toBe(
      "branch 2. Leaves “branch 1” at 500 ms; 1 action of its own; known up to 1000 ms",
    );
  });

  it("keeps of many the way to the current one and the newest, none without its parent", () => {
    const many = [branch(0, null, 0)];
    for (let id = 1; id < 40; id++) many.push(branch(id, id % 4 === 0 ? id - 1 : 0, 10 * id));
    const { twigs, more } = branchTree(current(many, 4), WHOLE, 5);
    const ids = twigs.map((twig) => twig.id);
    expect(ids).toHaveLength(5);
    expect(ids).toEqual(expect.arrayContaining([0, 3, 4, 39]));
    expect(more).toBe(35);
    for (const { id } of twigs) {
      const { parent } = many[id] ?? { parent: null };
      expect(parent === null || ids.includes(parent)).toBe(true);
    }
  });
});
