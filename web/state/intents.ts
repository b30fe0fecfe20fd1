import type { Action, Opening, Position, StepKind } from "../engine/door.ts";
import type { Subject } from "./cursor.ts";

/** What a reader can ask of the page. Controls say it, the element does it; nothing else passes between them. */
export type Intent =
  | { want: "toggle" | "play" | "pause" | "next" | "back" }
  | { want: "step"; direction: 1 | -1; what: StepKind }
  | { want: "seek"; to: number }
  | { want: "go"; position: Position }
  | { want: "act"; action: Action }
  | { want: "select" | "hover"; subject: Subject | null }
  | { want: "speed"; speed: number }
  | { want: "open"; opening: Opening }
  | { want: "to-story" | "reset" | "to-step-start" | "release" }
  | { want: "branch"; id: number }
  | { want: "choose-answer"; answer: number }
  | { want: "share" | "retry" | "dismiss" }
  | { want: "choose-sides"; chosen: string[] | null }
  | { want: "build-wall" }
  | { want: "letters"; on: boolean }
  | { want: "panel"; panel: Panel }
  | { want: "ledger-window"; from: number; to: number };

export const PANELS = ["try", "state", "events", "scenario", "legend", "keys"] as const;
export type Panel = (typeof PANELS)[number];

export const INTENT_EVENT = "intent";

/** Intents bubble to the element's shadow root and stop there: a host page never sees them. */
export function intend(from: EventTarget, intent: Intent): void {
  from.dispatchEvent(new CustomEvent<Intent>(INTENT_EVENT, { detail: intent, bubbles: true }));
}
