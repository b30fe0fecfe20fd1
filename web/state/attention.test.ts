import { describe, expect, it } from "vitest";
import { arranged, NO_ROOM, readViews, spelled, toggled } from "./arrangement.ts";
import { type Attention, attend, attentive, onNewRun } from "./attention.ts";
import type { Intent } from "./intents.ts";
import { defaultPreferences } from "./preferences.ts";

const start = attentive(defaultPreferences(false));
const ROOMY = { width: 90, height: 60 };

function asked(...intents: Intent[]): Attention {
  return intents.reduce((attention, intent) => attend(attention, intent) ?? attention, start);
}

describe("attention", () => {
  it("leaves alone what is about the run", () => {
    expect(attend(start, { want: "play" })).toBeNull();
    expect(attend(start, { want: "act", action: { crash: "n1" } })).toBeNull();
    expect(attend(start, { want: "seek", to: 3 })).toBeNull();
  });

  it("is the same object while the pointer stays on one thing: nothing is drawn for that", () => {
    const hover: Intent = { want: "hover", subject: { kind: "server", id: "n1" } };
    const one = asked(hover);
    expect(attend(one, { want: "hover", subject: { kind: "server", id: "n1" } })).toBe(one);
  });

  it("lets go of an entry that is selected again: it has no card with a close button", () => {
    const select: Intent = { want: "select", subject: { kind: "entry", index: 1, term: 1 } };
    expect(asked(select).cursor.selected).not.toBeNull();
    expect(asked(select, select).cursor.selected).toBeNull();
  });

  it("asks why in the panel for it, and keeps the selection", () => {
    const subject = { kind: "server", id: "n1" } as const;
    const now = asked(
      { want: "select", subject },
      { want: "why", question: { server: "n1", fact: "role" } },
    );
    expect(now.panel).toBe("why");
    expect(now.cursor.selected).toEqual(subject);
  });

  it("sets a bookmark, takes it away again, and keeps them in the order of time", () => {
    const at = (time: number): Intent => ({
      want: "mark",
      bookmark: { branch: 0, position: { time, processed: 1 }, text: "" },
    });
    const times = (one: Attention) => one.bookmarks.map(({ position }) => position.time);
    expect(times(asked(at(30), at(10)))).toEqual([10, 30]);
    expect(times(asked(at(30), at(10), at(30)))).toEqual([10]);
  });

  it("forgets with a new run what pointed into the old one, and keeps what the reader chose", () => {
    const before = asked(
      { want: "see-as", server: "n2" },
      { want: "zoom", span: { from: 1, to: 9 } },
      { want: "speed", speed: 2 },
      { want: "show-view", view: "panels" },
    );
    const fresh = onNewRun(before);
    expect(fresh.seenBy).toBeNull();
    expect(fresh.zoom).toBeNull();
    expect(fresh.preferences.speed).toBe(2);
    expect(fresh.arrangement).toBe(before.arrangement);
  });
});

describe("the arrangement of views", () => {
  it("shows the space-time diagram by itself only where there is room for it", () => {
    expect(arranged("auto", NO_ROOM).views.has("spacetime")).toBe(false);
    expect(arranged("auto", ROOMY).views.has("spacetime")).toBe(true);
    expect(asked({ want: "refit", room: ROOMY }).arrangement.views.has("spacetime")).toBe(true);
  });

  it("does not undo the reader's choice when the window changes", () => {
    const chosen = asked({ want: "show-view", view: "log" }, { want: "refit", room: ROOMY });
    expect(chosen.arrangement.preset).toBe("custom");
    expect(chosen.arrangement.views.has("log")).toBe(false);
    expect(chosen.arrangement.views.has("spacetime")).toBe(false);
  });

  it("never becomes an empty page", () => {
    const one = toggled({ preset: "custom", views: new Set(["log"]) }, "log");
    expect([...one.views]).toEqual(["log"]);
  });

  it("reads views and presets by name, in any order, and ignores what it does not know", () => {
    expect([...(readViews("log cluster")?.views ?? [])].sort()).toEqual(["cluster", "log"]);
    for (const name of ["cluster log", "lecture", "spacetime clients"]) {
      const read = readViews(name);
      expect(read && spelled(read)).toBe(name);
    }
    expect(spelled(arranged("auto", NO_ROOM))).toBe("");
    expect([...(readViews("spacetime, hologram")?.views ?? [])]).toEqual(["spacetime"]);
    expect(readViews("lecture")?.preset).toBe("lecture");
    expect(readViews("hologram")).toBeNull();
    expect(readViews(null)).toBeNull();
    expect(readViews("Lecture")?.preset).toBe("lecture");
  });

  it("tells every name that it does not know", () => {
    const told: string[] = [];
    const views = readViews(" cluser, log  hologram", (name) => told.push(name))?.views;
    expect([...(views ?? [])]).toEqual(["log"]);
    expect(told).toEqual(["cluser", "hologram"]);
    for (const text of [null, "", "auto", "cluster log"])
      readViews(text, (name) => told.push(name));
    expect(told).toHaveLength(2);
  });

  it("keeps the station of a path in every panel, until something else is asked", () => {
    const station = {
      key: "event 3",
      event: null,
      subjects: [{ kind: "server", id: "n1" } as const],
    };
    const walked = [
      { want: "station", station },
      { want: "panel", panel: "events" },
    ] as const;
    expect(asked(...walked).cursor.station).toBe(station);
    const again = { want: "why", question: { event: 7 } } as const;
    expect(asked(...walked, again).cursor.station).toBeNull();
  });
});
