import type { GalleryItem } from "./door.ts";
import { EngineProblem } from "./problems.ts";

/** Scenario files by name, as JSON text. */
export type Shelf = Readonly<Record<string, string>>;

/** What the page opens with when nobody asked for anything else. */
export const DEFAULT_SCENARIO = "default";

export function scenarioNamed(shelf: Shelf, name: string): string {
  const scenario = Object.hasOwn(shelf, name) ? shelf[name] : undefined;
  if (scenario !== undefined) return scenario;
  const expected = Object.keys(shelf).join(", ");
  throw new EngineProblem({ kind: "name", message: `“${name}”`, path: null, expected });
}

export function itemsOf(shelf: Shelf, language: string): GalleryItem[] {
  const items = Object.entries(shelf).map(([name, text]) => {
    const scenario = JSON.parse(text) as Told;
    return {
      name,
      title: inLanguage(scenario.title, language),
      summary: inLanguage(scenario.summary, language),
      source: scenario.sources?.[0] ?? "",
      breaks: scenario.cluster?.deviations ?? [],
      json: text,
    };
  });
  return items.sort((one, other) => order(one) - order(other));
}

/** The default first, the others in the order of their names. */
function order(item: GalleryItem): number {
  return item.name === DEFAULT_SCENARIO ? 0 : 1;
}

type Told = {
  title: Text;
  summary: Text;
  sources?: string[];
  cluster?: { deviations?: string[] };
};

/** A text in a scenario is a string, or a table by language. */
type Text = string | Readonly<Record<string, string>> | undefined;

function inLanguage(text: Text, language: string): string {
  if (text === undefined || typeof text === "string") return text ?? "";
  return text[language] ?? Object.values(text)[0] ?? "";
}
