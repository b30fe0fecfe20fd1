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
