import type { LedgerEntry, ServerFrame } from "../engine/door.ts";
import type { Cursor } from "../state/cursor.ts";
import { same } from "../state/cursor.ts";
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
  return {
    columns,
    last: lastIndex(world, logs),
    rule: teller?.log.commit ?? null,
    rows: servers.map((server) => rowOf(server, { world, logs, columns, teller, knowledge, view })),
  };
}

type Page = {
  world: World;
  logs: Logs;
  columns: readonly number[];
  teller: ServerFrame | null;
  knowledge: Knowledge | null;
  view: LedgerView;
};

function rowOf(server: ServerFrame, page: Page): LedgerRow {
  const { world, logs, columns, teller, knowledge } = page;
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
  const known = knowledge ? knownUpTo(knowledge, server.id) : Number.POSITIVE_INFINITY;
  const cells = columns.map((index) => {
    const lost = struck.get(index);
    const entry = lost ?? entries.get(index);
    if (!entry) return null;
    const cell = cellOf(entry, server, lost !== undefined, cursor);
    const apart = !lost && agrees !== undefined && index > agrees && !knowledge;
    const description = told(cell, apart, index > known);
    return {
      ...cell,
      apart,
      veiled: index > known,
      description: index === sealedUpTo ? `${description}, ${words.ledger.sealed}` : description,
    };
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
    lit: same(subject, cursor.selected) || same(subject, cursor.hover),
    compactedUpTo,
    sealedUpTo,
    snapshot: fill(words.ledger.snapshot, { index: covered }),
    veiled,
  };
}

function told(cell: LedgerCell, apart: boolean, veiled: boolean): string {
  if (veiled) return words.ledger.veiled;
  return apart ? `${cell.description}, ${words.ledger.apart}` : cell.description;
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

function cellOf(
  entry: LedgerEntry,
  server: ServerFrame,
  struck: boolean,
  cursor: Cursor,
): LedgerCell {
  const { log } = server;
  const subject = { kind: "entry", index: entry.index, term: entry.term } as const;
  const hatched = !struck && entry.index > log.durable;
  const committed = !struck && log.commit !== null && entry.index <= log.commit;
  const applied = !struck && log.applied !== null && entry.index <= log.applied;
  const text = entry.kind === "noop" ? words.ledger.noop : (entry.command ?? "");
  return {
    index: entry.index,
    term: entry.term,
    text,
    sign: SIGNS[entry.kind] ?? null,
    fill: fillOfTerm(entry.term),
    hatched,
    border: committed ? "solid" : "dashed",
    applied,
    struck,
    lit: same(subject, cursor.selected) || same(subject, cursor.hover),
    apart: false,
    veiled: false,
    description: describeCell(entry, text, { hatched, committed, applied, struck }),
  };
}

function describeCell(
  entry: LedgerEntry,
  text: string,
  state: { hatched: boolean; committed: boolean; applied: boolean; struck: boolean },
): string {
  const parts = [fill(words.ledger.entry, { index: entry.index, term: entry.term, text })];
  if (state.struck) parts.push(words.ledger.struck);
  else {
    parts.push(state.hatched ? words.ledger.notDurable : words.ledger.durable);
    parts.push(state.committed ? words.ledger.committed : words.ledger.uncommitted);
    if (state.applied) parts.push(words.ledger.applied);
  }
  return parts.join(", ");
}
