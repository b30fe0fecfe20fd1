import type { Goal } from "../engine/door.ts";

/** What is said besides a condition's name: a server; a server and an index or a term; a message; a client. */
export type Shape = "server" | "index" | "term" | "message" | "client";

/** The conditions that a scenario's step can wait for, as it spells them. */
export const CONDITIONS = {
  campaigns: "server",
  elected: "server",
  steps_down: "server",
  heartbeat_due: "server",
  crashed: "server",
  restarted: "server",
  appended: "index",
  truncated: "index",
  durable: "index",
  committed: "index",
  applied: "index",
  term: "term",
  answered: "client",
  sent: "message",
  arriving: "message",
  delivered: "message",
  lost: "message",
} as const satisfies Record<string, Shape>;
export type ConditionName = keyof typeof CONDITIONS;

export const ANY = "any";

/** What the reader has filled in. Of messages an empty field means: whatever. */
export type ConditionDraft = {
  name: ConditionName;
  server: string;
  client: string;
  number: number;
  kind: string;
  from: string;
  to: string;
};

/** A condition as the engine reads it. */
export function goalOf({ name, server, client, number, kind, from, to }: ConditionDraft): Goal {
  const said = {
    server,
    index: { server, index: number },
    term: { server, at_least: number },
    client: { client },
    message: { ...(kind && { kind }), ...(from && { from }), ...(to && { to }) },
  };
  const condition = JSON.stringify({ [name]: said[CONDITIONS[name]] });
  return condition as Goal;
}
