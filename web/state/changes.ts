import type { ServerFrame } from "../engine/door.ts";
import type { World } from "./world.ts";

/** The facts of a server that readers follow; each is a row of its description. */
export const FACTS = [
  "role",
  "term",
  "votedFor",
  "log",
  "commit",
  "applied",
  "durable",
  "stateMachine",
] as const;
export type Fact = (typeof FACTS)[number];

/** Which facts of which server differ between two worlds: "n2 term" and the like. */
export function changesBetween(before: World | null, after: World): ReadonlySet<string> {
  const changes = new Set<string>();
  if (!before || before.branch !== after.branch) return changes;
  for (const [id, server] of after.servers) {
    const former = before.servers.get(id);
    if (!former || former === server) continue;
    for (const fact of FACTS) {
      if (factOf(server, fact) !== factOf(former, fact)) changes.add(`${id} ${fact}`);
    }
  }
  return changes;
}

function factOf(server: ServerFrame, fact: Fact): string {
  switch (fact) {
    case "role":
      return server.up ? String(server.role) : "down";
    case "term":
      return String(server.term);
    case "votedFor":
      return String(server.votedFor);
    case "log":
      return `${server.log.last} ${server.log.version}`;
    case "commit":
      return String(server.log.commit);
    case "applied":
      return String(server.log.applied);
    case "durable":
      return String(server.log.durable);
    case "stateMachine":
      return JSON.stringify(server.stateMachine);
  }
}
