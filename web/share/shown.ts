/**
 * Somebody's text in one line, without the signs that turn the order of letters: with those, what stands after it would
 * read as something else than it is.
 */
export function shown(text: string): string {
  return text.replace(/[\u202A-\u202E\u2066-\u2069]/g, "").replace(/\s+/g, " ");
}
