import { beside } from "./beside.ts";
import { compile } from "./compile.ts";
import wasmUrl from "./wasm/raft_bg.wasm?url&no-inline";

let compiling: Promise<WebAssembly.Module> | null = null;

/**
 * The engine, fetched and compiled, once for a page. It is by far the largest file: whoever knows that it will be needed
 * asks for it before everything else is here. A failure is forgotten, so that it can be tried again.
 */
export function compiledEngine(): Promise<WebAssembly.Module> {
  compiling ??= compile("engine", beside(wasmUrl)).catch((failure: unknown) => {
    compiling = null;
    throw failure;
  });
  return compiling;
}
