import someFile from "/scenarios/default.json?url";
import galleryFile from "./gallery.generated.json?url";
import picturesFile from "./pictures.generated.json?url";
import { EngineFailure } from "./problems.ts";

// The files that belong to the gallery, as the site has them. The npm package has another version of this module
// (web/package/files.ts): bundlers find files only that are named one by one.

/** Where the scenarios lie: beside the site's other files, wherever the script itself was loaded from. */
const FOLDER = new URL(".", new URL(someFile, import.meta.url));

/** Where the site lies that this script is a part of; null: it is a part of none. */
export const SITE: URL | null = new URL("..", FOLDER);

/** A scenario's file, as text; null: there is none of that name. */
export async function scenarioFile(name: string): Promise<string | null> {
  const response = await answerFrom(new URL(`${name}.json`, FOLDER));
  return response.status === 404 ? null : bodyOf(response);
}

export async function galleryText(): Promise<string> {
  return bodyOf(await answerFrom(new URL(galleryFile, import.meta.url)));
}

export async function picturesText(): Promise<string> {
  return bodyOf(await answerFrom(new URL(picturesFile, import.meta.url)));
}

/** Not by "import": what could not be imported once is not asked for again. */
async function answerFrom(url: URL): Promise<Response> {
  return fetch(url).catch(refusal(url.href));
}

async function bodyOf(response: Response): Promise<string> {
  // A connection can break when the answer has long begun.
  if (response.ok) return response.text().catch(refusal(response.url));
  return refusal(response.url)(`HTTP ${response.status}`);
}

function refusal(address: string): (why: unknown) => never {
  return (why) => {
    throw new EngineFailure("scenario", `${address}: ${String(why)}`);
  };
}
