import { EngineFailure } from "../engine/problems.ts";

// web/engine/files.ts as the npm package has it: scripts instead of files with addresses, because what a bundler moves
// and renames it finds again only where it is imported.

/** The package is a part of no site: where the playground is that leads on, its host page says (`home`). */
export const SITE: URL | null = null;

const scenarios = import.meta.glob<string>("../../public/scenarios/*.json", {
  query: "?raw",
  import: "default",
});

/** A scenario's file, as text; null: there is none of that name. */
export async function scenarioFile(name: string): Promise<string | null> {
  const path = `../../public/scenarios/${name}.json`;
  if (!Object.hasOwn(scenarios, path)) return null;
  return (await scenarios[path]?.().catch(refused)) ?? null;
}

export async function galleryText(): Promise<string> {
  return (await import("../engine/gallery.generated.json?raw").catch(refused)).default;
}

export async function picturesText(): Promise<string> {
  return (await import("../engine/pictures.generated.json?raw").catch(refused)).default;
}

function refused(why: unknown): never {
  throw new EngineFailure("scenario", String(why));
}
