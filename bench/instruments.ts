// Stands between the page and the browser's clock, frames and wasm. It must be the first module of the page: whatever is
// loaded after it takes these for the browser's own.

const now = performance.now.bind(performance);
const nextFrame = requestAnimationFrame.bind(window);
const dropFrame = cancelAnimationFrame.bind(window);

/** The real time, also while the page is told another one. Milliseconds. */
export const realNow = now;

/** Milliseconds of script in each frame of the page since `recordFrames`. */
let recorded: number[] = [];

/**
 * A frame's script: from the start of its callback until the microtasks after it (Lit's updates) are done. The browser
 * empties the microtasks after each callback, so a second callback of the same frame begins exactly then.
 */
function timedFrame(callback: FrameRequestCallback): number {
  let started: number | null = null;
  const id = nextFrame((wall) => {
    started = now();
    callback(wall);
  });
  nextFrame(() => {
    if (started !== null) recorded.push(now() - started);
  });
  return id;
}

/** Milliseconds of script that `work` and the microtasks after it take, at the start of a frame. */
export function measured(work: () => void): Promise<number> {
  return new Promise((resolve) => {
    let started = 0;
    nextFrame(() => {
      started = now();
      work();
    });
    nextFrame(() => resolve(now() - started));
  });
}

/** Forgets all frames, waits until the page has had so many, and returns their script times. */
export async function recordFrames(count: number): Promise<number[]> {
  recorded = [];
  const since = now();
  while (recorded.length < count) {
    if (now() - since > 10_000 + 1000 * count)
      throw new Error(`only ${recorded.length} of ${count} frames came`);
    await new Promise((resolve) => nextFrame(resolve));
  }
  return recorded.slice(0, count);
}

/** The time that the page is told instead of the real one; null: the real one. */
let told: number | null = null;
let lastId = 0;
const waiting = new Map<number, FrameRequestCallback>();

/** From now on time and frames pass for the page only when `passFrame` is called. */
export function takeTheClock(): void {
  told = now();
}

/** The page's next frame, `milliseconds` later. Returns the script time when the microtasks after it are done. */
export async function passFrame(milliseconds: number): Promise<number> {
  if (told === null) throw new Error("first take the clock");
  told += milliseconds;
  const due = [...waiting.values()];
  waiting.clear();
  const started = now();
  for (const callback of due) callback(told);
  // Microtasks come before the next task, so the message arrives when they are done.
  await new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    port2.postMessage(null);
  });
  return now() - started;
}

performance.now = () => told ?? now();

window.requestAnimationFrame = (callback) => {
  if (told === null) return timedFrame(callback);
  waiting.set(--lastId, callback);
  return lastId;
};

window.cancelAnimationFrame = (id) => {
  if (!waiting.delete(id)) dropFrame(id);
};

let memory: WebAssembly.Memory | null = null;

/** Bytes of the engine's memory. */
export function engineMemory(): number {
  return memory?.buffer.byteLength ?? 0;
}

const instantiate = WebAssembly.instantiate.bind(WebAssembly) as (
  source: BufferSource | WebAssembly.Module,
  imports?: WebAssembly.Imports,
) => Promise<WebAssembly.Instance | WebAssembly.WebAssemblyInstantiatedSource>;

WebAssembly.instantiate = (async (
  source: BufferSource | WebAssembly.Module,
  imports?: WebAssembly.Imports,
) => {
  const made = await instantiate(source, imports);
  const { exports } = made instanceof WebAssembly.Instance ? made : made.instance;
  if (exports.memory instanceof WebAssembly.Memory) memory = exports.memory;
  return made;
}) as typeof WebAssembly.instantiate;
