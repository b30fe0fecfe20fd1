import type { Lane, LaneMoment, LaneSpan, Spacetime, Voyage } from "../engine/door.ts";

/** As many as the engine gives of one stretch; more lines than a diagram can hold. */
const MOST_VOYAGES = 1500;
const MOST_MOMENTS = 3000;

/**
 * The space-time diagram of a run that has gone on: `more` is what has been added to `before`, which knew it up to the
 * moment `known`. What has not changed stays the same object, so that who draws it sees at once that there is nothing to
 * draw.
 */
export function grow(before: Spacetime, more: Spacetime, known: number): Spacetime {
  const { voyages, omitted } = withVoyages(before, more, known);
  const crowded = count(before.lanes) + count(more.lanes) > MOST_MOMENTS;
  return {
    from: before.from,
    to: more.to,
    lanes: before.lanes.map((lane, order) => withLane(lane, more.lanes[order], crowded)),
    voyages,
    omitted: before.omitted + omitted,
    operations: [...byId([...before.operations, ...more.operations]).values()].slice(
      0,
      MOST_MOMENTS,
    ),
    walls: joined(before.walls, more.walls, (one, other) => one.text === other.text),
  };
}

function withVoyages(before: Spacetime, more: Spacetime, until: number) {
  const known = new Map(before.voyages.map((voyage) => [nameOf(voyage), voyage]));
  let omitted = 0;
  for (const voyage of more.voyages) {
    const name = nameOf(voyage);
    const same = known.get(name);
    if (same && same.fate === voyage.fate && same.endedAt === voyage.endedAt) continue;
    if (same || known.size < MOST_VOYAGES) known.set(name, voyage);
    // What ended without having been shown was counted when it was sent.
    else if (voyage.sentAt > until) omitted++;
  }
  return { voyages: [...known.values()], omitted };
}

/** The same message can be sent twice: by two events. */
function nameOf(voyage: Voyage): string {
  return `${voyage.id} ${voyage.sentBy}`;
}

function withLane(lane: Lane, more: Lane | undefined, crowded: boolean): Lane {
  if (!more) return lane;
  const moments = [...lane.moments, ...unknown(lane.moments, more.moments)];
  return {
    server: lane.server,
    spans: joined(lane.spans, more.spans, alike),
    moments: crowded ? moments.filter(isRare) : moments,
  };
}

/** Both sides tell of the moment at which they meet. */
function unknown(known: readonly LaneMoment[], more: readonly LaneMoment[]): LaneMoment[] {
  const last = known.at(-1)?.ordinal ?? 0;
  const told = new Set(known.filter((one) => one.ordinal === last).map((one) => one.kind));
  return more.filter((one) => one.ordinal > last || (one.ordinal === last && !told.has(one.kind)));
}

/** Where there is too much, what happens all the time is left out. */
function isRare({ kind }: LaneMoment): boolean {
  return kind !== "persisted" && kind !== "committed";
}

function alike(one: LaneSpan, other: LaneSpan): boolean {
  return one.up === other.up && one.role === other.role && one.term === other.term;
}

/** Two rows of stretches that touch: what goes on across the border is one stretch. */
function joined<S extends { from: number; to: number }>(
  before: readonly S[],
  more: readonly S[],
  goesOn: (one: S, other: S) => boolean,
): S[] {
  const [first, ...rest] = more;
  const last = before.at(-1);
  if (!first) return [...before];
  if (!last || last.to < first.from || !goesOn(last, first)) return [...before, ...more];
  return [...before.slice(0, -1), { ...last, to: first.to }, ...rest];
}

function byId(operations: Spacetime["operations"]): Map<string, Spacetime["operations"][number]> {
  return new Map(operations.map((operation) => [operation.id, operation]));
}

function count(lanes: readonly Lane[]): number {
  return lanes.reduce((sum, lane) => sum + lane.moments.length, 0);
}
