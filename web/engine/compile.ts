import { EngineFailure, type FailureReason } from "./problems.ts";
import { markLoaded, sourceOf, type WasmPart, type WasmSource } from "./source.ts";

/**
 * Compiles a WebAssembly file and says in our own words what can go wrong with that. `beside` is where it lies if
 * nobody has said anything else.
 */
export async function compile(part: WasmPart, beside: URL): Promise<WebAssembly.Module> {
  if (typeof WebAssembly !== "object") {
    throw new EngineFailure(
      "no-webassembly",
      typeof navigator === "object" ? navigator.userAgent : "",
    );
  }
  const module = await compiled(part, (await sourceOf(part)) ?? beside);
  markLoaded(part);
  return module;
}

async function compiled(part: WasmPart, source: WasmSource): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) {
    return fromBytes(source, `the ${part}, given as bytes`);
  }
  if (source instanceof Response) return fromResponse(source, source.url || `the ${part}`);
  if (source instanceof URL || typeof source === "string") return fromAddress(addressOf(source));
  const expected = "an address, a Response, bytes or a WebAssembly.Module";
  throw new TypeError(`the source of the ${part} is a ${typeof source}; expected ${expected}`);
}

function addressOf(source: string | URL): URL {
  const base = typeof location === "object" ? location.href : undefined;
  if (URL.canParse(source, base)) return new URL(source, base);
  throw new TypeError(`"${source}" is no address of a WebAssembly file; expected a URL`);
}

async function fromAddress(url: URL): Promise<WebAssembly.Module> {
  if (url.protocol === "file:") {
    const files = nodeFiles();
    // Browsers do not fetch files, and their own words for that lead nowhere.
    if (!files) throw new EngineFailure("file-protocol", url.href);
    return fromBytes(await files.readFile(url).catch(refusal(url.pathname)), url.pathname);
  }
  const response = await fetch(url).catch(refusal(url.pathname));
  return fromResponse(response, url.pathname);
}

function refusal(name: string): (refused: unknown) => never {
  return (refused) => {
    throw new EngineFailure("unreachable", `${name}: ${String(refused)}`);
  };
}

async function fromResponse(response: Response, name: string): Promise<WebAssembly.Module> {
  if (!response.ok) throw new EngineFailure("missing", `${name}: HTTP ${response.status}`);
  const type = response.headers.get("content-type") ?? "no content type";
  // Compiled from bytes, not by streaming: a server that names another MIME type then still works.
  // A connection can break when the answer has long begun.
  return fromBytes(await response.arrayBuffer().catch(refusal(name)), `${name} (${type})`);
}

async function fromBytes(bytes: BufferSource, name: string): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes);
  } catch (refused) {
    throw new EngineFailure(await reasonOfRefusal(bytes), `${name}: ${String(refused)}`);
  }
}

const wasmMagic = "\0asm";
/** A module with nothing in it: whoever refuses this one refuses all. */
const EMPTY = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

async function reasonOfRefusal(bytes: BufferSource): Promise<FailureReason> {
  const view = ArrayBuffer.isView(bytes)
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes);
  const head = String.fromCharCode(...view.subarray(0, wasmMagic.length));
  if (head !== wasmMagic) return "wrong-type";
  return WebAssembly.compile(EMPTY).then(
    () => "damaged",
    () => "blocked",
  );
}

type NodeFiles = { readFile(url: URL): Promise<Uint8Array<ArrayBuffer>> };
type Builtins = { getBuiltinModule?: (name: string) => { promises: NodeFiles } | undefined };
declare const process: Builtins | undefined;

/** Files under Node. Not by "import": bundlers for browsers would look for it, and some stop when they do not find it. */
function nodeFiles(): NodeFiles | undefined {
  return typeof process === "object" ? process?.getBuiltinModule?.("fs")?.promises : undefined;
}
