import type { DiskFaults, LinkFaults, ProcessFaults } from "../engine/door.ts";
import { alike } from "./fault-actions.ts";
import { DISK_KNOBS, type Knob, LINK_KNOBS, PROCESS_KNOBS, settingOf } from "./faults.ts";
import { withoutStory } from "./rules.ts";

/** How clocks differ, as a scenario spells it. */
type ClockFaults = { offset?: string; drift_ppm?: number; jump?: string; jump_by?: string };
type Habits = {
  count?: number;
  timeout?: string;
  backoff?: string;
  attempts?: number;
  pinned?: boolean;
};
/** What clients do by themselves, if they do anything. */
type Work = { keys?: number; reads?: string };

const CLOCK_KNOBS = {
  offset: [{}, { offset: "0ms..50ms" }, { offset: "0s..60s" }],
  drift: [{}, { drift_ppm: 500 }, { drift_ppm: 50_000 }, { drift_ppm: 300_000 }],
  leap: [{}, { jump: "5%", jump_by: "10ms..200ms" }],
} as const satisfies Record<string, Knob<ClockFaults>>;

/** Faults that begin and end by chance, as the engine's mixtures have them. */
type Chaos = { preset?: string };
const CHAOS_KNOBS = {
  preset: [
    {},
    { preset: "flaky-network" },
    { preset: "bad-day" },
    { preset: "jepsen" },
    { preset: "disk-from-hell" },
  ],
} as const satisfies Record<string, Knob<Chaos>>;

const HABIT_KNOBS = {
  count: [{ count: 0 }, { count: 1 }, { count: 2 }, { count: 3 }, { count: 5 }, { count: 9 }],
  timeout: [{ timeout: "50ms" }, { timeout: "200ms" }, { timeout: "1s" }],
  backoff: [{ backoff: "10ms" }, { backoff: "50ms" }, { backoff: "200ms" }],
  attempts: [{ attempts: 1 }, { attempts: 3 }, { attempts: 10 }, { attempts: 100 }],
  pinned: [{}, { pinned: true }],
} as const satisfies Record<string, Knob<Habits>>;

const WORK_KNOBS = {
  keys: [{ keys: 1 }, { keys: 3 }, { keys: 10 }],
  reads: [{ reads: "0%" }, { reads: "20%" }, { reads: "50%" }, { reads: "90%" }],
} as const satisfies Record<string, Knob<Work>>;

// By chance nothing is stalled for good.
const PARTS = {
  chaos: { at: ["chaos"], knobs: CHAOS_KNOBS },
  network: { at: ["network", "faults"], knobs: LINK_KNOBS },
  callers: { at: ["clients", "faults"], knobs: LINK_KNOBS },
  process: { at: ["cluster", "faults"], knobs: PROCESS_KNOBS },
  disk: { at: ["disk", "faults"], knobs: DISK_KNOBS },
  clock: { at: ["clock"], knobs: CLOCK_KNOBS },
  habits: { at: ["clients"], knobs: HABIT_KNOBS },
  work: { at: ["clients", "workload"], knobs: WORK_KNOBS },
} as const;
export type StartPart = keyof typeof PARTS;
export const START_PARTS = Object.keys(PARTS) as StartPart[];

/** Any setting of any knob: which fields there are is the table's business. */
export type Setting = LinkFaults & ProcessFaults & DiskFaults & ClockFaults & Chaos & Habits & Work;
export type Start = Readonly<Record<StartPart, Setting | null>>;

export function knobsOf(part: StartPart): Readonly<Record<string, Knob<Setting>>> {
  return PARTS[part].knobs as Readonly<Record<string, Knob<Setting>>>;
}

type Tree = { readonly [name: string]: unknown };

/** What is wrong from the start and by chance, and what the clients do; null: the scenario has no such part. */
export function startOf(json: string): Start {
  const scenario = JSON.parse(json) as Tree;
  const entries = START_PARTS.map((part) => {
    const found = PARTS[part].at.reduce<Tree | undefined>(
      (within, name) => within?.[name] as Tree | undefined,
      scenario,
    );
    return [part, part === "work" && !found ? null : turnedFields(part, found ?? {})];
  });
  return Object.fromEntries(entries) as Start;
}

/** The fields that knobs turn, and no others: clients have more to them than their habits. */
function turnedFields(part: StartPart, found: Tree): Setting {
  const settings = Object.values(knobsOf(part)).map((knob) => settingOf(knob, found as Setting));
  return Object.assign({}, ...settings) as Setting;
}

/** The same scenario with another start. Its steps still happen; what it says of them goes. */
export function withStart(json: string, start: Start): string {
  const before = startOf(json);
  const changed = partsThatDiffer(before, start);
  const { exercise, ...scenario } = withoutStory(JSON.parse(json) as Tree);
  return JSON.stringify(
    changed.reduce(
      (tree, part) => {
        const gone = new Set(Object.keys(before[part] ?? {}));
        return replaced(tree, PARTS[part].at, gone, start[part] ?? {});
        // Among other faults an exercise is another one, or none.
      },
      changed.length === 0 && exercise !== undefined ? { ...scenario, exercise } : scenario,
    ),
  );
}

function replaced(
  tree: Tree,
  [name, ...rest]: readonly string[],
  gone: ReadonlySet<string>,
  fields: Setting,
): Tree {
  if (name === undefined) {
    const kept = Object.entries(tree).filter(([field]) => !gone.has(field));
    return { ...Object.fromEntries(kept), ...fields };
  }
  const { [name]: before, ...others } = tree;
  const branch = replaced((before as Tree | undefined) ?? {}, rest, gone, fields);
  // What is as usual is not said.
  return Object.keys(branch).length > 0 ? { ...others, [name]: branch } : others;
}

export function partsThatDiffer(one: Start, other: Start): StartPart[] {
  // Whether clients do anything by themselves is a rule of its own.
  return START_PARTS.filter((part) => {
    const [before, after] = [one[part], other[part]];
    return before && after && !alike(before, after);
  });
}
