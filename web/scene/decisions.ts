import pendingWords from "words:pending";
import type { Action, MessageFrame } from "../engine/door.ts";
import type { Wait } from "../state/waiting.ts";
import { fill, words } from "../words/words.ts";

/** Something that a reader can decide, as a button says it. */
export type Choice = { name: string; hint: string; action: Action };

/** What can be decided about a message that is not lost yet. One that waits for a paused server cannot be hurried. */
export function decisionsOn({ id }: MessageFrame, wait: Wait | null): Choice[] {
  const { message } = words;
  const pending = pendingWords;
  const drop: Choice = { name: message.drop, hint: message.dropHint, action: { drop: id } };
  const [name, hint] = wait
    ? [message.letGo, message.letGoHint]
    : [pending.deliver, pending.deliverHint];
  const deliver: Choice = { name, hint, action: { deliver: id } };
  return wait === "paused" ? [drop] : [deliver, drop];
}

const DELAYS = [20, 200];

/** A copy cannot be copied once more. */
export function furtherDecisionsOn({ id, held, copy }: MessageFrame): Choice[] {
  const { message } = words;
  const hold: Choice = { name: message.hold, hint: message.holdHint, action: { hold: id } };
  const twice: Choice = {
    name: message.duplicate,
    hint: message.duplicateHint,
    action: { duplicate: id },
  };
  const later = DELAYS.map(
    (time): Choice => ({
      name: fill(message.delay, { time }),
      hint: message.delayHint,
      action: { delay: { message: id, by: `${time}ms` } },
    }),
  );
  return [...(held ? [] : [hold]), ...later, ...(copy ? [] : [twice])];
}
