import type { Miniature, PrintedGallery } from "./door.ts";
import { galleryText, picturesText, scenarioFile } from "./files.ts";
import { isName, nothingNamed } from "./gallery.ts";
import { EngineFailure } from "./problems.ts";

/** Fetches a scenario of the gallery, as JSON text. */
export async function fetchScenario(name: string): Promise<string> {
  if (!isName(name)) throw nothingNamed(name);
  const text = await scenarioFile(name);
  // Some hosts answer with their front page where a file is missing.
  if (!text?.startsWith("{")) throw nothingNamed(name);
  return text.trimEnd();
}

export async function fetchGallery(): Promise<PrintedGallery> {
  return JSON.parse(await galleryText());
}

export async function fetchMiniatures(): Promise<Readonly<Record<string, Miniature>>> {
  return JSON.parse(await picturesText());
}

/** No scenario may be longer, in bytes (raft-scenario/src/parse.rs): what is, is something else, and not read to its end. */
const LONGEST = 262_144;

/** Fetches somebody's text, as long as that is wanted: a stream that never ends would keep a reader waiting for ever. */
export async function fetchText(url: URL, wanted: AbortSignal): Promise<string> {
  const refuse = (why: string) => new EngineFailure("source", `${url.href}: ${why}`);
  try {
    const response = await fetch(url, { signal: wanted });
    if (!response.ok) throw refuse(`HTTP ${response.status}`);
    const text = await beginningOf(response);
    if (text === null) throw refuse(`more than ${LONGEST} bytes`);
    return text;
  } catch (why) {
    if (why instanceof EngineFailure) throw why;
    throw refuse(wanted.aborted ? "it did not come in time" : String(why));
  }
}

/** All of it; null: it is longer than a scenario can be. */
async function beginningOf(response: Response): Promise<string | null> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let size = 0; reader; ) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > LONGEST) {
      void reader.cancel();
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
  return text + decoder.decode();
}
