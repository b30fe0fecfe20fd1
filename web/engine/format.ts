import { beside } from "./beside.ts";
import { compile } from "./compile.ts";
import type { Checked, ScenarioFormat, Spelled } from "./door.ts";
import { guarded } from "./problems.ts";
import init, { beginning, check, spell } from "./wasm/editor.js";
import wasmUrl from "./wasm/editor_bg.wasm?url&no-inline";

let loading: Promise<ScenarioFormat> | null = null;

/** One for all editors of a page. A failed load is forgotten, so that it can be tried again. */
export function loadFormat(): Promise<ScenarioFormat> {
  loading ??= load().catch((failure: unknown) => {
    loading = null;
    throw failure;
  });
  return loading;
}

async function load(): Promise<ScenarioFormat> {
  const [module, schema] = await Promise.all([
    compile("editor", beside(wasmUrl)),
    import("../../docs/scenario.schema.json"),
  ]);
  await init({ module_or_path: module });
  return {
    check: (text) => guarded(() => JSON.parse(check(text)) as Checked),
    spell: (text) => guarded(() => JSON.parse(spell(text)) as Spelled),
    beginning: () => guarded(beginning),
    schema: schema.default,
  };
}
