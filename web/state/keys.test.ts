import { describe, expect, it } from "vitest";
import { intentOfKey, type KeyContext, type KeyPress } from "./keys.ts";

const nothing: KeyContext = {
  letters: true,
  selected: null,
  choosing: false,
  up: new Set(["n1"]),
  seenBy: null,
  cut: (from, to) => ({ cut: { from, to } }),
};
const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  shift: false,
  command: false,
  focus: "scene",
  ...more,
});

describe("keys", () => {
  it("Space plays, unless a control has the focus", () => {
    expect(intentOfKey(press(" "), nothing)).toEqual({ want: "toggle" });
    expect(intentOfKey(press(" ", { focus: "range" }), nothing)).toEqual({ want: "toggle" });
    expect(intentOfKey(press(" ", { focus: "control" }), nothing)).toBeNull();
    expect(intentOfKey(press(" ", { focus: "text" }), nothing)).toBeNull();
  });

  it("arrows go by telling events, with Shift by every event", () => {
    expect(intentOfKey(press("ArrowRight"), nothing)).toEqual({
      want: "step",
      direction: 1,
      what: "telling",
    });
    expect(intentOfKey(press("ArrowLeft", { shift: true }), nothing)).toEqual({
      want: "step",
      direction: -1,
      what: "event",
    });
  });

  it("arrows keep their meaning in ranges, lists and text", () => {
    for (const focus of ["range", "list", "text"] as const) {
      expect(intentOfKey(press("ArrowRight", { focus }), nothing)).toBeNull();
    }
  });

  it("Page keys go by steps of the story", () => {
    expect(intentOfKey(press("PageDown"), nothing)).toEqual({
      want: "step",
      direction: 1,
      what: "story",
    });
    expect(intentOfKey(press("PageUp"), nothing)).toEqual({
      want: "step",
      direction: -1,
      what: "story",
    });
  });

  it("letters act on the selected server, and can be switched off", () => {
    const selected = { kind: "server", id: "n1" } as const;
    expect(intentOfKey(press("c"), { ...nothing, selected })).toEqual({
      want: "act",
      action: { crash: "n1" },
    });
    expect(intentOfKey(press("c"), { ...nothing, selected, up: new Set() })).toEqual({
      want: "act",
      action: { restart: "n1" },
    });
    expect(intentOfKey(press("c"), { ...nothing, selected, letters: false })).toBeNull();
    expect(intentOfKey(press("c"), nothing)).toBeNull();
  });

  it("W asks why the selected server or message is what it is, or how to ask", () => {
    const ask = (selected: KeyContext["selected"]) =>
      intentOfKey(press("w"), { ...nothing, selected });
    expect(ask({ kind: "server", id: "n2" })).toEqual({
      want: "why",
      question: { server: "n2", fact: "role" },
    });
    expect(ask({ kind: "entry", index: 4, term: 2 })).toEqual({
      want: "why",
      question: { not: "commit", entry: 4 },
    });
    expect(ask({ kind: "message", id: "n1>n2:RequestVote:1" })).toEqual({
      want: "why",
      question: { message: "n1>n2:RequestVote:1" },
    });
    expect(ask({ kind: "link", a: "n1", b: "n2" })).toEqual({ want: "panel", panel: "why" });
    expect(ask(null)).toEqual({ want: "panel", panel: "why" });
  });

  it("E sees as the selected server, and everything again", () => {
    const see = (selected: string | null, seenBy: string | null) =>
      intentOfKey(press("e"), {
        ...nothing,
        selected: selected === null ? null : { kind: "server", id: selected },
        seenBy,
      });
    expect(see("n2", null)).toEqual({ want: "see-as", server: "n2" });
    expect(see("n3", "n2")).toEqual({ want: "see-as", server: "n3" });
    expect(see("n2", "n2")).toEqual({ want: "see-as", server: null });
    expect(see(null, "n2")).toEqual({ want: "see-as", server: null });
    expect(see(null, null)).toBeNull();
  });

  it("B keeps the moment; ? and L open the part of the help they name", () => {
    expect(intentOfKey(press("b"), nothing)).toEqual({ want: "bookmark" });
    expect(intentOfKey(press("?"), nothing)).toEqual({
      want: "panel",
      panel: "help",
      part: "keys",
    });
    expect(intentOfKey(press("l"), nothing)).toEqual({
      want: "panel",
      panel: "help",
      part: "glyphs",
    });
  });

  it("Escape leaves the choosing of sides, then the selection", () => {
    const selected = { kind: "client", id: "c1" } as const;
    const pressed = (context: Partial<KeyContext>) =>
      intentOfKey(press("Escape"), { ...nothing, ...context });
    expect(pressed({ choosing: true })).toEqual({ want: "choose-sides", chosen: null });
    expect(pressed({ selected })).toEqual({ want: "select", subject: null });
    expect(pressed({})).toBeNull();
  });

  it("leaves browser shortcuts and unknown keys to the page", () => {
    expect(intentOfKey(press("c", { command: true }), nothing)).toBeNull();
    expect(intentOfKey(press("F5"), nothing)).toBeNull();
    expect(intentOfKey(press("Tab"), nothing)).toBeNull();
  });

  it("+, − and 0 zoom the time line", () => {
    for (const [key, direction] of [
      ["+", 1],
      ["=", 1],
      ["-", -1],
      ["0", 0],
    ] as const) {
      expect(intentOfKey(press(key), nothing)).toEqual({ want: "zoom-by", direction });
    }
  });
});
