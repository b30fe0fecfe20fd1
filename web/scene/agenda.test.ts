import { describe, expect, it } from "vitest";
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
