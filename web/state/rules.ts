/**
 * The rules of a cluster that Raft leaves open, as a scenario's JSON spells them. What a scenario does not say is the
 * engine's default, written down here as well so that the page can show it.
 */
export const SWITCHES = [
  "pre_vote",
  "check_quorum",
  "leader_stickiness",
  "noop",
  "lease_reads",
  "step_down_on_removal",
  "sessions",
] as const;
export type Switch = (typeof SWITCHES)[number];

export const CHOICES = {
  reads: ["log", "read_index", "lease", "stale"],
  proposals: ["redirect", "forward"],
  backtracking: ["by_term", "one_by_one"],
  activation: ["append", "apply"],
} as const;
export type Choice = keyof typeof CHOICES;

/** Stands for a number where there is none: the scenario does not say it, and the field is empty. */
export const UNLIMITED = "unlimited";

/** From, to, and what holds where nobody says anything. */
export const NUMBERS = {
  append_window: [1, 64, 1],
  entries_per_append: [1, 1024, 64],
  uncommitted_bytes: [1, 1_000_000, UNLIMITED],
  snapshot_after: [0, 1000, 0],
  snapshot_keep: [0, 1000, 0],
} as const;
export type Numeral = keyof typeof NUMBERS;

/** What the clients do by themselves, as the pause between two commands of one of them. */
export const LOADS = { none: null, light: "80ms", heavy: "10ms" } as const;
export type Load = keyof typeof LOADS;

/**
 * `members`: so many of the servers are members at the start; 0: all. `load`: one of LOADS, or "own". `deviations`: the
 * names of the rules that are broken on purpose, with spaces between them.
 */
export type Rule = Switch | Choice | Numeral | "members" | "load" | "deviations";
export type Value = boolean | string | number;
export type Rules = Readonly<Record<Rule, Value>>;

const PLAIN: Rules = {
  members: 0,
  load: "none",
  deviations: "",
  pre_vote: false,
  check_quorum: false,
  leader_stickiness: false,
  noop: true,
  lease_reads: false,
  step_down_on_removal: true,
  sessions: false,
  reads: "log",
  proposals: "redirect",
  backtracking: "by_term",
  activation: "append",
  append_window: NUMBERS.append_window[2],
  entries_per_append: NUMBERS.entries_per_append[2],
  uncommitted_bytes: NUMBERS.uncommitted_bytes[2],
  snapshot_after: NUMBERS.snapshot_after[2],
  snapshot_keep: NUMBERS.snapshot_keep[2],
};

export const RULES = Object.keys(PLAIN) as Rule[];

type Step = { say?: unknown; pace?: unknown; question?: unknown; expect?: unknown };
type Workload = { readonly pause: string; readonly keys?: number; readonly reads?: string };
type ScenarioText = {
  cluster?: {
    readonly voters?: readonly string[] | undefined;
    readonly deviations?: readonly string[] | undefined;
    readonly [rule: string]: unknown;
  };
  clients?: { readonly workload?: Workload | undefined; readonly [rule: string]: unknown };
  steps?: Step[];
  expect?: unknown;
  exercise?: unknown;
};

/** The rules that a scenario runs under. */
export function rulesOf(json: string): Rules {
  const { cluster, clients } = JSON.parse(json) as ScenarioText;
  const said = Object.entries({ ...cluster, ...clients }).filter(([rule]) => rule in PLAIN);
  return {
    ...PLAIN,
    ...(Object.fromEntries(said) as Partial<Rules>),
    members: cluster?.voters?.length ?? 0,
    deviations: cluster?.deviations?.join(" ") ?? "",
    load: loadOf(clients?.workload),
  };
}

/** How many servers there are; the engine's default where nobody says. */
export function serversOf(json: string): number {
  const { cluster } = JSON.parse(json) as Sized;
  return cluster?.servers ?? 5;
}

function loadOf(workload: Workload | undefined): Load | "own" {
  if (!workload) return "none";
  const found = Object.entries(LOADS).find(([, pause]) => pause === workload.pause);
  return (found?.[0] as Load | undefined) ?? "own";
}

/**
 * The same scenario under other rules. What happens stays; what the story says about it goes, because its sentences,
 * questions and claims were written for the rules it had.
 */
