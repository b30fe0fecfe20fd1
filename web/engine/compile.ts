import { EngineFailure, type FailureReason } from "./problems.ts";

/** Fetches a WebAssembly file and says in our own words what can go wrong with that. */
export async function compile(url: URL): Promise<WebAssembly.Module> {
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
