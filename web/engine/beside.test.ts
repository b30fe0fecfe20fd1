import { afterEach, expect, test, vi } from "vitest";
import { beside } from "./beside.ts";

afterEach(() => vi.unstubAllGlobals());

test("a whole address stays as it is", () => {
  expect(beside("https://host.example/raft.wasm").href).toBe("https://host.example/raft.wasm");
});

test("without a page a file lies beside the script", () => {
  expect(beside("./raft.wasm").href).toBe(new URL("raft.wasm", import.meta.url).href);
});

test("on a page a path is one of its host, although a bundler says where the source lay", () => {
  vi.stubGlobal("location", new URL("https://host.example/docs/"));
  expect(beside("/_next/raft.wasm").href).toBe("https://host.example/_next/raft.wasm");
  vi.stubGlobal("location", new URL("file:///home/page.html"));
  expect(beside("./raft.wasm").href).toBe(new URL("raft.wasm", import.meta.url).href);
});
