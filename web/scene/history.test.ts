import historyWords from "words:history";
import { describe, expect, it } from "vitest";
import type { Linearization, OperationSpan, Spacetime, Timeline } from "../engine/door.ts";
import { NOWHERE, type Subject } from "../state/cursor.ts";
import type { Bar } from "./bars.ts";
import { type History, type HistoryView, historyScene } from "./history.ts";

const SPAN = { from: 0, to: 100 };
const LENGTH = 1000;
const VIEW: HistoryView = { clients: ["c1", "c2"], cursor: NOWHERE, seenBy: null };
const TIMELINE: Timeline = { end: 100, terms: [], marks: [] };

function operation(
  id: string,
  from: number,
  to: number | null,
  facts: Partial<OperationSpan> = {},
) {
  const [client = ""] = id.split("#");
  const outcome = to === null ? null : "ok";
  return { client, id, text: "x=1", from, to, outcome, value: null, ...facts } as OperationSpan;
}

function order(points: Record<string, number>, facts: Partial<Linearization> = {}): Linearization {
  const placed = Object.entries(points).map(([id, at]) => ({ operation: id, at, ordinal: at }));
  const nothing = { omitted: 0, misfit: null, found: [], undecided: [], judged: true };
  return { points: placed, ...nothing, ...facts };
}

function history(operations: OperationSpan[], linearization = order({})): History {
  const rest = { from: 0, to: 100, lanes: [], voyages: [], omitted: 0, walls: [] };
  const spacetime: Spacetime = { ...rest, operations };
  return { spacetime, linearization, timeline: TIMELINE };
}

function drawn(told: History, view: Partial<HistoryView> = {}) {
  return historyScene(told, SPAN, LENGTH, { ...VIEW, ...view });
}

function bar(told: History, id: string, view: Partial<HistoryView> = {}): Bar {
  const bars = drawn(told, view).lanes.flatMap((lane) => lane.bars);
  const found = bars.find((one) => one.key === id);
  if (!found) throw new Error(`there is no bar of ${id}`);
  return found;
}

