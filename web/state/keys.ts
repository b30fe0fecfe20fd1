import type { Action } from "../engine/door.ts";
import type { Subject } from "./cursor.ts";
import type { Intent } from "./intents.ts";

/** What was pressed and where: the part of a keyboard event that decides. */
export type KeyPress = {
  key: string;
  shift: boolean;
  command: boolean; // Ctrl, Alt or Meta: never ours
  focus: "text" | "range" | "list" | "control" | "scene";
};

export type KeyContext = {
  letters: boolean;
  selected: Subject | null;
  choosing: boolean;
  up: ReadonlySet<string>;
  /** The server through whose eyes the reader looks. */
  seenBy: string | null;
  /** What cuts a link. */
  cut: (a: string, b: string) => Action;
};

/**
 * Space activates a focused control, else plays. Arrows keep their meaning in ranges, menus, lists and text.
 * Returns null for a key that is not ours, so that the host page gets it.
 */
export function intentOfKey(press: KeyPress, context: KeyContext): Intent | null {
  if (press.command || press.focus === "text") return null;
  switch (press.key) {
    case " ":
      return press.focus === "control" || press.focus === "list" ? null : { want: "toggle" };
    case "ArrowRight":
    case "ArrowLeft":
      return arrow(press);
    case "PageDown":
      return { want: "step", direction: 1, what: "story" };
    case "PageUp":
      return { want: "step", direction: -1, what: "story" };
    case "Escape":
      if (context.choosing) return { want: "choose-sides", chosen: null };
      return context.selected ? { want: "select", subject: null } : null;
    case "?":
      return { want: "panel", panel: "help", part: "keys" };
    default:
      return context.letters && press.focus !== "list" ? letter(press.key, context) : null;
  }
}

function arrow(press: KeyPress): Intent | null {
  if (press.focus === "range" || press.focus === "list") return null;
  const direction = press.key === "ArrowRight" ? 1 : -1;
  return { want: "step", direction, what: press.shift ? "event" : "telling" };
}

function letter(key: string, { selected, up, seenBy, cut }: KeyContext): Intent | null {
  switch (key) {
    case "c":
      return selected?.kind === "server" ? crashOrRestart(selected.id, up.has(selected.id)) : null;
    case "t":
      return selected?.kind === "server"
        ? { want: "act", action: { time_out: selected.id } }
        : null;
    case "x":
      return selected ? removal(selected, cut) : null;
    case "p":
      return { want: "choose-sides", chosen: [] };
    case "h":
      return { want: "act", action: "heal_all" };
    case "s":
      return { want: "to-step-start" };
    case "l":
      return { want: "panel", panel: "help", part: "glyphs" };
    case "+":
    case "=":
      return { want: "zoom-by", direction: 1 };
    case "-":
      return { want: "zoom-by", direction: -1 };
    case "0":
      return { want: "zoom-by", direction: 0 };
    case "b":
      return { want: "bookmark" };
    case "e":
      return seeAs(selected, seenBy);
    case "w":
      return why(selected);
    default:
      return null;
  }
}

function crashOrRestart(id: string, up: boolean): Intent {
  return { want: "act", action: up ? { crash: id } : { restart: id } };
}

/** The same key leads back: once one sees as a server, no selection is needed to see everything again. */
function seeAs(selected: Subject | null, seenBy: string | null): Intent | null {
  if (selected?.kind === "server" && selected.id !== seenBy)
    return { want: "see-as", server: selected.id };
  return seenBy === null ? null : { want: "see-as", server: null };
}

/** Without anything to ask about, the panel says how to ask. */
function why(selected: Subject | null): Intent {
  if (selected?.kind === "server")
    return { want: "why", question: { server: selected.id, fact: "role" } };
  if (selected?.kind === "message") return { want: "why", question: { message: selected.id } };
  if (selected?.kind === "entry")
    return { want: "why", question: { not: "commit", entry: selected.index } };
  return { want: "panel", panel: "why" };
}

function removal(selected: Subject, cut: KeyContext["cut"]): Intent | null {
  if (selected.kind === "message") return { want: "act", action: { drop: selected.id } };
  if (selected.kind === "link") return { want: "act", action: cut(selected.a, selected.b) };
  return null;
}
