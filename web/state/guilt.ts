import type { Position, ViolationFrame } from "../engine/door.ts";

/** What is guilty at a moment: of promises that are broken at this very moment, and by whom. */
export type Guilt = {
  violations: readonly ViolationFrame[];
  servers: ReadonlySet<string>;
  clients: ReadonlySet<string>;
  /** Entries as `index@term`. */
  entries: ReadonlySet<string>;
};

type Moment = { violations: readonly ViolationFrame[]; position: Position };

const NOBODY: Guilt = {
  violations: [],
  servers: new Set(),
  clients: new Set(),
  entries: new Set(),
};

const promised = new WeakMap<readonly ViolationFrame[], readonly ViolationFrame[]>();

/** What clients see and nobody promised is no guilt of anybody's. The same list as long as it says the same. */
export function brokenPromises(violations: readonly ViolationFrame[]): readonly ViolationFrame[] {
  const known = promised.get(violations);
  if (known) return known;
  const broken = violations.filter((one) => one.promised);
  promised.set(violations, broken);
  return broken;
}

const memories = new WeakMap<readonly ViolationFrame[], { time: number; guilt: Guilt }>();

/** The same object as long as it says the same: scenes compare by reference. */
export function guiltAt({ violations, position: { time } }: Moment): Guilt {
  if (violations.length === 0) return NOBODY;
  const before = memories.get(violations);
  if (before?.time === time) return before.guilt;
  const now = brokenPromises(violations).filter((one) => one.at.time === time);
  const guilt = now.length === 0 ? NOBODY : guiltOf(now);
  memories.set(violations, { time, guilt });
  return guilt;
}

function guiltOf(violations: readonly ViolationFrame[]): Guilt {
  const [servers, clients, entries] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const subject of violations.flatMap((one) => one.about)) {
    if (subject.kind === "server") servers.add(subject.id);
    else if (subject.kind === "client") clients.add(subject.id);
    else if (subject.kind === "entry") entries.add(`${subject.index}@${subject.term}`);
  }
  return { violations, servers, clients, entries };
}

/** In which promises a server or client is guilty of, by name. */
export function chargesAgainst(
  { violations }: Guilt,
  subject: { kind: "server" | "client"; id: string },
): string[] {
  return violations
    .filter(({ about }) => about.some((one) => one.kind === subject.kind && one.id === subject.id))
    .map(({ property }) => property);
}
