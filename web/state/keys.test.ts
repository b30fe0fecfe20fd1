import { describe, expect, it } from "vitest";
import { intentOfKey, type KeyContext, type KeyPress } from "./keys.ts";

const nothing: KeyContext = { letters: true, selected: null, choosing: false, up: new Set(["n1"]) };
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
});
