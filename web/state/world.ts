import type { Frame, MessageFrame, ServerFrame } from "../engine/door.ts";

/** The last frame, made whole: frames carry only what changed, a world carries everything. */
export type World = Omit<Frame, "servers" | "messages"> & {
  servers: ReadonlyMap<string, ServerFrame>;
  messages: ReadonlyMap<string, MessageFrame>;
};

export function merge(before: World | null, frame: Frame): World {
  return { ...frame, servers: mergeServers(before, frame), messages: mergeMessages(before, frame) };
}

function mergeServers(before: World | null, frame: Frame): ReadonlyMap<string, ServerFrame> {
  const changed = new Map(frame.servers.map((server) => [server.id, server]));
  const servers = new Map<string, ServerFrame>();
  for (const id of frame.serverIds) {
    const server = changed.get(id) ?? before?.servers.get(id);
    if (server) servers.set(id, server);
  }
  return servers;
}

function mergeMessages(before: World | null, frame: Frame): ReadonlyMap<string, MessageFrame> {
  const { added, removed, all } = frame.messages;
  if (before && !all && added.length === 0 && removed.length === 0) return before.messages;
  const messages = new Map(all || !before ? [] : before.messages);
  for (const id of removed) messages.delete(id);
  for (const message of added) messages.set(message.id, message);
  return messages;
}

/** The server the page speaks of as "the leader": of those that say they lead, the one of the newest term. */
export function leaderOf(world: World): ServerFrame | null {
  let leader: ServerFrame | null = null;
  for (const server of world.servers.values()) {
    if (server.role === "leader" && (!leader || server.term > leader.term)) leader = server;
  }
  return leader;
}
