import type { MessageFrame, ServerFrame } from "../engine/door.ts";
import type { Fact } from "../state/changes.ts";
import { glyphOf } from "../state/introductions.ts";
import { counted, fill, words } from "../words/words.ts";
import { serverTroubles } from "./faults.ts";

const described = new WeakMap<ServerFrame, string>();

/** A server in one sentence: what its picture says, for those who do not see it. */
export function describeServer(server: ServerFrame, fromAbove = true): string {
  let description = described.get(server);
  if (description === undefined) {
    description = sentenceOf(server);
    described.set(server, description);
  }
  // What is wrong with a server can only be seen from outside.
  const troubles = fromAbove ? serverTroubles(server.faults) : [];
  return [description, ...troubles].join(", ");
}

function sentenceOf(server: ServerFrame): string {
  const { log } = server;
  const role = server.up && server.role ? words.roles[server.role] : words.roles.down;
  const parts = [fill(words.describe.server, { server: server.id, role, term: server.term })];
  if (server.up && server.membership !== "voter")
    parts.push(words.members.names[server.membership ?? "outside"]);
  if (server.transfer) parts.push(fill(words.describe.transfer, { server: server.transfer }));
  if (server.votedFor) parts.push(fill(words.describe.votedFor, { server: server.votedFor }));
  const covered = snapshotEnd(server);
  if (covered > 0) parts.push(fill(words.ledger.snapshot, { index: covered }));
  parts.push(counted(words.describe.entries, log.last - log.first + 1));
  if (log.durable < log.last) parts.push(fill(words.describe.durable, { index: log.durable }));
  if (log.commit !== null) parts.push(fill(words.describe.commit, { index: log.commit }));
  const store = storeOf(server);
  if (store.length > 0) parts.push(fill(words.describe.store, { store: store.join(", ") }));
  return parts.join(", ");
}

/** The last entry that the snapshot has; 0: there is none. */
export function snapshotEnd({ snapshot, log }: ServerFrame): number {
  return Math.max(snapshot?.index ?? 0, log.first - 1);
}

const stores = new WeakMap<ServerFrame, readonly string[]>();

/** The key-value state as short texts, "x = 1", in the order of the keys. */
export function storeOf(server: ServerFrame): readonly string[] {
  let store = stores.get(server);
  if (!store) {
    store = pairsOf(server);
    stores.set(server, store);
  }
  return store;
}

function pairsOf(server: ServerFrame): string[] {
  return Object.entries(server.stateMachine ?? {})
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => fill(words.describe.pair, { key, value }));
}

/** What a leader knows of the others, a line for each. */
export function progressOf(server: ServerFrame): { server: string; text: string }[] {
  return (server.progress ?? []).map((one) => ({
    server: one.server,
    text: fill(words.progress[one.state], { next: one.next, match: one.match }),
  }));
}

/** One row of a server's description list. */
export type FactRow = { fact: Fact; name: string; value: string; note: string };

export function factsOf(server: ServerFrame): FactRow[] {
  const { log } = server;
  const none = words.facts.none;
  const gone = words.facts.gone;
  const values: Record<Fact, string> = {
    role: server.up && server.role ? words.roles[server.role] : words.roles.down,
    term: String(server.term),
    votedFor: server.votedFor ?? none,
    log: logOf(server),
    commit: log.commit === null ? gone : String(log.commit),
    applied: log.applied === null ? gone : String(log.applied),
    durable: String(log.durable),
    stateMachine:
      server.stateMachine === null ? gone : storeOf(server).join(", ") || words.facts.emptyStore,
  };
  return (Object.keys(values) as Fact[]).map((fact) => ({
    fact,
    name: words.facts.names[fact],
    value: values[fact],
    note: words.facts.notes[fact],
  }));
}

function logOf(server: ServerFrame): string {
  const { log } = server;
  if (log.last === 0) return words.facts.emptyLog;
  const entries = counted(words.facts.entries, log.last - log.first + 1);
  const index = snapshotEnd(server);
  return index > 0 ? fill(words.facts.behindSnapshot, { entries, index }) : entries;
}

/** A message in a few words, on its way or long gone. */
export function describeMessage(
  message: Pick<MessageFrame, "kind" | "entries" | "from" | "to">,
): string {
  return fill(words.message.title, {
    kind: words.glyphs[glyphOf(message)],
    from: message.from,
    to: message.to,
  });
}
