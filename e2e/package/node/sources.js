// Node sources.js KIND: the engine from what is given, and what is said about it.
import { readFile } from "node:fs/promises";
import { EngineFailure, loadEngine, setWasmSource } from "raft-playground/engine";

const file = new URL(import.meta.resolve("raft-playground/raft.wasm"));
const bytes = await readFile(file);
const sources = {
  url: file,
  text: file.href,
  bytes,
  buffer: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
  module: await WebAssembly.compile(bytes),
  response: new Response(bytes),
  promise: Promise.resolve(bytes),
  function: () => bytes,
  "no-address": "raft.wasm",
  "no-file": new URL("nowhere.wasm", file),
  "no-wasm": new TextEncoder().encode("<!doctype html>"),
  "not-found": new Response("", { status: 404 }),
  number: 7,
};
setWasmSource(sources[process.argv[2]]);
try {
  console.log((await (await loadEngine()).open()).toEnd().digest);
  setWasmSource(bytes);
} catch (error) {
  const { name, message, reason } = error;
  console.log(
    error instanceof EngineFailure ? `${name} ${reason}: ${message}` : `${name}: ${message}`,
  );
}
