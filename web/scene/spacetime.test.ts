import { describe, expect, it } from "vitest";
import type { Spacetime, Voyage } from "../engine/door.ts";
import { NOWHERE } from "../state/cursor.ts";
import { chronicleOf } from "./chronicle.ts";
import { type SpacetimeView, spacetimeScene } from "./spacetime.ts";
import { arrowAt, laneAt } from "./voyage.ts";

const SPAN = { from: 0, to: 100 };
const LENGTH = 1000;
const VIEW: SpacetimeView = {
  clients: ["c1"],
  cursor: NOWHERE,
  seenBy: null,
  collapsed: new Set(),
  broken: [],
  upright: false,
};

function voyage(id: string, facts: Partial<Voyage>): Voyage {
  return {
    id,
    from: "n1",
    to: "n2",
    kind: "AppendEntries",
    term: 1,
    sentAt: 10,
    endedAt: 25,
    fate: "delivered",
    accepted: null,
    entries: [],
    short: "",
    sentBy: 1,
    endedBy: 2,
    ...facts,
  };
}

const ASKED = voyage("n1>n2:RequestVote:1", { kind: "RequestVote", sentBy: 1, endedBy: 3 });
const GRANTED = voyage("n2>n1:RequestVoteReply:1", {
  kind: "RequestVoteReply",
  from: "n2",
  to: "n1",
  sentAt: 30,
  endedAt: 45,
  sentBy: 4,
  endedBy: 5,
});
const PARCEL = voyage("n1>n2:AppendEntries:1", {
  sentAt: 45,
  endedAt: 60,
  entries: [{ index: 1, term: 1 }],
  short: "1",
  sentBy: 5,
  endedBy: 7,
});
const LOST = voyage("n1>n3:AppendEntries:1", {
  to: "n3",
  fate: "loss",
  sentAt: 50,
  endedAt: 70,
  sentBy: 6,
});

const RUN: Spacetime = {
  ...SPAN,
  lanes: ["n1", "n2", "n3"].map((server) => ({
    server,
    spans: [
      { from: 0, to: 10, up: true, role: "follower", term: 0 },
      { from: 10, to: 60, up: true, role: server === "n1" ? "leader" : "follower", term: 1 },
      {
        from: 60,
        to: 100,
        up: server !== "n1",
        role: server === "n1" ? null : "follower",
        term: 1,
      },
    ],
    moments: server === "n1" ? [{ at: 60, ordinal: 8, kind: "crashed", text: "" }] : [],
  })),
  voyages: [ASKED, GRANTED, PARCEL, LOST],
  omitted: 0,
  operations: [
    { client: "c1", id: "c1:1", text: "x=1", from: 40, to: 65, outcome: "ok", value: null },
  ],
  walls: [],
};

function scene(view: Partial<SpacetimeView> = {}, run = RUN) {
  return spacetimeScene(run, SPAN, LENGTH, { ...VIEW, ...view });
}

function arrow(id: string, view: Partial<SpacetimeView> = {}) {
  const found = scene(view).arrows.find((one) => one.id === id);
  if (!found) throw new Error(`no arrow ${id}`);
  return found;
}

