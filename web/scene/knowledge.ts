import type { ClientFrame, MessageFrame, ServerFrame } from "../engine/door.ts";
import type { World } from "../state/world.ts";
import { fill, words } from "../words/words.ts";

/**
 * What one server can know. It knows itself, what it has sent, and what reached it: nothing of a message that is still
 * on its way to it, nothing of walls and cut links, and of the others only what they have told it. A server that is down
 * knows nothing.
 */
export type Knowledge = { server: ServerFrame | null };

export function knowledgeOf(world: World, seenBy: string | null): Knowledge | null {
  if (seenBy === null) return null;
  const server = world.servers.get(seenBy);
  return { server: server?.up ? server : null };
}

export function hidesServer(knowledge: Knowledge | null, id: string): boolean {
  return knowledge !== null && knowledge.server?.id !== id;
}

export function hidesMessage(knowledge: Knowledge | null, message: MessageFrame): boolean {
  return knowledge !== null && knowledge.server?.id !== message.from;
}

/** A server knows a client by what it was asked: here, whether it is the one that was asked last. */
export function hidesClient(knowledge: Knowledge | null, client: ClientFrame): boolean {
  return knowledge !== null && client.operation?.server !== knowledge.server?.id;
}

/** What a server believes of another one, in a word or two: who leads, and how far its log agrees. */
export function beliefAbout({ server }: Knowledge, id: string): string {
  if (!server) return words.view.unknown;
  if (server.leader === id) return fill(words.view.believedLeader, { term: server.term });
  const progress = server.progress?.find((one) => one.server === id);
  if (progress && progress.match > 0) return fill(words.view.knownUpTo, { index: progress.match });
  if (server.votedFor === id) return fill(words.view.votedFor, { term: server.term });
  return words.view.unknown;
}

/** The last index of another server's log that this one knows to be there. */
export function knownUpTo({ server }: Knowledge, id: string): number {
  if (!server) return 0;
  if (server.id === id) return Number.POSITIVE_INFINITY;
  return server.progress?.find((one) => one.server === id)?.match ?? 0;
}
