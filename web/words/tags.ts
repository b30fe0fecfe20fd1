import tags from "words:tags";

/** A tag of a scenario, in words; one that nobody has translated says itself. */
export function tagInWords(tag: string): string {
  const said: Readonly<Record<string, string>> = tags;
  return said[tag] ?? tag;
}
