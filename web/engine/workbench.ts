import { beside } from "./beside.ts";
import { compile } from "./compile.ts";
import init, { exportRun } from "./wasm/workbench.js";
import wasmUrl from "./wasm/workbench_bg.wasm?url&no-inline";

/** What a reader needs now and then: built from the same crates as the engine, and apart from it. */
export type Workbench = { exportRun: typeof exportRun };

let loading: Promise<Workbench> | null = null;

/** One workbench per page. A failed load is forgotten, so that it can be tried again. */
export function loadWorkbench(): Promise<Workbench> {
  loading ??= load().catch((failure: unknown) => {
    loading = null;
    throw failure;
  });
  return loading;
}

async function load(): Promise<Workbench> {
  await init({ module_or_path: await compile("workbench", beside(wasmUrl)) });
  return { exportRun };
}
