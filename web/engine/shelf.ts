import someFile from "/scenarios/default.json?url";
import type { Miniature, PrintedGallery } from "./door.ts";
import galleryFile from "./gallery.generated.json?url";
import { isName, nothingNamed } from "./gallery.ts";
import picturesFile from "./pictures.generated.json?url";
import { EngineFailure } from "./problems.ts";

/** Where the scenarios lie: beside the site's other files, wherever the script itself was loaded from. */
const FOLDER = new URL(".", new URL(someFile, import.meta.url));

/** Fetches a scenario of the gallery, as JSON text. */
export async function fetchScenario(name: string): Promise<string> {
  if (!isName(name)) throw nothingNamed(name);
  const response = await answerFrom(new URL(`${name}.json`, FOLDER));
  if (response.status === 404) throw nothingNamed(name);
  const text = await bodyOf(response);
  // Some hosts answer with their front page where a file is missing.
  if (!text.startsWith("{")) throw nothingNamed(name);
  return text.trimEnd();
}

export async function fetchGallery(): Promise<PrintedGallery> {
  return JSON.parse(await bodyOf(await answerFrom(new URL(galleryFile, import.meta.url))));
}

export async function fetchMiniatures(): Promise<Readonly<Record<string, Miniature>>> {
  return JSON.parse(await bodyOf(await answerFrom(new URL(picturesFile, import.meta.url))));
}

/** Where the site lies that this script is a part of. */
export const SITE = new URL("..", FOLDER);

/** No scenario may be longer, in bytes (raft-scenario/src/parse.rs): what is, is something else, and not read to its end. */
const LONGEST = 262_144;

/** Fetches somebody's text. */
export async function fetchText(url: URL): Promise<string> {
  const refuse = (why: string) => new EngineFailure("source", `${url.href}: ${why}`);
  const response = await fetch(url).catch((refused: unknown) => {
    throw refuse(String(refused));
  });
  if (!response.ok) throw refuse(`HTTP ${response.status}`);
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let size = 0; reader; ) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > LONGEST) {
      void reader.cancel();
      throw refuse(`more than ${LONGEST} bytes`);
    }
    text += decoder.decode(value, { stream: true });
  }
  return text + decoder.decode();
}

/** Not by "import": what could not be imported once is not asked for again. */
async function answerFrom(url: URL): Promise<Response> {
  return fetch(url).catch((refused: unknown) => {
    throw new EngineFailure("scenario", `${url.pathname}: ${String(refused)}`);
  });
}

async function bodyOf(response: Response): Promise<string> {
  if (response.ok) return response.text();
  throw new EngineFailure("scenario", `${response.url}: HTTP ${response.status}`);
}
