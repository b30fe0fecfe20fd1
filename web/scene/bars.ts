import historyWords from "words:history";
import type { Linearization, Misfit, OperationSpan } from "../engine/door.ts";
import { isLit, type Subject } from "../state/cursor.ts";
import { fill } from "../words/words.ts";
import { type Axis, placeOnAxis, timeOnAxis } from "./axis.ts";
import { type Emphasis, emphasisOf } from "./emphasis.ts";
import type { HistoryView } from "./history.ts";
import { round, widthOf } from "./strips.ts";

/** An operation from the question to the answer. */
export type Bar = {
  key: string;
  subject: Extract<Subject, { kind: "operation" }>;
  /** In simulated time. */
  began: number;
  from: number;
  to: number;
  /** `pending`: its client still waits. An answer that never came leaves the end open as well. */
  end: "ok" | "failed" | "unknown" | "pending";
  /** As much of it as there is room for. */
  label: string;
  name: string;
  /** Where it took effect, if it has. */
  point: number | null;
  /** Its answer fits nowhere: `broken` if that was promised not to be. */
  misfit: "broken" | "unpromised" | null;
  emphasis: Emphasis;
};

/** Operations that are too short to be told apart at this scale. */
export type Bundle = {
  key: string;
  from: number;
  to: number;
  count: number;
  /** The stretch of time in which they can be told apart. */
  span: { from: number; to: number };
};

export type ClientBars = { client: string; bars: Bar[]; bundles: Bundle[] };

/** Shorter than this, and as close, operations are bundled: about as wide as a dot with its paper around it. */
const TINY = 10;
/** So many of them make a bundle. */
const BUNDLED_FROM = 3;

/** Words at the right end may stand over it so far. */
const SPILL = 8;

const SIGNS = { ok: "✓", failed: "✗", unknown: "?", pending: "…" } as const;

/** What a client asked for, in the order of asking. */
export function barsOf(
  client: string,
  operations: readonly OperationSpan[],
  linearization: Linearization,
  effects: ReadonlyMap<string, number>,
  axis: Axis,
  view: HistoryView,
): ClientBars {
  const own = operations.filter((operation) => operation.client === client);
  const { misfit } = linearization;
  // Whoever looks at the answer that does not fit is shown what it does not fit to.
  const { selected } = view.cursor;
  const contradicted =
    selected?.kind === "operation" && selected.id === misfit?.operation ? misfit.since : null;
  const placed = own.map((operation) => {
    const effect = effects.get(operation.id) ?? null;
    const fits = operation.id !== misfit?.operation;
    const bar = barOf(operation, fits ? null : misfit, effect, axis, view);
    return operation.id === contradicted ? { ...bar, emphasis: "lit" as const } : bar;
  });
  const { bars, bundles } = bundled(placed, axis);
  return { client, bars: withLabels(bars, bundles, own, axis), bundles };
}

function barOf(
  operation: OperationSpan,
  misfit: Misfit | null,
  effect: number | null,
  axis: Axis,
  { cursor }: HistoryView,
): Bar {
  const { id, client, from, to, outcome } = operation;
  const subject = { kind: "operation", id, client } as const;
  const related = (other: Subject) =>
    other.kind === "client" ? other.id === client : other.kind !== "operation";
  const emphasis = emphasisOf(subject, cursor, related);
  const start = Math.max(0, placeOnAxis(axis, from));
  const stop = Math.min(axis.length, to === null ? axis.length : placeOnAxis(axis, to));
  return {
    key: id,
    subject,
    began: from,
    from: start,
    to: Math.max(start + 2, stop),
    end: outcome ?? "pending",
    label: "",
    name: nameOf(operation, misfit !== null, effect),
    point: effect === null ? null : placeOnAxis(axis, effect),
    misfit: misfit && (misfit.promised ? "broken" : "unpromised"),
    emphasis: isLit({ kind: "client", id: client }, cursor) ? "lit" : emphasis,
  };
}

/** What was asked, what was answered, when, and when it took effect: all that the picture says. */
export function nameOf(operation: OperationSpan, misfit: boolean, effect: number | null): string {
  const { client, text, from, to, outcome, value } = operation;
  const operands = {
    client,
    text,
    from: round(from),
    to: to === null ? "" : round(to),
    value: value ?? historyWords.nothing,
  };
  const said = outcome === "ok" && value !== null ? "told" : (outcome ?? "pending");
  const parts = [fill(historyWords.operation[said], operands)];
  if (misfit) parts.push(historyWords.fitsNowhere);
  else if (effect !== null) parts.push(fill(historyWords.tookEffect, { at: round(effect) }));
  return parts.join(" ");
}

/** Runs of tiny bars become bundles. The one that does not fit and the one that is chosen always stand alone. */
function bundled(all: readonly Bar[], axis: Axis): { bars: Bar[]; bundles: Bundle[] } {
  const bars: Bar[] = [];
  const bundles: Bundle[] = [];
  let run: Bar[] = [];
  const close = () => {
    const [first, last] = [run[0], run.at(-1)];
    if (first && last && run.length >= BUNDLED_FROM) {
      const span = { from: timeOnAxis(axis, first.from), to: timeOnAxis(axis, last.to) };
      const { length: count } = run;
      bundles.push({ key: first.key, from: first.from, to: last.to, count, span });
    } else bars.push(...run);
    run = [];
  };
  for (const bar of all) {
    const alone = bar.misfit || bar.emphasis === "selected" || bar.to - bar.from >= TINY;
    const before = run.at(-1);
    if (before && (alone || bar.from - before.to >= TINY)) close();
    if (alone) bars.push(bar);
    else run.push(bar);
  }
  close();
  return { bars, bundles };
}

/** A label has the room from its bar to the next thing in the lane. */
function withLabels(
  bars: readonly Bar[],
  bundles: readonly Bundle[],
  operations: readonly OperationSpan[],
  axis: Axis,
): Bar[] {
  const byId = new Map(operations.map((operation) => [operation.id, operation]));
  const starts = [...bars, ...bundles].map((one) => one.from).sort((one, other) => one - other);
  let next = 0;
  return bars.map((bar) => {
    while ((starts[next] ?? Number.POSITIVE_INFINITY) <= bar.from) next++;
    const room = (starts[next] ?? axis.length + SPILL) - bar.from;
    const operation = byId.get(bar.key);
    return operation ? { ...bar, label: labelOf(operation, bar, room) } : bar;
  });
}

function labelOf({ text, value }: OperationSpan, { misfit, end }: Bar, room: number): string {
  const sign = misfit ? `! ${historyWords.misfitShort}` : SIGNS[end];
  const full = `${text}${value === null ? "" : ` → ${value}`} ${sign}`;
  // What is wrong is said in any case; that all is well needs no words.
  if (misfit || widthOf(full) < room) return full;
  return end === "ok" ? "" : SIGNS[end];
}
