import type { Miniature, PrintedGallery } from "./door.ts";
import { galleryText, picturesText, scenarioFile } from "./files.ts";
import { isName, nothingNamed } from "./gallery.ts";

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
