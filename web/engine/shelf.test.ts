import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fetchText, PATIENCE } from "./shelf.ts";

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

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("somebody's text comes whole, however it was cut", async () => {
  host(["format = 1\n", 'title = "Zü', 'rich"\n'], true);
  expect(await fetchText(SOMEWHERE)).toBe('format = 1\ntitle = "Zürich"\n');
});

test("what is not there is said, with its address", async () => {
  host([], true, 404);
  await expect(fetchText(SOMEWHERE)).rejects.toThrow("https://example.org/scenario.toml: HTTP 404");
});

test("what is longer than any scenario is not read to its end", async () => {
  host(Array<string>(300).fill("x".repeat(1024)), false);
  await expect(fetchText(SOMEWHERE)).rejects.toThrow("more than 262144 bytes");
});

test("what never ends is given up", async () => {
  host(["format = 1\n"], false);
  const refused = expect(fetchText(SOMEWHERE)).rejects.toThrow("not there after 30 seconds");
  await vi.advanceTimersByTimeAsync(PATIENCE);
  await refused;
});
