/** Under this name a site keeps whether its reader wants it light or dark. Pages read it in their heads as well. */
const KEY = "raft-playground.shade";

export type Shade = "light" | "dark";

/** null: the reader's system says it again. */
export function keepShade(shade: Shade | null): void {
  try {
    if (shade) localStorage.setItem(KEY, shade);
    else localStorage.removeItem(KEY);
  } catch {
    // Then it is so until the page is left.
  }
}
