import { expect, test } from "vitest";
import { CALLS, LONGEST_CALL, marked, readAnswer, readCall } from "./protocol.ts";

const call = (data: object) => readCall({ "raft-playground": 1, ...data });

test("what can be meant is taken, and what is somebody else's is nobody's concern", () => {
  expect(readCall(marked({ call: "seek", id: 3, operands: [470] }))).toEqual({
    call: "seek",
    id: 3,
    operands: [470],
  });
  for (const other of [null, "x", 5, [], {}, { "raft-playground": 2 }]) {
    expect(readCall(other)).toBeNull();
    expect(readAnswer(other)).toBeNull();
  }
});

test("calls that mean nothing are told so", () => {
  for (const name of ["__proto__", "constructor", "toString", "", null, {}])
    expect(call({ id: 1, call: name })).toContain(CALLS.join(", "));
  for (const id of [Number.NaN, 1.5, 2 ** 53, "1", null, {}])
    expect(call({ id, call: "play" })).toContain("id");
  const circle: unknown[] = [];
  circle.push(circle);
  for (const operands of ["x", [1, 2, 3], [circle], [1n], ["x".repeat(LONGEST_CALL)]])
    expect(call({ id: 1, call: "do", operands })).toContain("operands");
});

test("nothing that a frame says is asked to become a text: it may have forbidden that", () => {
  const stubborn = { toString: 1, valueOf: 1 };
  expect(
    readAnswer({ "raft-playground": 1, hello: true, version: stubborn, page: stubborn }),
  ).toEqual({ hello: true, version: "", page: "" });
  expect(readAnswer({ "raft-playground": 1, id: stubborn, error: "no" })).toBeNull();
});
