import type { Why, WhyLink } from "../engine/door.ts";

/** A stretch of the way from a fact back to its beginning: one cause to read, or routine that is folded away. */
export type Stretch = { key: string; links: readonly WhyLink[]; folded: boolean };

/** A single routine step takes no more room than the line that would hide it. */
const WORTH_FOLDING = 2;

/** Folds routine between what tells something. The event that made the fact is the answer, and is never folded. */
export function wayBack(why: Why): Stretch[] {
  const stretches: Stretch[] = [];
  let routine: WhyLink[] = [];
  const endRoutine = () => {
    if (routine.length >= WORTH_FOLDING) stretches.push(stretchOf(routine, true));
    else for (const link of routine) stretches.push(stretchOf([link], false));
    routine = [];
  };
  for (const [order, link] of why.chain.entries()) {
    const beginning = order === why.chain.length - 1 && !why.more;
    if (order > 0 && !beginning && !link.telling) routine.push(link);
    else {
      endRoutine();
      stretches.push(stretchOf([link], false));
    }
  }
  endRoutine();
  return stretches;
}

function stretchOf(links: readonly WhyLink[], folded: boolean): Stretch {
  return { key: `${folded ? "routine" : "link"} ${links[0]?.ordinal}`, links, folded };
}
