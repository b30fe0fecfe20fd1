import historyWords from "words:history";
import type { Spacetime, Timeline } from "../engine/door.ts";
import { fill } from "../words/words.ts";
import { type Axis, placeOnAxis } from "./axis.ts";
import { fillOfTerm, type TermFill } from "./fill.ts";

/** Something that lasted: a reign, a server that was down, a partition; or a moment at which a link changed. */
export type Stretch = {
  key: string;
  kind: "reign" | "down" | "wall" | "fault";
  from: number;
  to: number;
  fill: TermFill;
  /** Signs and names only. */
  label: string;
  /** In words. */
  text: string;
  /** The server that it is about; of a partition none. */
  server: string | null;
};

/** A stretch in its row: what happens at the same time is drawn one below the other. */
export type Strip = Stretch & { row: number; shown: string };

/** How much of a run's circumstances is drawn one below the other: what is more is in the text. */
const MOST_ROWS = 4;
/** A moment takes so much room. */
const MOMENT = 12;

/** Who led when, as each of them believed: two at once if one had not heard of the other. */
export function reignsOf({ lanes }: Spacetime): Stretch[] {
  const reigns = lanes.flatMap(({ server, spans }) =>
    spans
      .filter((span) => span.role === "leader")
      .map(({ from, to, term }): Stretch => {
        const operands = { server, term, from: round(from), to: round(to) };
        return {
          key: `${server} ${from}`,
          kind: "reign",
          from,
          to,
          fill: fillOfTerm(term),
          label: fill(historyWords.reignShort, operands),
          text: fill(historyWords.reign, operands),
          server,
        };
      }),
  );
  return reigns.sort(byTime);
}

/** What was wrong: servers that were down, partitions, and moments at which links changed. */
export function faultsOf({ lanes, walls }: Spacetime, { marks }: Timeline): Stretch[] {
  const none = fillOfTerm(null);
  const down = lanes.flatMap(({ server, spans }) =>
    spans
      .filter((span) => !span.up)
      .map(({ from, to }): Stretch => {
        const text = fill(historyWords.down, { server, from: round(from), to: round(to) });
        const label = fill(historyWords.downShort, { server });
        const key = `${server} ${from}`;
        return { key, kind: "down", from, to, fill: none, label, text, server };
      }),
  );
  const apart = walls.map(({ from, to, text: sides }): Stretch => {
    const text = fill(historyWords.wall, { sides, from: round(from), to: round(to) });
    const key = `${from} ${sides}`;
    return { key, kind: "wall", from, to, fill: none, label: sides, text, server: null };
  });
  const ofWalls = new Set(walls.flatMap(({ from, to }) => [from, to]));
  const moments = marks
    .filter(({ kind, at }) => kind === "fault" && !ofWalls.has(at.time))
    .map(({ at, text: what }): Stretch => {
      const text = fill(historyWords.fault, { at: round(at.time), what });
      const key = `${at.time} ${at.processed}`;
      return {
        key,
        kind: "fault",
        from: at.time,
        to: at.time,
        fill: none,
        label: "×",
        text,
        server: null,
      };
    });
  return [...down, ...apart, ...moments].sort(byTime);
}

function byTime(one: Stretch, other: Stretch): number {
  return one.from - other.from;
}

/** Puts stretches into rows, each into the first that is free. */
export function stripsOf(stretches: readonly Stretch[], axis: Axis): Strip[] {
  const ends: number[] = [];
  const inSight = stretches.filter(({ from, to }) => to >= axis.span.from && from <= axis.span.to);
  return inSight.map((stretch) => {
    const from = Math.max(0, placeOnAxis(axis, stretch.from));
    const long = Math.min(axis.length, placeOnAxis(axis, stretch.to)) - from;
    const to = from + Math.max(stretch.kind === "fault" ? MOMENT : 2, long);
    const free = ends.findIndex((end) => end <= from);
    const row = Math.min(MOST_ROWS - 1, free < 0 ? ends.length : free);
    ends[row] = to;
    const hasRoom = stretch.kind === "fault" || to - from > widthOf(stretch.label) + 6;
    return { ...stretch, from, to, row, shown: hasRoom ? stretch.label : "" };
  });
}

/** About how wide a text is, in units of the stage: nobody measures text for every bar. */
export function widthOf(text: string): number {
  return text.length * 6.2;
}

export function round(time: number): number {
  return Math.round(time * 10) / 10;
}
