import branchesWords from "words:branches";
import type { Branch } from "../engine/door.ts";
import type { Span } from "../state/span.ts";
import { counted, fill } from "../words/words.ts";

/** A branch as a line: on the scale of the time line from 0 to 1, one row for each. */
export type Twig = {
  id: number;
  name: string;
  from: number;
  to: number;
  /** How many rows above it the branch is that it leaves; 0 for one that leaves none. */
  above: number;
  /** How many branches lie between it and the story. */
  depth: number;
  current: boolean;
  /** Everything about it, for who does not see the lines. */
  description: string;
};

export type BranchTree = { twigs: Twig[]; more: number };

/**
 * The tree in the order in which its lines do not cross: what leaves a branch stands under it, the last to leave first.
 * Of more than `rows` the ones stay that lead to the current branch, then the newest; the others are counted.
 */
export function branchTree(branches: readonly Branch[], span: Span, rows: number): BranchTree {
  const shown = chosen(branches, rows);
  const width = Math.max(0.001, span.to - span.from);
  const share = (time: number) => Math.max(0, Math.min(1, (time - span.from) / width));
  const order = inOrder(branches.filter((branch) => shown.has(branch.id)));
  const twigs = order.map((branch, row) => {
    const parent = order.findIndex((one) => one.id === branch.parent);
    return {
      id: branch.id,
      name: branch.name,
      from: share(branch.at?.time ?? 0),
      to: share(branch.end),
      above: parent < 0 ? 0 : row - parent,
      depth: ancestry(branches, branch).length - 1,
      current: branch.current,
      description: describe(branches, branch),
    };
  });
  return { twigs, more: branches.length - twigs.length };
}

/** A branch and those that it comes from, itself first. */
function ancestry(branches: readonly Branch[], branch: Branch): Branch[] {
  const parent = branches.find((one) => one.id === branch.parent);
  return parent ? [branch, ...ancestry(branches, parent)] : [branch];
}

function chosen(branches: readonly Branch[], rows: number): ReadonlySet<number> {
  const current = branches.find((branch) => branch.current);
  const way = current ? ancestry(branches, current) : [];
  const newest = [...branches].reverse();
  const kept = new Set<number>();
  // A line hangs on the one that it leaves: none is shown without its parent.
  for (const branch of [...way.reverse(), ...newest]) {
    const chain = ancestry(branches, branch).filter((one) => !kept.has(one.id));
    if (kept.size + chain.length <= rows) for (const one of chain) kept.add(one.id);
  }
  return kept;
}

function inOrder(branches: readonly Branch[]): Branch[] {
  const under = (parent: number | null): Branch[] =>
    branches
      .filter((branch) => branch.parent === parent)
      .sort((one, other) => (other.at?.time ?? 0) - (one.at?.time ?? 0) || other.id - one.id)
      .flatMap((branch) => [branch, ...under(branch.id)]);
  return under(null);
}

function describe(branches: readonly Branch[], branch: Branch): string {
  const parent = branches.find((one) => one.id === branch.parent);
  if (!parent || !branch.at) return fill(branchesWords.root, { name: branch.name });
  return fill(branchesWords.twig, {
    name: branch.name,
    parent: parent.name,
    time: Math.round(branch.at.time),
    actions: counted(branchesWords.actions, branch.actions),
    end: Math.round(branch.end),
  });
}
