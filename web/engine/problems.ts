import type { Problem } from "./door.ts";

/** Bad input: the engine understood the call, refused it, and the run is untouched. */
export class EngineProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(told(problem));
    this.name = "EngineProblem";
    this.problem = problem;
  }
}

/** For consoles: where, what, and what was expected. Readers are told in words of the catalogue. */
function told({ path, message, expected }: Problem): string {
  const where = path ? `${path}: ` : "";
  // What the catalogue says is a sentence, and here it goes on.
  return expected ? `${where}${message.replace(/\.$/, "")}; expected ${expected}` : where + message;
}

/** Why the engine cannot run here at all. Each has its own words in the catalogue, with what to do about it. */
export type FailureReason =
  | "no-webassembly" // the browser has none, or it is switched off
  | "file-protocol" // opened from disk: browsers refuse to load modules and wasm from file://
  | "unreachable" // the network, or a blocker, refused the request
  | "missing" // the server answered, but not with the file
  | "wrong-type" // the server answered with something that is not wasm (often an HTML page)
  | "damaged" // it begins as wasm does and cannot be compiled: only a part of it came, or another one
  | "blocked" // a Content Security Policy without 'wasm-unsafe-eval'
  | "source" // the engine is there, and the file that the page's author names could not be fetched
  | "scenario" // the engine is there, and a scenario could not be fetched
  | "panic"; // the engine stopped itself; the run can be opened again

export class EngineFailure extends Error {
  readonly reason: FailureReason;
  readonly technical: string;

  constructor(reason: FailureReason, technical: string) {
    super(technical);
    this.name = "EngineFailure";
    this.reason = reason;
    this.technical = technical;
  }
}

/** Wasm throws plain objects for bad input and RuntimeError when it has stopped itself; all else is not the engine's. */
export function translate(thrown: unknown): unknown {
  if (thrown instanceof WebAssembly.RuntimeError) return new EngineFailure("panic", String(thrown));
  return isProblem(thrown) ? new EngineProblem(thrown) : thrown;
}

/** Calls the engine with its errors translated. */
export function guarded<T>(call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    throw translate(thrown);
  }
}

function isProblem(value: unknown): value is Problem {
  if (typeof value !== "object" || value === null || value instanceof Error) return false;
  return "kind" in value && "message" in value;
}
