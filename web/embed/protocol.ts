// What a page and the playground in its frame say to each other: plain data, version 1. Fields are only ever added.
import type { RaftPlaygroundEvents } from "../element/events.ts";
import type { Action, PublicState } from "../engine/door.ts";

/** The field by which both know their own messages among everything else that is posted in a page. */
export const MARK = "raft-playground";
export const VERSION = 1;

/** An answer in JSON is at most this long, a question a hundredth of it: both are refused rather than worked on. */
export const LONGEST_CALL = 64 * 1024;

export type SeekTarget = number | { step: string | number } | { event: number };

/** What can be asked of the playground. */
export type Calls = {
  play: () => void;
  pause: () => void;
  stepForward: () => void;
  stepBack: () => void;
  seek: (to: SeekTarget) => void;
  do: (action: Action) => void;
  /** Address of the playground with this run at this moment. */
  shareLink: () => string;
  /** null before there is a run. */
  state: () => PublicState | null;
  /** One of the attributes of the embed contract; null and false take it away. */
  set: (attribute: string, value: string | number | boolean | null) => void;
};
export type CallName = keyof Calls;

export const CALLS: readonly CallName[] = [
  ...([
    "play",
    "pause",
    "stepForward",
    "stepBack",
    "seek",
    "do",
    "shareLink",
    "state",
    "set",
  ] as const),
];

/** Events of the element that the frame passes on. */
export const EVENTS = [
  "ready",
  "stepchange",
  "leaderchange",
  "violation",
  "solved",
  "resize",
] as const;
export type EventName = (typeof EVENTS)[number];
/** What each event tells, as on the element. */
export type Details = { [Name in EventName]: RaftPlaygroundEvents[Name]["detail"] };

export type ToFrame = { call: CallName; id: number; operands: unknown[] } | { hello: true };
export type FromFrame =
  /** `page`: another one for every document that is loaded. */
  | { hello: true; version: string; page: string }
  | { id: number; result: unknown }
  | { id: number; error: string }
  | { event: EventName; detail: unknown };

/** A message of ours, marked. */
export function marked(message: ToFrame | FromFrame): object {
  return { [MARK]: VERSION, ...message };
}

/** What a page asks, if it is ours and can be meant; a string says what is wrong with it. null: it is somebody else's. */
export function readCall(data: unknown): ToFrame | string | null {
  if (!isMarked(data)) return null;
  if (data.hello === true) return { hello: true };
  const { call, id, operands = [] } = data;
  if (typeof id !== "number" || !Number.isSafeInteger(id)) return "id: expected a number";
  const name = CALLS.find((one) => one === call);
  if (!name) return `call: expected one of ${CALLS.join(", ")}`;
  if (!Array.isArray(operands) || operands.length > 2)
    return "operands: expected a list of at most two";
  const length = lengthOf(operands);
  if (length === null) return "operands: expected plain data, as in JSON";
  if (length > LONGEST_CALL) return `operands: expected at most ${LONGEST_CALL} characters`;
  return { call: name, id, operands };
}

/** What a frame says, if it is ours. */
export function readAnswer(data: unknown): FromFrame | null {
  if (!isMarked(data)) return null;
  const { id, event } = data;
  if (data.hello === true)
    return {
      hello: true,
      version: typeof data.version === "string" ? data.version : "",
      page: typeof data.page === "string" ? data.page : "",
    };
  const name = EVENTS.find((one) => one === event);
  if (name) return { event: name, detail: data.detail };
  if (typeof id !== "number") return null;
  return typeof data.error === "string" ? { id, error: data.error } : { id, result: data.result };
}

function isMarked(data: unknown): data is Record<string, unknown> {
  return (
    typeof data === "object" && data !== null && (data as Record<string, unknown>)[MARK] === VERSION
  );
}

/** null: it is no plain data. What is posted can have circles and numbers of any size. */
function lengthOf(operands: unknown[]): number | null {
  try {
    return JSON.stringify(operands).length;
  } catch {
    return null;
  }
}