describe("the space-time diagram", () => {
  it("has one lane a server in their order, clients above", () => {
    expect(scene().lanes.map((lane) => lane.name)).toEqual(["c1", "n1", "n2", "n3"]);
    const places = scene().lanes.map((lane) => lane.across);
    expect([...places].sort((one, other) => one - other)).toEqual(places);
  });

  it("draws messages with their real durations, on the scale of the time line", () => {
    expect(arrow(ASKED.id).from.x).toBe(100);
    expect(arrow(ASKED.id).to.x).toBe(250);
  });

  it("tells kinds apart without colour", () => {
    const looks = [ASKED, GRANTED, PARCEL, LOST].map(({ id }) => arrow(id).look);
    expect(looks).toEqual(["vote", "vote", "entries", "heartbeat"]);
  });

  it("ends a lost message short of its receiver, in a cross", () => {
    const lost = arrow(LOST.id);
    const receiver = scene().lanes.find((lane) => lane.name === "n3");
    expect(lost.lost).toBe(true);
    expect(lost.to.y).toBeLessThan((receiver?.across ?? 0) - 10);
  });

  it("shows a crash as a gap and the terms as bands", () => {
    const n1 = scene().lanes.find((lane) => lane.name === "n1");
    expect(n1?.bands.map((band) => band.role)).toEqual(["follower", "leader", "down"]);
    expect(n1?.bands[1]?.label).toBe("t1");
    expect(n1?.signs.map((sign) => sign.sign)).toEqual(["⏻"]);
  });

  it("follows a message back to what led to it and on to what it brought about", () => {
    const selected = { kind: "message", id: PARCEL.id } as const;
    const view = { cursor: { selected, hover: null } };
    expect(arrow(PARCEL.id, view).emphasis).toBe("selected");
    // n2's vote made n1 leader at event 5, which sent the parcel.
    expect(arrow(GRANTED.id, view).emphasis).toBe("plain");
    expect(arrow(LOST.id, view).emphasis).toBe("dim");
  });

  it("lights the arrows that carried an entry", () => {
    const hover = { kind: "entry", index: 1, term: 1 } as const;
    const view = { cursor: { selected: null, hover } };
    expect(arrow(PARCEL.id, view).emphasis).toBe("lit");
    expect(arrow(LOST.id, view).emphasis).toBe("plain");
  });

  it("lights the message and the lanes of a station", () => {
    const subjects = [
      { kind: "message", id: LOST.id } as const,
      { kind: "server", id: "n2" } as const,
    ];
    const station = { key: "event 1", event: null, subjects };
    const view = { cursor: { selected: null, hover: null, station } };
    expect(arrow(LOST.id, view).emphasis).toBe("lit");
    expect(arrow(PARCEL.id, view).emphasis).toBe("plain");
  });

  it("hides from a server what it cannot know: what others sent to each other, and what has not arrived", () => {
    expect(arrow(GRANTED.id, { seenBy: "n1" }).veiled).toBe(false);
    expect(arrow(LOST.id, { seenBy: "n3" }).veiled).toBe(true);
    expect(arrow(PARCEL.id, { seenBy: "n3" }).veiled).toBe(true);
    // Its sender knows that it left, not that it is lost.
    const left = arrow(LOST.id, { seenBy: "n1" });
    expect(left).toMatchObject({ veiled: false, lost: false });
    expect(left.to.x).toBeLessThan(arrow(LOST.id).to.x);
  });

  it("folds a lane away together with its messages, and says where to find room when there are too many", () => {
    const folded = scene({ collapsed: new Set(["n3"]) });
    expect(folded.arrows.some((one) => one.id === LOST.id)).toBe(false);
    expect(folded.breadth).toBeLessThan(scene().breadth);
    expect(chronicleOf({ ...RUN, omitted: 7 }).more).toMatch(/7 more.*Zoom in/);
  });

  it("finds what is under a pointer", () => {
    const drawn = scene();
    const { from, to } = arrow(ASKED.id);
    const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
    expect(arrowAt(drawn, middle)?.id).toBe(ASKED.id);
    expect(arrowAt(drawn, { x: 900, y: middle.y })).toBeNull();
    const n2 = drawn.lanes.find((lane) => lane.name === "n2");
    expect(laneAt(drawn, { x: 900, y: n2?.across ?? 0 })?.name).toBe("n2");
  });
});

describe("the same as text", () => {
  it("tells every life and every message, in the order of time", () => {
    const told = chronicleOf(RUN);
    expect(told.servers[0]?.lives).toEqual([
      "0 to 10 ms: follower, term 0",
      "10 to 60 ms: leader, term 1",
      "60 to 100 ms: crashed, term 1",
    ]);
    expect(told.messages).toHaveLength(4);
    expect(told.messages[2]?.text).toBe("45 ms: n1 → n2 entries 1, arrives at 60 ms");
    expect(told.messages[3]?.text).toContain("lost by chance");
    expect(told.more).toBeNull();
  });
});
