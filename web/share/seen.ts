/** Under this name a site keeps which stories its reader has seen. */
const KEY = "raft-playground.seen";
const MOST = 500;

/** What was kept. Nothing where nothing may be kept: a sandboxed frame, a browser that forbids it. */
export function readSeen(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((name) => typeof name === "string") : [];
  } catch {
    return [];
  }
}

export function keepSeen(names: Iterable<string>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify([...names].slice(-MOST)));
  } catch {
    // Then it is known until the page is left.
  }
}
