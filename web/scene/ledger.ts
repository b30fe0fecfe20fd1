import type { LedgerEntry, ServerFrame } from "../engine/door.ts";
import type { Cursor, Subject } from "../state/cursor.ts";
import { isLit, same } from "../state/cursor.ts";
import { type Guilt, guiltAt } from "../state/guilt.ts";
import { type Columns, type Logs, lastIndex } from "../state/logs.ts";
import { leaderOf, type World } from "../state/world.ts";
import { counted, fill, words } from "../words/words.ts";
import { snapshotEnd, storeOf } from "./describe.ts";
import { fillOfTerm, type TermFill } from "./fill.ts";
import { hidesServer, type Knowledge, knowledgeOf, knownUpTo } from "./knowledge.ts";
import { wordOf } from "./server.ts";

export type LedgerCell = {
  index: number;
  term: number;
  text: string;
  /** What stands in the cell of an entry that carries no command; null: its text does. */
  sign: string | null;
  fill: TermFill;
  /** Hatched: not on its disk yet. */
  hatched: boolean;
  /** Solid: committed as this server knows. Dashed: on its way. */
  border: "solid" | "dashed";
  applied: boolean;
  /** Overwritten a moment ago: struck through for one beat. */
  struck: boolean;
  lit: boolean;
  /** It is not the leader's entry at this index: it will be overwritten, or the leader is not what it seems. */
  apart: boolean;
  /** The server through whose eyes the reader looks cannot know that it is there. */
  veiled: boolean;
  /** Involved in a promise that is broken at this moment. */
  guilty: boolean;
  description: string;
};

export type LedgerRow = {
  server: string;
  word: string;
  badge: "★" | "⏻" | null;
  term: string;
  fill: TermFill;
  /** One place for each column in sight; null where the log has nothing. */
  cells: (LedgerCell | null)[];
  /** Column of ▲: what the leader sends next. Of ●: how far it knows this log to agree. */
  next: number | null;
  match: number | null;
  /** The key-value state in at most two short lines, and in full. */
  store: string[];
  storeInFull: string;
  storeGone: boolean;
  lit: boolean;
  /** Entries up to here are discarded, because the snapshot has what became of them; 0: none are. */
  compactedUpTo: number;
  /** The snapshot has entries up to here that are kept in the log as well; 0: none are. */
  sealedUpTo: number;
  /** How far the snapshot reaches, in words. */
  snapshot: string;
  /** What is said of this server is not known to the one through whose eyes the reader looks. */
  veiled: boolean;
  /** Guilty of a promise that is broken at this moment. */
  guilty: boolean;
};

/** Where the reader looks, as far as the ledger is concerned. */
export type LedgerView = { cursor: Cursor; seenBy: string | null };

export type LedgerScene = {
  columns: number[];
  last: number;
  /** A thick rule stands after this column: the leader's commit index. */
  rule: number | null;
  rows: LedgerRow[];
};

export function ledgerScene(
  world: World,
  logs: Logs,
  sight: Columns,
  view: LedgerView,
): LedgerScene {
  const servers = [...world.servers.values()];
  const from = Math.max(1, sight.from);
  const columns: number[] = [];
  for (let index = from; index <= sight.to; index++) columns.push(index);
  const knowledge = knowledgeOf(world, view.seenBy);
  // Commit index, ▲ and ● are the leader's: through other eyes only what those know.
  const teller = knowledge ? knowledge.server : leaderOf(world);
  const guilt = knowledge ? null : guiltAt(world);
  return {
    columns,
    last: lastIndex(world, logs),
    rule: teller?.log.commit ?? null,
    rows: servers.map((server) =>
      rowOf(server, { world, logs, columns, teller, knowledge, guilt, view }),
    ),
  };
}

type Page = {
  world: World;
  logs: Logs;
  columns: readonly number[];
  teller: ServerFrame | null;
  knowledge: Knowledge | null;
  /** null: who looks through a server's eyes sees nobody's guilt. */
  guilt: Guilt | null;
  view: LedgerView;
};

