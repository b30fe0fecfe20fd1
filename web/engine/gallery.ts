import { EngineProblem } from "./problems.ts";

/** Scenario files by name, as JSON text. */
export type Shelf = Readonly<Record<string, string>>;

/** What the page opens with when nobody asked for anything else. */
export const DEFAULT_SCENARIO = "default";

export function scenarioNamed(shelf: Shelf, name: string): string {
  const scenario = Object.hasOwn(shelf, name) ? shelf[name] : undefined;
  if (scenario !== undefined) return scenario;
  throw nothingNamed(name);
}

export function nothingNamed(name: string): EngineProblem {
  const expected = `${DEFAULT_SCENARIO}, or another name of the gallery`;
  return new EngineProblem({ kind: "name", message: `“${name}”`, path: "scenario", expected });
}

/** Names are parts of addresses and come from strangers: no other sign than these gets into one. */
export function isName(name: string): boolean {
  return /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name) && name.length <= 64;
}

/** The name of the scenario with that title, among those that have been fetched. */
export function nameOfTitle(shelf: Shelf, title: string): string | null {
  const titled = ([, text]: [string, string]) => {
    const said = (JSON.parse(text) as { title: string | Readonly<Record<string, string>> }).title;
    return typeof said === "string" ? said === title : Object.values(said).includes(title);
  };
  return Object.entries(shelf).find(titled)?.[0] ?? null;
}
