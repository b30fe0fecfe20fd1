import type { MessageFrame } from "../engine/door.ts";
import type { World } from "./world.ts";

/** A message as a reader tells them apart. A heartbeat is an AppendEntries that carries nothing. */
export type Glyph =
  | "ballot"
  | "ballot-reply"
  | "parcel"
  | "heartbeat"
  | "append-reply"
  | "forward"
  | "client-request"
  | "client-reply";

export function glyphOf(message: Pick<MessageFrame, "kind" | "entries">): Glyph {
  switch (message.kind) {
    case "RequestVote":
    case "RequestPreVote":
    case "TimeoutNow":
      return "ballot";
    case "RequestVoteReply":
    case "RequestPreVoteReply":
      return "ballot-reply";
    case "AppendEntries":
      return message.entries.length > 0 ? "parcel" : "heartbeat";
    case "AppendEntriesReply":
      return "append-reply";
    case "InstallSnapshot":
    case "InstallSnapshotReply":
    case "ReadIndex":
    case "ReadIndexReply":
    case "Forward":
      return "forward";
    case "ClientRequest":
      return "client-request";
    case "ClientReply":
      return "client-reply";
  }
}

/** The beat in which each kind of message was first seen: for that beat a label sits on it. */
export type Introductions = ReadonlyMap<Glyph, number>;

export function introduce(before: Introductions, world: World): Introductions {
  let after: Map<Glyph, number> | null = null;
  for (const message of world.messages.values()) {
    const glyph = glyphOf(message);
    if (before.has(glyph) || after?.has(glyph)) continue;
    after ??= new Map(before);
    after.set(glyph, world.step);
  }
  return after ?? before;
}
