import type { EditorState } from "@codemirror/state";
import type { EngineModule } from "../engine/door.ts";
import type { Names } from "./recording.ts";

export const PARTS = ["start", "write", "record"] as const;
export type Part = (typeof PARTS)[number];

/** A text on its way into the editor, and what it is called. Without a text: the beginning of a new one. */
export type Arrival = { name: string; text: string | null };

/** What one reader has in hand. A panel that is left is taken out of the page; this stays while the page lives. */
export class Desk {
  part: Part = "start";
  /** The text, the cursor, and what can be undone. */
  state: EditorState | null = null;
  arrival: Arrival | null = null;
  /** The dropped file that was opened last: a panel that comes back is told of it again. */
  dropped: File | null = null;
  /** What the steps of a recording are called, and what they say. */
  readonly names: Names = new Map();
  /** What recordings are called, by the scenario in which they were made. */
  readonly titles = new Map<string, string>();
}

const desks = new WeakMap<EngineModule, Desk>();

/** Each element on a page has a module of its own, and so a desk of its own. */
export function deskOf(module: EngineModule): Desk {
  const known = desks.get(module);
  if (known) return known;
  const desk = new Desk();
  desks.set(module, desk);
  return desk;
}
