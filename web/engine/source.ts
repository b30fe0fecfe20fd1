/** The WebAssembly files: what plays, what writes runs down, what reads scenarios as they are written. */
export type WasmPart = "engine" | "workbench" | "editor";

/** What WebAssembly can be had from. A text is an address. */
export type WasmSource = string | URL | Response | BufferSource | WebAssembly.Module;

type Giver = WasmSource | PromiseLike<WasmSource> | (() => WasmSource | PromiseLike<WasmSource>);

const sources = new Map<WasmPart, Giver>();
const taken = new Set<WasmPart>();

/**
 * Says where a WebAssembly file is, for hosts and bundlers that put it elsewhere than beside the script. A function is
 * asked when the file is needed, and not before. Throws once the file has been loaded: it would change nothing any more.
 */
export function setWasmSource(source: Giver, part: WasmPart = "engine"): void {
  if (taken.has(part)) {
    throw new Error(`setWasmSource: the ${part} is loaded already; say where it is before that`);
  }
  sources.set(part, source);
}

/** What was said about a part; null: nothing, and it lies beside the script. */
export async function sourceOf(part: WasmPart): Promise<WasmSource | null> {
  const giver = sources.get(part);
  if (giver === undefined) return null;
  return typeof giver === "function" ? giver() : giver;
}

/** From now on it is too late to say anything about it. */
export function markLoaded(part: WasmPart): void {
  taken.add(part);
}
