/** Under this name a site keeps the language that its reader chose. */
const KEY = "raft-playground.language";

/** What was chosen. Nothing where nothing may be kept: a browser that forbids it. */
export function readLanguage(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function keepLanguage(language: string): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // Then it is known until the page is left.
  }
}