function rowOf(server: ServerFrame, page: Page): LedgerRow {
  const { world, logs, columns, teller, knowledge, guilt } = page;
  const { cursor } = page.view;
  const entries = new Map(
    (logs.copies.get(server.id)?.entries ?? []).map((entry) => [entry.index, entry]),
  );
  const struck = new Map(
    (logs.struck.get(server.id) ?? []).map((one) => [one.entry.index, one.entry]),
  );
  const progress = teller?.progress?.find((one) => one.server === server.id) ?? null;
  const subject = { kind: "server", id: server.id } as const;
  const veiled = hidesServer(knowledge, server.id);
  const agrees = world.agreements.find((one) => one.server === server.id)?.agrees;
  const compactedUpTo = veiled ? 0 : server.log.first - 1;
  const covered = veiled ? 0 : snapshotEnd(server);
  const sealedUpTo = covered > compactedUpTo ? covered : 0;
  const guilty = guilt?.servers.has(server.id) ?? false;
  const known = knowledge ? knownUpTo(knowledge, server.id) : Number.POSITIVE_INFINITY;
  const cells = columns.map((index) => {
    const lost = struck.get(index);
    const entry = lost ?? entries.get(index);
    if (!entry) return null;
    const facts = lost ? STRUCK : factsOf(entry.index, server.log);
    const pointed = [cursor.selected, cursor.hover, ...(cursor.station?.subjects ?? [])];
    const lit = pointed.some((one) => isEntry(one, entry));
    const apart = !lost && agrees !== undefined && index > agrees && !knowledge;
    const charged = guilty && !lost && guilt?.entries.has(`${entry.index}@${entry.term}`);
    return cellOf(
      entry,
      facts |
        (charged ? GUILTY : 0) |
        (lit ? LIT : 0) |
        (apart ? APART : 0) |
        (index > known ? VEILED : 0) |
        (index === sealedUpTo ? SEALED : 0),
    );
  });
  return {
    server: server.id,
    word: veiled ? "" : wordOf(server),
    badge: veiled ? null : server.up ? (server.role === "leader" ? "★" : null) : "⏻",
    term: veiled ? "" : fill(words.server.termShort, { term: server.term }),
    fill: server.up && !veiled ? fillOfTerm(server.term) : fillOfTerm(null),
    cells,
    next: progress?.next ?? null,
    match: progress && progress.match > 0 ? progress.match : null,
    store: veiled ? [] : shortened(storeOf(server)),
    storeInFull: veiled ? "" : storeOf(server).join(", "),
    storeGone: !veiled && server.stateMachine === null,
    lit: same(subject, cursor.selected) || isLit(subject, cursor),
    compactedUpTo,
    sealedUpTo,
    snapshot: fill(words.ledger.snapshot, { index: covered }),
    veiled,
    guilty,
  };
}

const STORE_LINES = 2;

/** Never cut off silently: what does not fit is counted. */
function shortened(store: readonly string[]): string[] {
  if (store.length <= STORE_LINES) return [...store];
  const shown = store.slice(0, STORE_LINES - 1);
  return [...shown, counted(words.ledger.more, store.length - shown.length)];
}

/** Entries of Raft itself: an empty one, a set of servers, a client's session. */
const SIGNS: Readonly<Record<string, string>> = {
  noop: "•",
  configuration: "⚙",
  open_session: "◇+",
  expire_sessions: "◇−",
};

/** What can be said of an entry in a log: a bit each, so that all of it is compared at once. */
const HATCHED = 1;
const COMMITTED = 2;
const APPLIED = 4;
const STRUCK = 8;
const LIT = 16;
const APART = 32;
const VEILED = 64;
const SEALED = 128;
const GUILTY = 256;

function factsOf(index: number, log: ServerFrame["log"]): number {
  return (
    (index > log.durable ? HATCHED : 0) |
    (log.commit !== null && index <= log.commit ? COMMITTED : 0) |
    (log.applied !== null && index <= log.applied ? APPLIED : 0)
  );
}

const memories = new WeakMap<LedgerEntry, { facts: number; cell: LedgerCell }>();

/** The same cell as long as nothing about it has changed: of a hundred in sight few change at once. */
function cellOf(entry: LedgerEntry, facts: number): LedgerCell {
  const before = memories.get(entry);
  if (before?.facts === facts) return before.cell;
  const is = (fact: number) => (facts & fact) !== 0;
  const text = entry.kind === "noop" ? words.ledger.noop : (entry.command ?? "");
  const cell: LedgerCell = {
    index: entry.index,
    term: entry.term,
    text,
    sign: SIGNS[entry.kind] ?? null,
    fill: fillOfTerm(entry.term),
    hatched: is(HATCHED),
    border: is(COMMITTED) ? "solid" : "dashed",
    applied: is(APPLIED),
    struck: is(STRUCK),
    lit: is(LIT),
    apart: is(APART),
    veiled: is(VEILED),
    guilty: is(GUILTY),
    description: describeCell(entry, text, is),
  };
  memories.set(entry, { facts, cell });
  return cell;
}

function isEntry(subject: Subject | null, { index, term }: LedgerEntry): boolean {
  return subject?.kind === "entry" && subject.index === index && subject.term === term;
}

function describeCell(
  { index, term }: LedgerEntry,
  text: string,
  is: (fact: number) => boolean,
): string {
  if (is(VEILED)) return words.ledger.veiled;
  const parts = [fill(words.ledger.entry, { index, term, text })];
  if (is(STRUCK)) parts.push(words.ledger.struck);
  else {
    parts.push(is(HATCHED) ? words.ledger.notDurable : words.ledger.durable);
    parts.push(is(COMMITTED) ? words.ledger.committed : words.ledger.uncommitted);
    if (is(APPLIED)) parts.push(words.ledger.applied);
  }
  if (is(APART)) parts.push(words.ledger.apart);
  if (is(SEALED)) parts.push(words.ledger.sealed);
  if (is(GUILTY)) parts.push(words.properties.involved);
  return parts.join(", ");
}
