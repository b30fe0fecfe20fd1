import type { WrittenStep } from "../engine/door.ts";

/** What a reader calls a step, and what it says. */
export type Name = { id: string; say: string };
/** By what the step is: its moment, and what is done. */
export type Names = Map<string, Name>;

/** Something that was done by hand. */
export type Deed = Name & { key: string; at: string; does: string };

export type Slip = "slug" | "twice";

type Step = { id: string; at?: string; processed?: number; say?: unknown };
type Scenario = { title?: unknown; steps?: Step[] };

const SLUG = /^[a-z0-9-]{1,40}$/;

/** The deeds in a scenario that was written from a run: a hand acts at a place, the story never does. */
export function deedsOf(json: string, written: readonly WrittenStep[], names: Names): Deed[] {
  return stepsOf(json).flatMap((step, nth) => {
    if (step.processed === undefined) return [];
    const does = written[nth]?.does.join("; ") ?? "";
    const key = `${step.at} ${step.processed} ${does}`;
    const say = typeof step.say === "string" ? step.say : "";
    return [{ key, at: step.at ?? "", does, ...(names.get(key) ?? { id: step.id, say }) }];
  });
}

/** What is wrong with the names, by deed. */
export function slipsIn(json: string, deeds: readonly Deed[]): ReadonlyMap<string, Slip> {
  const story = stepsOf(json).filter((step) => step.processed === undefined);
  const all = [...story, ...deeds].map(({ id }) => id);
  const slips = new Map<string, Slip>();
  for (const { key, id } of deeds) {
    if (!SLUG.test(id)) slips.set(key, "slug");
    else if (all.filter((other) => other === id).length > 1) slips.set(key, "twice");
  }
  return slips;
}

/** The scenario with the reader's names and sentences. */
export function told(json: string, deeds: readonly Deed[], title: string): string {
  const scenario = JSON.parse(json) as Scenario;
  const left = [...deeds];
  const steps = (scenario.steps ?? []).map((step) => {
    const deed = step.processed === undefined ? undefined : left.shift();
    if (!deed) return step;
    const { say: _, ...rest } = { ...step, id: deed.id };
    const say = deed.say.trim();
    return say ? { ...rest, say } : rest;
  });
  const named = title.trim() ? { ...scenario, title: title.trim() } : scenario;
  return JSON.stringify({ ...named, steps });
}

function stepsOf(json: string): Step[] {
  return (JSON.parse(json) as Scenario).steps ?? [];
}