describe("clients' lanes", () => {
  it("draw each operation from the question to the answer, in its client's lane", () => {
    const told = history([operation("c1#1", 10, 30), operation("c2#1", 20, 50)]);
    const { lanes } = drawn(told);
    expect(
      lanes.map(({ client, bars }) => [client, bars.map((one) => [one.from, one.to])]),
    ).toEqual([
      ["c1", [[100, 300]]],
      ["c2", [[200, 500]]],
    ]);
    expect(lanes[0]?.across).toBeLessThan(lanes[1]?.across ?? 0);
  });

  it("tell apart what became of an operation by more than colour", () => {
    const told = history([
      operation("c1#1", 0, 20, { text: "get x", value: "7" }),
      operation("c1#2", 30, 40, { outcome: "failed" }),
      operation("c1#3", 50, 60, { outcome: "unknown" }),
      operation("c1#4", 80, null),
    ]);
    const bars = ["c1#1", "c1#2", "c1#3", "c1#4"].map((id) => bar(told, id));
    expect(bars.map((one) => one.end)).toEqual(["ok", "failed", "unknown", "pending"]);
    expect(bars.map((one) => one.label)).toEqual(["get x → 7 ✓", "x=1 ✗", "x=1 ?", "x=1 …"]);
    expect(bars[3]?.to, "it waits to the end of what is known").toBe(LENGTH);
  });

  it("say in the name of a bar all that the picture says", () => {
    const read = operation("c1#1", 0, 20, { text: "get x", value: "7" });
    const told = history([read, operation("c1#2", 50, null)], order({ "c1#1": 12.5 }));
    expect(bar(told, "c1#1").name).toBe(
      "c1 asks get x at 0 ms and is told 7 at 20 ms. Takes effect at 12.5 ms.",
    );
    expect(bar(told, "c1#2").name).toBe("c1 asks x=1 at 50 ms and waits.");
  });

  it("leave out words that have no room, but never a sign that something is unusual", () => {
    const told = history([
      operation("c1#1", 10, 11),
      operation("c1#2", 12, 13, { outcome: "unknown" }),
      operation("c1#3", 14, 60),
    ]);
    expect(bar(told, "c1#1").label).toBe("");
    expect(bar(told, "c1#2").label).toBe("?");
    expect(bar(told, "c1#3").label).toBe("x=1 ✓");
  });

  it("lead one thread through all dots, in the order of effect", () => {
    const told = history(
      [operation("c1#1", 10, 40), operation("c2#1", 15, 30), operation("c1#2", 50, 70)],
      // Key by key, as the engine tells it.
      order({ "c1#1": 30, "c1#2": 60, "c2#1": 20 }),
    );
    const { thread, lanes } = drawn(told);
    const [first = 0, second = 0] = lanes.map((lane) => lane.across);
    expect(thread).toEqual([
      [
        { x: 200, y: second },
        { x: 300, y: first },
        { x: 600, y: first },
      ],
    ]);
  });

  it("mark the answer that fits nowhere, and say why in plain words", () => {
    const misfit = {
      operation: "c2#1",
      key: "x",
      answered: "1",
      holds: "2",
      since: "c1#1",
      promised: true,
    };
    const told = history(
      [
        operation("c1#1", 0, 20, { text: "x=2" }),
        operation("c2#1", 30, 32, { text: "get x", value: "1" }),
      ],
      order({ "c1#1": 10 }, { misfit }),
    );
    const { misfit: marked, point, label, name } = bar(told, "c2#1");
    expect({ marked, point, label }).toEqual({
      marked: "broken",
      point: null,
      label: "get x → 1 ! fits nowhere",
    });
    expect(name).toContain(historyWords.fitsNowhere);
    expect(drawn(told).findings).toEqual([
      {
        kind: "broken",
        text: "Not linearizable. c2 asks get x and is told 1. No order explains that: after the line, x is 2, because of c1’s x=2. Nothing later is judged.",
      },
    ]);
    const selected: Subject = { kind: "operation", id: "c2#1", client: "c2" };
    const cursor = { selected, hover: null };
    expect(bar(told, "c2#1", { cursor }).emphasis).toBe("selected");
    expect(bar(told, "c1#1", { cursor }).emphasis, "what it contradicts").toBe("lit");
  });

  it("say that nothing was there where nothing was", () => {
    const misfit = {
      operation: "c2#1",
      key: "x",
      answered: null,
      holds: "2",
      since: null,
      promised: false,
    };
    const told = history([operation("c2#1", 30, 40, { text: "get x" })], order({}, { misfit }));
    expect(drawn(told).findings[0]?.text).toBe(
      `Not linearizable. c2 asks get x and is told nothing. No order explains that: after the line, x is 2. Nothing later is judged. ${historyWords.findings.unpromised}`,
    );
    expect(drawn(told).findings[0]?.kind, "nobody is guilty").toBe("unpromised");
    expect(bar(told, "c2#1").misfit).toBe("unpromised");
  });

  it("are honest about what was not judged or not decided", () => {
    const one = [operation("c1#1", 0, 20)];
    const kinds = (linearization: Linearization) =>
      drawn(history(one, linearization)).findings.map((finding) => finding.kind);
    expect(kinds(order({}))).toEqual(["nothing"]);
    expect(kinds(order({ "c1#1": 10 }))).toEqual(["holds"]);
    expect(kinds(order({ "c1#1": 10 }, { undecided: ["y"] }))).toEqual(["holds", "undecided"]);
    expect(kinds(order({ "c1#1": 10 }, { found: ["x"] }))).toEqual(["holds", "holds"]);
    expect(kinds(order({}, { judged: false }))).toEqual(["unjudged"]);
  });

  it("bundle what is too short to be told apart, but not what matters", () => {
    const many = Array.from({ length: 200 }, (_, nth) =>
      operation(`c1#${nth + 1}`, nth * 0.5, nth * 0.5 + 0.3),
    );
    const misfit = {
      operation: "c1#100",
      key: "x",
      answered: "1",
      holds: "2",
      since: null,
      promised: false,
    };
    const placed = many.filter(({ id }) => id !== "c1#100");
    const points = Object.fromEntries(placed.map(({ id, from }) => [id, from + 0.1]));
    const told = history(many, order(points, { misfit }));
    const [lane] = drawn(told).lanes;
    expect(lane?.bars.map((one) => one.key)).toEqual(["c1#100"]);
    expect(lane?.bundles.map((one) => one.count)).toEqual([99, 100]);
    expect(lane?.bundles[0]?.span).toEqual({ from: 0, to: expect.closeTo(49.3) });
    expect(drawn(told).thread, "nothing has a dot").toEqual([]);
    const closer = historyScene(told, { from: 0, to: 5 }, LENGTH, VIEW);
    expect(closer.lanes[0]?.bundles).toEqual([]);
    expect(closer.thread[0]?.length).toBeGreaterThan(5);
  });

  it("hide from a server what it cannot know", () => {
    const told = history([operation("c1#1", 10, 30)], order({ "c1#1": 20 }));
    const scene = drawn(told, { seenBy: "n2" });
    expect(scene.lanes.map(({ client, bars }) => [client, bars.length])).toEqual([
      ["c1", 0],
      ["c2", 0],
    ]);
    expect([scene.thread, scene.findings]).toEqual([[], []]);
  });

  it("light with their client, and step back behind another operation", () => {
    const told = history([operation("c1#1", 10, 30), operation("c2#1", 40, 60)]);
    const pointing = { selected: null, hover: { kind: "client", id: "c1" } as const };
    expect(bar(told, "c1#1", { cursor: pointing }).emphasis).toBe("lit");
    expect(bar(told, "c2#1", { cursor: pointing }).emphasis).toBe("plain");
    const selected: Subject = { kind: "operation", id: "c1#1", client: "c1" };
    const chosen = { selected, hover: null };
    expect(bar(told, "c2#1", { cursor: chosen }).emphasis).toBe("dim");
    const server = { selected: { kind: "server", id: "n1" } as const, hover: null };
    expect(bar(told, "c2#1", { cursor: server }).emphasis, "nothing to do with it").toBe("plain");
  });
});
