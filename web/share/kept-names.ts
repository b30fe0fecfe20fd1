/** Under these names a site keeps which stories its reader has seen, and which exercises they have solved. */
export const SEEN = "raft-playground.seen";
export const SOLVED = "raft-playground.solved";
const MOST = 500;

/** What was kept. Nothing where nothing may be kept: a sandboxed frame, a browser that forbids it. */
export function readNames(key: string): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(kept) ? kept.filter((name) => typeof name === "string") : [];
  } catch {
    return [];
  }
}

export function keepNames(key: string, names: Iterable<string>): void {
  try {
    localStorage.setItem(key, JSON.stringify([...names].slice(-MOST)));
  } catch {
    // Then it is known until the page is left.
  }
}
