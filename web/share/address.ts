import type { Opening } from "../engine/door.ts";

/** What the address of the site asks for: a link's fragment, or a scenario by name and a seed. */
export function openingOfAddress(address: URL): Opening {
  if (address.hash.length > 1) return { fragment: address.hash };
  const opening: Opening = {};
  const scenario = address.searchParams.get("scenario");
  const seed = address.searchParams.get("seed");
  if (scenario) opening.scenario = scenario;
  if (seed) opening.seed = seed;
  return opening;
}
