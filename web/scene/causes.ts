import type { ObstacleFrame, Why, WhyLink, WhyNot } from "../engine/door.ts";
import type { Station, Subject } from "../state/cursor.ts";

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

/** The stations of an answer: the causes that are not folded away, or the obstacles, in the order in which they are read. */
export function stationsOf(answer: Why | WhyNot): Station[] {
  if ("obstacles" in answer) return answer.obstacles.map(stationOfObstacle);
  const unfolded = wayBack(answer).filter((stretch) => !stretch.folded);
  return unfolded.flatMap((stretch) => stretch.links.map(stationOfCause));
}

function stationOfCause({ ordinal, position, servers, about }: WhyLink): Station {
  const touched = servers.map((id): Subject => ({ kind: "server", id }));
  return {
    key: `event ${ordinal}`,
    event: { ordinal, position },
    subjects: [...touched, ...about],
  };
}

function stationOfObstacle({ origin, about, key }: ObstacleFrame, order: number): Station {
  const event = origin && { ordinal: origin.ordinal, position: origin.position };
  return { key: `${key} ${order}`, event, subjects: about };
}

/** What is read out at a station. */
export function textOfStation(answer: Why | WhyNot, station: Station): string {
  const order = stationsOf(answer).findIndex((one) => one.key === station.key);
  if ("obstacles" in answer) return answer.obstacles[order]?.text ?? "";
  const link = answer.chain.find((one) => one.ordinal === station.event?.ordinal);
  return link?.sentence ?? link?.line ?? "";
}

/** Whether the present moment is just after this event. */
export function isThere(station: Station, here: { time: number; processed: number }): boolean {
  const at = station.event?.position;
  return at?.time === here.time && at.processed === here.processed;
}
