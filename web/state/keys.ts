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
      return { want: "panel", panel: "keys" };
    default:
      return context.letters && press.focus !== "list" ? letter(press.key, context) : null;
  }
}

function arrow(press: KeyPress): Intent | null {
  if (press.focus === "range" || press.focus === "list") return null;
  const direction = press.key === "ArrowRight" ? 1 : -1;
  return { want: "step", direction, what: press.shift ? "event" : "telling" };
}

function letter(key: string, { selected, up }: KeyContext): Intent | null {
  switch (key) {
    case "c":
      return selected?.kind === "server" ? crashOrRestart(selected.id, up.has(selected.id)) : null;
    case "t":
      return selected?.kind === "server"
        ? { want: "act", action: { time_out: selected.id } }
        : null;
    case "x":
      return selected ? removal(selected) : null;
    case "p":
      return { want: "choose-sides", chosen: [] };
    case "h":
      return { want: "act", action: "heal_all" };
    case "s":
      return { want: "to-step-start" };
    case "l":
      return { want: "panel", panel: "legend" };
    default:
      return null;
  }
}

function crashOrRestart(id: string, up: boolean): Intent {
  return { want: "act", action: up ? { crash: id } : { restart: id } };
}

function removal(selected: Subject): Intent | null {
  if (selected.kind === "message") return { want: "act", action: { drop: selected.id } };
  if (selected.kind === "link")
    return { want: "act", action: { cut: { from: selected.a, to: selected.b } } };
  return null;
}
