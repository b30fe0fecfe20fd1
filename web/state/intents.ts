import type {
  Action,
  Goal,
  GoalName,
  Inquiry,
  Opening,
  Position,
  StepKind,
} from "../engine/door.ts";
import type { PRESETS, Room, View } from "./arrangement.ts";
import type { Bookmark } from "./bookmarks.ts";
import type { Against } from "./comparing.ts";
import type { Station, Subject } from "./cursor.ts";
import type { Sight } from "./logs.ts";
import type { Span } from "./span.ts";

/** What a reader can ask of the page. Controls say it, the element does it; nothing else passes between them. */
export type Intent =
  | { want: "toggle" | "play" | "pause" | "next" | "back" }
  | { want: "step"; direction: 1 | -1; what: StepKind }
  | { want: "seek"; to: number }
  | { want: "go"; position: Position }
  | { want: "act"; action: Action }
  // enter: whoever asks goes on in the card that opens.
  | { want: "select" | "hover"; subject: Subject | null; enter?: boolean }
  | { want: "speed"; speed: number }
  | { want: "open"; opening: Opening }
  | { want: "to-story" | "reset" | "to-step-start" | "release" }
  | { want: "branch"; id: number }
  | { want: "rename-branch"; id: number; name: string }
  | { want: "compare"; against: Against | null }
  | { want: "stop-comparing" }
  | { want: "choose-answer"; answer: number }
  | { want: "share" | "report" | "retry" | "dismiss" }
  // What was to be copied by hand.
  | { want: "put-away" }
  | { want: "choose-sides"; chosen: string[] | null }
  | { want: "build-wall" }
  | { want: "letters"; on: boolean }
  | { want: "gallery" | "embedding"; open: boolean }
  | { want: "panel"; panel: Panel; part?: HelpPart }
  | { want: "ledger-window"; sight: Sight }
  | { want: "run-until"; what: Goal }
  | { want: "run-back"; what: GoalName }
  | { want: "why"; question: Inquiry }
  | { want: "station"; station: Station | null }
  | { want: "find"; text: string; more: boolean }
  | { want: "see-as"; server: string | null }
  | { want: "zoom"; span: Span | null }
  | { want: "zoom-by"; direction: 1 | -1 | 0 }
  // What stands on the screen by now, for whoever only listens.
  | { want: "tell"; text: string }
  | { want: "bookmark" }
  | { want: "mark"; bookmark: Bookmark }
  | { want: "to-bookmark"; bookmark: Bookmark }
  | { want: "collapse"; server: string }
  | { want: "arrange"; preset: (typeof PRESETS)[number] }
  | { want: "refit"; room: Room }
  | { want: "show-view"; view: View };

export const PANELS = [
  "try",
  "pending",
  "faults",
  "spacetime",
  "clients",
  "state",
  "events",
  "properties",
  "why",
  "scenario",
  "exporting",
  "help",
] as const;
export type Panel = (typeof PANELS)[number];

export const HELP_PARTS = ["use", "glyphs", "keys", "words", "limits"] as const;
export type HelpPart = (typeof HELP_PARTS)[number];

export const INTENT_EVENT = "intent";

/** Intents bubble to the element's shadow root and stop there: a host page never sees them. */
export function intend(from: EventTarget, intent: Intent): void {
  from.dispatchEvent(new CustomEvent<Intent>(INTENT_EVENT, { detail: intent, bubbles: true }));
}
