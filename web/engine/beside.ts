/**
 * Where these scripts lie. An object: webpack takes every `new URL(…, import.meta.url)` for a file that it is to bring
 * along, and where that is no text that it can read, nothing is found any more.
 */
const HERE = new URL(import.meta.url);

/** The address of a file, as the build has written it. */
export function beside(address: string): URL {
  return new URL(address, isElsewhere() ? location.href : HERE);
}

/** Turbopack names a place on the disk of whoever made the page, and writes addresses as paths of its host. */
function isElsewhere(): boolean {
  const isPage = typeof location === "object" && /^https?:$/.test(location.protocol);
  return isPage && HERE.protocol === "file:";
}
