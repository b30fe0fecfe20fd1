import type { EngineModule, Opening } from "./door.ts";
import shelf from "./gallery.generated.json";
import { DEFAULT_SCENARIO, itemsOf, type Shelf, scenarioNamed } from "./gallery.ts";
import { EngineFailure, type FailureReason, translate } from "./problems.ts";
import { Run } from "./run.ts";
import init, { freshSeed, linkName, Session } from "./wasm/raft.js";
import wasmUrl from "./wasm/raft_bg.wasm?url&no-inline";

/** The words the engine narrates with. */
export type Voice = { language: string; narration: Readonly<Record<string, string>> };

let loading: Promise<void> | null = null;

/** One engine per page: every element shares it. A failed load is forgotten, so that it can be tried again. */
export async function loadEngine(voice: Voice): Promise<EngineModule> {
  loading ??= load().catch((failure: unknown) => {
    loading = null;
    throw failure;
  });
  await loading;
  const items = itemsOf(shelf, voice.language);
  return {
    open: (opening) => guarded(() => open(opening, shelf, voice)),
    gallery: () => items,
    freshSeed: () => guarded(() => freshSeed()),
  };
}

function open(opening: Opening, scenarios: Shelf, voice: Voice): Run {
  const { fragment, seed, servers, json } = opening;
  if (fragment !== undefined) {
    const name = linkName(fragment);
    const scenario = name === undefined ? {} : { name, json: scenarioNamed(scenarios, name) };
    return new Run(Session.open({ ...voice, ...scenario, fragment }));
  }
  const changes = { ...(seed ? { seed } : {}), ...(servers ? { servers } : {}) };
  if (json !== undefined) return new Run(Session.open({ ...voice, json, ...changes }));
  const name = opening.scenario ?? DEFAULT_SCENARIO;
  return new Run(
    Session.open({ ...voice, name, json: scenarioNamed(scenarios, name), ...changes }),
  );
}

async function load(): Promise<void> {
  if (location.protocol === "file:") throw new EngineFailure("file-protocol", location.href);
  if (typeof WebAssembly !== "object")
    throw new EngineFailure("no-webassembly", navigator.userAgent);
  await init({ module_or_path: await compile(new URL(wasmUrl, import.meta.url)) });
}

async function compile(url: URL): Promise<WebAssembly.Module> {
  const response = await fetch(url).catch((refused: unknown) => {
    throw new EngineFailure("unreachable", `${url.pathname}: ${String(refused)}`);
  });
  if (!response.ok) throw new EngineFailure("missing", `${url.pathname}: HTTP ${response.status}`);
  const type = response.headers.get("content-type") ?? "no content type";
  // Compiled from bytes, not by streaming: a server that names another MIME type then still works.
  const bytes = await response.arrayBuffer();
  try {
    return await WebAssembly.compile(bytes);
  } catch (refused) {
    throw new EngineFailure(
      reasonOfRefusal(bytes),
      `${url.pathname} (${type}): ${String(refused)}`,
    );
  }
}

function reasonOfRefusal(bytes: ArrayBuffer): FailureReason {
  const wasmMagic = "\0asm";
  const head = String.fromCharCode(...new Uint8Array(bytes.slice(0, wasmMagic.length)));
  return head === wasmMagic ? "blocked" : "wrong-type";
}

function guarded<T>(call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    throw translate(thrown);
  }
}
