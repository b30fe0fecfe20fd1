import historyWords from "words:history";
import type { Linearization, Misfit, Spacetime, Timeline } from "../engine/door.ts";
import type { Cursor } from "../state/cursor.ts";
import type { Span } from "../state/span.ts";
import { counted, fill } from "../words/words.ts";
import { type Axis, placeOnAxis, type Tick, ticksOf } from "./axis.ts";
import { barsOf, type ClientBars } from "./bars.ts";
import type { Point } from "./geometry.ts";
import { faultsOf, reignsOf, type Strip, stripsOf } from "./strips.ts";

/** What clients saw of a run, and what happened to it meanwhile. */
export type History = { spacetime: Spacetime; linearization: Linearization; timeline: Timeline };

export type HistoryView = {
  /** All clients there are: a lane that comes and goes would make the page jump. */
  clients: readonly string[];
  cursor: Cursor;
  seenBy: string | null;
};

export type Finding = {
  /** `broken`: an answer fits nowhere, and that was promised not to be; else it is `unpromised`. */
  kind: "nothing" | "holds" | "broken" | "unpromised" | "undecided" | "unjudged";
  text: string;
};

export type Lane = ClientBars & { across: number };

/** All lengths in units of the stage; time runs to the right. */
export type HistoryScene = {
  axis: Axis;
  breadth: number;
  reigns: { across: number; strips: Strip[] };
  faults: { across: number; strips: Strip[] };
  lanes: Lane[];
  /** From each operation to the next that took effect; broken where some are out of sight. */
  thread: Point[][];
  ticks: Tick[];
  findings: Finding[];
  omitted: number;
};

export const ROW = 20;
const LANE = 44;
/** The middle of a bar within its lane: its label stands above. */
const MIDDLE = 30;
const GAP = 6;

/** Each client's operations, who led and what was wrong meanwhile, and an order that explains the answers. */
export function historyScene(
  told: History,
  span: Span,
  length: number,
  view: HistoryView,
): HistoryScene {
  const { spacetime, linearization, timeline } = told;
  const axis: Axis = { span, length };
  const seen = (server: string | null) => view.seenBy === null || server === view.seenBy;
  const reigns = stripsOf(
    reignsOf(spacetime).filter((one) => seen(one.server)),
    axis,
  );
  const faults = stripsOf(
    faultsOf(spacetime, timeline).filter((one) => seen(one.server)),
    axis,
  );
  const belowReigns = rowsOf(reigns) * ROW;
  const top = belowReigns + rowsOf(faults) * ROW + GAP;
  // Nobody inside the network knows what clients do, nor in which order things took effect for all.
  const [operations, order] =
    view.seenBy === null ? [spacetime.operations, linearization] : [[], UNKNOWN];
  const effects = new Map(order.points.map((point) => [point.operation, point.at]));
  const lanes = view.clients.map((client, nth) => ({
    ...barsOf(client, operations, order, effects, axis, view),
    across: top + nth * LANE + MIDDLE,
  }));
  return {
    axis,
    breadth: top + lanes.length * LANE + GAP,
    reigns: { across: 0, strips: reigns },
    faults: { across: belowReigns, strips: faults },
    lanes,
    thread: threadOf(order, lanes, axis),
    ticks: ticksOf(axis),
    findings: view.seenBy === null ? findingsOf(told) : [],
    omitted: linearization.omitted,
  };
}

const UNKNOWN: Linearization = {
  points: [],
  omitted: 0,
  misfit: null,
  found: [],
  undecided: [],
  judged: false,
};

function rowsOf(strips: readonly Strip[]): number {
  return Math.max(0, ...strips.map((strip) => strip.row)) + 1;
}

/** The orders of all keys are one in time. What is bundled has no mark, and the thread goes on behind it. */
function threadOf({ points }: Linearization, lanes: readonly Lane[], axis: Axis): Point[][] {
  const places = new Map(
    lanes.flatMap(({ bars, across }) => bars.map((bar) => [bar.key, across] as const)),
  );
  const threads: Point[][] = [[]];
  for (const point of [...points].sort((one, other) => one.ordinal - other.ordinal)) {
    const y = places.get(point.operation);
    if (y === undefined) threads.push([]);
    else threads.at(-1)?.push({ x: placeOnAxis(axis, point.at), y });
  }
  return threads.filter((thread) => thread.length > 0);
}

/** What the judge says, in words: first whether the answers make sense, then what there is to know about that. */
export function findingsOf({ spacetime, linearization }: History): Finding[] {
  const { points, misfit, found, undecided, judged } = linearization;
  const { findings } = historyWords;
  if (!judged) return [{ kind: "unjudged", text: findings.unjudged }];
  const keys = (names: readonly string[]) => ({ keys: names.join(", ") });
  const told: Finding[] = [];
  if (misfit?.promised) told.push({ kind: "broken", text: reasonOf(misfit, spacetime) });
  else if (misfit) {
    const text = `${reasonOf(misfit, spacetime)} ${findings.unpromised}`;
    told.push({ kind: "unpromised", text });
  } else if (points.length > 0)
    told.push({ kind: "holds", text: counted(findings.holds, points.length) });
  if (undecided.length > 0)
    told.push({ kind: "undecided", text: fill(findings.undecided, keys(undecided)) });
  if (found.length > 0) told.push({ kind: "holds", text: fill(findings.found, keys(found)) });
  return told.length > 0 ? told : [{ kind: "nothing", text: findings.nothing }];
}

/** Why an answer has no place: what was told, and what was so. */
function reasonOf(
  { operation, key, answered, holds, since }: Misfit,
  spacetime: Spacetime,
): string {
  const { findings, nothing } = historyWords;
  const called = (id: string) => spacetime.operations.find((one) => one.id === id);
  const stuck = called(operation);
  const before = since === null ? undefined : called(since);
  return fill(before ? findings.misfitSince : findings.misfit, {
    client: stuck?.client ?? operation,
    text: stuck?.text ?? operation,
    key,
    answered: answered ?? nothing,
    holds: holds ?? nothing,
    writer: before?.client ?? "",
    written: before?.text ?? "",
  });
}
