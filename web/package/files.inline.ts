import packed from "packed:gallery";
import { unpack } from "./unpack.ts";

// web/engine/files.ts for the script that needs no second file.

/** The package is a part of no site: where the playground is that leads on, its host page says (`home`). */
export const SITE: URL | null = null;

type Files = { gallery: string; pictures: string; scenarios: Readonly<Record<string, string>> };

let unpacking: Promise<Files> | null = null;

function files(): Promise<Files> {
  unpacking ??= unpack(packed).then((bytes) => JSON.parse(new TextDecoder().decode(bytes)));
  return unpacking;
}

/** A scenario's file, as text; null: there is none of that name. */
export async function scenarioFile(name: string): Promise<string | null> {
  const { scenarios } = await files();
  return Object.hasOwn(scenarios, name) ? (scenarios[name] ?? null) : null;
}

export async function galleryText(): Promise<string> {
  return (await files()).gallery;
}

export async function picturesText(): Promise<string> {
  return (await files()).pictures;
}
