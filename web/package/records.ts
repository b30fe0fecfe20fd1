// The lines of an event export, as docs/events.schema.json says them exactly. Fields are only ever added.

/** The first line. */
export type HeaderRecord = {
  type: "header";
  format: 1;
  /** Version of the engine. */
  engine: string;
  title: string;
  /** Hexadecimal. */
  seed: string;
  servers: string[];
  clients: string[];
  /** Microseconds: the events before are left out. */
  from: number;
  /** Rules that were broken on purpose. If there are any, this is not Raft. */
  deviations: string[];
};

/** An event. Times are microseconds of simulated time. */
export type HappeningRecord = {
  type: "event";
  /** Its number, from 1. */
  no: number;
  time: number;
  /** How many events have happened at that time, this one included. */
  processed: number;
  /** Number of the event that made it happen; 0 for the beginning, or a hand. */
  cause: number;
  kind:
    | "delivered"
    | "lost"
    | "election_timeout"
    | "heartbeat_due"
    | "persisted"
    | "client_timer"
    | "acted";
  server?: string;
  client?: string;
  /** For people. */
  line: string;
  message?: MessageRecord;
  loss?: string;
  write?: { id: string; [field: string]: unknown };
  /** What changed by it. */
  facts: FactRecord[];
  sent: MessageRecord[];
  /** What servers decided, with the values that they compared. */
  verdicts: VerdictRecord[];
};

/** A message; which other fields it has depends on its kind. */
export type MessageRecord = {
  id: string;
  kind: string;
  from: string;
  to: string;
  sent_at: number;
  due_at: number;
  /** Why it will not arrive, if that is certain already. */
  doomed: string | null;
  term?: number;
  [field: string]: unknown;
};

export type FactRecord = { fact: string; server?: string; [field: string]: unknown };

/** What a server decided: the verdict, the rule of the protocol, and the operands by their names. */
export type VerdictRecord = {
  verdict: string;
  server: string;
  rule: string;
  [operand: string]: unknown;
};

/** The last line. */
export type EndRecord = {
  type: "end";
  /** How many events were written. */
  events: number;
  time: number;
  processed: number;
  violations: {
    property: string;
    event: number;
    contradicts: number | null;
    servers: string[];
    entries: string[];
    term: number;
  }[];
  digest: string;
};

export type EventRecord = HeaderRecord | HappeningRecord | EndRecord;
