import type { MessageFrame } from "../engine/door.ts";
import type { World } from "./world.ts";

/** A message as a reader tells them apart. A heartbeat is an AppendEntries that carries nothing. */
export type Glyph =
  | "ballot"
  | "ballot-reply"
  | "pre-ballot"
  | "pre-ballot-reply"
  | "timeout-now"
  | "parcel"
  | "heartbeat"
  | "append-reply"
  | "snapshot"
  | "snapshot-reply"
  | "read-index"
  | "read-index-reply"
  | "forward"
  | "client-request"
  | "client-reply";

export function glyphOf(message: Pick<MessageFrame, "kind" | "entries">): Glyph {
  switch (message.kind) {
    case "RequestVote":
      return "ballot";
    case "RequestVoteReply":
      return "ballot-reply";
    case "RequestPreVote":
      return "pre-ballot";
    case "RequestPreVoteReply":
      return "pre-ballot-reply";
    case "TimeoutNow":
      return "timeout-now";
    case "AppendEntries":
      return message.entries.length > 0 ? "parcel" : "heartbeat";
    case "AppendEntriesReply":
      return "append-reply";
    case "InstallSnapshot":
      return "snapshot";
    case "InstallSnapshotReply":
      return "snapshot-reply";
    case "ReadIndex":
      return "read-index";
    case "ReadIndexReply":
      return "read-index-reply";
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
  for (const message of world.messages) {
    const glyph = glyphOf(message);
    if (before.has(glyph) || after?.has(glyph)) continue;
    after ??= new Map(before);
    after.set(glyph, world.step);
  }
  return after ?? before;
}