export function underRules(json: string, rules: Rules): string {
  const scenario = JSON.parse(json) as ScenarioText;
  const { sessions, members, load, deviations, ...others } = rules;
  const broken = brokenIn(rules);
  const before = rulesOf(json);
  const cluster: ScenarioText["cluster"] = {
    ...scenario.cluster,
    ...limited(others),
    deviations: broken.length > 0 ? broken : undefined,
    ...(members === before.members ? {} : { voters: firstServers(Number(members)) }),
  };
  const clients: ScenarioText["clients"] = {
    ...scenario.clients,
    sessions,
    ...(load === before.load ? {} : { workload: workloadOf(load) }),
  };
  // Which rules are broken is a matter of the exercise; under other settings it might solve itself.
  const exercise = differing(before, rules).every((rule) => rule === "deviations")
    ? scenario.exercise
    : undefined;
  return JSON.stringify({ ...withoutStory(scenario), cluster, clients, exercise });
}

/** The names of the rules that are broken on purpose. */
export function brokenIn({ deviations }: Rules): readonly string[] {
  return String(deviations).split(" ").filter(Boolean);
}

/** One rule broken on purpose, or mended. */
export function breaking(rules: Rules, name: string, isBroken: boolean): Rules {
  const others = brokenIn(rules).filter((one) => one !== name);
  const broken = isBroken ? [...others, name].sort() : others;
  return { ...rules, deviations: broken.join(" ") };
}

type Told = { steps?: Step[]; expect?: unknown; picture?: unknown; fork?: unknown };

/** What happens, without what is said and claimed of it, and without the other rules that the story offers. */
export function withoutStory<S extends object>(scenario: S) {
  const { expect, picture, fork, steps, ...kept } = scenario as S & Told;
  const deeds = steps?.map(({ say, pace, question, expect, ...deeds }) => deeds);
  return { ...kept, ...(deeds ? { steps: deeds } : {}) };
}

/** What has no limit is not said. */
function limited(rules: Readonly<Record<string, Value>>): Record<string, Value | undefined> {
  const said = Object.entries(rules).map(([rule, value]) => [
    rule,
    value === UNLIMITED ? undefined : value,
  ]);
  return Object.fromEntries(said);
}

function firstServers(count: number): string[] | undefined {
  return count > 0 ? Array.from({ length: count }, (_, order) => `n${order + 1}`) : undefined;
}

function workloadOf(load: Value): Workload | undefined {
  const pause = LOADS[load as Load];
  return pause ? { pause, keys: 3, reads: "20%" } : undefined;
}

type Sized = {
  cluster?: { servers?: number; voters?: unknown };
  network?: { links?: { between: string[] }[] };
  steps?: unknown;
  choices?: unknown;
  initial?: unknown;
  picture?: unknown;
  fork?: unknown;
  exercise?: unknown;
};

/** The same cluster with another number of servers, all of them members, and no story: free play. */
export function withServers(json: string, servers: number): string {
  const { steps, choices, initial, picture, fork, exercise, ...scenario } = JSON.parse(
    json,
  ) as Sized;
  const { voters, ...cluster } = scenario.cluster ?? {};
  const names = firstServers(servers) ?? [];
  const links = scenario.network?.links?.filter((link) =>
    link.between.every((name) => names.includes(name)),
  );
  const network = { ...scenario.network, ...(links ? { links } : {}) };
  return JSON.stringify({ ...scenario, network, cluster: { ...cluster, servers } });
}

/** The rules in which two runs differ, in the order of the table. */
export function differing(one: Rules, other: Rules): Rule[] {
  return RULES.filter((rule) => one[rule] !== other[rule]);
}

/** One rule set anew, and whatever it cannot do without: a lease counts on nobody helping to depose its holder. */
export function ruled(rules: Rules, rule: Rule, value: Value): Rules {
  const next = { ...rules, [rule]: value };
  if (rule === "lease_reads" && value === true) next.leader_stickiness = true;
  if (rule === "leader_stickiness" && value === false) next.lease_reads = false;
  return next;
}

/** What the reader wants, and the numbers that were typed and cannot be used yet, as they were typed. */
export type Draft = { readonly rules: Rules; readonly wrong: ReadonlyMap<Numeral, string> };

export function draftOf(rules: Rules): Draft {
  return { rules, wrong: new Map() };
}

/** A number was typed. One that cannot be used stays as it is, for the reader to mend, and changes no rule. */
export function typed(draft: Draft, rule: Numeral, text: string): Draft {
  const value = numeral(rule, text);
  const wrong = new Map(draft.wrong);
  if (value === null) wrong.set(rule, text);
  else wrong.delete(rule);
  return { rules: value === null ? draft.rules : ruled(draft.rules, rule, value), wrong };
}

/** The number that a text stands for; null: none that can be used. */
function numeral(rule: Numeral, text: string): number | typeof UNLIMITED | null {
  const [least, most, plain] = NUMBERS[rule];
  const digits = text.trim();
  if (digits === "" && plain === UNLIMITED) return UNLIMITED;
  const value = Number(digits);
  return /^\d+$/.test(digits) && value >= least && value <= most ? value : null;
}
