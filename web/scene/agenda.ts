import type { Action, ClientFrame, MessageFrame, ServerFrame } from "../engine/door.ts";
import type { Subject } from "../state/cursor.ts";
import type { World } from "../state/world.ts";
import { fill, words } from "../words/words.ts";
import { describeMessage } from "./describe.ts";
import { fillOfTerm, type TermFill } from "./fill.ts";

/** Something that is going to happen unless the reader decides otherwise. */
export type Due = {
  key: string;
  at: number;
  what: string;
  /** The golden line of a message. */
  line: string;
  /** Certain not to arrive. */
  doomed: boolean;
  term: number | null;
  fill: TermFill;
  subject: Subject;
  choices: Choice[];
};

export type Choice = { name: string; hint: string; action: Action };

/** The next things that are due, and how many more there are. */
export type Agenda = { due: Due[]; more: number };

/** Something that is due, before it is put into words: of hundreds only the first few are. */
type Coming = { at: number; tell(): Due };

/** What is due next, in the order in which it will happen: at one instant, arrivals come before timers. */
export function agendaOf(world: World, atMost = Number.POSITIVE_INFINITY): Agenda {
  const servers = [...world.servers.values()];
  const coming = [
    ...world.messages.map(arrival),
    ...servers.flatMap(electionTimer),
    ...servers.flatMap(heartbeat),
    ...world.clients.flatMap(patience),
  ].sort((one, other) => one.at - other.at);
  const due = coming.slice(0, atMost).map((one) => one.tell());
  return { due, more: coming.length - due.length };
}

function arrival(message: MessageFrame): Coming {
  return { at: message.dueAt, tell: () => arrivalOf(message) };
}

function arrivalOf(message: MessageFrame): Due {
  const drop: Choice = {
    name: words.message.drop,
    hint: words.message.dropHint,
    action: { drop: message.id },
  };
  const deliver: Choice = {
    name: words.pending.deliver,
    hint: words.pending.deliverHint,
    action: { deliver: message.id },
  };
  return {
    key: `message ${message.id}`,
    at: message.dueAt,
    what: describeMessage(message),
    line: message.line,
    doomed: message.doomed !== null,
    term: message.term,
    fill: fillOfTerm(message.term),
    subject: { kind: "message", id: message.id },
    choices: message.doomed ? [] : [deliver, drop],
  };
}

function electionTimer(server: ServerFrame): Coming[] {
  const { timer } = server;
  if (!timer) return [];
  const timeOut: Choice = {
    name: words.server.timeOut,
    hint: words.server.timeOutHint,
    action: { time_out: server.id },
  };
  const what = () => fill(words.pending.timer, { server: server.id });
  const at = timer.firesAt;
  return [{ at, tell: () => ofServer(server, "timer", at, what(), [timeOut]) }];
}

function heartbeat(server: ServerFrame): Coming[] {
  const at = server.heartbeatAt;
  if (at === null) return [];
  const what = () => fill(words.pending.heartbeat, { server: server.id });
  return [{ at, tell: () => ofServer(server, "heartbeat", at, what(), []) }];
}

function ofServer(
  server: ServerFrame,
  kind: string,
  at: number,
  what: string,
  choices: Choice[],
): Due {
  return {
    key: `${kind} ${server.id}`,
    at,
    what,
    line: "",
    doomed: false,
    term: server.term,
    fill: fillOfTerm(server.term),
    subject: { kind: "server", id: server.id },
    choices,
  };
}

function patience({ id, operation }: ClientFrame): Coming[] {
  if (!operation) return [];
  const { server, text, timesOutAt } = operation;
  const tell = (): Due => ({
    key: `patience ${id}`,
    at: timesOutAt,
    what: fill(words.pending.patience, { client: id, server, text }),
    line: "",
    doomed: false,
    term: null,
    fill: fillOfTerm(null),
    subject: { kind: "client", id },
    choices: [],
  });
  return [{ at: timesOutAt, tell }];
}
