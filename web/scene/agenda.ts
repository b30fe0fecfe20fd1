import pendingWords from "words:pending";
import type { ClientFrame, MessageFrame, ServerFrame } from "../engine/door.ts";
import type { Subject } from "../state/cursor.ts";
import { type Wait, waitOf } from "../state/waiting.ts";
import type { World } from "../state/world.ts";
import { fill, words } from "../words/words.ts";
import { type Choice, decisionsOn, furtherDecisionsOn } from "./decisions.ts";
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
  /** It waits until something is done about it, and is no longer due: why, in words. */
  held: string | null;
  term: number | null;
  fill: TermFill;
  subject: Subject;
  choices: Choice[];
  /** What one wants less often. */
  others: Choice[];
};

/** The next things that are due, and how many more there are. */
export type Agenda = { due: Due[]; more: number };

/** Something that is due, before it is put into words: of hundreds only the first few are. */
type Coming = { at: number; held: boolean; tell(): Due };

/**
 * What waits to be let go, and what is due next, in the order in which it will happen: at one instant, arrivals come
 * before timers.
 */
export function agendaOf(world: World, atMost = Number.POSITIVE_INFINITY): Agenda {
  const servers = [...world.servers.values()];
  const coming = [
    ...world.messages.map((message) => arrival(world, message)),
    ...servers.flatMap(electionTimer),
    ...servers.flatMap(heartbeat),
    ...world.clients.flatMap(patience),
  ].sort((one, other) => Number(other.held) - Number(one.held) || one.at - other.at);
  const due = coming.slice(0, atMost).map((one) => one.tell());
  return { due, more: coming.length - due.length };
}

function arrival(world: World, message: MessageFrame): Coming {
  const wait = waitOf(world, message);
  return { at: message.dueAt, held: wait !== null, tell: () => arrivalOf(message, wait) };
}

function arrivalOf(message: MessageFrame, wait: Wait | null): Due {
  return {
    key: `message ${message.id}`,
    at: message.dueAt,
    what: describeMessage(message),
    line: message.line,
    doomed: message.doomed !== null,
    term: message.term,
    fill: fillOfTerm(message.term),
    subject: { kind: "message", id: message.id },
    held: wait && fill(pendingWords.waits[wait], { server: message.to }),
    choices: message.doomed ? [] : decisionsOn(message, wait),
    others: message.doomed ? [] : furtherDecisionsOn(message),
  };
}

function isPaused(server: ServerFrame | undefined): boolean {
  return server?.faults?.paused === true;
}

function electionTimer(server: ServerFrame): Coming[] {
  const { timer } = server;
  if (!timer) return [];
  const timeOut: Choice = {
    name: words.server.timeOut,
    hint: words.server.timeOutHint,
    action: { time_out: server.id },
  };
  const what = () => fill(pendingWords.timer, { server: server.id });
  const at = timer.firesAt;
  const choices = isPaused(server) ? [] : [timeOut];
  return [{ at, held: false, tell: () => ofServer(server, "timer", at, what(), choices) }];
}

function heartbeat(server: ServerFrame): Coming[] {
  const at = server.heartbeatAt;
  if (at === null) return [];
  const what = () => fill(pendingWords.heartbeat, { server: server.id });
  return [{ at, held: false, tell: () => ofServer(server, "heartbeat", at, what(), []) }];
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
    held: isPaused(server) ? fill(pendingWords.waits.paused, { server: server.id }) : null,
    choices,
    others: [],
  };
}

function patience({ id, operation }: ClientFrame): Coming[] {
  if (!operation) return [];
  const { server, text, timesOutAt } = operation;
  const tell = (): Due => ({
    key: `patience ${id}`,
    at: timesOutAt,
    what: fill(pendingWords.patience, { client: id, server, text }),
    line: "",
    doomed: false,
    term: null,
    fill: fillOfTerm(null),
    subject: { kind: "client", id },
    held: null,
    choices: [],
    others: [],
  });
  return [{ at: timesOutAt, held: false, tell }];
}
