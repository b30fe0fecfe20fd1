import { afterEach, expect, test, vi } from "vitest";
import { EngineFailure } from "./problems.ts";
import { fetchScenario, fetchText } from "./shelf.ts";

const always = new AbortController().signal;
const SOMEWHERE = new URL("https://example.org/scenario.toml");

/** A host that sends these pieces at once, and then ends the answer or leaves it open. */
function host(pieces: readonly string[], ends: boolean, status = 200): void {
  const answer = (_: URL, { signal }: RequestInit) => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
        if (ends) controller.close();
        signal?.addEventListener("abort", () => controller.error(signal.reason));
      },
    });
    return Promise.resolve(new Response(body, { status }));
  };
  vi.stubGlobal("fetch", answer);
}

afterEach(() => {
  vi.unstubAllGlobals();
});

test("somebody's text comes whole, however it was cut", async () => {
  host(["format = 1\n", 'title = "Zü', 'rich"\n'], true);
  expect(await fetchText(SOMEWHERE, always)).toBe('format = 1\ntitle = "Zürich"\n');
});

test("what is not there is said, with its address", async () => {
  host([], true, 404);
  await expect(fetchText(SOMEWHERE, always)).rejects.toThrow(
    "https://example.org/scenario.toml: HTTP 404",
  );
});

test("what is longer than any scenario is not read to its end", async () => {
  host(Array<string>(300).fill("x".repeat(1024)), false);
  await expect(fetchText(SOMEWHERE, always)).rejects.toThrow("more than 262144 bytes");
});

test("what never ends is given up as soon as it is not wanted any more", async () => {
  host(["format = 1\n"], false);
  const patience = new AbortController();
  const refused = expect(fetchText(SOMEWHERE, patience.signal)).rejects.toThrow(
    "https://example.org/scenario.toml: it did not come in time",
  );
  patience.abort();
  await refused;
});

test("a connection that breaks while a scenario comes is a failure that can be told", async () => {
  const cut = () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{ "format": 1'));
        controller.error(new TypeError("connection reset"));
      },
    });
    return Promise.resolve(new Response(body));
  };
  vi.stubGlobal("fetch", cut);
  const failure = await fetchScenario("figure-8").catch((thrown: unknown) => thrown);
  expect(failure).toBeInstanceOf(EngineFailure);
  expect(failure).toMatchObject({ reason: "scenario" });
});
