import { describe, expect, it } from "vitest";
import { NO_FAULTS } from "../state/faults.ts";
import { merge } from "../state/world.ts";
import { agendaOf } from "./agenda.ts";
import { client, down, frame, message, server, timer } from "./fixtures/build.ts";

const OPERATION = {
  id: "c1#1",
  text: "x=1",
  server: "n1",
  invokedAt: 0,
  timesOutAt: 180,
  attempt: 1,
};

const world = merge(
  null,
  frame(
    10,
    [
      server("n1", { role: "leader", term: 2, heartbeatAt: 60 }),
      server("n2", { term: 2, timer: timer(0, 40), heartbeatAt: null }),
      down("n3", { heartbeatAt: null }),
    ],
    {
      clients: [client({ operation: OPERATION }), client({ id: "c2" })],
      flying: [
        message("AppendEntries", "n1", "n3", [0, 50], { term: 2, doomed: "cut" }),
        message("RequestVoteReply", "n2", "n1", [0, 40], { term: 2 }),
      ],
    },
  ),
);

describe("what is due", () => {
  const { due } = agendaOf(world);

  it("comes in the order in which it will happen, at one instant arrivals before timers", () => {
    expect(due.map((one) => [one.at, one.what])).toEqual([
      [40, "n2 → n1: vote"],
      [40, "n2’s election timer runs out"],
      [50, "n1 → n3: heartbeat"],
      [60, "n1 sends its next heartbeats"],
      [180, "c1 loses patience with n1: x=1"],
    ]);
  });

  it("can be decided where there is something to decide", () => {
    expect(due.map((one) => one.choices.map((choice) => choice.action))).toEqual([
      [{ deliver: "n2>n1:RequestVoteReply:0" }, { drop: "n2>n1:RequestVoteReply:0" }],
      [{ time_out: "n2" }],
      [],
      [],
      [],
    ]);
  });

  it("says what will be lost, and wears the colour of its term", () => {
    expect(due.map((one) => one.doomed)).toEqual([false, false, true, false, false]);
    expect(due.map((one) => one.fill.hue)).toEqual([2, 2, 2, 2, 0]);
  });

  it("has a key of its own for each row", () => {
    expect(new Set(due.map((one) => one.key)).size).toBe(due.length);
  });

  it("counts what it does not tell", () => {
    const first = agendaOf(world, 2);
    expect(first).toEqual({ due: due.slice(0, 2), more: 3 });
  });

  it("is nothing where nothing moves", () => {
    const still = frame(0, [down("n1", { heartbeatAt: null })]);
    expect(agendaOf(merge(null, still))).toEqual({ due: [], more: 0 });
  });
});

describe("what waits", () => {
  const jam = { from: "n2", to: "n1", latency: null, faults: { jam: true }, flap: null };
  const paused = { ...NO_FAULTS, paused: true };
  const waiting = merge(
    null,
    frame(
      10,
      [
        server("n1", { role: "leader", term: 2, heartbeatAt: 60 }),
        server("n2", { term: 2 }),
        server("n3", { term: 2, timer: timer(0, 40), faults: paused }),
      ],
      {
        flying: [
          message("AppendEntries", "n1", "n2", [0, 20], { term: 2 }),
          message("AppendEntries", "n1", "n3", [0, 30], { term: 2 }),
          message("AppendEntriesReply", "n2", "n1", [5, 50], { term: 2 }),
          message("RequestVote", "n2", "n3", [6, 60], { term: 2, held: true, copy: true }),
        ],
        setting: { faulty: [jam] },
      },
    ),
  );
  const { due } = agendaOf(waiting);

  it("comes before everything that is due, with its reason", () => {
    expect(due.slice(0, 4).map((one) => [one.what, one.held])).toEqual([
      ["n1 → n3: heartbeat", "waits for n3, which is paused"],
      ["n2 → n1: reply", "held: the link is jammed"],
      ["n2 → n3: asks for a vote", "waits for n3, which is paused"],
      ["n1 → n2: heartbeat", null],
    ]);
  });

  it("can be let go, but not into a server that stands still", () => {
    const actions = (what: string) =>
      due.find((one) => one.what === what)?.choices.map((choice) => choice.name);
    expect(actions("n2 → n1: reply")).toEqual(["Let go", "Drop"]);
    expect(actions("n1 → n3: heartbeat")).toEqual(["Drop"]);
    expect(actions("n3’s election timer runs out")).toEqual([]);
  });

  it("can be held, delayed and sent twice; a copy has no copies", () => {
    const others = (what: string) =>
      due.find((one) => one.what === what)?.others.map((choice) => choice.action);
    expect(others("n1 → n2: heartbeat")).toEqual([
      { hold: "n1>n2:AppendEntries:0" },
      { delay: { message: "n1>n2:AppendEntries:0", by: "20ms" } },
      { delay: { message: "n1>n2:AppendEntries:0", by: "200ms" } },
      { duplicate: "n1>n2:AppendEntries:0" },
    ]);
    expect(others("n2 → n3: asks for a vote")).toHaveLength(2);
  });
});
