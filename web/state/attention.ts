import {
  type Arrangement,
  arranged,
  NO_ROOM,
  type Room,
  refitted,
  toggled,
} from "./arrangement.ts";
import { type Bookmark, marked } from "./bookmarks.ts";
import { type Cursor, NOWHERE, type Subject, same } from "./cursor.ts";
import type { HelpPart, Intent, Panel } from "./intents.ts";
import type { Preferences } from "./preferences.ts";
import type { Span } from "./span.ts";

/** Everything about a page that is not in the run: where the reader looks, and what they have chosen. */
export type Attention = {
  cursor: Cursor;
  /** While the reader chooses sides: the servers of the first side. */
  choosing: readonly string[] | null;
  panel: Panel;
  /** Whether the list of all stories is open. */
  gallery: boolean;
  /** Whether the dialog is open that writes what to paste into another page. */
  embedding: boolean;
  /** The part of the help that is open. */
  part: HelpPart;
  preferences: Preferences;
  arrangement: Arrangement;
  room: Room;
  /** The server through whose eyes the reader looks; null: they see everything. */
  seenBy: string | null;
  /** The stretch of time on the time line; null: the whole run. */
  zoom: Span | null;
  bookmarks: readonly Bookmark[];
  /** Lanes of the space-time diagram that are folded away. */
  collapsed: ReadonlySet<string>;
};

export function attentive(preferences: Preferences): Attention {
  return {
    cursor: NOWHERE,
    choosing: null,
    panel: "try",
    gallery: false,
    embedding: false,
    part: "use",
    preferences,
    arrangement: arranged("auto", NO_ROOM),
    room: NO_ROOM,
    seenBy: null,
    zoom: null,
    bookmarks: [],
    collapsed: new Set(),
  };
}

/** A new run: what pointed into the old one is let go of, what the reader chose stays. */
export function onNewRun(before: Attention): Attention {
  return {
    ...before,
    cursor: NOWHERE,
    choosing: null,
    gallery: false,
    embedding: false,
    seenBy: null,
    zoom: null,
    bookmarks: [],
    collapsed: new Set(),
  };
}

/** What an intent means for the attention. null: it is about something else. */
export function attend(before: Attention, intent: Intent): Attention | null {
  switch (intent.want) {
    case "hover":
      // The pointer moves all the time, but seldom onto something else.
      if (same(intent.subject, before.cursor.hover)) return before;
      return { ...before, cursor: { ...before.cursor, hover: intent.subject } };
    case "select":
      return { ...before, cursor: { ...before.cursor, selected: chosen(before, intent.subject) } };
    case "panel":
      return {
        ...before,
        panel: intent.panel,
        part: intent.part ?? before.part,
        // The path is walked in one panel, and its station is lit in the others.
        cursor: { ...NOWHERE, station: before.cursor.station },
      };
    case "gallery":
      return { ...before, gallery: intent.open };
    case "embedding":
      return { ...before, embedding: intent.open };
    case "why":
      return { ...before, panel: "why", cursor: { ...before.cursor, hover: null, station: null } };
    case "station":
      return { ...before, cursor: { ...before.cursor, station: intent.station } };
    case "letters":
      return { ...before, preferences: { ...before.preferences, letters: intent.on } };
    case "speed":
      return { ...before, preferences: { ...before.preferences, speed: intent.speed } };
    case "choose-sides":
      return {
        ...before,
        choosing: intent.chosen,
        cursor: NOWHERE,
        panel: intent.chosen ? "try" : before.panel,
      };
    case "see-as":
      return { ...before, seenBy: intent.server };
    case "zoom":
      return { ...before, zoom: intent.span };
    case "mark":
      return { ...before, bookmarks: marked(before.bookmarks, intent.bookmark) };
    case "collapse":
      return { ...before, collapsed: folded(before.collapsed, intent.server) };
    case "arrange":
      return { ...before, arrangement: arranged(intent.preset, before.room) };
    case "refit":
      return {
        ...before,
        room: intent.room,
        arrangement: refitted(before.arrangement, intent.room),
      };
    case "show-view":
      return { ...before, arrangement: toggled(before.arrangement, intent.view) };
    default:
      return null;
  }
}

/** What has no card over the picture is let go of where it was chosen: by selecting it again. */
function chosen({ cursor }: Attention, subject: Subject | null): Subject | null {
  const hasCard = subject?.kind !== "entry" && subject?.kind !== "operation";
  return !hasCard && same(subject, cursor.selected) ? null : subject;
}

function folded(before: ReadonlySet<string>, server: string): ReadonlySet<string> {
  const after = new Set(before);
  if (!after.delete(server)) after.add(server);
  return after;
}
