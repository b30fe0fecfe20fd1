import type { Action, MessageFrame, ServerFrame } from "../engine/door.ts";
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

/** Everything that is due, in the order in which it will happen: at one instant, arrivals come before timers. */
export function agendaOf(world: World): Due[] {
  const servers = [...world.servers.values()];
  const due = [
    ...[...world.messages.values()].map(arrival),
    ...servers.flatMap(electionTimer),
    ...servers.flatMap(heartbeat),
    ...patience(world),
  ];
  return due.sort((one, other) => one.at - other.at);
}

function arrival(message: MessageFrame): Due {
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

function electionTimer(server: ServerFrame): Due[] {
  if (!server.timer) return [];
  const timeOut: Choice = {
    name: words.server.timeOut,
    hint: words.server.timeOutHint,
    action: { time_out: server.id },
  };
  const what = fill(words.pending.timer, { server: server.id });
  return [ofServer(server, "timer", server.timer.firesAt, what, [timeOut])];
}

function heartbeat(server: ServerFrame): Due[] {
  if (server.heartbeatAt === null) return [];
  const what = fill(words.pending.heartbeat, { server: server.id });
  return [ofServer(server, "heartbeat", server.heartbeatAt, what, [])];
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

function patience(world: World): Due[] {
  return world.clients.flatMap(({ id, operation }) => {
    if (!operation) return [];
    const { server, text } = operation;
    return [
      {
        key: `patience ${id}`,
        at: operation.timesOutAt,
        what: fill(words.pending.patience, { client: id, server, text }),
        line: "",
        doomed: false,
        term: null,
        fill: fillOfTerm(null),
        subject: { kind: "client", id },
        choices: [],
      },
    ];
  });
}
