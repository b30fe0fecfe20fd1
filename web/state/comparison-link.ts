import type { Position, Problem } from "../engine/door.ts";
import { fill, words } from "../words/words.ts";
import { type Against, TURNABLE } from "./comparing.ts";

/**
 * A link to a comparison: `#v1.d.…&at=470,3&with=v1.d.…`, or `&turned=pre_vote`. The first run has all that was done in
 * it, also after the moment, because the outcomes that differ come later; so the moment stands beside it.
 */
export type LinkedComparison = { run: string; at: Position; against: Against };

/** What stands beside a run, as a link can say it: a branch is no number there, but all that was done in it. */
export type Beside = Exclude<Against, { kind: "branch" }>;

export function comparisonFragment(run: string, at: Position, beside: Beside): string {
  const other =
    beside.kind === "rule" ? `turned=${beside.rule}` : `with=${beside.fragment.replace("#", "")}`;
  return `${run}&at=${at.time},${at.processed}&${other}`;
}

/** A link takes nobody further into a run than an hour. */
const LATEST = 3_600_000;

/** The comparison that a fragment leads to, or what is wrong with it; null: it leads to one run. Links come from strangers. */
export function comparisonIn(fragment: string): LinkedComparison | { problem: Problem } | null {
  const [run = "", ...rest] = fragment.split("&");
  if (rest.length === 0) return null;
  const said = new Map(rest.map((part) => part.split("=", 2) as [string, string]));
  const at = momentIn(said.get("at") ?? "");
  if (!at) return unreadable("at", words.share.comparison.at, said.get("at"));
  const against = besideIn(said);
  return against
    ? { run, at, against }
    : unreadable("turned", TURNABLE.join(", "), said.get("turned"));
}

function momentIn(text: string): Position | null {
  const [, time, processed] = /^(\d{1,7}(?:\.\d{1,3})?),(\d{1,9})$/.exec(text) ?? [];
  if (time === undefined || Number(time) > LATEST) return null;
  return { time: Number(time), processed: Number(processed) };
}

function besideIn(said: ReadonlyMap<string, string>): Against | null {
  const fragment = said.get("with");
  if (fragment !== undefined) return { kind: "run", fragment: `#${fragment}` };
  const rule = TURNABLE.find((one) => one === said.get("turned"));
  return rule ? { kind: "rule", rule } : null;
}

function unreadable(path: string, expected: string, text = ""): { problem: Problem } {
  const message = fill(words.share.comparison.unreadable, { text: text.slice(0, 40) });
  return { problem: { kind: "link", message, path, expected } };
}
