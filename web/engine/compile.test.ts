import { expect, test } from "vitest";
import { compile } from "./compile.ts";
import { EngineFailure } from "./problems.ts";
import { setWasmSource } from "./source.ts";

const NOWHERE = new URL("https://example.org/engine.wasm");

test("a connection that breaks while the engine comes is a failure that can be told", async () => {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode("\0asm"));
      controller.error(new TypeError("connection reset"));
    },
  });
  setWasmSource(new Response(body));
  const failure = await compile("engine", NOWHERE).catch((thrown: unknown) => thrown);
  expect(failure).toBeInstanceOf(EngineFailure);
  expect(failure).toMatchObject({
    reason: "unreachable",
    technical: "the engine: TypeError: connection reset",
  });
});
