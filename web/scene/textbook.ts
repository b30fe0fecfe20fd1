import stateWords from "words:state";
import type { LedgerEntry, ServerFrame, WhyQuestion } from "../engine/door.ts";
import type { Fact } from "../state/changes.ts";
import { counted, words } from "../words/words.ts";
import { questionOfFact } from "./ask.ts";

/** One line of a server's state as textbooks write it: JSON, spread over lines so that each fact has its own. */
export type TextbookLine = {
  key: string;
  /** Levels of indentation. */
  depth: 0 | 1 | 2;
  /** `"term": ` or nothing. */
  name: string;
  value: string;
  /** What a reader has to know beside it, as a comment. */
  note: string;
  fact: Fact | null;
  changed: boolean;
  question: WhyQuestion | null;
};

/** Of a long log the last entries tell what is going on; the others are counted. */
export const NEWEST_ENTRIES = 6;

/** `entries`: some entries of its log in their order; `changes`: "n2 term" and the like. */
export function textbookOf(
  server: ServerFrame,
  entries: readonly LedgerEntry[],
  changes: ReadonlySet<string>,
): TextbookLine[] {
  const { log } = server;
  const gone = server.up ? "" : stateWords.gone;
  const line = (fact: Fact, name: string, value: string, note = ""): TextbookLine => ({
    key: fact,
    depth: 1,
    name: `"${name}": `,
    value: fact === "stateMachine" ? value : `${value},`,
    note,
    fact,
    changed: changes.has(`${server.id} ${fact}`),
    question: questionOfFact(server, fact),
  });
  const store = server.stateMachine;
  return [
    punctuation("open", 0, "{"),
    line("role", "state", JSON.stringify(stateOf(server))),
    line("term", "term", String(server.term)),
    line("votedFor", "voted_for", JSON.stringify(server.votedFor)),
    ...logLines(server, entries, line("log", "log", "")),
    line("commit", "commit_index", JSON.stringify(log.commit), gone),
    line("applied", "last_applied", JSON.stringify(log.applied), gone),
    line("durable", "durable_index", String(log.durable)),
    line("stateMachine", "state_machine", store ? inline(store) : "null", gone),
    punctuation("close", 0, "}"),
  ];
}

function logLines(
  server: ServerFrame,
  entries: readonly LedgerEntry[],
  head: TextbookLine,
): TextbookLine[] {
  const { log } = server;
  if (log.last < log.first) return [{ ...head, value: "[]," }];
  const shown = entries.slice(-NEWEST_ENTRIES);
  const earlier = (shown[0]?.index ?? log.last + 1) - log.first;
  const later = log.last - (shown.at(-1)?.index ?? log.last);
  return [
    { ...head, value: "[" },
    ...(earlier > 0 ? [remark("earlier", counted(words.ledger.earlier, earlier))] : []),
    ...shown.map((entry) => entryLine(server, entry)),
    ...(later > 0 ? [remark("later", counted(stateWords.later, later))] : []),
    punctuation("log-end", 1, "],"),
  ];
}

function entryLine(server: ServerFrame, entry: LedgerEntry): TextbookLine {
  const comma = entry.index < server.log.last ? "," : "";
  return {
    key: `entry ${entry.index}@${entry.term}`,
    depth: 2,
    name: "",
    value: inline(plainEntry(entry)) + comma,
    note: entry.index > server.log.durable ? stateWords.notDurable : "",
    fact: null,
    changed: false,
    question: { server: server.id, entry: entry.index },
  };
}

function punctuation(key: string, depth: 0 | 1, value: string): TextbookLine {
  return { ...remark(key, value), depth };
}

function remark(key: string, value: string): TextbookLine {
  return { key, depth: 2, name: "", value, note: "", fact: null, changed: false, question: null };
}

function stateOf(server: ServerFrame): string {
  return (server.up && server.role) || "down";
}

function plainEntry({ index, term, command }: LedgerEntry) {
  return { index, term, command };
}

/** JSON on one line, with room to breathe. */
function inline(value: Readonly<Record<string, string | number | null>>): string {
  const parts = Object.entries(value).map(
    ([key, part]) => `${JSON.stringify(key)}: ${JSON.stringify(part)}`,
  );
  return parts.length > 0 ? `{${parts.join(", ")}}` : "{}";
}

/** The whole server as JSON that a program can read. */
export function textbookJson(server: ServerFrame, entries: readonly LedgerEntry[]): string {
  const plain = {
    state: stateOf(server),
    term: server.term,
    voted_for: server.votedFor,
    log: entries.map(plainEntry),
    commit_index: server.log.commit,
    last_applied: server.log.applied,
    durable_index: server.log.durable,
    state_machine: server.stateMachine,
  };
  return JSON.stringify(plain, null, 2);
}
